"""Engines and stores beside each other, in one table: `python -m tests.bench.engines [--limit N]`.

For each: articles a second through `fihrist add`, megabytes of index (one copy) and archive, and
the milliseconds of a page of ten with marks in both languages, all words required, in process.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from search.engines import open_engine
from search.page import SearchRequest
from search.service import SearchService
from search.settings import load_settings
from tests.bench import foundation, places

PLACES = (
    ("tantivy", "sqlite"),
    ("tantivy", "postgres"),
    ("whoosh", "sqlite"),
    ("opensearch", "sqlite"),
    ("opensearch", "postgres"),
)
HEAD = ("engine", "store", "articles/s", "index MB", "archive MB", "page p50 ms", "p95 ms")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpus", type=Path, default=foundation.CORPUS / "gloss.jsonl.gz")
    options.add_argument("--queries", type=Path, default=foundation.CORPUS / "queries.tsv")
    options.add_argument("--limit", type=int, help="index only so many articles")
    given = options.parse_args()
    print("| " + " | ".join(HEAD) + " |\n" + "|---" * len(HEAD) + "|", flush=True)
    for engine, store in PLACES:
        with tempfile.TemporaryDirectory() as folder, places.ready(engine, store):
            found = measured(given, Path(folder) / "home")
            print("| " + " | ".join((engine, store, *found)) + " |", flush=True)


def measured(given: argparse.Namespace, home: Path) -> list[str]:
    _, articles, seconds = foundation.added(given.corpus, given.limit, home)
    held = foundation.held(home)
    settings = load_settings(home=home)
    times = pages(SearchService(settings), foundation.questions(given.queries))
    open_engine(settings).remove()
    sizes = [foundation.megabytes(held[part]) for part in ("index", "archive")]
    return [f"{articles / seconds:.0f}", *sizes, *foundation.quantiles(times)]


def pages(service: SearchService, queries: list[str]) -> list[float]:
    """Milliseconds of each page; the first round warms and is not counted."""
    taken = []
    for counted in (False, True, True):
        for query in queries:
            request = SearchRequest(q=query, match="all")
            ms = foundation.timed(foundation.answer, service, request)
            if counted:
                taken.append(ms)
    return taken


if __name__ == "__main__":
    main()
