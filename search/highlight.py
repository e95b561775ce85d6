"""What to show of a found article: the sentence pairs that answer, with the words marked.

Made from the stored text, in characters of it, whole words only. A term's sentences are found
in the stored lines of coarsest terms (search.document) without analysing the article; only the
sentences that are shown are cut into words again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz.distance import OSA

from search.analysis import Forms, Span, edit_form, forms, spans
from search.article import SIDES, Side
from search.document import Stored
from search.engines.windows import windowed
from search.query import ast
from search.query.expand import pattern_form
from search.query.marks import Mark, PatternMark, PhraseMark, TermMark

MAX_SNIPPETS = 3
WINDOW = 600
"""A side longer than this many characters is shown as a window of that size."""

# Strongest first: the order of `matched_by`.
KINDS = ("exact", "bare", "stem", "prefix", "fuzzy", "thesaurus", "translation")

# Sentences looked at beyond the best, in search of a word or spelling not shown yet.
_LOOK_AHEAD = 8

# What a unit shown by a thesaurus entry is worth beside one shown by its own word.
_LINK_WEIGHT = {"word": 1.0, "thesaurus": 0.6}

Segments = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Word number `word` of a side of a pair is marked, by this mark, as this kind."""

    word: int
    mark: Mark
    kind: str
    spelling: str


@dataclass(slots=True)
class _Row:
    """A pair of a hit, cut into words when first needed."""

    number: int
    stored: Stored
    _words: dict[Side, list[tuple[Span, Forms]]] = field(default_factory=dict)

    def words(self, side: Side) -> list[tuple[Span, Forms]]:
        if side not in self._words:
            text = self.stored.pairs[side][self.number]
            self._words[side] = [(s, forms(s.text)) for s in spans(text)] if text else []
        return self._words[side]


@dataclass(frozen=True, slots=True)
class Shown:
    """A pair to show: its number (0 is the title) and each side's segments (None: no such side)."""

    number: int
    sides: dict[Side, Segments | None]


@dataclass(frozen=True, slots=True)
class Highlight:
    title: Shown
    snippets: tuple[Shown, ...]
    matched_by: tuple[str, ...]


class Highlighter:
    """Highlights the hits of one query."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._terms = [mark for mark in marks if isinstance(mark, TermMark)]
        self._phrases = [mark for mark in marks if isinstance(mark, PhraseMark)]
        self._patterns = [_Pattern(mark) for mark in marks if isinstance(mark, PatternMark)]
        self._needles: list[tuple[Side, str, TermMark]] = [
            (side, f" {mark.forms.stem} ", mark) for mark in self._terms for side in mark.sides
        ]

    def highlight(self, stored: Stored) -> Highlight:
        """The title, one to three pairs, and by what kinds of evidence they were found."""
        rows: dict[int, _Row] = {}
        weights = self._weigh(stored)
        title = self._evidence(rows.setdefault(0, _Row(0, stored)))
        chosen = self._choose(weights, rows, stored)
        kinds = {
            e.kind for found in (title, *chosen.values()) for side in found.values() for e in side
        }
        return Highlight(
            title=self._shown(rows[0], title, window=False),
            snippets=tuple(self._shown(rows[number], chosen[number]) for number in chosen),
            matched_by=tuple(kind for kind in KINDS if kind in kinds),
        )

    def _weigh(self, stored: Stored) -> dict[int, float]:
        """What each pair but the title shows of the query: the sum over units of the best link."""
        best: dict[int, dict[int, float]] = {}

        def note(row: int, mark: Mark, weight: float) -> None:
            units = best.setdefault(row, {})
            units[mark.unit] = max(units.get(mark.unit, 0.0), weight)

        for side, needle, mark in self._needles:
            for row, _ in occurrences(stored.lines[side], needle):
                note(row, mark, _LINK_WEIGHT[mark.link])
        for phrase in self._phrases:
            for row in self._phrase_rows(stored, phrase):
                note(row, phrase, _LINK_WEIGHT[phrase.link] * len(phrase.words))
        if self._patterns:
            for number in range(1, len(stored.engines)):
                row_ = _Row(number, stored)
                for pattern in self._patterns:
                    if any(
                        pattern.evidence(row_.words(s), s, stored, number)
                        for s in pattern.mark.sides
                    ):
                        note(number, pattern.mark, 1.0)
        return {row: sum(units.values()) for row, units in best.items() if row > 0}

    def _phrase_rows(self, stored: Stored, mark: PhraseMark) -> set[int]:
        """Rows where every word of the phrase stands, by its coarsest term."""
        rows: set[int] = set()
        for side in mark.sides:
            line = stored.lines[side]
            each = [{row for row, _ in occurrences(line, f" {w.stem} ")} for w in mark.words]
            rows |= set.intersection(*each)
        return rows

    def _choose(
        self, weights: dict[int, float], rows: dict[int, _Row], stored: Stored
    ) -> dict[int, dict[Side, list[Evidence]]]:
        """The best pair, and further ones that show a word or spelling not shown yet."""
        ranked = sorted(weights, key=lambda row: (-weights[row], row))
        chosen: dict[int, dict[Side, list[Evidence]]] = {}
        seen: set[tuple[int, str]] = set()
        for number in ranked[: MAX_SNIPPETS + _LOOK_AHEAD]:
            row = rows.setdefault(number, _Row(number, stored))
            found = self._evidence(row)
            news = {(e.mark.unit, e.spelling) for side in found.values() for e in side}
            if news - seen:
                chosen[number] = found
                seen |= news
            if len(chosen) == MAX_SNIPPETS:
                break
        if not chosen and len(stored.engines) > 1:
            rows.setdefault(1, _Row(1, stored))
            chosen[1] = {}
        return chosen

    def _evidence(self, row: _Row) -> dict[Side, list[Evidence]]:
        """Every marked word of a pair; a word is marked once, by its strongest evidence."""
        found: dict[Side, list[Evidence]] = {}
        for side in SIDES:
            words = row.words(side)
            if not words:
                continue
            made = _machine_made(row.stored, row.number, side)
            all_found = list(self._side_evidence(row, side, words, made))
            strongest: dict[int, Evidence] = {}
            for evidence in sorted(all_found, key=lambda e: KINDS.index(e.kind)):
                strongest.setdefault(evidence.word, evidence)
            if strongest:
                found[side] = sorted(strongest.values(), key=lambda e: e.word)
        return found

    def _side_evidence(
        self, row: _Row, side: Side, words: list[tuple[Span, Forms]], made: bool
    ) -> Iterator[Evidence]:
        for mark in self._terms:
            if side in mark.sides:
                for at, (_, word) in enumerate(words):
                    if word.stem == mark.forms.stem:
                        yield Evidence(at, mark, _kind(mark, mark.forms, word, made), word.bare)
        for phrase in self._phrases:
            if side in phrase.sides:
                yield from _phrase_evidence(phrase, words, made)
        for pattern in self._patterns:
            if side in pattern.mark.sides:
                yield from pattern.evidence(words, side, row.stored, row.number)

    def _shown(self, row: _Row, found: dict[Side, list[Evidence]], window: bool = True) -> Shown:
        sides: dict[Side, Segments | None] = {}
        for side in SIDES:
            text = row.stored.pairs[side][row.number]
            if text is None:
                sides[side] = None
                continue
            places = [row.words(side)[e.word][0] for e in found.get(side, [])]
            bounds = [(place.start, place.end) for place in places]
            sides[side] = segments(text, bounds, WINDOW if window else None)
        return Shown(row.number, sides)


class _Pattern:
    """A pattern mark with its test made ready."""

    def __init__(self, mark: PatternMark) -> None:
        self.mark = mark

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        assert isinstance(self.mark.pattern, ast.Wildcard)
        parts = {"?": ".", "*": ".*"}
        pattern = pattern_form(self.mark.pattern.pattern)
        return re.compile("".join(parts.get(char, re.escape(char)) for char in pattern))

    @cached_property
    def _form(self) -> str:
        assert isinstance(self.mark.pattern, ast.Prefix | ast.Fuzzy)
        return edit_form(self.mark.pattern.text)

    def fits(self, term: str) -> bool:
        match self.mark.pattern:
            case ast.Prefix():
                return term.startswith(self._form)
            case ast.Wildcard():
                return self._regex.fullmatch(term) is not None
            case ast.Fuzzy(distance=distance):
                return bool(OSA.distance(self._form, term, score_cutoff=distance) <= distance)

    def evidence(
        self, words: list[tuple[Span, Forms]], side: Side, stored: Stored, number: int
    ) -> list[Evidence]:
        kind = "fuzzy" if isinstance(self.mark.pattern, ast.Fuzzy) else "prefix"
        if _machine_made(stored, number, side):
            kind = "translation"
        return [
            Evidence(at, self.mark, kind, word.bare)
            for at, (_, word) in enumerate(words)
            if self.fits(word.exact) or self.fits(word.bare)
        ]


def occurrences(lines: str, needle: str) -> Iterator[tuple[int, int]]:
    """(row, place) of each occurrence of a space-delimited term in newline-separated rows."""
    at = lines.find(needle)
    row = start = 0
    while at >= 0:
        row += lines.count("\n", start, at)
        yield row, at
        start = at
        # The next term may share the space between them.
        at = lines.find(needle, at + len(needle) - 1)


def segments(text: str, marked: Iterable[tuple[int, int]], window: int | None) -> Segments:
    """The text in [piece, marked] segments, cut to a window around the first marks if longer."""
    places = list(marked)
    first, last = 0, len(text)
    if window is not None and len(text) > window:
        first, last = _window(text, places, window)
    made: Segments = [("…", False)] if first else []
    at = first
    for start, end in places:
        if start < first or end > last:
            continue
        if start > at:
            made.append((text[at:start], False))
        made.append((text[start:end], True))
        at = end
    if at < last:
        made.append((text[at:last], False))
    if last < len(text):
        made.append(("…", False))
    return made


def _window(text: str, places: list[tuple[int, int]], size: int) -> tuple[int, int]:
    """A window of `size` characters with the most marks, its ends at spaces where there are any."""
    starts = [max(0, start - size // 4) for start, _ in places] or [0]
    first = max(starts, key=lambda s: sum(s <= a and b <= s + size for a, b in places))
    first = min(first, len(text) - size)
    last = first + size
    if first:
        space = text.find(" ", first, first + 40)
        first = space + 1 if space >= 0 else first
    if last < len(text):
        space = text.rfind(" ", last - 40, last)
        last = space if space > first else last
    return first, last


def _machine_made(stored: Stored, number: int, side: Side) -> bool:
    """Whether this side of the pair is a machine's translation."""
    return stored.engines[number] >= 0 and side != stored.head["lang"]


def _kind(mark: TermMark | PhraseMark, asked: Forms, word: Forms, machine_made: bool) -> str:
    if mark.link != "word":
        return mark.link
    if machine_made:
        return "translation"
    if asked.exact == word.exact:
        return "exact"
    return "bare" if asked.bare == word.bare else "stem"


def _phrase_evidence(
    mark: PhraseMark, words: list[tuple[Span, Forms]], made: bool
) -> Iterator[Evidence]:
    """The words of each place where the phrase stands in this sentence."""
    wanted = [word.bare for word in mark.words]
    terms = [word.bare for _, word in words]
    if mark.slop is None:
        for at in range(len(terms) - len(wanted) + 1):
            if terms[at : at + len(wanted)] == wanted:
                for number, asked in enumerate(mark.words):
                    found = words[at + number][1]
                    yield Evidence(at + number, mark, _kind(mark, asked, found, made), found.bare)
        return
    places = [[at for at, term in enumerate(terms) if term == word] for word in wanted]
    if all(places) and windowed(places, len(wanted) + mark.slop):
        for asked, each in zip(mark.words, places, strict=True):
            for at in each:
                yield Evidence(at, mark, _kind(mark, asked, words[at][1], made), terms[at])
