"""The text of a page: trafilatura over the pruned tree, then what only lines can tell."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import trafilatura

from index.clean import is_furniture
from index.dates import published_date
from index.layout import fold
from index.pages.phrases import is_box_label, is_other_story, is_page_line
from index.pages.tree import Element

_DATE_LINE = 80  # characters of a line that is a date and little else
_TOP = 15  # lines within which a repeated title ends what stands above the text
_SENTENCE = re.compile(r"[.!?؟…][\"”»)\]]*\Z")
_BYLINE = re.compile(r"[^.:،]{2,40}\s*[|–—-]\s*[^.:،]{2,40}\Z")
_DATE_WORDS, _RELATIVE_WORDS = 8, 3
_WORDS = re.compile(r"[^\W\d_]{2,}")
_SOME_MOMENT = datetime(2020, 12, 31, tzinfo=UTC)
_SPACES = re.compile(r"[ \t\u00a0]+")


def body_of(root: Element, title: str, url: str | None) -> str:
    """The article's paragraphs, one a line; the empty string where there are none."""
    document = trafilatura.bare_extraction(
        root, url=url, include_comments=False, include_tables=True, with_metadata=False
    )
    text = getattr(document, "text", None) or ""
    return "\n".join(tidied(text.split("\n"), title))


def tidied(lines: list[str], title: str) -> list[str]:
    """The lines without title, dates, bylines, counters, and boxes of other stories."""
    kept = [line for line in (_SPACES.sub(" ", line).strip(" -|•") for line in lines) if line]
    kept = _below_title(kept, title)
    kept = _above_boxes(kept)
    kept = [line for line in kept if not _is_pages(line)]
    while kept and (is_furniture(kept[0]) or _is_byline(kept[0], kept)):
        del kept[0]
    return kept


def _below_title(lines: list[str], title: str) -> list[str]:
    wanted = fold(title)
    for index, line in enumerate(lines[:_TOP]):
        if wanted and fold(line) == wanted:
            above = [other for other in lines[:index] if _SENTENCE.search(other)]
            return above + lines[index + 1 :]
    return lines


def _above_boxes(lines: list[str]) -> list[str]:
    """Cut at a label of a box under which nothing but other stories' titles stands."""
    for index, line in enumerate(lines):
        if index and is_box_label(line):
            rest = lines[index + 1 :]
            if not any(_SENTENCE.search(other) and len(other) > _DATE_LINE for other in rest):
                return lines[:index]
    return lines


def _is_pages(line: str) -> bool:
    if is_box_label(line) or is_page_line(line) or is_other_story(line) or is_furniture(line):
        return True
    if len(line) > _DATE_LINE or _SENTENCE.search(line):
        return False
    words = len(_WORDS.findall(line))
    if published_date(line) is not None:
        return words <= _DATE_WORDS
    # "قبل يومين" alone; read with any moment, since only its being a date matters here.
    return words <= _RELATIVE_WORDS and published_date(line, _SOME_MOMENT) is not None


def _is_byline(line: str, lines: list[str]) -> bool:
    """ "ميسان – خاص" above the first sentence."""
    return len(lines) > 1 and len(line) <= 60 and _BYLINE.fullmatch(line) is not None
