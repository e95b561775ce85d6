"""Suggestions for what stands in a search box, and corrections of what was searched for."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from search.analysis import forms
from search.checks import cleaned
from search.engines.protocol import Reader
from search.excerpt import segments
from search.interpreting import Interpreter
from search.page import IndexState, Marked, SearchRequest
from search.presentation import DIRECTIONS
from search.query.expand import Interpretation
from search.retrieval import Retrieval, filters
from search.suggest import layouts
from search.suggest.answer import LONGEST, SuggestInfo, Suggestion, Suggestions, SuggestRequest
from search.suggest.box import Box, box_of
from search.suggest.completions import Completer, Completion
from search.suggest.didyoumean import Corrector
from search.suggest.rewriting import Corrected
from search.suggest.surfaces import Surfaces
from search.suggest.titles import Titles
from search.suggest.vocabulary import FRESH, Kept, Vocabulary

_TITLES = 3

_ANSWERS = 1024
"""Answers that are kept, of some 2 kB each."""


@dataclass(frozen=True, slots=True)
class _Answers:
    """What was suggested in one generation."""

    generation: str = ""
    kept: dict[SuggestRequest, tuple[Suggestion, ...]] = field(default_factory=dict)


class Suggester:
    """Suggests for one service; its threads share what is kept."""

    def __init__(self, interpreter: Interpreter) -> None:
        self._interpreted = interpreter
        self._answers = _Answers()
        self._words = Kept()
        self._surfaces = Surfaces()

    def suggestions(self, request: SuggestRequest, reader: Reader) -> Suggestions:
        """What may be meant, the likeliest first; nothing that finds nothing."""
        started = time.perf_counter()
        q = cleaned(request.q)
        asked = q.strip() and len(q) <= LONGEST
        found = self._once(replace(request, q=q), reader) if asked else ()
        info = reader.info
        return Suggestions(
            query=SuggestInfo(request.q, request.lang),
            index=IndexState(info.generation, info.articles, shifted=False),
            degraded=reader.degraded,
            suggestions=list(found),
            took_ms=round((time.perf_counter() - started) * 1000, 3),
        )

    def _once(self, request: SuggestRequest, reader: Reader) -> tuple[Suggestion, ...]:
        """What a request is answered, kept for who types the same: most begin with the same few
        letters."""
        kept = self._answers_of(reader.info.generation)
        found = kept.get(request)
        if found is None:
            found = tuple(self._suggested(request, reader))[: request.limit]
            if not reader.degraded:
                if len(kept) >= _ANSWERS:
                    kept.clear()
                kept[request] = found
        return found

    def corrected(
        self,
        request: SearchRequest,
        reader: Reader,
        found: int,
        asked: Interpretation | None = None,
    ) -> Corrected | None:
        """Did you mean: the query corrected, None where it is likely meant as it stands. found:
        the articles that have all its words."""
        if not request.q.strip() or len(request.q) > LONGEST:
            return None
        parsed, plain = self._interpreted(replace(request, names=False), reader)

        def finds(q: str, some: bool) -> int:
            return self._finds(replace(request, q=q), reader, some)

        corrector = Corrector(reader, self._vocabulary(reader), self._surfaces)
        return corrector.corrected(parsed, asked or plain, found, finds)

    def _finds(self, request: SearchRequest, reader: Reader, some: bool) -> int:
        """The articles with all words of a query, or with some where the search would show them."""
        if some and (request.match == "all" or request.sort != "relevance"):
            return 0
        # Most corrections find something without asking for the spellings of names.
        for names in (False, True) if request.names and not some else (False,):
            _, asked = self._interpreted(replace(request, names=names), reader)
            plan = asked.any_word if some else asked.all_words
            search = Retrieval(reader, request, asked, reader.info.last_seq)
            if plan is not None and (count := reader.count(search.restricted(plan))):
                return count
        return 0

    def _suggested(self, request: SuggestRequest, reader: Reader) -> Iterator[Suggestion]:
        scope = tuple(filters(request.scope))
        completer = Completer(reader, self._vocabulary(reader), self._surfaces, scope)
        box = box_of(request.q, request.lang)
        titles: list[Suggestion] = []
        completions: list[Completion] = []
        if box:
            titles = Titles(reader, scope).titles(box, min(_TITLES, request.limit // 2))
            completions = completer.completions(box, request.limit - len(titles))
        if not completions and not titles:
            yield from self._correction(request, reader, completer)
        for found in completions:
            assert box is not None
            yield _completed(box, found)
        yield from titles

    def _correction(
        self, request: SuggestRequest, reader: Reader, completer: Completer
    ) -> Iterator[Suggestion]:
        """The query corrected; else its last word completed on another keyboard layout."""
        asked = SearchRequest(request.q, request.lang, scope=request.scope)
        corrected = self.corrected(asked, reader, 0)
        made = corrected or Corrected(request.q, (), 0)
        head, blank, last = made.q.rpartition(" ")
        at = len(head + blank)
        typed = () if any(end > at for _, end in made.changed) else layouts.others(last)
        for other in typed:
            box = box_of(head + blank + other, request.lang)
            for found in completer.completions(box, request.limit) if box else ():
                assert box is not None
                places = (*made.changed, (at, at + len(found.word)))
                whole = Corrected(box.with_word(found.word), places, found.count)
                yield _correction(whole)
                corrected = None
        if corrected:
            yield _correction(corrected)

    def _answers_of(self, generation: str) -> dict[SuggestRequest, tuple[Suggestion, ...]]:
        answers = self._answers
        if answers.generation != generation:
            answers = self._answers = _Answers(generation)
        return answers.kept

    def _vocabulary(self, reader: Reader) -> Vocabulary:
        """The words of a reader, some as they were told a little before."""
        kept, now = self._words, time.monotonic()
        if kept.until <= now:
            kept = self._words = Kept(now + FRESH)
        return Vocabulary(reader, kept)


def _completed(box: Box, found: Completion) -> Suggestion:
    written = box.head + found.word
    typed = len(box.head) + len(box.last)
    pieces = [(written[:typed], True), (written[typed:], False)]
    shown = Marked([piece for piece in pieces if piece[0]], DIRECTIONS[found.side])
    return Suggestion("name" if found.is_name else "word", shown, written + box.tail, found.count)


def _correction(found: Corrected) -> Suggestion:
    """A corrected query with what was changed in it marked."""
    lang = forms(found.q[slice(*found.changed[0])]).lang
    direction = DIRECTIONS["en" if lang == "en" else "ar"]
    shown = Marked(segments(found.q, found.changed, None), direction)
    return Suggestion("correction", shown, found.q, found.count)
