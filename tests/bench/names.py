"""What the spellings of names cost a search: `python -m tests.bench.names [FORMS ...]`.

Indexes so many different Arabic forms (20,000 and 1,000,000 by default): those of dev/names, then
forms joined from beginnings and ends of two of them. Prints for its 525 Latin names, and as many
Arabic ones, how long a query takes to be interpreted with names off, on for the first time, and on
again: finding and showing the articles is no part of it. Not a timed test.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import orjson

from search.article import Article, Segment
from search.document import index_document
from search.engines import open_engine
from search.page import SearchRequest
from search.service import SearchService
from search.settings import Settings, load_settings
from tests.bench.foundation import CORPUS, points, row

NAMES = CORPUS.parent / "dev" / "names"
BESIDE = 50
"""Forms of an article."""
COMMIT = 5_000
"""Articles of a commit."""


def main() -> None:
    for count in map(int, sys.argv[1:] or ("20000", "1000000")):
        with tempfile.TemporaryDirectory() as home:
            settings = load_settings(home=Path(home))
            fill(settings, islice(forms(), count))
            measure(SearchService(settings), count)


def forms() -> Iterator[str]:
    """Different forms without end, always the same ones."""
    lines = (NAMES / "docs.jsonl").read_text(encoding="utf-8").splitlines()
    known = list(dict.fromkeys(orjson.loads(line)["text_ar"] for line in lines))
    yield from known
    chance, seen = random.Random(1), set(known)
    while True:
        one, other = chance.choices(known, k=2)
        joined = one[: chance.randint(2, 5)] + other[-chance.randint(2, 5) :]
        if joined not in seen:
            seen.add(joined)
            yield joined


def fill(settings: Settings, given: Iterable[str]) -> None:
    writer = open_engine(settings).writer("archive")
    several = iter(given)
    for seq in range(1, sys.maxsize):
        if not (text := " ".join(islice(several, BESIDE))):
            break
        segments = (Segment(text, None),)
        article = Article(f"id{seq:024}", seq, "ar", Segment(None, None), segments)
        writer.put(index_document(article, with_subwords=True))
        if seq % COMMIT == 0:
            writer.commit(seq)
    writer.commit(sys.maxsize)
    writer.close()


def measure(service: SearchService, count: int) -> None:
    latin = (NAMES / "queries.en.tsv").read_text(encoding="utf-8").splitlines()
    asked = {
        "Latin": [line.split("\t")[1] for line in latin],
        "Arabic": random.Random(2).sample(list(islice(forms(), 20_000)), len(latin)),
    }
    # What every process loads once is no query's cost.
    times(service, ["Hamrin", "حمرين"], names=True)
    for script, queries in asked.items():
        times(service, queries, names=False)  # nor is the analysis of its words
        off = points(times(service, queries, names=False))
        for how in ("first", "again"):
            taken = points(times(service, queries, names=True))
            figures = (f"{each:.2f}" for each in (*off, *taken, taken[0] - off[0]))
            row(f"{count:,} forms, {script}, {how}: off p50 p95, on p50 p95, added", *figures)


def times(service: SearchService, queries: Iterable[str], *, names: bool) -> list[float]:
    """Milliseconds that each query takes to be interpreted."""
    request = SearchRequest("", names=names)
    return [interpreting(service, replace(request, q=query)) for query in queries]


def interpreting(service: SearchService, request: SearchRequest) -> float:
    ended: list[float] = []  # of each part of the search, interpreting first
    began = time.perf_counter()
    service.search(request, lambda _part: ended.append(time.perf_counter()))
    return (ended[0] - began) * 1000


if __name__ == "__main__":
    main()
