"""The last word of a query completed: from the vocabulary, and from what stands beside the words
before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from search.analysis import Forms, edit_form, forms, locate, words
from search.analysis.names.latin import latin
from search.analysis.names.skeleton import usual_skeleton
from search.analysis.names.terms import term
from search.article import Side
from search.engines import plan as p
from search.engines.protocol import Reader
from search.fields import NAMES, layer
from search.highlight import occurrences
from search.stored import Stored, decode
from search.suggest.box import Box
from search.suggest.surfaces import Surfaces
from search.suggest.vocabulary import Vocabulary, is_telling, is_telling_prefix

_SAMPLE = 24
"""Articles with the words before, in which a completion is looked for."""
_TRIED = 24
"""Completions of which it is counted how many articles have them beside the words before."""
_NEXT = 4
"""What standing right behind the word before counts beside standing in the same article."""
_CAPITAL = 0.9
_SHORTEST_NAME = 3
_REACH = 80  # characters in which the next word of a sentence ends


@dataclass(frozen=True, slots=True)
class Completion:
    """A word, as it is written; count: the articles that have it with the words before it."""

    word: str
    side: Side
    count: int
    is_name: bool = False


class Completer:
    """Completes words for one reader. scope: the bounds of who asks, as plans."""

    def __init__(
        self, reader: Reader, vocabulary: Vocabulary, surfaces: Surfaces, scope: tuple[p.Plan, ...]
    ) -> None:
        self._reader = reader
        self._vocabulary = vocabulary
        self._surfaces = surfaces
        self._scope = scope

    def completions(self, box: Box, limit: int) -> list[Completion]:
        """The likeliest words in the place of the last one, a word of each stem."""
        context = box.context()
        if not box.last and context is None:
            return []
        made: list[Completion] = []
        for side in _sides(box):
            if len(made) < limit:
                made += self._of_side(box, side, context, limit - len(made))
        return list({edit_form(each.word): each for each in reversed(made)}.values())[::-1]

    def _of_side(
        self, box: Box, side: Side, context: p.Plan | None, limit: int
    ) -> list[Completion]:
        prefix = edit_form(box.last)
        ranked = dict(self._vocabulary.beginning(side, prefix)) if prefix else {}
        beside: Counter[str] = Counter()
        if context is not None:
            beside = self._beside(box, side, prefix, context)
            ranked = _both(beside, ranked)
        chosen = _one_a_stem(ranked)
        if not box.plain:
            chosen = chosen[:limit]  # each is parsed with the query around it
        counted = self._counted(box, context, chosen, limit)
        counted.sort(key=lambda each: -each[1] * (1 + _NEXT * beside[each[0]]))
        names = self._names(side, [form for form, _ in counted[:limit]])
        return [
            Completion(self._surfaces.written(self._reader, side, form), side, count, form in names)
            for form, count in counted[:limit]
        ]

    def _counted(
        self, box: Box, context: p.Plan | None, chosen: Iterable[str], limit: int
    ) -> list[tuple[str, int]]:
        counted: list[tuple[str, int]] = []
        for form in chosen:
            plan = self._within(box.asking(forms(form), context, form))
            if count := self._reader.count(plan):
                counted.append((form, count))
            if context is None and len(counted) == limit:
                break  # in the order of the vocabulary
        return counted

    def _within(self, plan: p.Plan) -> p.Plan:
        return p.Bool(must=(plan, *self._scope)) if self._scope else plan

    def _beside(self, box: Box, side: Side, prefix: str, context: p.Plan) -> Counter[str]:
        """The words that begin so in articles with the words before; each counts more that stands
        right behind the last of them."""
        wanted: list[p.Plan] = [p.Filter(context), *self._scope]
        if is_telling_prefix(prefix):
            fields = [layer(side, "exact", title) for title in (False, True)]
            wanted.append(p.Bool(should=tuple(p.Prefix(name, prefix) for name in fields)))
        matches = self._reader.search(p.Bool(must=tuple(wanted)), "newest", _SAMPLE).matches
        found: Counter[str] = Counter()
        last = box.before[-1] if box.before else None
        for blob in self._reader.fetch(matches):
            found.update(set(_behind(decode(blob), side, last, prefix)))
        return found

    def _names(self, side: Side, found: list[str]) -> set[str]:
        """Those that are nearly always written with a capital."""
        if side != "en":
            return set()
        terms = {
            form: term(key, form)
            for form in found
            if len(form) >= _SHORTEST_NAME and (key := usual_skeleton(latin(form)))
        }
        capital = self._reader.frequencies(NAMES[side], list(terms.values()))
        written = self._vocabulary.counts(side, list(terms))
        return {
            form
            for form, each in terms.items()
            if capital.get(each, 0) >= _CAPITAL * written.get(form, 1)
        }


def _sides(box: Box) -> Iterator[Side]:
    """Where a word as typed may stand, its own language first."""
    lang = forms(box.last).lang if box.last else box.before[-1].lang if box.before else "ar"
    own: Side = "en" if lang == "en" else "ar"
    yield from sorted(box.sides, key=lambda side: side != own)


def _one_a_stem(ranked: Iterable[str]) -> list[str]:
    """The first word of each stem: حكومة, and not حكومات as well."""
    chosen: dict[str, str] = {}
    for form in ranked:
        chosen.setdefault(forms(form).stem, form)
    return list(chosen.values())[:_TRIED]


def _both(beside: Counter[str], ranked: dict[str, int]) -> dict[str, int]:
    return dict(beside.most_common(_TRIED)) | {f: n for f, n in ranked.items() if f not in beside}


def _behind(stored: Stored, side: Side, last: Forms | None, prefix: str) -> Iterator[str]:
    """The words that stand right behind one, in exact form, and begin so."""
    if last is None:
        return
    for number, word in occurrences(stored.lines[side], f" {last.stem} "):
        text = stored.pairs[side][number]
        assert text is not None
        end = locate(text, {word})[word].end
        for following in words(text[end : end + _REACH])[:1]:
            form = forms(following).exact
            if form.startswith(prefix) and is_telling(form):
                yield form
