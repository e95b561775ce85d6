"""How well queries are corrected and how fast completed: `python -m tests.bench.suggest`.

Prints for 200 spoiled queries of the corpus how many are corrected to what was meant, by kind; for
500 correct ones how many get a correction all the same; then p50 and p95 of suggestions over HTTP,
letter by letter, beside those of searches for the same queries. Not a timed test.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import random
import subprocess
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice, pairwise
from pathlib import Path
from urllib.parse import urlencode

import orjson

from search.analysis import forms, is_function_word, words
from search.analysis.names.ordinary import is_ordinary
from search.article import Side
from search.engines import open_engine
from search.fields import layer
from search.page import SearchRequest
from search.service import SearchService
from search.settings import load_settings
from tests.bench import places
from tests.bench.foundation import CORPUS, FIHRIST, fetch, quantiles, row, serving, timed
from tests.bench.misspelling import Spoiled, prefixes, spoiled

DEV = CORPUS.parent / "dev"
SHORTEST, FEWEST = 5, 3
"""Words that are spoiled have so many letters, since beside one of four another word is often as
near as what was meant, and stand in so many of the articles looked at."""
TYPED = 120
"""Queries that are typed letter by letter."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--home", type=Path, help="use this home as it is")
    options.add_argument("--corpus", type=Path, default=CORPUS / "gloss.jsonl.gz")
    options.add_argument("--queries", type=Path, default=CORPUS / "queries.tsv")
    options.add_argument("--seed", type=int, default=8)
    options.add_argument("--show", action="store_true", help="print what went wrong")
    options.add_argument("--port", type=int, default=8769)
    options.add_argument("--engine", choices=places.ENGINES, default="tantivy")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, places.ready(given.engine, "sqlite"):
        home = given.home or Path(folder) / "home"
        if given.home is None:
            command = [FIHRIST, "--home", home, "add", given.corpus]
            subprocess.run(command, check=True, capture_output=True)
        corrections(given, home)
        over_http(given, home)


def corrections(given: argparse.Namespace, home: Path) -> None:
    settings = load_settings(home=home)
    service, reader = SearchService(settings), open_engine(settings).reader()

    def known(word: str) -> bool:
        found = forms(word)
        side: Side = "en" if found.lang == "en" else "ar"
        return bool(reader.frequencies(layer(side, "exact"), [found.exact])) or is_ordinary(
            found.exact
        )

    drawn, pairs = vocabulary(given.corpus)
    misspelt(service, spoiled(drawn, pairs, known, 200, given.seed), show=given.show)
    correct(service, correct_queries(given), show=given.show)


def misspelt(service: SearchService, queries: list[Spoiled], *, show: bool) -> None:
    right: Counter[tuple[str, str]] = Counter()
    asked: Counter[tuple[str, str]] = Counter()
    for each in queries:
        found = service.search(SearchRequest(each.typed)).query.corrected
        asked[each.kind, each.lang] += 1
        if found is not None and normal(found) == normal(each.meant):
            right[each.kind, each.lang] += 1
        elif show:
            print(f"  {each.kind}: {each.typed} for {each.meant}: {found}")
    for kind in dict.fromkeys(kind for kind, _ in asked):
        shares = (f"{right[kind, lang]}/{asked[kind, lang]}" for lang in ("ar", "en"))
        row(f"corrected, {kind}: ar, en", *shares)
    share = right.total() / asked.total()
    row(f"corrected first, of {asked.total()} (goal ≥ 90 %)", f"{share:.1%}")


def correct(service: SearchService, queries: list[str], *, show: bool) -> None:
    changed = 0
    for query in queries:
        found = service.search(SearchRequest(query)).query.corrected
        changed += found is not None
        if show and found is not None:
            print(f"  {query} → {found}")
    share = changed / len(queries)
    row(f"correct queries to change, of {len(queries)} (goal ≤ 1 %)", f"{share:.1%}")


def over_http(given: argparse.Namespace, home: Path) -> None:
    """Suggestions for each letter typed, in turn with the search for the whole query; the first
    round is counted too: a letter is typed once."""
    queries = random.Random(given.seed).sample(list(listed(given.queries)), TYPED)
    with serving(home, given.port):
        connection = http.client.HTTPConnection("127.0.0.1", given.port)
        taken: dict[str, list[float]] = defaultdict(list)
        for query in queries:
            for prefix in prefixes(query):
                target = f"/api/v1/suggest?{urlencode({'q': prefix})}"
                taken["suggestions"].append(timed(fetch, connection, target))
            target = f"/api/v1/search?{urlencode({'q': query})}"
            taken["searches"].append(timed(fetch, connection, target))
        for name, each in taken.items():
            row(f"{name} over HTTP ({len(each)}), ms p50 / p95", *quantiles(each))


def normal(query: str) -> list[str]:
    return [forms(word).exact for word in words(query)]


def vocabulary(corpus: Path) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """By language, the words that are spoiled, and pairs of neighbours whose second is one, from
    every eighth article."""
    held: dict[str, Counter[str]] = {"ar": Counter(), "en": Counter()}
    beside: dict[str, set[str]] = {"ar": set(), "en": set()}
    for article in islice(articles(corpus), 0, None, 8):
        for lang, name in (("ar", "text"), ("en", "text_en")):
            found = words(article.get(name) or "")
            held[lang].update({word for word in found if _is_drawn(word, lang)})
            near = pairwise(found[:80])
            beside[lang].update(f"{a} {b}" for a, b in near if _is_drawn(b, lang))
    drawn = {
        lang: sorted(word for word, count in counted.items() if count >= FEWEST)
        for lang, counted in held.items()
    }
    return drawn, {
        lang: sorted(pair for pair in pairs if held[lang][pair.split()[1]] >= FEWEST)
        for lang, pairs in beside.items()
    }


def articles(corpus: Path) -> Iterator[dict[str, str]]:
    with gzip.open(corpus) as lines:
        yield from map(orjson.loads, lines)


@cache
def _is_drawn(word: str, lang: str) -> bool:
    found: Side = "en" if forms(word).lang == "en" else "ar"
    plain = len(word) >= SHORTEST and word.isalpha() and found == lang
    # The English of the corpus is made word for word: what is no word of English is left out.
    return plain and not is_function_word(word) and (lang == "ar" or is_ordinary(word))


def listed(file: Path) -> Iterator[str]:
    for line in file.read_text(encoding="utf-8").splitlines():
        yield line.split("\t")[-1]


def correct_queries(given: argparse.Namespace) -> list[str]:
    """500: those of the corpus, of public question sets, and of names."""
    files: Iterable[tuple[Path, int]] = (
        (given.queries, 260),
        (DEV / "arcd" / "queries.ar.tsv", 60),
        (DEV / "tydiqa" / "queries.ar.tsv", 60),
        (DEV / "belebele" / "queries.en.tsv", 60),
        (DEV / "names" / "queries.en.tsv", 60),
    )
    chance = random.Random(given.seed)
    return [query for file, count in files for query in chance.sample(list(listed(file)), count)]


if __name__ == "__main__":
    main()
