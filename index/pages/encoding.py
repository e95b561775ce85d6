"""From a page's bytes to characters: by mark, by HTTP header, by the page's word, by the bytes.

Source: the order of the HTML standard (12.2.3), with two departures that Arabic pages need: what
is valid UTF-8 is UTF-8 whatever was declared, and a declared encoding under which Arabic comes out
as accented Latin is not believed.
"""

from __future__ import annotations

import codecs
import re

from index.readers.decoding import ADVICE, UTF16_MARKS, binary_kind, code_page
from search.errors import BadArticle

_HEAD = 4096  # bytes in which a page names its encoding; the standard says 1024, pages say later
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_XML = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)", re.I)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_ASCII_LETTERS = re.compile(rb"[A-Za-z]+")
_TORN = 0.01  # of the characters may be broken in a page that says it is UTF-8
# What the web means by these names (WHATWG Encoding); the Latin ones are what servers say of
# pages nobody configured.
_LATIN = frozenset({"latin-1", "iso8859-1", "ascii", "cp1252"})
_ALIASES = {"x-sjis": "shift_jis", "iso-8859-6-i": "iso8859_6", "iso-8859-6-e": "iso8859_6"}


def decode_page(data: bytes, content_type: str | None = None) -> str:
    """The characters of a page; content_type: the HTTP header's value, where there was one.

    Raises BadArticle for what is no text.
    """
    kind = binary_kind(data)
    if kind is not None:
        raise BadArticle(f"it is {kind}, not a page: give HTML")
    if data.startswith(UTF16_MARKS):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        whole_until = error.start
    for name in _declared(data, content_type):
        text = _decoded(data, name)
        if text is not None:
            return text
    if (text := code_page(data, _ASCII_LETTERS)) is not None:
        return text
    if whole_until >= len(data) - 4 or (text := _decoded(data, "utf-8")) is not None:
        return text or data.decode("utf-8-sig", "replace")
    raise BadArticle(f"its encoding is not stated and cannot be told: {ADVICE}")


def _declared(data: bytes, content_type: str | None) -> list[str]:
    """The encodings that header, meta element and XML declaration name, as Python names them."""
    head = data[:_HEAD]
    names = [match[1] for match in [_HEADER.search(content_type or "")] if match]
    names += [
        match[1].decode("ascii") for match in (_META.search(head), _XML.search(head)) if match
    ]
    known = []
    for name in names:
        try:
            known.append(codecs.lookup(_ALIASES.get(name.lower(), name)).name)
        except LookupError:
            continue
    return known


def _decoded(data: bytes, name: str) -> str | None:
    """The text under a declared encoding; None where it cannot be that."""
    if name in _LATIN and code_page(data, _ASCII_LETTERS) is not None:
        return None
    try:
        text = data.decode("cp1252" if name == "iso8859-1" else name, "replace")
    except (LookupError, UnicodeError):
        return None
    return text.removeprefix("\ufeff") if text.count("\ufffd") <= len(text) * _TORN else None
