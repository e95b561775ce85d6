"""Text and dates of the pages in tests/pages, by our reader and by trafilatura alone.

Text: precision, recall and F1 of shingles of four words, mean over pages, as in the
article-extraction benchmarks. Dates: compared by day, since the baseline has no finer ones;
"wrong" is a date where the page states another or none.

    python -m tests.bench.pages [--each]
"""

from __future__ import annotations

import logging
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from statistics import fmean
from typing import NamedTuple

import trafilatura

from index.pages import article_of, decode_page
from search.errors import BadArticle
from tests.pages import aside, layouts
from tests.pages.parts import Page

Extracted = tuple[str, str | None]


class Score(NamedTuple):
    precision: float
    recall: float
    f1: float


def ours(page: Page) -> Extracted:
    try:
        found = article_of(decode_page(page.data))
    except BadArticle:
        return "", None
    return found.text, found.published


def baseline(page: Page) -> Extracted:
    found = trafilatura.bare_extraction(page.data, include_comments=False, with_metadata=True)
    if found is None:
        return "", None
    return getattr(found, "text", "") or "", getattr(found, "date", None)


def text_score(text: str, gold: str) -> Score:
    got, wanted = _shingles(text), _shingles(gold)
    if not got or not wanted:
        equal = float(not got and not wanted)
        return Score(equal, equal, equal)
    common = (got & wanted).total()
    precision, recall = common / got.total(), common / wanted.total()
    return Score(precision, recall, 2 * precision * recall / ((precision + recall) or 1))


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    size = min(4, len(words))
    return Counter(tuple(words[i : i + size]) for i in range(len(words) - size + 1) if size)


def date_verdict(found: str | None, gold: str | None) -> str:
    if (found or "")[:10] == (gold or "")[:10]:
        return "right"
    return "missing" if found is None else "wrong"


def measure(read: Callable[[Page], Extracted], pages: Sequence[Page]) -> tuple[Score, Counter[str]]:
    """Mean scores of the texts and how many dates are right, missing and wrong."""
    scores, dates = [], Counter[str]()
    for page in pages:
        text, published = read(page)
        scores.append(text_score(text, page.text))
        dates[date_verdict(published, page.published)] += 1
    return Score(*(fmean(part) for part in zip(*scores, strict=True))), dates


def main() -> None:
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    sets = {"seen while building": layouts.pages(), "kept aside": aside.pages()}
    for name, pages in sets.items():
        print(f"{name}, {len(pages)} pages    P     R     F1    dates right/missing/wrong")
        for label, read in (("trafilatura", baseline), ("fihrist", ours)):
            score, dates = measure(read, pages)
            verdicts = "/".join(str(dates[v]) for v in ("right", "missing", "wrong"))
            print(f"  {label:16}" + "".join(f" {part:.3f}" for part in score) + f"   {verdicts}")
        if "--each" in sys.argv:
            for page in pages:
                text, published = ours(page)
                f1 = text_score(text, page.text).f1
                base = text_score(baseline(page)[0], page.text).f1
                verdict = "" if published == page.published else f"{published} for {page.published}"
                print(f"    {page.name:30} {f1:.2f} ({base:.2f}) {verdict}")


if __name__ == "__main__":
    main()
