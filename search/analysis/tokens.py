"""Where the words of a text are: the one tokenizer of index, query and highlight.

Offsets count characters of the original text, so a mark drawn from them covers the whole
written word with its harakat, tatweel and invisible controls.
"""

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterator
from itertools import chain, islice
from typing import NamedTuple


class Span(NamedTuple):
    """A word as written: ``text == original[start:end]``, offsets in characters."""

    text: str
    start: int
    end: int


def _ranges(points: Iterator[int]) -> str:
    """Write code points as the inside of a regular expression's character class."""
    parts: list[list[int]] = []
    for point in points:
        if parts and parts[-1][1] == point - 1:
            parts[-1][1] = point
        else:
            parts.append([point, point])
    return "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in parts)


def _of_category(categories: str, *blocks: range) -> str:
    wanted = set(categories.split())
    return _ranges(p for p in chain(*blocks) if unicodedata.category(chr(p)) in wanted)


_ARABIC_BLOCKS = (
    range(0x0620, 0x0700), range(0x0750, 0x0780), range(0x0870, 0x0900),
    range(0xFB50, 0xFE00), range(0xFE70, 0xFF00),
)  # fmt: skip
_TATWEEL = "\u0640"
# U+FDFC, the rial sign, is a symbol to Unicode and a word to a reader.
_ARABIC = _of_category("Lo", *_ARABIC_BLOCKS) + "\ufdfc"
_MARK = _of_category(
    "Mn Mc Me", range(0x0300, 0x3100), range(0xA66F, 0xAC00), range(0xFB1E, 0xFE30)
)
# Zero-width joiners and spaces, bidi controls, soft hyphen, byte-order mark.
INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
# Scripts written without spaces give a word per character.
_SINGLE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_DIGIT = "0-9\u0660-\u0669\u06f0-\u06f9"
APOSTROPHE = "'\u2019\u02bc\uff07\u2018\u00b4`"
_LETTER = rf"[^\W_{_ARABIC}{_TATWEEL}{_SINGLE}]"
# ASCII first: a small class is cheaper to test than the full ones.
_START = rf"(?:[A-Za-z0-9]|{_LETTER})"
_RUN = rf"(?:[A-Za-z0-9]++|{_LETTER}|[{_MARK}])*+"

_WORD = re.compile(
    # A plain Latin word, which the last rule but one would find as well, in a third of the time.
    r"[A-Za-z]{2,}+(?=[ ,;:!?)\n]|\Z|\.(?![^\W_]))|"
    # Likewise a plain Arabic word, which nothing follows that belongs to one.
    r"[\u0621-\u063a\u0641-\u064a]++(?=[ .\u060c\n])|"
    # Between words, one look instead of an attempt at each kind.
    r"(?=[^\W_]|\ufdfc)(?:"
    # Arabic: letters, tatweel and marks; an invisible control only between two of them.
    rf"[{_ARABIC}][{_ARABIC}{_TATWEEL}{_MARK}]*+(?:[{INVISIBLE}]++[{_ARABIC}{_TATWEEL}{_MARK}]++)*+"
    # Numbers with thousands separators, or with a decimal part, are one word; dates are not.
    rf"|(?=[{_DIGIT}])(?:[{_DIGIT}]{{1,3}}(?:[,\u066c][{_DIGIT}]{{3}})+(?:[.\u066b][{_DIGIT}]+)?(?![{_DIGIT}])"
    rf"|(?<![{_DIGIT}][.\u066b])[{_DIGIT}]++[.\u066b][{_DIGIT}]++(?![.\u066b]?[{_DIGIT}]))"
    # Dotted abbreviations: U.S., U.N., also without the last dot.
    r"|(?=[A-Za-z]\.)(?<![^\W_])(?:(?:[A-Za-z]\.){2,32}|(?:[A-Za-z]\.){1,31}[A-Za-z])(?![^\W_])"
    # Any other script: letters, digits and marks, with an apostrophe between letters.
    rf"|{_START}{_RUN}(?:(?:[{INVISIBLE}]++|[{APOSTROPHE}]){_START}{_RUN})*+"
    rf"|[{_SINGLE}])"
)
# Machine translation leaves references in its text, as they should be (&#39;), escaped again
# (&amp;#39;) or broken by spaces (&quot ; and &apos; s). Blanks are read through only around
# the names it breaks, so that "R & D; so" stays.
_BLANK = "[ \u00a0]?"
_REFERENCE = re.compile(
    rf"&(?:{_BLANK}amp{_BLANK};)*{_BLANK}"
    rf"(?:(#{_BLANK}\d{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|quot|apos|amp|lt|gt|nbsp){_BLANK};"
    r"|(?<! )([A-Za-z][A-Za-z0-9]{1,31});)"
)
# Iraq&apos; s: the space parts a word from its own ending.
_PARTED = re.compile(r" (?=(?:s|t|d|m|re|ve|ll)\b)")
_SIGN = re.compile(rf"[{APOSTROPHE}]")


class _Reference(NamedTuple):
    value: str
    start: int
    end: int


def _references(text: str) -> Iterator[_Reference]:
    """The character references of a text, each with the characters it stands for."""
    for match in _REFERENCE.finditer(text):
        name = (match[1] or match[2]).replace(" ", "").replace("\u00a0", "")
        value = html.unescape(f"&{name};")
        end = match.end()
        if _SIGN.fullmatch(value) and match.start() and text[match.start() - 1].isalpha():
            parted = _PARTED.match(text, end)
            end = parted.end() if parted else end
        yield _Reference(value, match.start(), end)


def decode(text: str) -> str:
    """Replace HTML character references (``&#39;`` ``&amp;``), which machine translation leaves."""
    if "&" not in text:
        return text
    pieces, last = [], 0
    for reference in _references(text):
        pieces += [text[last : reference.start], reference.value]
        last = reference.end
    return "".join([*pieces, text[last:]])


def spans(text: str) -> list[Span]:
    """Find the words of a text, in order and without overlap; linear in its length."""
    if "&" in text and _REFERENCE.search(text):
        return _spans_of_references(text)
    return [Span(m.group(), *m.span()) for m in _WORD.finditer(text)]


def _spans_of_references(text: str) -> list[Span]:
    """Find words where character references stand for characters of them."""
    pieces: list[str] = []
    decoded_at, original_at = [0], [0]
    shift = last = 0
    ends: dict[int, int] = {}
    for value, start, end in _references(text):
        pieces += [text[last:start], value]
        last = ends[start] = end
        shift += end - start - len(value)
        decoded_at.append(last - shift)
        original_at.append(last)
    pieces.append(text[last:])
    decoded = "".join(pieces)

    def original(offset: int) -> int:
        known = bisect_right(decoded_at, offset) - 1
        return original_at[known] + offset - decoded_at[known]

    found = []
    for match in _WORD.finditer(decoded):
        start = original(match.start())
        end = original(match.end() - 1)
        end = ends.get(end, end + 1)
        found.append(Span(text[start:end], start, end))
    return found


def words(text: str) -> list[str]:
    """The written words alone, in the order of spans."""
    if "&" in text and _REFERENCE.search(text):
        return [span.text for span in _spans_of_references(text)]
    return _WORD.findall(text)


def locate(text: str, numbers: Collection[int]) -> dict[int, Span]:
    """Only the words with these numbers (their places in spans): cheap in a long sentence."""
    if "&" in text and _REFERENCE.search(text):
        found = _spans_of_references(text)
        return {number: found[number] for number in numbers}
    last = max(numbers, default=-1)
    return {
        number: Span(match.group(), match.start(), match.end())
        for number, match in enumerate(islice(_WORD.finditer(text), last + 1))
        if number in numbers
    }
