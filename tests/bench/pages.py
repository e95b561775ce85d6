"""Text and fields of the pages in tests/pages, by our reader and by trafilatura alone.

Text: precision, recall and F1 of shingles of four words, mean over pages, as in the
article-extraction benchmarks. Dates: compared by day, since the baseline has no finer ones;
"wrong" is a date where the page states another or none. Fields: precision is of what was found,
recall of what the pages state; equal once letters are folded, authors as a set of names, dates by
day, outlets by any name that the page has for itself.

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

from index.layout import fold
from index.pages import article_of, decode_page
from search.errors import BadArticle
from tests.pages import aside, layouts, stating
from tests.pages.parts import Page

FIELDS = ("title", "author", "outlet", "published", "url")


class Extracted(NamedTuple):
    text: str
    published: str | None = None
    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    url: str | None = None


class Score(NamedTuple):
    precision: float
    recall: float
    f1: float


class Field(NamedTuple):
    """How often a field was found, was right, and is stated."""

    found: int
    right: int
    stated: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.stated if self.stated else 1.0


def ours(page: Page) -> Extracted:
    try:
        found = article_of(decode_page(page.data), page.address)
    except BadArticle:
        return Extracted("")
    return Extracted(
        found.text, found.published, found.title, found.author, found.outlet, found.url
    )


def baseline(page: Page) -> Extracted:
    """trafilatura alone, which also gets the page's address."""
    found = trafilatura.bare_extraction(
        page.data, url=page.address, include_comments=False, with_metadata=True
    )
    if found is None:
        return Extracted("")
    names = ("text", "date", "title", "author", "sitename", "url")
    text, *rest = (getattr(found, name, None) for name in names)
    return Extracted(text or "", *rest)


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
        found = read(page)
        scores.append(text_score(found.text, page.text))
        dates[date_verdict(found.published, page.published)] += 1
    return Score(*(fmean(part) for part in zip(*scores, strict=True))), dates


def fields(read: Callable[[Page], Extracted], pages: Sequence[Page]) -> dict[str, Field]:
    """How each field of FIELDS was read."""
    extracted = [(page, read(page)) for page in pages]
    counted = {}
    for field in FIELDS:
        pairs = [(_gold(page, field), getattr(found, field)) for page, found in extracted]
        counted[field] = Field(
            sum(bool(found) for _, found in pairs),
            sum(_is_right(field, found, gold) for gold, found in pairs if found),
            sum(bool(gold) for gold, _ in pairs),
        )
    return counted


def _gold(page: Page, field: str) -> tuple[str, ...]:
    if field == "outlet":
        return page.outlets
    value = getattr(page, field)
    return (value,) if value else ()


def _is_right(field: str, found: str, gold: tuple[str, ...]) -> bool:
    if field == "url":
        return found in gold
    if field == "published":
        return found[:10] in [value[:10] for value in gold]
    if field == "author":
        return _names(found) in [_names(value) for value in gold]
    return fold(found) in map(fold, gold)


def _names(authors: str) -> set[str]:
    return {fold(name) for name in re.split("[;،,]", authors)}


def _print_fields(pages: Sequence[Page]) -> None:
    print(f"fields, {len(pages)} pages" + "".join(f"  {name:>14}" for name in FIELDS))
    for label, read in (("trafilatura", baseline), ("fihrist", ours)):
        told = fields(read, pages).values()
        print(
            f"  {label:16}"
            + "".join(f"  {each.precision:.3f} / {each.recall:.3f}" for each in told)
        )


def main() -> None:
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    sets = {
        "seen while building": layouts.pages(),
        "kept aside": aside.pages(),
        "stating more": stating.pages(),
    }
    for name, pages in sets.items():
        print(f"{name}, {len(pages)} pages    P     R     F1    dates right/missing/wrong")
        for label, read in (("trafilatura", baseline), ("fihrist", ours)):
            score, dates = measure(read, pages)
            verdicts = "/".join(str(dates[v]) for v in ("right", "missing", "wrong"))
            print(f"  {label:16}" + "".join(f" {part:.3f}" for part in score) + f"   {verdicts}")
        if "--each" in sys.argv:
            for page in pages:
                found, plain = ours(page), baseline(page)
                f1, base = (text_score(each.text, page.text).f1 for each in (found, plain))
                print(f"    {page.name:30} {f1:.2f} ({base:.2f}) {_faults(page, found)}")
    _print_fields([page for pages in sets.values() for page in pages])


def _faults(page: Page, found: Extracted) -> str:
    """The fields that are not what the page states."""
    return "; ".join(
        f"{field} {value} for {' or '.join(gold) or None}"
        for field in FIELDS
        if (value := getattr(found, field)) or _gold(page, field)
        if not _is_right(field, value or "", gold := _gold(page, field))
    )


if __name__ == "__main__":
    main()
