"""Matching, totals, order and walks against a model in plain Python, on random small corpora.

The model reads the articles word by word and knows nothing of plans, layers or the engine; it
shares with the service only the analysis of one word (`forms`) and the cutting into words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import groupby, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.analysis import forms, spans
from search.article import Article, Segment
from search.document import index_document
from search.engines import open_engine
from search.page import Page, SearchRequest, Sort
from search.query.thesaurus import thesaurus
from search.retrieval import RELAX_BELOW
from search.service import SearchService
from search.settings import Settings

Homes = Callable[[str], AbstractContextManager[Settings]]

# No function words, no thesaurus entries; clitics, one spelling twice, one stem twice.
ENGLISH = ("pencil", "Pencils", "garden")
WORDS = ("حجر", "بحجر", "والحجر", "غيم", "كرسي", "كرسيا", "قلم", *ENGLISH)
ALONE = "شجرة"  # stands nowhere


@dataclass(frozen=True)
class Leaf:
    """Words: one plain word, a phrase (slop None or a number), or a prefix."""

    kind: str
    words: tuple[str, ...]
    slop: int | None = None

    def __str__(self) -> str:
        if self.kind == "phrase":
            return f'"{" ".join(self.words)}"' + ("" if self.slop is None else f"~{self.slop}")
        return self.words[0] + ("*" if self.kind == "prefix" else "")


@dataclass(frozen=True)
class Group:
    """`(a OR b)` or `(a AND b)`."""

    operator: str
    children: tuple[Tree, ...]

    def __str__(self) -> str:
        return "(" + f" {self.operator} ".join(map(str, self.children)) + ")"


@dataclass(frozen=True)
class Denied:
    child: Tree

    def __str__(self) -> str:
        return f"NOT {self.child}"


Tree = Leaf | Group | Denied


@dataclass(frozen=True)
class Item:
    """A top-level part of a query; required: with + before it."""

    tree: Tree
    required: bool = False

    def __str__(self) -> str:
        return f"+{self.tree}" if self.required else str(self.tree)


Query = tuple[Item, ...]


def text_of(query: Query) -> str:
    return " ".join(map(str, query))


# The model.


def fields(article: Article) -> Iterator[list[list[str]]]:
    """Each positional field of an article as sentences of words."""
    for side in ("ar", "en"):
        for pairs in ([article.title], article.segments):
            texts = [getattr(pair, side) for pair in pairs]
            yield [[span.text for span in spans(text)] for text in texts if text]


def holds(tree: Tree, article: Article) -> bool:
    match tree:
        case Denied():
            return not holds(tree.child, article)
        case Group():
            each = (holds(child, article) for child in tree.children)
            return any(each) if tree.operator == "OR" else all(each)
        case Leaf():
            return any(stands(tree, sentences) for sentences in fields(article))


def stands(leaf: Leaf, sentences: list[list[str]]) -> bool:
    words = [forms(word) for sentence in sentences for word in sentence]
    if leaf.kind == "word":
        return any(word.stem == forms(leaf.words[0]).stem for word in words)
    if leaf.kind == "prefix":
        begin = forms(leaf.words[0]).exact
        return any(word.exact.startswith(begin) or word.bare.startswith(begin) for word in words)
    wanted = [forms(word).bare for word in leaf.words]
    if leaf.slop is None:
        bare = [[forms(word).bare for word in sentence] for sentence in sentences]
        return any(
            sentence[at : at + len(wanted)] == wanted
            for sentence in bare
            for at in range(len(sentence))
        )
    tokens: list[str | None] = []
    for sentence in filter(None, sentences):
        tokens += [*(forms(word).bare for word in sentence), None]  # an end counts as a word
    places = [[at for at, token in enumerate(tokens) if token == word] for word in wanted]
    return any(
        len(set(chosen)) == len(chosen) and max(chosen) - min(chosen) < len(wanted) + leaf.slop
        for chosen in product(*places)
    )


def scores(tree: Tree) -> bool:
    if isinstance(tree, Group):
        return any(map(scores, tree.children))
    return isinstance(tree, Leaf)


def all_words(query: Query, article: Article) -> bool:
    return all(holds(item.tree, article) for item in query)


def any_word(query: Query, article: Article) -> bool:
    """What match=any finds: what is required or denied as it is, and any of the other words."""
    kept = [i for i in query if i.required or not scores(i.tree)]
    free: list[Tree] = []
    for item in query:
        if item not in kept:
            tree = item.tree
            phrase = isinstance(tree, Leaf) and tree.kind == "phrase"
            free += [Leaf("word", (w,)) for w in tree.words] if phrase else [tree]  # type: ignore[union-attr]  # a phrase is a leaf
    required = any(scores(item.tree) for item in kept)
    if len(free) + required < 2:
        return all_words(query, article)
    return all(holds(item.tree, article) for item in kept) and (
        required or any(holds(tree, article) for tree in free)
    )


def shows(tree: Tree, article: Article) -> bool:
    """Whether a word that was asked for (not denied) stands in the article."""
    if isinstance(tree, Group):
        return any(shows(child, article) for child in tree.children)
    return isinstance(tree, Leaf) and holds(tree, article)


# What is tried.

words = st.sampled_from((*WORDS, ALONE))
leaf = st.one_of(
    st.builds(Leaf, st.just("word"), st.tuples(words)),
    st.builds(Leaf, st.just("prefix"), st.tuples(st.sampled_from(("نه", "كتا", "ال", "riv")))),
    st.builds(
        Leaf,
        st.just("phrase"),
        st.lists(words, min_size=1, max_size=3).map(tuple),
        st.none() | st.integers(0, 4),
    ),
)
denied = leaf.map(Denied)
group = st.builds(
    Group,
    st.sampled_from(("OR", "AND")),
    st.lists(leaf | denied, min_size=2, max_size=3).map(tuple),
)
inner = {"OR": "AND", "AND": "OR"}
deep = st.builds(
    lambda first, group: Group(inner[group.operator], (first, group)),
    leaf,
    group,
)
tree = st.one_of(leaf, leaf, leaf, group, deep)
item = st.one_of(st.builds(Item, tree, st.booleans()), st.builds(Item, tree), denied.map(Item))
queries = st.lists(item, min_size=1, max_size=4).map(tuple)

sentence = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
english = st.lists(st.sampled_from(ENGLISH), max_size=6).map(" ".join)
pair = st.builds(Segment, sentence, st.none() | english)
body = st.tuples(
    pair | st.just(Segment(None, None)),
    st.lists(pair, max_size=3).map(tuple),
    st.sampled_from((None, "2019", "2020-02", "2020-02-01")),
    st.sampled_from(("A", "B")),
)


def corpus(bodies: Sequence[tuple[Segment, tuple[Segment, ...], str | None, str]]) -> list[Article]:
    return [
        Article(f"id{seq:024}", seq, "ar", title, segments, published=day, outlet=outlet)
        for seq, (title, segments, day, outlet) in enumerate(bodies, 1)
    ]


def serving(articles: Sequence[Article], home: Settings) -> SearchService:
    writer = open_engine(home).writer("archive")
    for article in articles:
        writer.put(index_document(article, with_subwords=True))
    writer.commit(1)
    writer.close()
    return SearchService(home)


def seqs(page: Page) -> list[int]:
    return [int(hit.id[2:]) for hit in page.hits]


def walk(service: SearchService, q: str, sort: Sort, limit: int) -> Iterator[Page]:
    cursor: str | None = None
    while True:
        page = service.search(SearchRequest(q=q, sort=sort, limit=limit, cursor=cursor))
        yield page
        if page.links["next"] is None:
            return
        cursor = page.links["next"].rpartition("cursor=")[2]


def test_the_words_of_the_model_have_no_thesaurus_entries() -> None:
    assert not any(thesaurus().related([forms(word).stem]) for word in (*WORDS, ALONE))


def test_the_words_of_the_model_share_stems() -> None:
    stems = [forms(word).stem for word in WORDS]
    assert len(set(stems)) < len(stems)


corpora = st.lists(body, min_size=1, max_size=16).map(corpus)
asked_together = st.lists(queries, min_size=4, max_size=4)


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(corpora, asked_together)
def test_the_service_agrees_with_the_model(
    homes: Homes, engine: str, articles: list[Article], asked: list[Query]
) -> None:
    check(homes, engine, articles, asked)


@pytest.mark.cluster
# A walk asks some fifty questions over HTTP, and each index is made on three nodes.
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(corpora, asked_together)
def test_the_service_on_a_cluster_agrees_with_the_model(
    homes: Homes, articles: list[Article], asked: list[Query]
) -> None:
    check(homes, "opensearch", articles, asked)


def check(homes: Homes, engine: str, articles: list[Article], asked: list[Query]) -> None:
    with homes(engine) as home:
        service = serving(articles, home)
        for query in asked:
            check_totals(service, articles, query)
            check_order(service, articles, query)


def check_totals(service: SearchService, articles: list[Article], query: Query) -> None:
    q = text_of(query)
    both = {a.seq for a in articles if all_words(query, a)}
    some = {a.seq for a in articles if any_word(query, a)}
    page = service.search(SearchRequest(q=q, match="all", limit=100))
    assert (set(seqs(page)), page.total.value) == (both, len(both)), q
    page = service.search(SearchRequest(q=q, match="any", limit=100))
    assert (set(seqs(page)), page.total.value) == (some, len(some)), q
    relaxes = len(both) < RELAX_BELOW and any(scores(item.tree) for item in query)
    wanted = both | some if relaxes else both
    page = service.search(SearchRequest(q=q, limit=100, facets=("outlet",)))
    assert (set(seqs(page)), page.total.value, page.total.all_words) == (
        wanted,
        len(wanted),
        len(both),
    ), q
    assert page.query.relaxed == (len(wanted) > len(both)), q
    assert set(seqs(page)[: len(both)]) == both, q
    counted = {bucket["value"]: bucket["count"] for bucket in page.facets["outlet"]}
    outlets = sorted(a.outlet or "" for a in articles if a.seq in wanted)
    assert counted == {name: len(list(each)) for name, each in groupby(outlets)}, q
    by_seq = {a.seq: a for a in articles}
    for hit, seq in zip(page.hits, seqs(page), strict=True):
        if any(shows(item.tree, by_seq[seq]) for item in query):
            assert hit.matched_by, (q, by_seq[seq])


def check_order(service: SearchService, articles: list[Article], query: Query) -> None:
    q = text_of(query)
    found = [a for a in articles if all_words(query, a)]
    newest = sorted(found, key=lambda a: (first_day(a), a.seq), reverse=True)
    oldest = sorted(found, key=lambda a: (first_day(a) or "9", a.seq))
    for sort, wanted in (("newest", newest), ("oldest", oldest)):
        walked = [seq for page in walk(service, q, sort, 4) for seq in seqs(page)]  # type: ignore[arg-type]  # one of the two
        assert walked == [a.seq for a in wanted], (q, sort)
    whole = service.search(SearchRequest(q=q, limit=100))
    pages = list(walk(service, q, "relevance", 3))
    assert [seq for page in pages for seq in seqs(page)] == seqs(whole), q
    assert {(page.total, page.query.relaxed) for page in pages} == {
        (whole.total, whole.query.relaxed)
    }, q
    check_ties(articles, whole)


def check_ties(articles: list[Article], page: Page) -> None:
    """Articles of the same words tie, and go by their newest key."""
    by_seq = {a.seq: a for a in articles}
    alike: dict[tuple[Segment, tuple[Segment, ...]], list[tuple[str, int]]] = {}
    for seq in seqs(page):
        a = by_seq[seq]
        alike.setdefault((a.title, a.segments), []).append((first_day(a), seq))
    for keys in alike.values():
        assert keys == sorted(keys, reverse=True)


def first_day(article: Article) -> str:
    """The first day of a stated date; undated comes before all."""
    return ((article.published or "") + "-01-01")[:10] if article.published else ""
