"""What each part of the search brings: `python -m tests.bench.ablation [constants|parts]`.

nDCG@10 a column. `constants` changes those of search.ranking and leaves the rest as they are;
`parts` takes one part of the Arabic analysis away and indexes anew; by default both.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from index.commands.evaluate import fill
from index.home import open_archive
from search import ranking
from search.analysis import arabic, classes, inflection, tables, verbs
from search.analysis.forms import _bare_subwords, _forms
from search.article import Article
from search.document import index_document
from search.engines import open_engine
from search.evaluation import measure, read_judgements, read_topics
from search.query import typed
from search.query.thesaurus import thesaurus
from search.service import SearchService
from search.settings import Settings, load_settings

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
    ({}, ARABIC + ENGLISH),
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
    ("function words", typed, "is_function_word", lambda word: False),
)


def _forget() -> None:
    """Empty what a process keeps of the analysis."""
    _forms.clear()
    _bare_subwords.clear()
    for kept in (classes.classes, verbs.verbs, inflection.stem, thesaurus):
        kept.cache_clear()


def _line(label: str, collections: Collections, settings: dict[tuple[str, str], Settings]) -> None:
    figures = []
    for name, queries, translation in ARABIC + ENGLISH:
        if (name, queries, translation) not in collections:
            figures.append("")
            continue
        topics = read_topics(DEV / name / f"queries.{queries}.tsv")
        judgements = read_judgements(DEV / name / "qrels.tsv")
        service = SearchService(settings[name, translation])  # keeps no plan of another
        figures.append(f"{measure(service, topics, judgements)['ndcg@10']:.4f}")
    print(f"{label:<28}" + "".join(figure.rjust(11) for figure in figures), flush=True)


def _constants(settings: dict[tuple[str, str], Settings]) -> None:
    for row, collections in CONSTANTS:
        with patch.dict(vars(ranking), row):
            label = ", ".join(f"{key} {value}" for key, value in row.items()) or "as it is"
            _line(label, collections, settings)


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


def _parts(settings: dict[tuple[str, str], Settings]) -> None:
    articles = {}
    for name, _, translation in ARABIC:
        with open_archive(settings[name, translation]) as archive:
            articles[name, translation] = archive.articles(range(archive.stats().articles + 1))
    for label, module, name, instead in PARTS:
        with patch.object(module, name, instead), ExitStack() as stack:
            _forget()
            made = {key: stack.enter_context(_indexed(each)) for key, each in articles.items()}
            _line(f"without {label}", ARABIC, made)
    _forget()


def main() -> None:
    print(
        " " * 28
        + "".join((t if q == "en" else f"{c[:4]} {q}").rjust(11) for c, q, t in ARABIC + ENGLISH)
    )
    asked = sys.argv[1:] or ["constants", "parts"]
    with ExitStack() as stack:
        filled: dict[tuple[str, str], Settings] = {}
        for name, _, translation in ARABIC + (ENGLISH if "constants" in asked else ()):
            if (name, translation) not in filled:
                home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
                filled[name, translation] = load_settings(home=home)
                fill(filled[name, translation], DEV / name / "docs.jsonl", translation)
        if "constants" in asked:
            _constants(filled)
        if "parts" in asked:
            _parts(filled)


if __name__ == "__main__":
    main()
