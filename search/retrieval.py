"""Which articles a search finds, in what order, and what is counted beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from search import cursor as cursors
from search import facets
from search.article import COUNTED
from search.dates import period
from search.engines import plan as p
from search.engines.protocol import Match, Order, Reader
from search.explanation import Explainer
from search.highlight import Highlighter
from search.page import Hit, SearchRequest
from search.presentation import head, pair
from search.query.expand import Interpretation
from search.query.metadata import metadata_value
from search.stored import Stored, decode

RELAX_BELOW = 10
"""match=auto adds articles with some of the words where fewer than this many have all."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A stretch of the answer: which plan it came from decides its marks."""

    matches: tuple[Match, ...]
    relaxed: bool


class Retrieval:
    """One search over one pinned reader."""

    def __init__(
        self, reader: Reader, request: SearchRequest, asked: Interpretation, watermark: int
    ) -> None:
        self._reader = reader
        self._request = request
        self._asked = asked
        self.watermark = watermark
        self._order: Order = request.sort if asked.scored else _unscored(request.sort)
        self._info = reader.info
        every = asked.any_word if request.match == "any" and asked.any_word else asked.all_words
        self._every = self.restricted(every)
        self._rest: p.Plan | None = None
        self._all_marks = Highlighter(asked.any_marks if every is asked.any_word else asked.marks)
        self._any_marks: Highlighter | None = None
        self.relaxed = False
        self.total = self.total_all = 0

    def ranked(self, cursor: cursors.Cursor | None) -> list[Ranked]:
        """The wanted stretch of the answer; sets the totals."""
        limit = self._request.limit
        if self._order != "relevance":
            return [Ranked(self._by_date(cursor, limit), relaxed=False)]
        # No cursor of ours is behind the last article; the engine panics far beyond it.
        rank = min(cursor.rank, self._info.articles) if cursor else 0
        first = self._reader.search(self._every, "relevance", limit, rank)
        self.total = self.total_all = first.total
        stretches = [Ranked(first.matches, relaxed=False)]
        if self._request.match == "auto" and self._asked.any_word and first.total < RELAX_BELOW:
            self._relax(self._asked.any_word, first.total)
            missing = limit - len(first.matches)
            assert self._rest is not None
            more = self._reader.search(
                self._rest, "relevance", max(missing, 1), max(0, rank - first.total)
            )
            self.total += more.total
            self.relaxed = more.total > 0
            stretches.append(Ranked(more.matches[:missing], relaxed=True))
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

    def hits(self, stretch: Ranked) -> list[Hit]:
        """The articles of a stretch, with their marks."""
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
            **head(stored),
            score=round(match.score, 4),
            matched_by=list(found.matched_by),
            title=pair(stored, found.title, mode),
            snippets=[pair(stored, shown, mode) for shown in found.snippets],
            explain=explainer.explain(match) if explainer else None,
        )

    def facets(self, labels: facets.Labels) -> dict[str, list[dict[str, Any]]]:
        """The facets that are asked for; a facet's counts ignore its own filter. labels: tells how
        names are written."""
        matched = self.matched()
        names = [name for name in self._request.facets if not name.startswith("published:")]
        plans = {name: self.restricted(matched, but=name) for name in names}
        counted = facets.values(self._reader, plans, self._request, labels)
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
        must: list[p.Plan] = [*filters(asked), *filters(self._request.scope)]
        since, until = self._request.since, self._request.until
        if (since or until) and but != "published":
            low = period(since).start if since else None
            high = period(until).start if until else None
            must.append(p.Range("published", low, high))
        if self.watermark < self._info.last_seq:
            must.append(p.Range("seq", high=self.watermark + 1))
        return p.Bool(must=(plan, *must)) if must else plan

    def next_cursor(self, cursor: cursors.Cursor | None, matches: list[Match]) -> str | None:
        """The cursor behind this page, None where nothing follows."""
        rank = (cursor.rank if cursor else 0) + len(matches)
        if not matches or rank >= self.total:
            return None
        key = None
        if self._order != "relevance":
            key = matches[-1].newest if self._order == "newest" else matches[-1].oldest
        made = cursors.Cursor(rank, key, self.watermark, self._info.generation)
        return cursors.encode(made, self._request)


def _unscored(sort: Order) -> Order:
    return "newest" if sort == "relevance" else sort


def filters(pairs: Iterable[tuple[str, str]]) -> list[p.Plan]:
    """(field, value) pairs as plans, one a field; the values of a field are alternatives."""
    groups: dict[str, list[p.Plan]] = {}
    for name, value in pairs:
        groups.setdefault(name, []).append(_filter(name, value))
    return [p.Filter(p.Bool(should=tuple(each))) for each in groups.values()]


def _filter(name: str, value: str) -> p.Plan:
    """A filter's value is the whole value as facets give it, not words of it."""
    return p.Term(name, value) if name in COUNTED else metadata_value(name, value)
