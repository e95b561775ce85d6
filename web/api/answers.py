"""What the API answers, as models: the OpenAPI document is made of them, and tests hold every
answer to them. They are not run on the way out: the service's own objects are the body."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from search.article import Lang, State
from search.page import Direction, MatchMode, QueryLang
from search.suggest import Kind


class Answer(BaseModel):
    """A JSON object with just these members."""

    model_config = ConfigDict(extra="forbid")


class Correction(Answer):
    position: int = Field(ge=0, description="Where in the query, in characters.")
    length: int = Field(ge=0)
    code: str
    detail: str = Field(description="What was mended, in a sentence.")


class Expansion(Answer):
    term: str = Field(description="A word of the query.")
    as_: str = Field(alias="as", description="What it was also searched as.")
    by: str = Field(description="What knew it, such as the thesaurus.")


class QueryInfo(Answer):
    q: str
    lang: QueryLang
    match: MatchMode
    relaxed: bool = Field(description="Whether articles with only some of the words are among it.")
    corrected: str | None = Field(
        description="Did you mean: the whole query with misspelt words corrected, which finds"
        " something; null where nothing looks misspelt."
    )
    corrections: list[Correction]
    expansions: list[Expansion]


class IndexState(Answer):
    generation: str = Field(description="REBUILD.CHANGE: another one when anything changed.")
    articles: int = Field(ge=0)
    shifted: bool = Field(description="Whether the index changed since the walk's first page.")


class Total(Answer):
    value: int = Field(ge=0, description="How many articles match.")
    all_words: int = Field(ge=0, description="How many of them have every word.")
    relation: Literal["eq"]


class Marked(Answer):
    segments: list[tuple[str, bool]] | None = Field(
        description="Pieces of the text, each marked or not; null with highlight=html."
    )
    dir: Direction
    html: str | None = Field(description="With highlight=html: escaped, with <mark>.")


class Translated(Answer):
    engine: str | None
    at: str | None = Field(description="When it was made (UTC), where that is known.")


class Pair(Answer):
    """A sentence in both languages; a side that does not exist is null."""

    ar: Marked | None
    en: Marked | None
    translation: Translated | None = Field(description="Of the machine-made side.")


class Described(Answer):
    """What is known of an article beside its text."""

    id: str
    source_id: str | None
    url: str | None
    outlet: str | None
    agency: str | None
    place: str | None
    category: str | None
    lang: Lang
    quality: float | None
    metadata: dict[str, Any] = Field(description="What else came with the article.")
    published: str | None = Field(description="ISO 8601, as precise as it was stated.")


class Hit(Described):
    score: float
    matched_by: list[str]
    title: Pair
    snippets: list[Pair]
    explain: dict[str, Any] | None


class NameLabel(Answer):
    ar: str
    en: str | None


class FacetValue(Answer):
    value: str
    count: int = Field(ge=0)
    selected: bool
    label: NameLabel | None = Field(
        None, description="Of a name: as most articles write it, in both scripts."
    )


class Bucket(Answer):
    from_: str = Field(alias="from")
    to: str
    count: int = Field(ge=0)


class Links(Answer):
    self: str
    next: str | None = Field(description="The next page; null on the last.")


class Page(Answer):
    """A page of hits."""

    query: QueryInfo
    index: IndexState
    degraded: bool
    total: Total
    hits: list[Hit]
    facets: dict[str, list[FacetValue | Bucket]]
    links: Links
    took_ms: float = Field(ge=0)


class SuggestInfo(Answer):
    q: str
    lang: QueryLang


class Suggestion(Answer):
    """A query that finds something."""

    kind: Kind
    text: Marked = Field(
        description="What to show: marked is what was typed of it, of a correction what it changes."
    )
    q: str = Field(description="The whole query to search for.")
    count: int = Field(ge=1, description="About how many articles have all its words.")
    article: str | None = Field(description="Of a title, the id of its article.")


class Suggestions(Answer):
    """Suggestions, the likeliest first."""

    query: SuggestInfo
    index: IndexState
    degraded: bool
    suggestions: list[Suggestion]
    took_ms: float = Field(ge=0)


class SegmentView(Answer):
    ar: str | None
    en: str | None
    translation: Translated | None
    paragraph: int = Field(ge=0)


class Article(Described):
    """An article with all its sentence pairs."""

    title: Pair
    state: State
    segments: list[SegmentView]


class BothSides(Answer):
    ar: str | None
    en: str | None
    translation: Translated | None


class ExportedArticle(Described):
    """A line of an export. cursor: goes on behind this article."""

    seq: int
    cursor: str
    state: State
    title: BothSides
    segments: list[SegmentView]


class Taken(Answer):
    """An article that the archive holds now, whatever happens."""

    line: int = Field(ge=1)
    status: Literal["added", "unchanged", "replaced"]
    id: str


class Refused(Answer):
    line: int = Field(ge=1)
    status: Literal["failed"]
    detail: str = Field(description="Why, and what to do.")


Result = Annotated[Taken | Refused, Field(discriminator="status")]


class Ingested(Answer):
    """What became of each article, in order. Searchable within five seconds."""

    added: int = Field(ge=0)
    unchanged: int = Field(ge=0)
    replaced: int = Field(ge=0)
    failed: int = Field(ge=0)
    results: list[Result]


class Deleted(Answer):
    deleted: list[str] = Field(description="The ids of what was deleted.")


class Fault(Answer):
    param: str
    code: str
    detail: str


class Problem(Answer):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    request_id: str
    errors: list[Fault]


class Alive(Answer):
    status: Literal["ok"]


class Ready(Answer):
    status: Literal["ready"]
    index: IndexState
