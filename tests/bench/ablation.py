"""What each part of the search brings: `python -m tests.bench.ablation [constants|parts]`.

nDCG@10 a column, beside it how much a row differs, in thousandths. `constants` changes those of
search.ranking and leaves the rest as they are, over one index; `parts` takes one part of the Arabic
analysis away and indexes anew; by default both. Only what ranks is run, no page is made, and the
spellings of names are asked for once an index.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import ir_measures
from ir_measures import nDCG

from index.commands.evaluate import fill
from index.home import open_archive
from search import ranking
from search.analysis import arabic, classes, inflection, tables, verbs
from search.analysis.forms import _bare_subwords, _forms
from search.article import Article
from search.document import index_document
from search.engines import open_engine
from search.engines.plan import Everything
from search.engines.protocol import Match
from search.evaluation import read_judgements, read_topics
from search.names import Found, Names
from search.page import SearchRequest
from search.query import frames_arabic, typed
from search.query.ast import Node
from search.query.expand import interpret
from search.query.parser import parse
from search.query.thesaurus import thesaurus
from search.retrieval import Retrieval
from search.settings import Settings, load_settings
from search.stored import decode

DEV = Path(__file__).parents[3] / "shared" / "data" / "dev"
ARABIC = (
    ("arcd", "ar", "none"),
    ("tydiqa", "ar", "none"),
    ("belebele", "ar", "none"),
    ("belebele", "acm", "none"),
)
ENGLISH = (
    ("belebele", "en", "google"),
    ("belebele", "en", "microsoft"),
    ("belebele", "en", "argos"),
)
Collections = Sequence[tuple[str, str, str]]
CONSTANTS: tuple[tuple[dict[str, float | tuple[float, ...]], Collections], ...] = (
    ({"PRESENCE": 1e-9}, ARABIC + ENGLISH),
    ({"PRESENCE": 3.0}, ARABIC + ENGLISH),
    ({"GRAMS": 1e-9}, ARABIC),
    ({"GRAMS": 0.5}, ARABIC),
    ({"GRAMS": 1.0}, ARABIC),
    ({"ARABIC": (800, 1, 1)}, ARABIC),  # every Arabic word in full
    ({"ARABIC": (750, 400, 0.2)}, ARABIC),  # as English
    ({"BARE": 0.0, "EXACT": 0.0}, ARABIC + ENGLISH),
    ({"EXACT": 0.3}, ARABIC + ENGLISH),
    ({"TITLE": 0.5}, ARABIC),
    ({"TITLE": 2.0}, ARABIC),
    ({"LITTLE": 1.0}, ENGLISH),
    ({"COMMONEST": 700, "SLOPE": 300}, ENGLISH),
    ({"COMMONEST": 800, "SLOPE": 500}, ENGLISH),
    ({"THESAURUS": 1e-9}, ARABIC + ENGLISH),
    ({"THESAURUS": 1.0}, ARABIC + ENGLISH),
)


def _without(table: str) -> Callable[[str], Iterator[list[str]]]:
    return lambda asked: iter(()) if asked == table else tables.rows(asked)


# What is taken away: the module, the name in it, what stands there instead.
PARTS: tuple[tuple[str, Any, str, Any], ...] = (
    ("broken plurals", classes, "rows", _without(classes.PLURALS)),
    ("countries", classes, "rows", _without(classes.NATIONS)),
    ("verbs", verbs, "rows", _without(verbs.TABLE)),
    ("endings", inflection, "STEM", ()),
    ("proclitics", arabic, "strip_proclitics", lambda word: word),
    ("question frames, dialect", typed, "framed_arabic", lambda words: set()),
    ("words said of anything", typed, "said_of_anything", lambda words, frames: set()),
    ("function words", typed, "is_function_word", lambda word: False),
)


def _forget() -> None:
    """Empty what a process keeps of the analysis."""
    _forms.clear()
    _bare_subwords.clear()
    for kept in (classes.classes, verbs.verbs, inflection.stem, thesaurus, frames_arabic._said):
        kept.cache_clear()


class _Collection:
    """Questions over one index, which stays open."""

    def __init__(self, settings: Settings, name: str, queries: str) -> None:
        self._reader = open_engine(settings).reader()
        self._topics = read_topics(DEV / name / f"queries.{queries}.tsv")
        asked = {topic.qid for topic in self._topics}
        judged = read_judgements(DEV / name / "qrels.tsv")
        self._judged = [each for each in judged if each.query_id in asked]
        self._parsed = [parse(topic.text).root for topic in self._topics]
        self._names: Found = {}
        every = self._reader.search(Everything(), "newest", self._reader.info.articles).matches
        heads = [decode(blob).head for blob in self._reader.fetch(every)]
        self._ids = {m.newest: h["source_id"] for m, h in zip(every, heads, strict=True)}

    def ndcg(self) -> float:
        """As `fihrist evaluate` has it."""
        run = [
            ir_measures.ScoredDoc(topic.qid, self._ids[match.newest], float(-rank))
            for topic, root in zip(self._topics, self._parsed, strict=True)
            for rank, match in enumerate(self._ranked(topic.text, root))
        ]
        return float(ir_measures.calc_aggregate([nDCG @ 10], self._judged, run)[nDCG @ 10])

    def _ranked(self, q: str, root: Node | None) -> list[Match]:
        asked = interpret(root, "auto", Names(self._reader, self._names))
        request = SearchRequest(q=q, highlight="none")
        retrieval = Retrieval(self._reader, request, asked, self._reader.info.last_seq)
        return [match for stretch in retrieval.ranked(None) for match in stretch.matches]


Opened = dict[tuple[str, str, str], _Collection]


def _opened(settings: dict[tuple[str, str], Settings], collections: Collections) -> Opened:
    return {
        (name, queries, translation): _Collection(settings[name, translation], name, queries)
        for name, queries, translation in collections
    }


def _line(
    label: str, collections: Opened, asked: Collections, base: dict[tuple[str, str, str], float]
) -> None:
    """Print a row; the first one fills `base`."""
    figures = []
    for each in ARABIC + ENGLISH:
        if each not in asked:
            figures.append("")
            continue
        found = collections[each].ndcg()
        less = 1000 * (found - base.setdefault(each, found))
        figures.append(f"{found:.4f} {less:+.1f}")
    print(f"{label:<28}" + "".join(figure.rjust(13) for figure in figures), flush=True)


def _constants(collections: Opened, base: dict[tuple[str, str, str], float]) -> None:
    for row, asked in CONSTANTS:
        with patch.dict(vars(ranking), row):
            _line(
                ", ".join(f"{key} {value}" for key, value in row.items()), collections, asked, base
            )


@contextmanager
def _indexed(articles: Sequence[Article]) -> Iterator[Settings]:
    """An index of these articles, made in this process."""
    with tempfile.TemporaryDirectory() as home:
        settings = load_settings(home=Path(home))
        writer = open_engine(settings).writer("archive")
        for article in articles:
            writer.put(index_document(article, with_subwords=True))
        writer.commit(len(articles))
        writer.close()
        yield settings


def _parts(
    settings: dict[tuple[str, str], Settings], base: dict[tuple[str, str, str], float]
) -> None:
    articles = {}
    for name, _, translation in ARABIC:
        with open_archive(settings[name, translation]) as archive:
            articles[name, translation] = archive.articles(range(archive.stats().articles + 1))
    for label, module, name, instead in PARTS:
        with patch.object(module, name, instead), ExitStack() as stack:
            _forget()
            made = {key: stack.enter_context(_indexed(each)) for key, each in articles.items()}
            _line(f"without {label}", _opened(made, ARABIC), ARABIC, base)
    _forget()


def main() -> None:
    print(
        " " * 28
        + "".join((t if q == "en" else f"{c[:4]} {q}").rjust(13) for c, q, t in ARABIC + ENGLISH)
    )
    asked = sys.argv[1:] or ["constants", "parts"]
    wanted = ARABIC + (ENGLISH if "constants" in asked else ())
    base: dict[tuple[str, str, str], float] = {}
    with ExitStack() as stack:
        filled: dict[tuple[str, str], Settings] = {}
        for name, _, translation in wanted:
            if (name, translation) not in filled:
                home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
                filled[name, translation] = load_settings(home=home)
                fill(filled[name, translation], DEV / name / "docs.jsonl", translation)
        collections = _opened(filled, wanted)
        _line("as it is", collections, wanted, base)
        if "constants" in asked:
            _constants(collections, base)
        if "parts" in asked:
            _parts(filled, base)


if __name__ == "__main__":
    main()
