"""Where the sentences of a text are, in Arabic and in English.

Rule: a sentence ends at . ! ? ؟ ۔ … and at a line's end. It does not end at "..", at an
abbreviation or initial, at a decimal point or inside a word (example.org), between quotation
marks that are closed in the same line, or where a Latin small letter follows. Closing quotes and
brackets stay with the sentence they close.
Source: Unicode UAX #29 (terminators, closing marks, the small letter), Kiss & Strunk 2006
(abbreviations); ".." is the pause mark of Arabic newsrooms.
Known false positives: a quoted question in mid-sentence ("هل يعود؟" سأل) ends the sentence.

Spans are half-open, in characters of the text, ordered and disjoint; every character that is not
a space lies in exactly one. Time is linear in the text's length, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from index.abbreviations import ARABIC, BEFORE_DIGIT, ENGLISH, SELDOM, STARTERS

LIMIT = 600  # characters: what a sentence may have before it is cut (DESIGN: An article)

CLOSING = {"“": "”", "«": "»", '"': '"', "„": "“", "‹": "›"}
# An opening quote, or a run of terminators with the marks that close it and what follows. The
# lookbehind keeps a quote from reading on, which would make a line of quotes quadratic.
_MARK = re.compile(
    r"[.!?؟۔…“«\"„‹](?:(?<=[.!?؟۔…])[.!?؟۔…]*"
    r"([\"”’'»›)\]}\u200f\u200e\u202c\u2069]*)\s*(\S?))?"
)
_AFTER = re.compile(r"\s*(\S?)")
_WORD = re.compile(r"\w")
_NEXT_WORD = re.compile(r"\s*[\"“«(]*([A-Za-z]+)")
_LAST_WORD = 12  # characters looked back for an abbreviation; the longest has 6
_WORD_BEFORE = re.compile(r"(?:[^\W_]|[\u064b-\u0652\u0640])+-?\Z")
_TERMINATORS = ".!?؟۔…"


class Span(NamedTuple):
    """text[start:end] is a sentence of paragraph number `paragraph`, from 0."""

    start: int
    end: int
    paragraph: int


def sentences(text: str, limit: int = LIMIT) -> list[Span]:
    """The sentences of a text, none longer than `limit` characters."""
    return [
        Span(*piece, number)
        for number, (start, end) in enumerate(paragraphs(text))
        for span in cut(text, start, end)
        for piece in shorten(text, *span, limit)
    ]


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The lines that are not blank, without the space around them."""
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        span = trim(text, start, end)
        if span is not None:
            yield span
        start = end + 1


def trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without the space around it; None where nothing else is there."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of one line, of any length; a piece without a letter joins its neighbour."""
    found: list[tuple[int, int]] = []
    begin = seen = start
    worded = False
    for stop in _ends(text, start, end):
        worded = worded or _WORD.search(text, seen, stop) is not None
        seen = stop
        if worded and (span := trim(text, begin, stop)):
            found.append(span)
            begin, worded = stop, False
    rest = trim(text, begin, end)
    if rest is None:
        return found
    if found and not _WORD.search(text, *rest):
        found[-1] = (found[-1][0], rest[1])
    else:
        found.append(rest)
    return found


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    """Every place in a line where a sentence ends, after its closing marks."""
    unclosed: set[str] = set()  # looked for once and not found: keeps the time linear
    place = start
    while (match := _MARK.search(text, place, end)) is not None:
        first, last, place = match.start(), match.start(1), match.end(1)
        mark = text[first]
        closing = CLOSING.get(mark)
        if closing is None:
            if _is_end(text, (start, end), first, last, place, match.start(2)):
                yield place
            continue
        place = first + 1
        close = -1 if mark in unclosed else text.find(closing, place, end)
        if close < 0:
            unclosed.add(mark)
            continue
        place = close + 1
        if text[close - 1] in _TERMINATORS:
            after = _AFTER.match(text, place, end)
            assert after is not None  # the pattern matches nothing too
            if _is_end(text, (start, end), close - 1, close, place, after.start(1)):
                yield place


def _is_end(
    text: str, line: tuple[int, int], start: int, stop: int, closed: int, following: int
) -> bool:
    """Whether terminators text[start:stop], with closing marks up to `closed`, end a sentence.

    following: where the next character that is no space stands, or the line's end.
    """
    begin, end = line
    if start > begin and text[start - 1] in "([":
        return False  # a remark: (!) (؟) […]
    follower = text[following] if following < end else ""
    if "a" <= follower <= "z":
        return False
    run = text[start:stop]
    if run == ".." or (run == "." and start > begin and text[start - 1] == "."):
        return False
    if run != "." or not follower:
        return True
    return not _is_inner_stop(text, begin, start, follower, closed == following, end)


def _is_inner_stop(
    text: str, line: int, stop: int, follower: str, attached: bool, end: int
) -> bool:
    """Whether the full stop at `stop` belongs to a number, an address or an abbreviation."""
    before = text[stop - 1] if stop > line else ""
    found = _WORD_BEFORE.search(text, max(line, stop - _LAST_WORD), stop)
    word = found.group() if found else ""
    if attached and (before.isdigit() or before.isascii()) and follower.isalnum():
        return True  # 2.5, ٣.٥, example.org, U.S.
    if before.isdigit():
        return found is not None and not _WORD.search(text, line, found.start())  # "1. …": a list
    if _letters(word) <= 1:
        acronym = word.isascii() and text[stop - 2 : stop - 1] == "."  # U.S., a.m.
        return bool(word) and not (acronym and _starter_follows(text, stop, end))
    if word in ARABIC:
        return True
    return word.isascii() and _is_english_abbreviation(text, word.lower(), stop, end)


def _letters(word: str) -> int:
    """How many letters a word has, harakat and tatweel left out."""
    return sum(char.isalpha() and char != "ـ" for char in word)


def _is_english_abbreviation(text: str, word: str, stop: int, end: int) -> bool:
    if word in BEFORE_DIGIT:
        after = _AFTER.match(text, stop + 1, end)
        return after is not None and after.group(1).isdigit()
    if word in ENGLISH:
        return True
    if word not in SELDOM:
        return False
    return not _starter_follows(text, stop, end)


def _starter_follows(text: str, stop: int, end: int) -> bool:
    following = _NEXT_WORD.match(text, stop + 1, end)
    return following is not None and following.group(1).lower() in STARTERS


def shorten(text: str, start: int, end: int, limit: int = LIMIT) -> Iterator[tuple[int, int]]:
    """The span in pieces of at most `limit` characters.

    Cut after the last sentence mark of the window's second half, else after its last ؛, ،
    or space, else anywhere.
    """
    while end - start > limit:
        middle, last = start + limit // 2, start + limit
        stop = next(
            (
                place + 1
                for marks in (_TERMINATORS, "؛;", "،,")
                if (place := _last_of(text, marks, middle, last)) >= 0
            ),
            0,
        )
        stop = stop or text.rfind(" ", middle, last) + 1 or last
        if span := trim(text, start, stop):
            yield span
        start = stop
    if span := trim(text, start, end):
        yield span


def _last_of(text: str, marks: str, start: int, end: int) -> int:
    """The last place of a mark that a space follows; -1 where there is none."""
    return max(text.rfind(f"{mark} ", start, end) for mark in marks)
