"""From bytes to text: UTF-8, UTF-16 with its mark, and windows-1256 where it is plausible."""

from __future__ import annotations

import codecs
import re

from search.errors import BadArticle

UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
ADVICE = "convert it with: iconv -f ENCODING -t UTF-8"

# What other kinds of file begin with, so that the message can name them.
_KINDS = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"SQLite format 3", "an SQLite database"),
    (codecs.BOM_UTF32_LE, "text in UTF-32"),  # begins as UTF-16 does
    (codecs.BOM_UTF32_BE, "text in UTF-32"),
)
# The nine commonest letters make up over half of Arabic running text; the wrong one of two
# Arabic code pages spreads the letters evenly. Source: counts over any Arabic corpus.
_COMMON = frozenset("اليمونترب")
_LETTER = re.compile(r"[^\W\d_]")
_ARABIC = re.compile(r"[\u0621-\u064a]")
# Cyrillic, Greek and Hebrew read as windows-1256 mix Arabic with accented Latin letters.
_ACCENTED = re.compile("[\u00c0-\u024f]")
_ACCENTS = 0.05  # of the Arabic letters
_PLAUSIBLE = 0.4  # the least of 3,000 news articles has .51
_SAMPLE = 20_000  # characters
CODE_PAGES = ("iso8859_6", "cp1256")


def is_utf16(data: bytes) -> bool:
    """Whether text begins with the mark of UTF-16; that of UTF-32 begins alike."""
    return data.startswith(UTF16_MARKS) and not data.startswith(codecs.BOM_UTF32_LE)


def binary_kind(data: bytes) -> str | None:
    """What a file that is no text is ("a PNG picture"); None for text."""
    kind = next((name for start, name in _KINDS if data.startswith(start)), None)
    if kind is None and b"\x00" in data and not data.startswith(UTF16_MARKS):
        return "a binary file (it holds NUL bytes)"
    return kind


def decode(data: bytes) -> str:
    """The text of a whole file; BadArticle where its encoding cannot be told."""
    kind = binary_kind(data)
    if kind is not None:
        raise BadArticle(f"it is {kind}, not text: give its text as UTF-8")
    if data.startswith(UTF16_MARKS):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise BadArticle(f"it begins as UTF-16 and is not: {ADVICE}") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = code_page(data)
        if text is None:
            raise BadArticle(
                f"it is not UTF-8 (byte {error.start + 1}) and not recognised as windows-1256:"
                f" {ADVICE}"
            ) from None
        return text


def code_page(data: bytes, apart: re.Pattern[bytes] | None = None) -> str | None:
    """The text by the Arabic code page under which it looks most like Arabic, if it does.

    apart: bytes that are not looked at, as the Latin letters of markup.
    """
    looked_at = apart.sub(b"", data) if apart else data
    best, most = None, _PLAUSIBLE
    for name in CODE_PAGES:
        try:
            sample = looked_at.decode(name)[:_SAMPLE]
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if (share := common_share(sample)) >= most:
            best, most = text, share
    return best


def common_share(text: str) -> float:
    """The share of the common letters in the Arabic ones; 0 where the script is mixed."""
    letters = len(_LETTER.findall(text))
    arabic = _ARABIC.findall(text)
    if len(arabic) * 2 <= letters or len(_ACCENTED.findall(text)) > len(arabic) * _ACCENTS:
        return 0.0
    return sum(letter in _COMMON for letter in arabic) / len(arabic)
