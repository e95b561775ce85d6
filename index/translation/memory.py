"""The translation memory: a sentence translated once is never translated again.

A sentence is found by its normalised text, so that vowel signs, stretching, invisible direction
marks and spacing do not hide a translation; letters are never folded, since علي and على differ.
"""

from __future__ import annotations

import hashlib
import re
import time
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Literal

from sqlalchemy import Connection, select

from index.tables import chunked, upsert
from index.tables import memory as table
from index.translation.bundled import BUNDLED, bundled_pairs
from search.article import Lang, Translation

Direction = Literal["ar-en", "en-ar"]

PEOPLE = "people"
"""The engine name of translations made or corrected by people: they go before any machine's."""

# Harakat and the superscript alef (Unicode 064B to 0652, 0670), tatweel, and the invisible
# controls: zero-width characters, bidi marks, embeddings, overrides and isolates, BOM, soft hyphen.
_UNHEARD = re.compile(
    "[\u064b-\u0652\u0670\u0640\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


@dataclass(frozen=True, slots=True)
class Rendering:
    """A sentence in the other language; translation is None where people wrote it. quality: the
    gate's estimate of a machine's, 0 to 1, where one was made."""

    text: str
    translation: Translation | None
    quality: float | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the memory. at: seconds since 1970. source: the sentence, where no article need
    hold it."""

    key: bytes
    engine: str
    text: str
    at: int
    quality: float | None = None
    source: str | None = None

    def row(self) -> dict[str, Any]:
        """Its columns. (asdict would copy every value: a tenth of what keeping it costs.)"""
        return {
            "key": self.key,
            "engine": self.engine,
            "text": self.text,
            "at": self.at,
            "quality": self.quality,
            "source": self.source,
        }


def direction_of(lang: Lang) -> Direction:
    """The direction in which an article of this language is translated."""
    return "ar-en" if lang == "ar" else "en-ar"


def normalised(sentence: str) -> str:
    """The sentence as the memory knows it: composed (NFC), no signs that are not letters."""
    return " ".join(_UNHEARD.sub("", unicodedata.normalize("NFC", sentence)).split())


def key(sentence: str, direction: Direction) -> bytes:
    """16 bytes that stand for a sentence and the direction it is translated in."""
    text = f"{direction}\0{normalised(sentence)}"
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


@cache
def bundled() -> Mapping[bytes, Rendering]:
    """The bundled memory by key."""
    by = Translation(BUNDLED)
    return {key(ar, "ar-en"): Rendering(en, by) for ar, en in bundled_pairs()}


class Memory:
    """The memory within one transaction of the archive; the bundled one stands behind it.

    Of several translations of a sentence people's goes first, then the newest of a provider,
    then the bundled one.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lookup(self, sentences: Collection[str], direction: Direction) -> dict[str, Rendering]:
        """The translations there are, by sentence as given."""
        keys = {sentence: key(sentence, direction) for sentence in sentences}
        found = self.lookup_keys(set(keys.values()))
        return {text: found[wanted] for text, wanted in keys.items() if wanted in found}

    def lookup_keys(self, keys: Collection[bytes]) -> dict[bytes, Rendering]:
        """The best translation of each key that has one."""
        known = bundled()
        found = {wanted: known[wanted] for wanted in keys if wanted in known}
        for some in chunked(sorted(keys)):
            # By age, so that the newest stands; people's after all, in a second pass.
            rows = self._connection.execute(
                select(table.c.key, table.c.engine, table.c.text, table.c.at, table.c.quality)
                .where(table.c.key.in_(some))
                .order_by(table.c.at, table.c.engine)
            ).all()
            for machine in (True, False):
                for row in rows:
                    if (row.engine != PEOPLE) == machine:
                        found[row.key] = _rendering(row.engine, row.text, row.at, row.quality)
        return found

    def store(
        self,
        pairs: Mapping[str, str],
        direction: Direction,
        engine: str = PEOPLE,
        at: int | None = None,
    ) -> None:
        """Keep translations (sentence → text) by one engine, in place of its earlier ones.

        at: when they were made, seconds since 1970 (now by default). Articles that hold the
        sentences show them when read again: tell Archive.mark_changed or mark_holding.
        """
        moment = int(time.time()) if at is None else at
        entries = [
            Entry(key(sentence, direction), engine, text, moment, source=sentence)
            for sentence, text in pairs.items()
        ]
        self.keep(entries)

    def keep(self, entries: Sequence[Entry]) -> None:
        """Keep entries, each in place of the one its engine had for the sentence; of several for
        one sentence the last."""
        latest = {(entry.key, entry.engine): entry for entry in entries}
        rows = [latest[each].row() for each in sorted(latest)]
        for some in chunked(rows):
            upsert(self._connection, table, some)


def _rendering(engine: str, text: str, at: int, quality: float | None) -> Rendering:
    if engine == PEOPLE:
        return Rendering(text, None)
    moment = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Rendering(text, Translation(engine, moment), quality)
