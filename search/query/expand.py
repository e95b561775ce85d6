"""From the tree to a plan: languages, fields, function words, thesaurus, relaxation.

Every word becomes a unit: a plan of its own (what finds it, on which sides, by which forms) and
the marks that show it. All units must match; where the tree allows it, a second plan asks for
any of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from search import ranking
from search.analysis import Forms, forms, spans
from search.article import SIDES, Side
from search.engines import plan as p
from search.marks import Mark, PatternMark, PhraseMark, TermMark
from search.page import QueryLang
from search.query import ast
from search.query.metadata import dates, metadata
from search.query.patterns import pattern_plans
from search.query.typed import Expansion, Typed
from search.query.units import Unit, all_of, any_of, conjunction, filtered
from search.spelled import NO_NAMES, Spellings

Area = ranking.Area


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


def interpret(
    root: ast.Node | None, lang: QueryLang, names: Spellings = NO_NAMES
) -> Interpretation:
    """The plans and marks of a parsed query, whose names are also searched as `names` tells.
    Raises BadQuery for a date that is none."""
    if root is None:
        return Interpretation(p.Everything(), None, (), (), (), scored=False)
    return _Expander(lang, names).interpret(root)


class _Expander:
    def __init__(self, lang: QueryLang, names: Spellings) -> None:
        self._sides: tuple[Side, ...] = SIDES if lang == "auto" else (lang,)
        self._typed = Typed(self._sides, names)

    def interpret(self, root: ast.Node) -> Interpretation:
        relaxable = not (isinstance(root, ast.All) and root.explicit)
        children = root.children if isinstance(root, ast.All) else (root,)
        units = self._conjuncts(children, ranking.BOTH)
        if not units:
            return NOTHING
        if not relaxable:  # joined by AND: each is asked for
            units = [replace(unit, optional=False) for unit in units]
        loose = self._loosened(units) if relaxable else []
        return Interpretation(
            all_words=conjunction(units),
            any_word=any_of(units, loose) if relaxable else None,
            marks=tuple(mark for unit in units for mark in unit.marks),
            any_marks=tuple(
                mark for unit in [*loose, *(u for u in units if u.must)] for mark in unit.marks
            ),
            expansions=tuple(dict.fromkeys(self._typed.expansions)),
            scored=any(unit.scored for unit in units),
        )

    def _loosened(self, units: Sequence[Unit]) -> list[Unit]:
        free = [unit for unit in units if unit.scored and not unit.must]
        return [part for unit in free for part in (unit.relaxed or [unit])]

    # One method a kind of node.

    def _unit(self, node: ast.Node, area: Area) -> Unit | None:
        match node:
            case ast.Word():
                return all_of(self._typed.units([node], area))
            case ast.Phrase():
                return self._phrase(node, area)
            case ast.Prefix() | ast.Wildcard() | ast.Fuzzy():
                return self._pattern(node, area)
            case ast.Range():
                return filtered(dates(node))
            case ast.All():
                return all_of(self._conjuncts(node.children, area))
            case ast.Either():
                return self._either(node, area)
            case ast.Not():
                child = self._unit(node.child, area)
                return (
                    None
                    if child is None
                    else filtered(p.Bool((p.Everything(),), (), (child.plan,)))
                )
            case ast.Required():
                return self._required(node, area)
            case ast.Scoped():
                return self._scoped(node)

    def _required(self, node: ast.Required, area: Area) -> Unit | None:
        child = self._unit(node.child, area)
        if child is None:
            return None
        return replace(child, must=True, function=False, optional=False)

    def _conjuncts(self, children: Iterable[ast.Node], area: Area) -> list[Unit]:
        """The units of a conjunction; neighbouring words are read together for the thesaurus."""
        units: list[Unit] = []
        run: list[ast.Word] = []
        for child in children:
            if isinstance(child, ast.Word):
                run.append(child)
                continue
            units += self._typed.units(run, area)
            run = []
            if (unit := self._unit(child, area)) is not None:
                units.append(unit)
        units += self._typed.units(run, area)
        telling = [unit for unit in units if not unit.function]
        # Function words count only in phrases or alone.
        return telling if any(unit.scored for unit in telling) else units

    def _phrase(self, node: ast.Phrase, area: Area) -> Unit | None:
        words = tuple(forms(span.text) for span in spans(node.text))
        if not words:
            return None
        number = self._typed.next()
        alone = self._conjuncts([ast.Word(node.text, node.start, node.end)], area)
        return Unit(
            plan=ranking.phrase(words, self._sides, area, node.slop),
            marks=[
                PhraseMark(
                    number, self._sides, words, node.slop, companions=_companions(words, alone)
                )
            ],
            relaxed=[replace(unit, marks=list(unit.marks)) for unit in alone],
        )

    def _pattern(self, node: ast.Prefix | ast.Wildcard | ast.Fuzzy, area: Area) -> Unit | None:
        number = self._typed.next()
        plans: list[p.Plan] = []
        for side in self._sides:
            for title in area:
                plans += pattern_plans(node, side, title)
        found: p.Plan = p.Best(tuple(plans))
        if isinstance(node, ast.Fuzzy):
            # The word as typed scores besides, so that it ranks above its neighbours.
            typed = [ranking.word(forms(s.text), self._sides, area) for s in spans(node.text)[:1]]
            found = p.Bool(should=(found, *typed))
        return Unit(found, [PatternMark(number, self._sides, node)])

    def _either(self, node: ast.Either, area: Area) -> Unit | None:
        units = [unit for child in node.children if (unit := self._unit(child, area)) is not None]
        if not units:
            return None
        return Unit(
            plan=p.Bool(should=tuple(unit.plan for unit in units)),
            marks=[mark for unit in units for mark in unit.marks],
            extra=[plan for unit in units for plan in unit.extra],
            scored=any(unit.scored for unit in units),
        )

    def _scoped(self, node: ast.Scoped) -> Unit | None:
        if node.field in ("title", "text"):
            return self._unit(node.child, (node.field == "title",))
        return filtered(metadata(node.field, node.child))


def _companions(words: tuple[Forms, ...], units: Sequence[Unit]) -> tuple[TermMark, ...]:
    """The thesaurus's words for a phrase's words in the other language: they are marked beside
    the phrase and find nothing."""
    other: Side = "en" if words[0].lang == "ar" else "ar"
    return tuple(
        mark
        for unit in units
        for mark in unit.marks
        if isinstance(mark, TermMark) and mark.link == "thesaurus" and mark.sides == (other,)
    )
