"""The one call that web, command line, tests and evaluation use: `search(request) → page`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from search import cursor as cursors
from search import facets
from search.article import FACETS, SIDES, Side, State
from search.checks import checked
from search.dates import period
from search.document import Stored, decode
from search.engines import open_engine
from search.engines import plan as p
from search.engines.protocol import Match, Order, Reader
from search.errors import IndexFailure, NotFound, Unavailable
from search.excerpt import Segments
from search.explanation import Explainer
from search.highlight import Highlighter, Shown
from search.interpreting import Interpreter
from search.page import (
    ArticleView,
    Direction,
    Hit,
    IndexState,
    Marked,
    Page,
    Pair,
    QueryInfo,
    QueryLang,
    SearchRequest,
    SegmentView,
    Total,
)
from search.query.expand import Interpretation
from search.query.metadata import metadata_value
from search.settings import Settings

RELAX_BELOW = 10
"""match=auto adds articles with some of the words where fewer than this many have all."""

_DIRECTIONS: dict[Side, Direction] = {"ar": "rtl", "en": "ltr"}


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A stretch of the answer: which plan it came from decides its marks."""

    matches: tuple[Match, ...]
    relaxed: bool


Clock = Callable[[str], None]
"""Told the name of each part of a search as it ends: parse, engine, highlight, facets."""


def _no_clock(_: str) -> None:
    """Nobody measures."""


class SearchService:
    """Searches one home's index. Cheap to keep, safe to share between threads."""

    def __init__(self, settings: Settings) -> None:
        self._engine = open_engine(settings)
        self._interpreted = Interpreter()

    def search(self, request: SearchRequest, clock: Clock = _no_clock) -> Page:
        """Raises BadParameter, BadQuery, IndexMissing, IndexOutdated, IndexForeign."""
        started = time.perf_counter()
        request = checked(request)
        cursor = cursors.decode(request)
        reader = self._engine.reader()
        parsed, asked = self._interpreted(request, reader)
        clock("parse")
        info = reader.info
        watermark = cursor.watermark if cursor else info.last_seq
        search = _Search(reader, request, asked, watermark)
        ranked = search.ranked(cursor)
        clock("engine")
        hits = [hit for stretch in ranked for hit in search.hits(stretch)]
        matches = [match for stretch in ranked for match in stretch.matches]
        clock("highlight")
        counted = search.facets()
        clock("facets")
        return Page(
            query=QueryInfo(
                q=request.q,
                lang=request.lang,
                match=request.match,
                relaxed=search.relaxed,
                corrected=None,
                corrections=list(parsed.corrections),
                expansions=[{"term": e.term, "as": e.as_, "by": e.by} for e in asked.expansions],
            ),
            index=IndexState(
                info.generation,
                info.articles,
                shifted=cursor is not None and cursor.generation != info.generation,
            ),
            total=Total(search.total, search.total_all),
            hits=hits,
            facets=counted,
            degraded=reader.degraded,  # last: of all that was asked above
            links=_links(request, search.next_cursor(cursor, matches)),
            took_ms=round((time.perf_counter() - started) * 1000, 3),
        )

    def article(self, article_id: str) -> ArticleView:
        """The whole article with this id or source_id. Raises NotFound."""
        stored = self._stored(article_id)
        views = [
            SegmentView(
                stored.pairs["ar"][number],
                stored.pairs["en"][number],
                stored.translation(number),
                stored.paragraphs[number],
            )
            for number in range(1, len(stored.engines))
        ]
        state: State = stored.head["translation"]
        title = _pair(stored, Highlighter(()).highlight(stored).title, "none")
        return ArticleView(**_head(stored), title=title, state=state, segments=views)

    def marked(self, article_id: str, q: str, lang: QueryLang = "auto") -> list[Pair]:
        """All pairs of an article, the title first, with the words that answer a query marked.
        Raises NotFound."""
        request = checked(SearchRequest(q=q, lang=lang))
        _, asked = self._interpreted(request, self._engine.reader())
        stored = self._stored(article_id)
        shown = Highlighter(asked.marks).every(stored)
        texts = (text for each in shown for text in each.sides.values())
        if not any(marked for text in texts for _, marked in text or ()):
            shown = Highlighter(asked.any_marks).every(stored)  # found by some of the words
        return [_pair(stored, each, "segments") for each in shown]

    def _stored(self, article_id: str) -> Stored:
        blob = self._engine.reader().get(article_id)
        if blob is None:
            raise NotFound(f"there is no article {article_id!r}")
        return decode(blob)

    def matching(self, request: SearchRequest) -> tuple[Reader, p.Plan]:
        """One reader, and one plan of every article that the total of this search by relevance
        counts. Raises as search does."""
        request = replace(checked(request), sort="relevance", limit=1)
        reader = self._engine.reader()
        _, asked = self._interpreted(request, reader)
        search = _Search(reader, request, asked, reader.info.last_seq)
        search.ranked(None)  # decides whether articles with some of the words count too
        return reader, search.restricted(search.matched())

    def warm(self) -> None:
        """Load what the first query would wait for: word lists, thesaurus, postings (0.5 s)."""
        with suppress(IndexFailure, Unavailable):
            self.search(SearchRequest(q="حمرين Hamrin"))

    def state(self) -> IndexState:
        """The generation that is served. Raises IndexMissing, IndexOutdated, IndexForeign."""
        info = self._engine.reader().info
        return IndexState(info.generation, info.articles, shifted=False)


class _Search:
    """One search over one pinned reader."""

    def __init__(
        self, reader: Reader, request: SearchRequest, asked: Interpretation, watermark: int
    ) -> None:
        self._reader = reader
        self._request = request
        self._asked = asked
        self._watermark = watermark
        self._order: Order = request.sort if asked.scored else _unscored(request.sort)
        self._info = reader.info
        every = asked.any_word if request.match == "any" and asked.any_word else asked.all_words
        self._every = self.restricted(every)
        self._rest: p.Plan | None = None
        self._all_marks = Highlighter(asked.any_marks if every is asked.any_word else asked.marks)
        self._any_marks: Highlighter | None = None
        self.relaxed = False
        self.total = self.total_all = 0

    def ranked(self, cursor: cursors.Cursor | None) -> list[_Ranked]:
        """The wanted stretch of the answer; sets the totals."""
        limit = self._request.limit
        if self._order != "relevance":
            return [_Ranked(self._by_date(cursor, limit), relaxed=False)]
        # No cursor of ours is behind the last article; the engine panics far beyond it.
        rank = min(cursor.rank, self._info.articles) if cursor else 0
        first = self._reader.search(self._every, "relevance", limit, rank)
        self.total = self.total_all = first.total
        stretches = [_Ranked(first.matches, relaxed=False)]
        if self._request.match == "auto" and self._asked.any_word and first.total < RELAX_BELOW:
            self._relax(self._asked.any_word, first.total)
            missing = limit - len(first.matches)
            assert self._rest is not None
            more = self._reader.search(
                self._rest, "relevance", max(missing, 1), max(0, rank - first.total)
            )
            self.total += more.total
            self.relaxed = more.total > 0
            stretches.append(_Ranked(more.matches[:missing], relaxed=True))
        return stretches

    def _relax(self, any_word: p.Plan, found: int) -> None:
        """What has some of the words and is not in the first stretch."""
        exclude = (p.Filter(self._every),) if found else ()
        self._rest = self.restricted(p.Bool(must=(any_word,), must_not=exclude))
        self._any_marks = Highlighter(self._asked.any_marks)

    def _by_date(self, cursor: cursors.Cursor | None, limit: int) -> tuple[Match, ...]:
        self.total = self.total_all = self._reader.count(self._every)
        plan = self._every
        if cursor and cursor.key is not None:
            after = (
                p.Range("oldest", low=cursor.key + 1)
                if self._order == "oldest"
                else p.Range("newest", high=cursor.key)
            )
            plan = p.Bool(must=(plan, after))
        return self._reader.search(plan, self._order, limit).matches

    def hits(self, stretch: _Ranked) -> list[Hit]:
        highlighter = self._any_marks if stretch.relaxed else self._all_marks
        assert highlighter is not None
        blobs = self._reader.fetch(stretch.matches)
        plan = self._rest if stretch.relaxed and self._rest is not None else self._every
        articles = [decode(blob) for blob in blobs]
        explainer = None
        if self._request.explain:
            ids = [stored.head["id"] for stored in articles]
            explainer = Explainer(self._reader, plan, stretch.matches, ids)
        return [
            self._hit(stored, match, highlighter, explainer)
            for stored, match in zip(articles, stretch.matches, strict=True)
        ]

    def _hit(
        self,
        stored: Stored,
        match: Match,
        highlighter: Highlighter,
        explainer: Explainer | None,
    ) -> Hit:
        found = highlighter.highlight(stored)
        mode = self._request.highlight
        return Hit(
            **_head(stored),
            score=round(match.score, 4),
            matched_by=list(found.matched_by),
            title=_pair(stored, found.title, mode),
            snippets=[_pair(stored, shown, mode) for shown in found.snippets],
            explain=explainer.explain(match) if explainer else None,
        )

    def facets(self) -> dict[str, list[dict[str, Any]]]:
        matched = self.matched()
        names = [name for name in self._request.facets if not name.startswith("published:")]
        plans = {name: self.restricted(matched, but=name) for name in names}
        counted = facets.values(self._reader, plans, self._request)
        for name in self._request.facets:
            if name.startswith("published:"):
                plan = self.restricted(matched, but="published")
                counted["published"] = facets.histogram(self._reader, plan, name, self._request)
        return counted

    def matched(self) -> p.Plan:
        """Everything that the totals count, before filters."""
        if (self.relaxed or self._request.match == "any") and self._asked.any_word:
            return p.Bool(should=(self._asked.all_words, self._asked.any_word))
        return self._asked.all_words

    def restricted(self, plan: p.Plan, but: str = "") -> p.Plan:
        """The plan under the request's filters, dates and watermark; `but` names a field whose
        own filter is left out."""
        asked = [pair for pair in self._request.filters if pair[0] != but]
        must: list[p.Plan] = [*_filters(asked), *_filters(self._request.scope)]
        since, until = self._request.since, self._request.until
        if (since or until) and but != "published":
            low = period(since).start if since else None
            high = period(until).start if until else None
            must.append(p.Range("published", low, high))
        if self._watermark < self._info.last_seq:
            must.append(p.Range("seq", high=self._watermark + 1))
        return p.Bool(must=(plan, *must)) if must else plan

    def next_cursor(self, cursor: cursors.Cursor | None, matches: list[Match]) -> str | None:
        """The cursor behind this page, None where nothing follows."""
        rank = (cursor.rank if cursor else 0) + len(matches)
        if not matches or rank >= self.total:
            return None
        key = None
        if self._order != "relevance":
            key = matches[-1].newest if self._order == "newest" else matches[-1].oldest
        made = cursors.Cursor(rank, key, self._watermark, self._info.generation)
        return cursors.encode(made, self._request)


def _unscored(sort: Order) -> Order:
    return "newest" if sort == "relevance" else sort


def _filters(pairs: Iterable[tuple[str, str]]) -> list[p.Plan]:
    """One filter a field; the values of a field are alternatives."""
    groups: dict[str, list[p.Plan]] = {}
    for name, value in pairs:
        groups.setdefault(name, []).append(_filter(name, value))
    return [p.Filter(p.Bool(should=tuple(each))) for each in groups.values()]


def _filter(name: str, value: str) -> p.Plan:
    """A filter's value is the whole value as facets give it, not words of it."""
    return p.Term(name, value) if name in FACETS else metadata_value(name, value)


def _links(request: SearchRequest, cursor: str | None) -> dict[str, str | None]:
    path = "/api/v1/search?"
    return {
        "self": path + cursors.query_string(request, request.cursor),
        "next": path + cursors.query_string(request, cursor) if cursor else None,
    }


def _head(stored: Stored) -> dict[str, Any]:
    head = stored.head
    names = ("id", "source_id", "url", "outlet", "agency", "place", "category", "lang")
    return {
        **{name: head.get(name) for name in names},
        "quality": head["quality"],
        "metadata": head["metadata"],
        "published": head["published"],
    }


def _pair(stored: Stored, shown: Shown, mode: str) -> Pair:
    sides = {side: _marked(shown.sides[side], side, mode) for side in SIDES}
    return Pair(sides["ar"], sides["en"], stored.translation(shown.number))


def _marked(segments: Segments | None, side: Side, mode: str) -> Marked | None:
    if segments is None:
        return None
    direction = _DIRECTIONS[side]
    if mode == "html":
        html = "".join(f"<mark>{escape(t)}</mark>" if m else escape(t) for t, m in segments)
        return Marked(None, direction, html)
    if mode == "none":
        return Marked([("".join(text for text, _ in segments), False)], direction)
    return Marked(segments, direction)
