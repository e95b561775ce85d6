"""Titles that have what is typed."""

from __future__ import annotations

from collections.abc import Iterator

from search.analysis import Forms, edit_form, forms, spans
from search.article import SIDES, Side
from search.engines import plan as p
from search.engines.protocol import Reader
from search.excerpt import segments
from search.fields import layer
from search.page import Marked
from search.presentation import DIRECTIONS
from search.stored import Stored, decode
from search.suggest.answer import Suggestion
from search.suggest.box import Box
from search.suggest.vocabulary import behind_article

_SHORTEST = 2
_LONGEST = 120  # characters of a title that are shown
_QUOTED = 12  # words by which a title is found again


class Titles:
    """Finds titles for one reader. scope: the bounds of who asks, as plans."""

    def __init__(self, reader: Reader, scope: tuple[p.Plan, ...]) -> None:
        self._reader = reader
        self._scope = scope

    def titles(self, box: Box, limit: int) -> list[Suggestion]:
        """The newest articles whose title has the words typed, the last of them begun."""
        prefix = edit_form(box.last)
        begun = box.before or len(behind_article(prefix)) >= _SHORTEST
        if limit < 1 or not box.plain or not begun:
            return []
        must = [_any_title(box.sides, "stem", word.stem) for word in box.before]
        if prefix:
            fields = [layer(side, "exact", title=True) for side in box.sides]
            must.append(p.Bool(should=tuple(p.Prefix(name, prefix) for name in fields)))
        plan = p.Bool(must=(*must, *self._scope))
        matches = self._reader.search(plan, "newest", limit).matches
        made: dict[str, Suggestion] = {}
        for blob in self._reader.fetch(matches):
            for suggestion in _of_article(decode(blob), box, prefix):
                made.setdefault(suggestion.q, suggestion)
        return list(made.values())[:limit]


def _any_title(sides: tuple[Side, ...], kind: str, term: str) -> p.Plan:
    return p.Bool(should=tuple(p.Term(layer(side, kind, title=True), term) for side in sides))


def _of_article(stored: Stored, box: Box, prefix: str) -> Iterator[Suggestion]:
    """The title in the language in which it has the most of what was typed."""
    found: list[tuple[int, Side, list[tuple[int, int]]]] = []
    for side in SIDES:
        if side in box.sides and (text := stored.pairs[side][0]):
            marks = list(_marks(text, box.before, prefix))
            found.append((len(marks), side, marks))
    if not found:
        return
    count, side, marks = max(found, key=lambda each: each[0])
    text = stored.pairs[side][0]
    assert text is not None
    if count:
        shown = Marked(segments(text, marks, _LONGEST), DIRECTIONS[side])
        yield Suggestion("title", shown, _quoted(text), 1, stored.head["id"])


def _marks(text: str, before: tuple[Forms, ...], prefix: str) -> Iterator[tuple[int, int]]:
    stems = {word.stem for word in before}
    for span in spans(text):
        word = forms(span.text)
        if word.stem in stems or (prefix and word.exact.startswith(prefix)):
            yield span.start, span.end


def _quoted(title: str) -> str:
    """A query that finds a title: its first words, as a phrase."""
    return f'"{" ".join(span.text for span in spans(title)[:_QUOTED])}"'
