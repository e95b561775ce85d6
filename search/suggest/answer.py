"""What suggestions are asked for and what they are: these classes are the API's JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from search.page import IndexState, Marked, QueryLang

Kind = Literal["word", "name", "title", "correction"]

MAX_SUGGESTIONS = 20
DEFAULT_SUGGESTIONS = 8
LONGEST = 200
"""Characters of a query that are looked at: nobody completes a longer one."""


@dataclass(frozen=True, slots=True)
class SuggestRequest:
    """What stands in a search box so far. scope: as of SearchRequest, the bounds of who asks."""

    q: str
    lang: QueryLang = "auto"
    limit: int = DEFAULT_SUGGESTIONS
    scope: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A query that finds something.

    text: what to show; marked is what was typed of it, of a correction what it changes.
    q: the whole query to search for, in the reader's own syntax. count: about how many articles
    have all its words. article: of a title, the id of its article.
    """

    kind: Kind
    text: Marked
    q: str
    count: int
    article: str | None = None


@dataclass(frozen=True, slots=True)
class SuggestInfo:
    q: str
    lang: QueryLang


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Suggestions, the likeliest first."""

    query: SuggestInfo
    index: IndexState
    degraded: bool
    suggestions: list[Suggestion]
    took_ms: float
