"""What to show of a found article: the sentence pairs that answer, with the words marked.

Made from the stored text, in characters of it, whole words only. A term's sentences and its
place in them are read off the stored lines of coarsest terms (search.stored), so that only
the marked words are looked up in the text; phrases and patterns analyse the sentences they may
stand in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from search.analysis import Forms, Span, forms, locate, spans
from search.article import SIDES, Side
from search.engines.windows import together
from search.evidence import KINDS, Evidence, Pattern, of_phrase, of_word
from search.excerpt import WINDOW, Segments, segments
from search.marks import Mark, NumberMark, PatternMark, PhraseMark, TermMark
from search.stored import Stored

MAX_SNIPPETS = 3

# What a unit shown by a thesaurus entry is worth beside one shown by its own word.
_LINK_WEIGHT = {"word": 1.0, "thesaurus": 0.6, "name": 0.6}


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


@dataclass(slots=True)
class _Row:
    """What is known of a pair before it is read: its words that terms mark, what it shows of each
    unit, and in which spellings (inflections of one stem are one)."""

    terms: dict[Side, list[tuple[int, TermMark | NumberMark]]] = field(default_factory=dict)
    units: dict[int, float] = field(default_factory=dict)
    spellings: set[tuple[int, str]] = field(default_factory=set)

    def note(self, mark: Mark, weight: float, spelling: str) -> None:
        self.units[mark.unit] = max(self.units.get(mark.unit, 0.0), weight)
        self.spellings.add((mark.unit, spelling))


Found = dict[Side, list[Evidence]]


class Highlighter:
    """Highlights the hits of one query; keeps nothing of a hit."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._phrases = [mark for mark in marks if isinstance(mark, PhraseMark)]
        self._patterns = [Pattern(mark) for mark in marks if isinstance(mark, PatternMark)]
        self._numbers = [mark for mark in marks if isinstance(mark, NumberMark)]
        self._needles = _needles(mark for mark in marks if isinstance(mark, TermMark))

    def highlight(self, stored: Stored) -> Highlight:
        """The title, one to three pairs, and by what kinds of evidence they were found."""
        rows = self._rows(stored)
        title = self._evidence(stored, 0, rows.get(0, _Row()))
        chosen = self._choose(stored, rows)
        kinds = {
            e.kind for found in (title, *chosen.values()) for side in found.values() for e in side
        }
        return Highlight(
            title=_shown(stored, 0, title, None),
            snippets=tuple(_shown(stored, number, chosen[number], WINDOW) for number in chosen),
            matched_by=tuple(kind for kind in KINDS if kind in kinds),
        )

    def every(self, stored: Stored) -> list[Shown]:
        """All pairs whole, in order, the title first."""
        rows = self._rows(stored)
        return [
            _shown(stored, number, self._evidence(stored, number, rows.get(number, _Row())), None)
            for number in range(len(stored.engines))
        ]

    def _rows(self, stored: Stored) -> dict[int, _Row]:
        """The pairs that show anything of the query."""
        rows: dict[int, _Row] = {}
        spread = _needles(self._spread(stored)) if self._phrases else []
        for side, needle, mark in [*self._needles, *spread]:
            for number, word in occurrences(stored.lines[side], needle):
                row = rows.setdefault(number, _Row())
                row.terms.setdefault(side, []).append((word, mark))
                row.note(mark, _LINK_WEIGHT[mark.link], needle)
        for numbers in self._numbers:
            _note_numbers(rows, stored, numbers)
        for phrase in self._phrases:
            self._note_phrase(rows, stored, phrase)
        if self._patterns:
            for number in range(len(stored.engines)):
                for evidence in self._patterns_in(stored, number):
                    rows.setdefault(number, _Row()).note(evidence.mark, 1.0, evidence.spelling)
        return rows

    def _note_phrase(self, rows: dict[int, _Row], stored: Stored, phrase: PhraseMark) -> None:
        """The pairs where a phrase stands, and in them what shows it on the other side."""
        found = self._phrase_rows(stored, phrase)
        for number in found:
            weight = _LINK_WEIGHT[phrase.link] * len(phrase.words)
            rows.setdefault(number, _Row()).note(phrase, weight, "")
        for mark in phrase.companions:
            for side in mark.sides:
                for number, word in occurrences(stored.lines[side], f" {mark.forms.stem} "):
                    if number in found:
                        rows[number].terms.setdefault(side, []).append((word, mark))

    def _phrase_rows(self, stored: Stored, mark: PhraseMark) -> set[int]:
        """The pairs where the phrase stands, looked for where its coarsest terms stand together."""
        rows: set[int] = set()
        for side in mark.sides:
            line = stored.lines[side]
            each = [{row for row, _ in occurrences(line, f" {w.stem} ")} for w in mark.words]
            for number in set.intersection(*each):
                if any(of_phrase(mark, _analysed(stored, number, side), machine_made=False)):
                    rows.add(number)
        return rows

    def _spread(self, stored: Stored) -> Iterator[TermMark]:
        """The words of sloppy phrases that stand in no sentence whole: they were found across a
        sentence's end, so each of their words is shown where it stands."""
        for mark in self._phrases:
            if mark.slop is None or self._phrase_rows(stored, mark):
                continue
            words = [(word.bare,) for word in mark.words]
            for side in mark.sides:
                if together(stored.pairs[side][1:], "bare", words, mark.slop):
                    yield from (TermMark(mark.unit, (side,), w, mark.link) for w in mark.words)

    def _patterns_in(self, stored: Stored, number: int) -> Iterator[Evidence]:
        for pattern in self._patterns:
            for side in pattern.mark.sides:
                made = _machine_made(stored, number, side)
                yield from pattern.evidence(_analysed(stored, number, side), made)

    def _choose(self, stored: Stored, rows: dict[int, _Row]) -> dict[int, Found]:
        """The best pair, and further ones that show a word or spelling not shown yet."""
        weights = {number: sum(row.units.values()) for number, row in rows.items() if number}
        ranked = sorted(weights, key=lambda number: (-weights[number], number))
        chosen: list[int] = []
        seen: set[tuple[int, str]] = set()
        for number in ranked:
            if rows[number].spellings - seen:
                chosen.append(number)
                seen |= rows[number].spellings
            if len(chosen) == MAX_SNIPPETS:
                break
        if not chosen and len(stored.engines) > 1:
            chosen, rows[1] = [1], _Row()
        return {number: self._evidence(stored, number, rows[number]) for number in chosen}

    def _evidence(self, stored: Stored, number: int, row: _Row) -> Found:
        """Every marked word of a pair; a word is marked once, by its strongest evidence."""
        found: Found = {}
        for side in SIDES:
            every = self._side_evidence(stored, number, side, row.terms.get(side, []))
            if every:
                found[side] = _strongest(every) if len(every) > 1 else every
        return found

    def _side_evidence(
        self,
        stored: Stored,
        number: int,
        side: Side,
        terms: list[tuple[int, TermMark | NumberMark]],
    ) -> list[Evidence]:
        text = stored.pairs[side][number]
        if not text or not (terms or self._phrases or self._patterns):
            return []
        made = _machine_made(stored, number, side)
        every = []
        places = locate(text, {word for word, _ in terms}) if terms else {}
        for word, mark in terms:
            span = places[word]
            found = forms(span.text)
            if isinstance(mark, NumberMark):
                kind = "number"
            else:
                kind = of_word(mark, mark.forms, found, made)
            every.append(Evidence(word, span, mark, kind, found.bare))
        if self._phrases or self._patterns:
            analysed = _analysed(stored, number, side)
            for phrase in self._phrases:
                if side in phrase.sides:
                    every += of_phrase(phrase, analysed, made)
            for pattern in self._patterns:
                if side in pattern.mark.sides:
                    every += pattern.evidence(analysed, made)
        return every


def _needles(marks: Iterable[TermMark]) -> list[tuple[Side, str, TermMark]]:
    """What to look for in the stored lines of a side."""
    return [(side, f" {mark.forms.stem} ", mark) for mark in marks for side in mark.sides]


def _note_numbers(rows: dict[int, _Row], stored: Stored, mark: NumberMark) -> None:
    """The pairs with a number, and each of its words."""
    for side in mark.sides:
        for term in mark.terms:
            for number, first, last in number_places(stored.numbers[side], term):
                row = rows.setdefault(number, _Row())
                row.terms.setdefault(side, []).extend((at, mark) for at in range(first, last + 1))
                row.note(mark, 1.0, term)


def number_places(numbers: str, term: str) -> Iterator[tuple[int, int, int]]:
    """(row, first word, last word) of each place of a term in a side's listed numbers."""
    needle = f" {term}="
    at = numbers.find(needle)
    while at >= 0:
        start = at + len(needle)
        at = numbers.index(" ", start)
        row, first, last = numbers[start:at].split(",")
        yield int(row), int(first), int(last)
        at = numbers.find(needle, at)


def occurrences(lines: str, needle: str) -> Iterator[tuple[int, int]]:
    """(row, word) numbers of a space-delimited term in newline-separated rows of terms."""
    at = lines.find(needle)
    row = counted = 0
    while at >= 0:
        row += lines.count("\n", counted, at)
        counted = at
        yield row, lines.count(" ", lines.rfind("\n", 0, at) + 1, at)
        # The next term may share the space between them.
        at = lines.find(needle, at + len(needle) - 1)


def _strongest(every: list[Evidence]) -> list[Evidence]:
    """One evidence a word, in the order of words."""
    kept: dict[int, Evidence] = {}
    for evidence in sorted(every, key=lambda e: KINDS.index(e.kind)):
        kept.setdefault(evidence.word, evidence)
    return sorted(kept.values(), key=lambda e: e.word)


def _analysed(stored: Stored, number: int, side: Side) -> list[tuple[Span, Forms]]:
    text = stored.pairs[side][number]
    return [(span, forms(span.text)) for span in spans(text)] if text else []


def _machine_made(stored: Stored, number: int, side: Side) -> bool:
    """Whether this side of the pair is a machine's translation."""
    return stored.engines[number] >= 0 and side != stored.head["lang"]


def _shown(stored: Stored, number: int, found: Found, window: int | None) -> Shown:
    sides: dict[Side, Segments | None] = {}
    for side in SIDES:
        text = stored.pairs[side][number]
        if text is None:
            sides[side] = None
            continue
        marked = [evidence.span[1:] for evidence in found.get(side, [])]
        sides[side] = segments(text, marked, window)
    return Shown(number, sides)
