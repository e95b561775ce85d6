"""Suggestions for what stands in a search box."""

from __future__ import annotations

import time
from collections.abc import Iterator

from search.checks import cleaned
from search.engines.protocol import Reader
from search.page import IndexState, Marked
from search.presentation import DIRECTIONS
from search.retrieval import filters
from search.suggest.answer import LONGEST, SuggestInfo, Suggestion, Suggestions, SuggestRequest
from search.suggest.box import Box, box_of
from search.suggest.completions import Completer, Completion
from search.suggest.surfaces import Surfaces
from search.suggest.titles import Titles
from search.suggest.vocabulary import Kept, Vocabulary

_TITLES = 3


class Suggester:
    """Suggests for one service; its threads share what is kept."""

    def __init__(self) -> None:
        self._kept = Kept()
        self._surfaces = Surfaces()

    def __call__(self, request: SuggestRequest, reader: Reader) -> Suggestions:
        """What may be meant, the likeliest first; nothing that finds nothing."""
        started = time.perf_counter()
        q = cleaned(request.q)
        box = box_of(q, request.lang) if q.strip() and len(q) <= LONGEST else None
        found = list(self._suggested(box, request, reader)) if box else []
        info = reader.info
        return Suggestions(
            query=SuggestInfo(request.q, request.lang),
            index=IndexState(info.generation, info.articles, shifted=False),
            degraded=reader.degraded,
            suggestions=found[: request.limit],
            took_ms=round((time.perf_counter() - started) * 1000, 3),
        )

    def _suggested(self, box: Box, request: SuggestRequest, reader: Reader) -> Iterator[Suggestion]:
        scope = tuple(filters(request.scope))
        titles = Titles(reader, scope).titles(box, min(_TITLES, request.limit // 2))
        completer = Completer(reader, self.vocabulary(reader), self._surfaces, scope)
        for found in completer.completions(box, request.limit - len(titles)):
            yield _completed(box, found)
        yield from titles

    def vocabulary(self, reader: Reader) -> Vocabulary:
        """The words of a reader's generation, with what was asked of them before."""
        generation = reader.info.generation
        if self._kept.generation != generation:
            self._kept = Kept(generation)
        return Vocabulary(reader, self._kept)


def _completed(box: Box, found: Completion) -> Suggestion:
    written = box.head + found.word
    typed = len(box.head) + len(box.last)
    pieces = [(written[:typed], True), (written[typed:], False)]
    shown = Marked([piece for piece in pieces if piece[0]], DIRECTIONS[found.side])
    return Suggestion("name" if found.is_name else "word", shown, written + box.tail, found.count)
