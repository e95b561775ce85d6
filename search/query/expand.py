"""From the tree to a plan: languages, fields, function words, thesaurus, relaxation.

Every word becomes a unit: a plan of its own (what finds it, on which sides, by which forms) and
the marks that show it. All units must match; where the tree allows it, a second plan asks for
any of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from search import ranking
from search.analysis import (
    Forms,
    Number,
    forms,
    is_function_word,
    is_value,
    number_terms,
    numbers_in,
    spans,
)
from search.article import SIDES, Side
from search.engines import plan as p
from search.marks import Link, Mark, NumberMark, PatternMark, PhraseMark, TermMark
from search.page import QueryLang
from search.query import ast
from search.query.frames import framed
from search.query.metadata import dates, metadata
from search.query.patterns import pattern_plans
from search.query.thesaurus import Expression, thesaurus

Area = ranking.Area


@dataclass(frozen=True, slots=True)
class Expansion:
    """`term` of the query was also searched as `as_`, found by `by`."""

    term: str
    as_: str
    by: str


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What the engine and the highlighter are asked.

    all_words: what match=all means; any_word: with match=any, or after the former where the
    search is relaxed (None: nothing to relax). marks and any_marks go with them. scored: whether
    anything in it ranks; without, articles come newest first.
    """

    all_words: p.Plan
    any_word: p.Plan | None
    marks: tuple[Mark, ...]
    any_marks: tuple[Mark, ...]
    expansions: tuple[Expansion, ...]
    scored: bool


NOTHING = Interpretation(p.Nothing(), None, (), (), (), scored=False)
"""What a query without a word asks for."""


@dataclass(slots=True)
class _Unit:
    """A part of the query that matches by itself."""

    plan: p.Plan
    marks: list[Mark] = field(default_factory=list)
    extra: list[p.Plan] = field(default_factory=list)  # scores only
    scored: bool = True
    function: bool = False
    must: bool = False  # stays required when relaxed
    relaxed: list[_Unit] | None = None  # what it counts as when relaxed


def interpret(root: ast.Node | None, lang: QueryLang) -> Interpretation:
    """The plans and marks of a parsed query. Raises BadQuery for a date that is none."""
    if root is None:
        return Interpretation(p.Everything(), None, (), (), (), scored=False)
    return _Expander(lang).interpret(root)


class _Expander:
    def __init__(self, lang: QueryLang) -> None:
        self._sides: tuple[Side, ...] = SIDES if lang == "auto" else (lang,)
        self._expansions: list[Expansion] = []
        self._units = 0

    def interpret(self, root: ast.Node) -> Interpretation:
        relaxable = not (isinstance(root, ast.All) and root.explicit)
        children = root.children if isinstance(root, ast.All) else (root,)
        units = self._conjuncts(children, ranking.BOTH)
        if not units:
            return NOTHING
        loose = self._loosened(units) if relaxable else []
        return Interpretation(
            all_words=_conjunction(units),
            any_word=_any_of(units, loose) if relaxable else None,
            marks=tuple(mark for unit in units for mark in unit.marks),
            any_marks=tuple(
                mark for unit in [*loose, *(u for u in units if u.must)] for mark in unit.marks
            ),
            expansions=tuple(dict.fromkeys(self._expansions)),
            scored=any(unit.scored for unit in units),
        )

    def _loosened(self, units: Sequence[_Unit]) -> list[_Unit]:
        free = [unit for unit in units if unit.scored and not unit.must]
        return [part for unit in free for part in (unit.relaxed or [unit])]

    # One method a kind of node.

    def _unit(self, node: ast.Node, area: Area) -> _Unit | None:
        match node:
            case ast.Word():
                return _all(self._words([node], area))
            case ast.Phrase():
                return self._phrase(node, area)
            case ast.Prefix() | ast.Wildcard() | ast.Fuzzy():
                return self._pattern(node, area)
            case ast.Range():
                return _filter(dates(node))
            case ast.All():
                return _all(self._conjuncts(node.children, area))
            case ast.Either():
                return self._either(node, area)
            case ast.Not():
                child = self._unit(node.child, area)
                return (
                    None if child is None else _filter(p.Bool((p.Everything(),), (), (child.plan,)))
                )
            case ast.Required():
                child = self._unit(node.child, area)
                return None if child is None else replace(child, must=True, function=False)
            case ast.Scoped():
                return self._scoped(node)

    def _conjuncts(self, children: Iterable[ast.Node], area: Area) -> list[_Unit]:
        """The units of a conjunction; neighbouring words are read together for the thesaurus."""
        units: list[_Unit] = []
        run: list[ast.Word] = []
        for child in children:
            if isinstance(child, ast.Word):
                run.append(child)
                continue
            units += self._words(run, area)
            run = []
            if (unit := self._unit(child, area)) is not None:
                units.append(unit)
        units += self._words(run, area)
        telling = [unit for unit in units if not unit.function]
        # Function words count only in phrases or alone.
        return telling if any(unit.scored for unit in telling) else units

    def _words(self, words: Sequence[ast.Word], area: Area) -> list[_Unit]:
        raw = [span.text for word in words for span in spans(word.text)]
        analysed = [forms(text) for text in raw]
        numbers = _numbers(words, raw, analysed)
        empty = framed([word.exact for word in analysed])
        units: list[_Unit] = []
        at = 0
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
            units.append(unit)
            at += length
        return units

    def _related(self, words: Sequence[Forms], at: int) -> tuple[int, tuple[Expression, ...]]:
        """The longest run of words from `at` that the thesaurus knows, and what it knows."""
        table = thesaurus()
        for length in range(min(table.longest, len(words) - at), 0, -1):
            if found := table.related([word.stem for word in words[at : at + length]]):
                return length, found
        return 1, ()

    def _number_unit(self, raw: Sequence[str], terms: tuple[str, ...], area: Area) -> _Unit:
        """A value: as it is written, word beside word, or by its term. Not by stems: ثلاثون is
        not ثلاثة, and a number is not its words scattered."""
        number = self._next()
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
        return _Unit(ranking.best(plans), marks)

    def _note_number(self, raw: Sequence[str], terms: tuple[str, ...]) -> None:
        written = " ".join(raw)
        self._expansions += [
            Expansion(written, term, "number") for term in terms if term != written
        ]

    def _word_unit(
        self,
        raw: Sequence[str],
        found: Sequence[Expression],
        area: Area,
        terms: tuple[str, ...] = (),
    ) -> _Unit:
        number = self._next()
        analysed = [forms(text) for text in raw]
        typed = [ranking.word(word, self._sides, area) for word in analysed]
        plans: list[p.Plan] = [typed[0] if len(typed) == 1 else p.Bool(must=tuple(typed))]
        marks: list[Mark] = [TermMark(number, self._sides, word) for word in analysed]
        for expression in found:
            words = tuple(forms(span.text) for w in expression.words for span in spans(w))
            side: Side = expression.lang
            plans.append(ranking.alternative(words, side, area))
            marks.append(_expression_mark(number, side, words))
            self._expansions.append(Expansion(" ".join(raw), expression.text, "thesaurus"))
        if terms:
            plans.append(ranking.number(terms, self._sides, area))
            marks.append(NumberMark(number, self._sides, terms))
            self._note_number(raw, terms)
        return _Unit(
            plan=ranking.best(plans),
            marks=marks,
            extra=[plan for text in raw for plan in ranking.grams(text)]
            if "ar" in self._sides
            else [],
            function=not terms and all(is_function_word(text) for text in raw),
        )

    def _phrase(self, node: ast.Phrase, area: Area) -> _Unit | None:
        words = tuple(forms(span.text) for span in spans(node.text))
        if not words:
            return None
        number = self._next()
        alone = self._conjuncts([ast.Word(node.text, node.start, node.end)], area)
        return _Unit(
            plan=ranking.phrase(words, self._sides, area, node.slop),
            marks=[
                PhraseMark(
                    number, self._sides, words, node.slop, companions=_companions(words, alone)
                )
            ],
            relaxed=[replace(unit, marks=list(unit.marks)) for unit in alone],
        )

    def _pattern(self, node: ast.Prefix | ast.Wildcard | ast.Fuzzy, area: Area) -> _Unit | None:
        number = self._next()
        plans: list[p.Plan] = []
        for side in self._sides:
            for title in area:
                plans += pattern_plans(node, side, title)
        found: p.Plan = p.Best(tuple(plans))
        if isinstance(node, ast.Fuzzy):
            # The word as typed scores besides, so that it ranks above its neighbours.
            typed = [ranking.word(forms(s.text), self._sides, area) for s in spans(node.text)[:1]]
            found = p.Bool(should=(found, *typed))
        return _Unit(found, [PatternMark(number, self._sides, node)])

    def _either(self, node: ast.Either, area: Area) -> _Unit | None:
        units = [unit for child in node.children if (unit := self._unit(child, area)) is not None]
        if not units:
            return None
        return _Unit(
            plan=p.Bool(should=tuple(unit.plan for unit in units)),
            marks=[mark for unit in units for mark in unit.marks],
            extra=[plan for unit in units for plan in unit.extra],
            scored=any(unit.scored for unit in units),
        )

    def _scoped(self, node: ast.Scoped) -> _Unit | None:
        if node.field in ("title", "text"):
            return self._unit(node.child, (node.field == "title",))
        return _filter(metadata(node.field, node.child))

    def _next(self) -> int:
        self._units += 1
        return self._units


def _numbers(
    words: Sequence[ast.Word], raw: list[str], analysed: Sequence[Forms]
) -> tuple[Number, ...]:
    """The numbers of neighbouring words of a query."""
    text = " ".join(word.text for word in words)
    return numbers_in(text, raw, tuple(word.exact for word in analysed), asked=True)


def _conjunction(units: Sequence[_Unit]) -> p.Plan:
    extra = tuple(plan for unit in units for plan in unit.extra)
    if len(units) == 1 and not extra:
        return units[0].plan
    return p.Bool(must=tuple(unit.plan for unit in units), should=extra)


def _any_of(units: Sequence[_Unit], loose: Sequence[_Unit]) -> p.Plan | None:
    """What is required, and of the rest any; None where that is no more than all of them."""
    kept = tuple(unit.plan for unit in units if unit.must or not unit.scored)
    required = any(unit.must and unit.scored for unit in units)
    if len(loose) + required < 2:
        return None
    extra = tuple(plan for unit in units for plan in unit.extra)
    anyone = tuple(unit.plan for unit in loose)
    if required:
        return p.Bool(must=kept, should=(*anyone, *extra))
    return p.Bool(must=(*kept, p.Bool(should=anyone)), should=extra)


def _all(units: list[_Unit]) -> _Unit | None:
    if len(units) <= 1:
        return units[0] if units else None
    return _Unit(
        plan=p.Bool(must=tuple(unit.plan for unit in units)),
        marks=[mark for unit in units for mark in unit.marks],
        extra=[plan for unit in units for plan in unit.extra],
        scored=any(unit.scored for unit in units),
        function=all(unit.function for unit in units),
    )


def _filter(plan: p.Plan) -> _Unit:
    return _Unit(p.Filter(plan), scored=False)


def _companions(words: tuple[Forms, ...], units: Sequence[_Unit]) -> tuple[TermMark, ...]:
    """The thesaurus's words for a phrase's words in the other language: they are marked beside
    the phrase and find nothing."""
    other: Side = "en" if words[0].lang == "ar" else "ar"
    return tuple(
        mark
        for unit in units
        for mark in unit.marks
        if isinstance(mark, TermMark) and mark.link == "thesaurus" and mark.sides == (other,)
    )


def _expression_mark(unit: int, side: Side, words: tuple[Forms, ...]) -> Mark:
    link: Link = "thesaurus"
    if len(words) == 1:
        return TermMark(unit, (side,), words[0], link)
    return PhraseMark(unit, (side,), words, None, link)
