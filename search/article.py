"""What is an article that can be found.

An article is what the archive keeps and an index serves: a title and text cut into segments,
each a pair of an Arabic and an English side, with what is known of where and when it appeared.
"""

from __future__ import annotations

import hashlib
from base64 import b32encode
from dataclasses import dataclass, field
from typing import Any, Literal

Lang = Literal["ar", "en"]
State = Literal["translated", "partial", "pending"]
Side = Literal["ar", "en"]
SIDES: tuple[Side, Side] = ("ar", "en")

FACETS = ("outlet", "agency", "place", "category", "lang", "translation")
"""Fields with one short value each, for filters, `field:` and facet counts."""


COUNTED = (*FACETS, "names")
"""Fields for filters and facet counts: those of FACETS, and the names that both sides of an
article's sentences have, of which it may have many (search.analysis.names.paired)."""


@dataclass(frozen=True, slots=True)
class Translation:
    """Who made the machine-made side of a segment, and when (UTC, `2026-11-22T00:00:00Z`)."""

    engine: str
    at: str | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence (or a paragraph that could not be aligned) in both languages.

    A side that does not exist is None; at most one side is machine-made. `paragraph` is the
    number of the paragraph it stands in, from 0, so that a page can show paragraphs again.
    """

    ar: str | None
    en: str | None
    translation: Translation | None = None
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """An article as the archive hands it to an index.

    id: 26 base32 characters; seq: the archive's unique, growing number, kept on replacement;
    published: ISO 8601 date or date-time as precise as it was stated, or None: never invented;
    quality: the estimate of the translation's quality, 0 to 1, where one was made.
    """

    id: str
    seq: int
    lang: Lang
    title: Segment
    segments: tuple[Segment, ...]
    source_id: str | None = None
    url: str | None = None
    published: str | None = None
    outlet: str | None = None
    agency: str | None = None
    place: str | None = None
    category: str | None = None
    quality: float | None = None
    metadata: dict[str, Any] = field(default_factory=dict)

    @property
    def state(self) -> State:
        """Whether all, some or none of the segments have their translated side."""
        other: Side = "en" if self.lang == "ar" else "ar"
        parts = [s for s in (self.title, *self.segments) if getattr(s, self.lang)]
        done = sum(getattr(s, other) is not None for s in parts)
        if done == 0:
            return "pending"
        return "translated" if done == len(parts) else "partial"


def article_id(identity: str) -> str:
    """26 lower-case base32 characters of BLAKE2b over an identity (given id, URL or content)."""
    digest = hashlib.blake2b(identity.encode("utf-8", "surrogatepass"), digest_size=17).digest()
    return b32encode(digest).decode("ascii")[:26].lower()
