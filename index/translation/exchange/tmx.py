"""Pairs as TMX 1.4b, read by the standard library's expat as a stream.

Files come from anywhere, so no entity may be declared (a few lines of them can fill any memory)
and the DTD that a file names is not fetched. Not translate-toolkit or lxml: the first holds a
file as a tree, and the second is a large dependency for what sixty lines of handlers do.
Source: TMX 1.4b Specification (LISA OSCAR, 2005).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from index.translation.exchange.pair import LONGEST, Pair, Unusable, moment, stamp
from index.translation.memory import Direction
from search.article import Lang
from search.errors import BadArticle

ENGINE = "x-fihrist-translator"
"""The type of the <prop> that holds who translated; TMX has no attribute for it."""

_CHUNK = 1 << 16
_CODES = frozenset(("bpt", "ept", "it", "ph", "ut"))  # hold another format's codes, no text
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
<header creationtool="Fihrist" creationtoolversion="1" segtype="sentence" o-tmf="Fihrist"\
 adminlang="en" srclang="ar" datatype="plaintext"/>
<body>
"""


def read(stream: IO[bytes], where: str) -> Iterator[Pair | Unusable]:
    """The pairs of a file as it is read. Raises BadArticle for one that is no TMX, is broken, or
    declares entities; what came before stands."""
    reader = _Reader(where)
    while chunk := stream.read(_CHUNK):
        yield from reader.feed(chunk)
    yield from reader.feed(b"", last=True)


class _Reader:
    def __init__(self, where: str) -> None:
        self._where = where
        self._found: list[Pair | Unusable] = []
        self._root = False
        self._default: str = ""
        self._unit: _Unit | None = None
        self._text: list[str] | None = None  # of the seg or prop that is open
        self._length = self._codes = 0
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.EntityDeclHandler = self._entity

    def feed(self, data: bytes, last: bool = False) -> list[Pair | Unusable]:
        try:
            self._parser.Parse(data, last)
        except expat.ExpatError as error:
            raise BadArticle(f"{self._where}: it is no whole XML: {error}") from None
        except (LookupError, ValueError) as error:  # an encoding nobody knows
            raise BadArticle(f"{self._where}: it cannot be read: {error}") from None
        found, self._found = self._found, []
        return found

    def _entity(self, name: str, *_: object) -> None:
        raise BadArticle(
            f"{self._where}: it declares the entity {name!r}, which TMX has no use for"
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._root and name != "tmx":
            raise BadArticle(f"{self._where}: it is no TMX: its first element is {name!r}")
        self._root = True
        if name == "header":
            self._default = attributes.get("srclang", "")
        elif name == "tu":
            line = self._parser.CurrentLineNumber
            self._unit = _Unit(f"{self._where}:{line}", attributes, self._default)
        elif self._unit is not None:
            self._within(self._unit, name, attributes)

    def _within(self, unit: _Unit, name: str, attributes: dict[str, str]) -> None:
        if name == "tuv":
            unit.lang = _language(attributes.get("xml:lang") or attributes.get("lang") or "")
        elif name == "seg" or (name == "prop" and attributes.get("type") == ENGINE):
            self._text, self._length = [], 0
        elif name in _CODES:
            self._codes += 1

    def _characters(self, text: str) -> None:
        # What is too long is counted on, not kept.
        if self._text is not None and not self._codes:
            self._length += len(text)
            if self._length <= LONGEST:
                self._text.append(text)

    def _end(self, name: str) -> None:
        unit = self._unit
        if unit is None:
            return
        if name in _CODES:
            self._codes -= 1
        elif name == "seg" and self._text is not None:
            unit.too_long = unit.too_long or self._length > LONGEST
            if unit.lang is not None:
                unit.texts.setdefault(unit.lang, "".join(self._text))
            self._text = None
        elif name == "prop" and self._text is not None:
            unit.engine = "".join(self._text).strip() or None
            self._text = None
        elif name == "tuv":
            unit.lang = None
        elif name == "tu":
            self._found.append(unit.pair())
            self._unit = None


class _Unit:
    """A <tu> while it is read."""

    def __init__(self, where: str, attributes: dict[str, str], default: str) -> None:
        self.texts: dict[Lang, str] = {}
        self.lang: Lang | None = None  # of the <tuv> that is open
        self.engine: str | None = None
        self.too_long = False
        self._where = where
        self._source = _language(attributes.get("srclang") or default)
        changed = attributes.get("changedate") or attributes.get("creationdate") or ""
        self._at = moment(changed)

    def pair(self) -> Pair | Unusable:
        if self.too_long:
            return Unusable(self._where, f"a side is longer than {LONGEST} characters")
        if len(self.texts) < 2:
            return Unusable(self._where, "it has not both Arabic and English")
        directions: tuple[Direction, ...] = ("ar-en", "en-ar")
        if self._source is not None:
            directions = ("ar-en",) if self._source == "ar" else ("en-ar",)
        return Pair(self.texts["ar"], self.texts["en"], directions, self.engine, self._at)


def _language(code: str) -> Lang | None:
    primary = re.split("[-_]", code.strip().lower())[0]
    return primary if primary in ("ar", "en") else None  # type: ignore[return-value]  # as tested


def write(pairs: Iterator[Pair], stream: IO[bytes]) -> int:
    """Write a TMX file of the pairs; how many there were."""
    stream.write(_HEAD.encode())
    count = 0
    for pair in pairs:
        stream.write(_unit(pair).encode())
        count += 1
    stream.write(b"</body>\n</tmx>\n")
    return count


def _unit(pair: Pair) -> str:
    source: Lang = "ar" if pair.directions[0] == "ar-en" else "en"
    changed = "" if pair.at is None else f" changedate={quoteattr(_compact(pair.at))}"
    engine = "" if pair.engine is None else f'<prop type="{ENGINE}">{_plain(pair.engine)}</prop>'
    sides: tuple[tuple[Lang, str], ...] = (("ar", pair.ar), ("en", pair.en))
    ordered = sides if source == "ar" else sides[::-1]
    variants = "".join(
        f'<tuv xml:lang="{lang}"><seg>{_plain(text)}</seg></tuv>' for lang, text in ordered
    )
    return f'<tu srclang="{source}"{changed}>{engine}{variants}</tu>\n'


def _plain(text: str) -> str:
    return escape(_UNWRITABLE.sub("\ufffd", text))


def _compact(at: int) -> str:
    return stamp(at).replace("-", "").replace(":", "")
