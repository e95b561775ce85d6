"""An article on its way in: what a reader found, and what of it goes to the archive."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from search.article import Lang


@dataclass(frozen=True, slots=True)
class RawArticle:
    """What a reader found, as it stood; `where` is `PATH` or `PATH:LINE` for messages."""

    where: str
    text: str
    title: str = ""
    id: str | None = None
    url: str | None = None
    lang: str | None = None
    published: str | None = None
    outlet: str | None = None
    agency: str | None = None
    place: str | None = None
    category: str | None = None
    title_en: str | None = None
    text_en: str | None = None
    translator: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failure:
    """An item that cannot be added: where it stands and why, with the remedy."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """raw[start:end] is a sentence (a paragraph where it could not be aligned).

    other: its translation where it arrived with the article.
    """

    start: int
    end: int
    paragraph: int
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A cleaned article before it has an id number: offsets point into `raw`, the text as it
    arrived with newlines normalised.

    identity: the given id (with the source's name), else the URL, else the content.
    translator: who made title_other and the sentences' `other`; None: people, or there is none.
    """

    identity: str
    raw: str
    lang: Lang
    title: str
    title_other: str | None
    sentences: tuple[Sentence, ...]
    source_id: str | None = None
    url: str | None = None
    published: str | None = None
    outlet: str | None = None
    agency: str | None = None
    place: str | None = None
    category: str | None = None
    translator: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)
