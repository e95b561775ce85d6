"""The one call that web, command line, tests and evaluation use: `search(request) → page`."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from search import cursor as cursors
from search.article import State
from search.checks import checked
from search.counted import Counted
from search.engines import open_engine
from search.engines import plan as p
from search.engines.protocol import Reader
from search.errors import IndexFailure, NotFound, Unavailable
from search.highlight import Highlighter
from search.interpreting import Interpreter
from search.page import (
    ArticleView,
    IndexState,
    Page,
    Pair,
    QueryInfo,
    QueryLang,
    SearchRequest,
    SegmentView,
    Total,
)
from search.presentation import head, pair
from search.retrieval import Retrieval
from search.settings import Settings
from search.stored import Stored, decode
from search.suggest import Suggestions, SuggestRequest
from search.suggest.suggester import Suggester

Clock = Callable[[str], None]
"""Told the name of each part of a search as it ends: parse, engine, highlight, facets, correct."""


def _no_clock(_: str) -> None:
    """Nobody measures."""


class SearchService:
    """Searches one home's index. Cheap to keep, safe to share between threads."""

    def __init__(self, settings: Settings) -> None:
        self._engine = open_engine(settings)
        self._interpreted = Interpreter()
        self._counted = Counted()
        self._suggester = Suggester(self._interpreted)

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
        search = Retrieval(reader, request, asked, watermark)
        ranked = search.ranked(cursor)
        clock("engine")
        hits = [hit for stretch in ranked for hit in search.hits(stretch)]
        matches = [match for stretch in ranked for match in stretch.matches]
        clock("highlight")
        counted = self._counted(search, request, reader)
        clock("facets")
        meant = self._suggester.corrected(request, reader, search.total_all, asked)
        clock("correct")
        return Page(
            query=QueryInfo(
                q=request.q,
                lang=request.lang,
                match=request.match,
                relaxed=search.relaxed,
                corrected=meant.q if meant else None,
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
        title = pair(stored, Highlighter(()).highlight(stored).title, "none")
        return ArticleView(**head(stored), title=title, state=state, segments=views)

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
        return [pair(stored, each, "segments") for each in shown]

    def _stored(self, article_id: str) -> Stored:
        blob = self._engine.reader().get(article_id)
        if blob is None:
            raise NotFound(f"there is no article {article_id!r}")
        return decode(blob)

    def suggest(self, request: SuggestRequest) -> Suggestions:
        """Completions of what is being typed, and corrections. Raises as search does."""
        return self._suggester.suggestions(request, self._engine.reader())

    def matching(self, request: SearchRequest) -> tuple[Reader, p.Plan]:
        """One reader, and one plan of every article that the total of this search by relevance
        counts. Raises as search does."""
        request = replace(checked(request), sort="relevance", limit=1)
        reader = self._engine.reader()
        _, asked = self._interpreted(request, reader)
        search = Retrieval(reader, request, asked, reader.info.last_seq)
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


def _links(request: SearchRequest, cursor: str | None) -> dict[str, str | None]:
    path = "/api/v1/search?"
    return {
        "self": path + cursors.query_string(request, request.cursor),
        "next": path + cursors.query_string(request, cursor) if cursor else None,
    }
