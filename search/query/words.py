"""What one unquoted run of characters asks: a word, prefix, wildcard, fuzzy word, or nothing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from search.query.ast import Fuzzy, Leaf, Node, Phrase, Prefix, Wildcard, Word
from search.query.corrections import MAX_DISTANCE, MAX_WILDCARDS, Note
from search.query.signs import INSIDE

_PIECE = re.compile(rf"[^\W_][{INSIDE}]*")
_PATTERN = re.compile(rf"[{INSIDE}*?]+")
_LETTER = re.compile(r"[^\W_]")
_LETTER_OR_STAR = re.compile(r"[^\W_]|\*")
_PERCENT = "%٪"
_STARS = re.compile(r"\*+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a run of characters was read as, and what was mended in it."""

    leaf: Leaf | None
    notes: tuple[Note, ...] = ()


def read_word(text: str, start: int, end: int) -> Reading:
    """Read text[start:end], a run without blanks, quotes and brackets."""
    run = text[start:end]
    if run.isalnum():
        return Reading(Word(run, start, end))
    first = _LETTER_OR_STAR.search(text, start, end)
    if first is None:
        return Reading(None)
    if start < first.start() and text[first.start() - 1] == "?":
        mark = Note("leading_question_mark", first.start() - 1, first.start())
        return Reading(_word(text, first.start(), end), (mark,))
    start, end = first.start(), _last(text, first.start(), end, "*~")
    stem, tilde, number = text[start:end].rpartition("~")
    if tilde and (not number or number.isdecimal()) and _LETTER.search(stem):
        return _fuzzy(text, start, end, stem)
    return _plain_or_wildcard(text, start, end)


def pieces(tree: Node) -> list[int]:
    """Where in the text of a word or phrase each of its words ends; anything else is one word."""
    if isinstance(tree, Word | Phrase):
        return [piece.end() for piece in _PIECE.finditer(tree.text)]
    return [0]


def number(digits: str, cap: int) -> int:
    """The value of decimal digits of any script and any length; above `cap`, `cap + 1`."""
    value = 0
    for digit in digits:
        value = min(value * 10 + unicodedata.decimal(digit), cap + 1)
    return value


def _fuzzy(text: str, start: int, end: int, stem: str) -> Reading:
    tilde = start + len(stem)
    if not _PIECE.fullmatch(stem) or len(_LETTER.findall(stem)) < 2:
        note = Note("fuzzy_left_out", tilde, end)
        plain = _plain_or_wildcard(text, start, _last(text, start, tilde, "*"))
        return Reading(plain.leaf, (*plain.notes, note))
    digits = text[tilde + 1 : end]
    distance = number(digits, MAX_DISTANCE) if digits else 1
    if distance == 0:
        return Reading(Word(stem, start, tilde))
    if distance > MAX_DISTANCE:
        note = Note("distance_capped", tilde, end)
        return Reading(Fuzzy(stem, MAX_DISTANCE, start, end), (note,))
    return Reading(Fuzzy(stem, distance, start, end))


def _plain_or_wildcard(text: str, start: int, end: int) -> Reading:
    """A pattern if * or ? stands inside. The Arabic ؟ never is a mark: people write
    `كلمة عربي؟ما معناها` without a blank, and * is on the same keyboard."""
    pattern = _STARS.sub("*", text[start:end])
    marks = pattern.count("*") + pattern.count("?")
    if not marks:
        return Reading(_word(text, start, end))
    letters = len(_LETTER.findall(pattern))
    if letters == 0:
        return Reading(None, (Note("wildcard_alone", start, end),))
    if not _PATTERN.fullmatch(pattern):
        # A question mark inside a pasted address is ordinary; a star was meant.
        star = text.find("*", start, end)
        notes = (Note("wildcard_in_compound", star, star + 1),) if star >= 0 else ()
        return Reading(_word(text, start, end), notes)
    if letters < 2 or marks > MAX_WILDCARDS:
        code = "wildcard_too_short" if letters < 2 else "too_many_wildcards"
        return Reading(_word(text, start, end), (Note(code, start, end),))
    if marks == 1 and pattern.endswith("*"):
        return Reading(Prefix(pattern[:-1], start, end))
    return Reading(Wildcard(pattern, start, end))


def _word(text: str, start: int, end: int) -> Word | None:
    first = _LETTER.search(text, start, end)
    if first is None:
        return None
    end = _last(text, first.start(), end)
    start = first.start()
    if start and text[start].isdecimal() and text[start - 1] in _PERCENT:
        start -= 1  # ٪٢٥, as Arabic writes it
    return Word(text[start:end], start, end)


def _last(text: str, start: int, end: int, kept: str = "") -> int:
    """Where a word ends once the punctuation after it is off: C++, C# and 25% keep theirs."""
    while end > start and not _ends_word(text[end - 1], kept):
        end -= 1
    return end


def _ends_word(char: str, kept: str) -> bool:
    return (
        char.isalnum()
        or char in f"+#{_PERCENT}"
        or char in kept
        or unicodedata.category(char)[0] == "M"
    )
