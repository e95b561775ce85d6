"""What a search is asked and what it answers: these classes are the API's JSON, name for name.

`orjson.dumps(page)` is the HTTP body.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from search.article import State
from search.query.ast import Correction

Sort = Literal["relevance", "newest", "oldest"]
MatchMode = Literal["auto", "all", "any"]
QueryLang = Literal["auto", "ar", "en"]
HighlightMode = Literal["segments", "html", "none"]
Direction = Literal["rtl", "ltr"]

MAX_QUERY = 10_000
MAX_LIMIT = 100
DEFAULT_LIMIT = 10
FACET_VALUES = 50


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search. since/until are `from`/`to` (since ≤ published < until, ISO 8601).

    filters: (field, value) pairs; the same field twice means either. facets: facet fields, or
    `published:year|month|day` for the histogram; facet_values: the most values of each. cursor:
    from a page's `links.next`.
    scope: filters of whoever may ask, not of what is asked: they hold beside `filters`, also in
    facets, and nothing in a request widens them.
    """

    q: str = ""
    lang: QueryLang = "auto"
    match: MatchMode = "auto"
    filters: tuple[tuple[str, str], ...] = ()
    since: str | None = None
    until: str | None = None
    sort: Sort = "relevance"
    facets: tuple[str, ...] = ()
    facet_values: int = FACET_VALUES
    limit: int = DEFAULT_LIMIT
    cursor: str | None = None
    highlight: HighlightMode = "segments"
    names: bool = True
    explain: bool = False
    scope: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class QueryInfo:
    q: str
    lang: QueryLang
    match: MatchMode
    relaxed: bool
    corrected: str | None
    corrections: list[Correction]
    expansions: list[dict[str, str]]  # {"term", "as", "by"}


@dataclass(frozen=True, slots=True)
class IndexState:
    generation: str
    articles: int
    shifted: bool


@dataclass(frozen=True, slots=True)
class Total:
    value: int
    all_words: int
    relation: Literal["eq"] = "eq"


@dataclass(frozen=True, slots=True)
class Marked:
    """A text in segments [text, marked]; with highlight=html, `html` instead (escaped, <mark>)."""

    segments: list[tuple[str, bool]] | None
    dir: Direction
    html: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence pair of a hit; a side that does not exist is None."""

    ar: Marked | None
    en: Marked | None
    translation: dict[str, str | None] | None = None  # {"engine", "at"}


@dataclass(frozen=True, slots=True)
class Hit:
    id: str
    source_id: str | None
    url: str | None
    outlet: str | None
    agency: str | None
    place: str | None
    category: str | None
    lang: str
    quality: float | None
    metadata: dict[str, Any]
    published: str | None
    score: float
    matched_by: list[str]
    title: Pair
    snippets: list[Pair]
    explain: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    query: QueryInfo
    index: IndexState
    degraded: bool
    total: Total
    hits: list[Hit]
    facets: dict[str, list[dict[str, Any]]]
    links: dict[str, str | None]
    took_ms: float


@dataclass(frozen=True, slots=True)
class SegmentView:
    ar: str | None
    en: str | None
    translation: dict[str, str | None] | None
    paragraph: int


@dataclass(frozen=True, slots=True)
class ArticleView:
    """`/api/v1/articles/{id}`: the fields of a hit, its title without marks, all segments."""

    id: str
    source_id: str | None
    url: str | None
    outlet: str | None
    agency: str | None
    place: str | None
    category: str | None
    lang: str
    quality: float | None
    metadata: dict[str, Any]
    published: str | None
    title: Pair
    state: State
    segments: list[SegmentView] = field(default_factory=list)
