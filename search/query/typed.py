"""The units of the words a reader typed: by stem, number, compound, thesaurus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search import ranking
from search.analysis import (
    Forms,
    Number,
    compounds,
    forms,
    is_function_word,
    is_value,
    number_terms,
    numbers_in,
    spans,
)
from search.article import Side
from search.engines import plan as p
from search.marks import Link, Mark, NumberMark, PhraseMark, TermMark
from search.query import ast
from search.query.frames import framed
from search.query.frames_arabic import framed_arabic, said_of_anything
from search.query.thesaurus import Expression, thesaurus
from search.query.units import Unit
from search.spelled import ARTICLES, SONS, Spelled, Spellings


@dataclass(frozen=True, slots=True)
class Expansion:
    """`term` of the query was also searched as `as_`, found by `by`."""

    term: str
    as_: str
    by: str


Area = ranking.Area


class Typed:
    """Makes units of words for one query; numbers them and notes how they were expanded."""

    def __init__(self, sides: tuple[Side, ...], names: Spellings) -> None:
        self._sides = sides
        self._names = names
        self._units = 0
        self.expansions: list[Expansion] = []

    def next(self) -> int:
        """The number of a new unit."""
        self._units += 1
        return self._units

    def units(self, words: Sequence[ast.Word], area: Area) -> list[Unit]:
        raw = [span.text for word in words for span in spans(word.text)]
        analysed = [forms(text) for text in raw]
        numbers = _numbers(words, raw, analysed)
        exact = [word.exact for word in analysed]
        empty = framed(exact) | framed_arabic(exact)
        unsaid = said_of_anything(exact, empty)
        units: list[Unit] = []
        at, single = 0, False
        while at < len(raw):
            length, found = self._related(analysed, at)
            long, terms = number_terms(numbers, at)
            if long > length or (long and not found):
                length, found = long, ()
            here = raw[at : at + length]
            if long == length and is_value(terms[0]):
                unit = self._number_unit(here, terms, area)
            else:
                unit = self._word_unit(here, found, area, terms if long == length else ())
            unit.function = unit.function or empty.issuperset(range(at, at + length))
            unit.function = unit.function or (length == 1 and self._is_particle(raw, at))
            unit.optional = length == 1 and at in unsaid
            units.append(unit)
            at += length
            if length == 1 and single:
                self._join(units, raw[at - 2 : at], area)
            # What stands between the parts of a name does not part them: Abd al-Rahman.
            single = length == 1
        return units

    def _join(self, units: list[Unit], raw: Sequence[str], area: Area) -> None:
        """Make one unit of the last two where their words are also written as one."""
        if len(units) < 2 or units[-2].function or units[-1].function:
            return
        one = compounds.closed(*map(forms, raw)) if "en" in self._sides else None
        if one:
            units[-2:] = [self._closed(one, units[-2:], area)]
        elif spelled := self._names.pair(*raw):
            units[-2:] = [self._paired(" ".join(raw), spelled, units[-2:], area)]

    def _is_particle(self, raw: Sequence[str], at: int) -> bool:
        """Whether a word only joins parts of a name: al before one, bin between two."""
        exact = forms(raw[at]).exact
        if at + 1 == len(raw) or exact not in ARTICLES | SONS:
            return False
        if exact in SONS and at == 0:
            return False
        return forms(exact).lang == "ar" or bool(self._names.word(raw[at + 1]))

    def _related(self, words: Sequence[Forms], at: int) -> tuple[int, tuple[Expression, ...]]:
        """The longest run of words from `at` that the thesaurus knows, and what it knows."""
        table = thesaurus()
        for length in range(min(table.longest, len(words) - at), 0, -1):
            if found := table.related([word.stem for word in words[at : at + length]]):
                return length, found
        return 1, ()

    def _number_unit(self, raw: Sequence[str], terms: tuple[str, ...], area: Area) -> Unit:
        """A value: as it is written, word beside word, or by its term. Not by stems: ثلاثون is
        not ثلاثة, and a number is not its words scattered."""
        number = self.next()
        words = tuple(forms(text) for text in raw)
        plans = [ranking.number(terms, self._sides, area)]
        marks: list[Mark] = [NumberMark(number, self._sides, terms)]
        if len(words) > 1 or words[0].lang != "other":
            plans.append(ranking.phrase(words, self._sides, area, None))
            marks.append(PhraseMark(number, self._sides, words, None))
        elif not terms[0].endswith("%"):  # the sign is no word: 25 alone is not 25 %
            plans.append(ranking.word(words[0], self._sides, area))
            marks.append(TermMark(number, self._sides, words[0]))
        self._note_number(raw, terms)
        return Unit(ranking.best(plans), marks, telling=1.0)

    def _note_number(self, raw: Sequence[str], terms: tuple[str, ...]) -> None:
        written = " ".join(raw)
        self.expansions += [Expansion(written, term, "number") for term in terms if term != written]

    def _word_unit(
        self,
        raw: Sequence[str],
        found: Sequence[Expression],
        area: Area,
        terms: tuple[str, ...] = (),
    ) -> Unit:
        number = self.next()
        analysed = [forms(text) for text in raw]
        typed = [ranking.word(word, self._sides, area) for word in analysed]
        plans: list[p.Plan] = [typed[0] if len(typed) == 1 else p.Bool(must=tuple(typed))]
        marks: list[Mark] = [TermMark(number, self._sides, word) for word in analysed]
        if len(raw) == 1:
            for plan, mark in self._opened(number, analysed[0], area):
                plans.append(plan)
                marks.append(mark)
        for expression in found:
            words = tuple(forms(span.text) for w in expression.words for span in spans(w))
            side: Side = expression.lang
            plans.append(ranking.alternative(words, side, area))
            marks.append(_expression_mark(number, side, words))
            self.expansions.append(Expansion(" ".join(raw), expression.text, "thesaurus"))
        # A reviewed entry knows better what a Latin word is in Arabic than its sound does.
        if len(raw) == 1 and not terms and (not found or analysed[0].lang == "ar"):
            plans += self._spelled(number, raw[0], self._names.word(raw[0]), marks, area)
        if terms:
            plans.append(ranking.number(terms, self._sides, area))
            marks.append(NumberMark(number, self._sides, terms))
            self._note_number(raw, terms)
        return Unit(
            plan=ranking.best(plans),
            marks=marks,
            extra=[plan for text in raw for plan in ranking.grams(text)]
            if "ar" in self._sides
            else [],
            function=not terms and all(is_function_word(text) for text in raw),
            telling=ranking.specificity(analysed[0]),
        )

    def _spelled(
        self, number: int, typed: str, found: Sequence[Spelled], marks: list[Mark], area: Area
    ) -> list[p.Plan]:
        """What finds a name by its other spellings; their marks and expansions are noted."""
        if not found:
            return []
        for spelled in found:
            marks.append(_expression_mark(number, spelled.side, spelled.words, "name"))
            self.expansions.append(Expansion(typed, spelled.text, "name"))
        telling = ranking.specificity(forms(typed.split()[0]))
        return [ranking.spelled(each, telling, area) for each in found]

    def _paired(self, typed: str, found: Sequence[Spelled], parts: list[Unit], area: Area) -> Unit:
        """Two words of a name that is also written as one: نصر الله, نصرالله."""
        marks = [mark for part in parts for mark in part.marks]
        plans = self._spelled(self.next(), typed, found, marks, area)
        return Unit(
            plan=ranking.best([p.Bool(must=tuple(part.plan for part in parts)), *plans]),
            marks=marks,
            extra=[plan for part in parts for plan in part.extra],
            relaxed=parts,
        )

    def _closed(self, one: Forms, parts: list[Unit], area: Area) -> Unit:
        """Two words that are also written as one: cease-fire, ceasefire."""
        number = self.next()
        word = ranking.word(one, ("en",), area)
        mark = TermMark(number, ("en",), one)
        return Unit(
            plan=ranking.best([p.Bool(must=tuple(part.plan for part in parts)), word]),
            marks=[*(m for part in parts for m in part.marks), mark],
            extra=[plan for part in parts for plan in part.extra],
            relaxed=[*parts, Unit(word, [mark])],
        )

    def _opened(self, number: int, word: Forms, area: Area) -> Iterator[tuple[p.Plan, Mark]]:
        """A word that is also written as two."""
        two = compounds.opened(word)
        side: Side = "ar" if word.lang == "ar" else "en"
        if two is None or side not in self._sides:
            return
        for second in two.seconds:
            parts = (forms(two.first), forms(second))
            phrase = ranking.phrase(parts, (side,), area, None)
            yield phrase, PhraseMark(number, (side,), parts, None)


def _numbers(
    words: Sequence[ast.Word], raw: list[str], analysed: Sequence[Forms]
) -> tuple[Number, ...]:
    """The numbers of neighbouring words of a query."""
    text = " ".join(word.text for word in words)
    return numbers_in(text, raw, tuple(word.exact for word in analysed), asked=True)


def _expression_mark(
    unit: int, side: Side, words: tuple[Forms, ...], link: Link = "thesaurus"
) -> Mark:
    if len(words) == 1:
        return TermMark(unit, (side,), words[0], link)
    return PhraseMark(unit, (side,), words, None, link)
