"""What of a page's text is the article, and what the lines around it tell.

An ordered table of rules takes lines off the top and the end of a page and notes what they
state. A rule takes only what it recognises; everything else stays, in its place. Offsets are
characters of the text given. The phrases are in `index.layout`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from index.datelines import dateline_of
from index.layout import (
    FURNITURE,
    FURNITURE_STARTS,
    KICKERS,
    LABELS,
    SOURCE_FIELDS,
    SOURCE_LABELS,
    fold,
    is_publisher,
)
from index.sentences import paragraphs
from index.values import is_published, is_web_address, tidy

Span = tuple[int, int]

_SHORT = 120  # characters: a line of page furniture, a label or a name
_TITLE = 200  # characters a title has at most; the longest seen in real ones is 163
_OUTLET_WORDS = 6
_FOOTER = 12  # lines from the end within which a footer begins
_SENTENCE_END = re.compile(r"[.…۔،؛:;,][\"”»)\]]*\Z")
_STOP = re.compile(r"[.!?؟…۔][\"”»)\]]*\Z")
_LABELLED = re.compile(r"([^:：]{1,20})[:：]\s*(\S.{0,199})\Z")


@dataclass(slots=True)
class Page:
    """A text under the rules: the lines left of it and what was found.

    found: title, outlet, agency, place, category, url, published; dropped: lines off the end.
    """

    text: str
    lines: list[Span]
    found: dict[str, str] = field(default_factory=dict)
    dropped: int = 0

    def line(self, index: int) -> str:
        """A line's text; the empty string where there is none."""
        inside = -len(self.lines) <= index < len(self.lines)
        return self.text[slice(*self.lines[index])] if inside else ""

    def note(self, name: str, value: str) -> None:
        """Keep a value; what an earlier rule found stays."""
        if value := tidy(value):
            self.found.setdefault(name, value)


Rule = Callable[[Page], None]


def clean(text: str, rules: Sequence[Rule]) -> Page:
    """The page after the rules, in their order."""
    page = Page(text, list(paragraphs(text)))
    for rule in rules:
        rule(page)
    return page


def labelled_lines(page: Page) -> None:
    """`العنوان: …` and `التاريخ: …` lines on top state their fields.

    Source: plain-text exports of news archives. Taken only where one is a title or a date and
    every value fits its field. Known false positive: an article that begins with a definition
    of the word "العنوان" on a line of its own.
    """
    stated: dict[str, str] = {}
    for index in range(len(page.lines)):
        match = _LABELLED.match(page.line(index))
        name = LABELS.get(fold(match.group(1))) if match else None
        if match is None or name is None or name in stated or not _fits(name, match.group(2)):
            break
        stated[name] = match.group(2)
    if stated.keys() & {"title", "published"} and len(stated) < len(page.lines):
        del page.lines[: len(stated)]
        for name, value in stated.items():
            page.note(name, value)


def _fits(name: str, value: str) -> bool:
    if name == "published":
        return is_published(value)
    if name == "url":
        return is_web_address(value)
    return name == "title" or not _STOP.search(value)


def source_footer(page: Page) -> None:
    """ "عن مصدر الخبر" and the source's name under it state the agency; all of it is no text.

    Source: aggregators (the seed article). Known false positive: an article on journalism that
    ends in a heading "عن مصدر الخبر" with nothing but short lines under it.
    """
    for index in range(max(0, len(page.lines) - _FOOTER), len(page.lines)):
        if not _folds_to(page.line(index), SOURCE_LABELS):
            continue
        names = [page.line(after) for after in range(index + 1, len(page.lines))]
        if all(len(name) <= _SHORT and not _STOP.search(name) for name in names):
            for name in names:
                if not is_furniture(name):
                    page.note("agency", name)
            _drop(page, index)
            return


def furniture(page: Page) -> None:
    """Lines such as "أضف تعليقك" at the very end are the page's, not the article's.

    Known false positives stand at their tables in `index.layout`.
    """
    end = len(page.lines)
    while end and is_furniture(page.line(end - 1)):
        end -= 1
    _drop(page, end)


def repeated_name(page: Page) -> None:
    """A publisher's name twice at the end states the agency.

    Source: pages whose footer lost its label. Known false positive: none seen; a refrain has no
    publisher's word.
    """
    name = page.line(-1)
    if len(page.lines) > 2 and len(name) <= _SHORT and name == page.line(-2) and is_publisher(name):
        page.note("agency", name)
        _drop(page, len(page.lines) - 2)


def source_line(page: Page) -> None:
    """`المصدر: رويترز` as the last line states the agency.

    Known false positive: an encyclopaedia's one-word source line, which is no text either.
    """
    match = _LABELLED.match(page.line(-1)) if len(page.line(-1)) <= _SHORT else None
    if match and len(page.lines) > 1 and fold(match.group(1)) in SOURCE_FIELDS:
        value = match.group(2)
        if is_publisher(value) and not _STOP.search(value):
            page.note("agency", value)
            _drop(page, len(page.lines) - 1)


def heading(page: Page) -> None:
    """The first short line is the title; before a longer one it may be the outlet.

    A line is a heading if it is short and does not end as a sentence does. Two headings are
    outlet and title where the first has a publisher's word, or where a dateline or a footer
    shows a news page; else the second is a heading of the text ("الجغرافيا") and stays. A title
    needs a blank line, a dateline or a full sentence after it, so that a text of one paragraph
    has none. Source: the seed article and agency pages. Known false positives: a kicker above
    the title that is not in `layout.KICKERS`; the first verse of a poem set without full stops.
    """
    first = page.line(0)
    if "title" in page.found or len(page.lines) < 2 or not _is_heading(first):
        return
    if dateline_of(first) is not None:
        return
    if _has_outlet(page):
        page.note("outlet", first)
        page.note("title", page.line(1))
        del page.lines[:2]
    elif (
        _gap(page, 0)
        or dateline_of(page.line(1)) is not None
        or (_STOP.search(page.line(1)) and len(page.line(1)) > len(first))
    ):
        page.note("title", first)
        del page.lines[0]


def _has_outlet(page: Page) -> bool:
    first, second = page.line(0), page.line(1)
    if len(page.lines) < 3 or not _is_heading(second) or _STOP.search(first):
        return False
    words = len(first.split())
    if words > _OUTLET_WORDS or len(second.split()) < 3 or len(second) <= len(first):
        return False
    news = page.dropped > 0 or dateline_of(page.line(2)) is not None
    return is_publisher(first) or (news and not _folds_to(first, KICKERS))


def dateline(page: Page) -> None:
    """`[place_agency]`, `place - agency:` and the like before the text state place and agency.

    Known false positives stand at their patterns in `datelines.DATELINES`.
    """
    parts = dateline_of(page.line(0))
    if parts is None:
        return
    place, agency, length = parts
    page.note("place", place)
    page.note("agency", agency)
    start, end = page.lines[0]
    start += length
    while start < end and page.text[start].isspace():
        start += 1
    page.lines[:1] = [(start, end)] if start < end else []


def is_furniture(line: str) -> bool:
    """Whether a whole line belongs to the page."""
    if len(line) > _SHORT:
        return False
    folded = fold(line)
    return folded in FURNITURE or (folded.startswith(FURNITURE_STARTS) and not _STOP.search(line))


def _folds_to(line: str, phrases: frozenset[str]) -> bool:
    return len(line) <= _SHORT and fold(line) in phrases


def _is_heading(line: str) -> bool:
    return len(line) <= _TITLE and not _SENTENCE_END.search(line)


def _gap(page: Page, index: int) -> bool:
    """Whether a blank line stands after a line."""
    between = page.text[page.lines[index][1] : page.lines[index + 1][0]]
    return between.count("\n") > 1


def _drop(page: Page, end: int) -> None:
    page.dropped += len(page.lines) - end
    del page.lines[end:]


# A page as it stood: the footer first, because it shows that the page is a news page.
PAGE: tuple[Rule, ...] = (
    labelled_lines,
    furniture,
    source_footer,
    furniture,
    repeated_name,
    source_line,
    furniture,
    heading,
    dateline,
)

# A text whose title is stated: only what its end certainly has from the page.
STATED: tuple[Rule, ...] = (furniture, source_footer, furniture)

# A web page's text under its title: the title is known, and the text still begins and ends as
# agencies' do.
WEB: tuple[Rule, ...] = (
    furniture,
    source_footer,
    furniture,
    repeated_name,
    source_line,
    furniture,
    dateline,
)
