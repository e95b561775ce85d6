"""The values of an article's fields: made plain, or refused with the remedy."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from courlan import extract_domain, normalize_url

from search.article import Lang
from search.dates import period
from search.errors import BadArticle

SEPARATOR = "\x1f"
"""Between the parts of an identity: a control character, so that no cleaned value can hold it."""

_LINE_ENDS = "\r\u2028\u2029\u0085\v\f"
_REPLACED = re.compile(rf"[{_LINE_ENDS}\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
# Bidi embeddings, overrides, isolates and marks, zero-width space and byte order mark; the
# zero-width joiners stay, because they shape Persian and Kurdish words.
_INVISIBLE = re.compile(r"[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_ARABIC_LETTERS = re.compile(
    r"[\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]+"
)
_LATIN_LETTERS = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_LETTERS = re.compile(r"[^\W\d_]+")
# Arabic in UTF-8 that was read as Latin-1 or windows-1252: "Ø§Ù„Ø¹Ø±Ø§Ù‚".
_MISREAD = re.compile("[ØÙÚÛ].")
_IDENTIFYING = frozenset("cid eid uid sid source keyword session ref".split())
_DEPTH = 20  # levels of metadata
_SAMPLE = 1_000  # characters looked at to tell the language

_NAME_LIMIT = 2_000  # characters; an index keeps such a field as one term of 65,530 bytes at most
_ARABIC_SHARE = 0.3  # of the letters: an Arabic article may quote Latin names at length
_LATIN_SHARE = 0.5
_MISREAD_SHARE = 0.5  # of all characters


def plain(text: str) -> str:
    """The text with newlines normalised to \\n; characters no archive can keep are replaced.

    Control characters become spaces and lone surrogates U+FFFD, one for one.
    """
    return _REPLACED.sub(_replacement, text.replace("\r\n", "\n"))


def _replacement(match: re.Match[str]) -> str:
    char = match.group()
    if char in _LINE_ENDS:
        return "\n"
    return "\ufffd" if char >= "\ud800" else " "


def tidy(value: str | None) -> str:
    """A field's value on one line, without invisible controls and outer space."""
    if not value:
        return ""
    if not value.isprintable():  # which a line end, a control and a surrogate are not
        value = _INVISIBLE.sub("", plain(value))
    return " ".join(value.split())


def translated(text: str) -> str:
    """A translation as it arrived: HTML entities decoded, invisible controls taken out.

    Source: Google's answers carry `&#39;`; a doubly escaped one is decoded once.
    """
    text = html.unescape(text) if "&" in text else text
    return _INVISIBLE.sub("", plain(text)).strip()


def named(field: str, value: str | None) -> str | None:
    """A short field's value; None where it says nothing."""
    found = tidy(value)
    if len(found) > _NAME_LIMIT:
        raise BadArticle(
            f"{field} is longer than {_NAME_LIMIT} characters: shorten it, or give it as text"
        )
    return found or None


def published(value: str | None) -> str | None:
    """An ISO 8601 date as precise as stated, in ASCII digits."""
    stated = _digits(tidy(value))
    if not stated:
        return None
    try:
        period(stated)
    except ValueError as error:
        raise BadArticle(f"published: {error}; correct it or leave it out") from None
    return stated


def is_published(value: str) -> bool:
    try:
        return published(value) is not None
    except BadArticle:
        return False


def _digits(text: str) -> str:
    """Arabic-Indic digits as ASCII ones."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text)


def web_address(value: str | None) -> str | None:
    """An http or https address as given; BadArticle for anything else."""
    url = named("url", value)
    if url is not None and not is_web_address(url):
        raise BadArticle(
            f"url: {url[:80]!r} is not an http or https address; correct it or leave it out"
        )
    return url


def is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value.strip())
        return parts.scheme in ("http", "https") and bool(parts.netloc) and parts.port != 0
    except ValueError:  # a port that is none, too
        return False


def canonical(url: str) -> str:
    """The address by which two articles are the same: host in lower case, path percent-encoded,
    no default port, no fragment, parameters sorted and those that only track readers left out.

    Source: RFC 3986, 6.2.2; courlan's list of trackers, except for names by which small systems
    tell articles apart (`news.php?cid=7`, `news.php?1234`).
    """
    parts = urlsplit(url)
    kept: list[str] = []
    judged: list[str] = []
    for pair in filter(None, parts.query.split("&")):
        name, _, value = pair.partition("=")
        (judged if value and name.lower() not in _IDENTIFYING else kept).append(pair)
    whole = urlunsplit((parts.scheme, parts.netloc, parts.path or "/", "&".join(judged), ""))
    try:
        normal = normalize_url(whole, strict=False)
    except ValueError:  # a port that is no number, say
        normal = whole.lower()
    if not kept:
        return normal
    return f"{normal}{'&' if urlsplit(normal).query else '?'}{'&'.join(sorted(kept))}"


def site_of(url: str) -> str:
    """The site an address is of: its registered domain, else its host."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return extract_domain(url, fast=True) or host


def address_identity(url: str) -> str:
    """The identity of an article that was given an address and no id."""
    return SEPARATOR.join(("", "url", canonical(url)))


def language(stated: str | None, text: str) -> Lang:
    """ar or en: as stated (`ar-IQ`, `EN`), else by the script of most letters.

    A text in another script is refused: neither side's words could be found.
    """
    code = tidy(stated).lower()
    if code:
        primary = re.split("[-_]", code)[0]
        if primary == "ar":
            return "ar"
        if primary == "en":
            return "en"
        raise BadArticle(f"lang: {code!r} is not held here; give ar or en, or leave it out")
    sample = text[:_SAMPLE]
    arabic = _count(_ARABIC_LETTERS, sample)
    if arabic and arabic >= len(sample) * _ARABIC_SHARE:
        return "ar"  # of the letters, which take longer to count, it is even more
    letters = _count(_LETTERS, sample) or 1
    if arabic >= letters * _ARABIC_SHARE:
        return "ar"
    if _count(_MISREAD, sample) >= len(sample) * _MISREAD_SHARE:
        raise BadArticle(
            "its Arabic was read with the wrong encoding before it came here (it shows as Ø§Ù„):"
            " export it again as UTF-8"
        )
    if _count(_LATIN_LETTERS, sample) >= letters * _LATIN_SHARE:
        return "en"
    raise BadArticle(
        "it is neither in Arabic nor in Latin letters: give Arabic or English, or state lang"
    )


def has_arabic(text: str) -> bool:
    return _ARABIC_LETTERS.search(text) is not None


def _count(letters: re.Pattern[str], text: str) -> int:
    return sum(map(len, letters.findall(text)))


def metadata(value: Any, depth: int = _DEPTH) -> Any:
    """Metadata with every string made plain, so that it can be written as UTF-8 JSON."""
    if isinstance(value, str):
        return plain(value)
    if depth == 0 and isinstance(value, (list, dict)):
        raise BadArticle(f"its metadata is nested more than {_DEPTH} deep: make it flatter")
    if isinstance(value, list):
        return [metadata(part, depth - 1) for part in value]
    if isinstance(value, dict):
        return {plain(str(key)): metadata(part, depth - 1) for key, part in value.items()}
    return value
