"""Which words of a sentence a mark means, and as what kind of evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA

from search.analysis import Forms, Span, edit_form
from search.engines.windows import windows
from search.marks import Mark, PatternMark, PhraseMark, TermMark
from search.query import ast
from search.query.patterns import pattern_form

KINDS = ("exact", "bare", "stem", "number", "prefix", "fuzzy", "name", "thesaurus", "translation")
"""Strongest first: the order of `matched_by`."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Word number `word` of a sentence is marked; `spelling` is its bare form."""

    word: int
    span: Span
    mark: Mark
    kind: str
    spelling: str


Analysed = Sequence[tuple[Span, Forms]]
"""A sentence cut into words."""


def of_word(mark: TermMark | PhraseMark, asked: Forms, found: Forms, machine_made: bool) -> str:
    """The kind of evidence that a found word is for an asked one."""
    if mark.link != "word":
        return mark.link
    if machine_made:
        return "translation"
    if asked.exact == found.exact:
        return "exact"
    return "bare" if asked.bare == found.bare else "stem"


def of_phrase(mark: PhraseMark, words: Analysed, machine_made: bool) -> Iterator[Evidence]:
    """The words of each place where the phrase stands in a sentence."""
    wanted = [word.bare for word in mark.words]
    terms = [word.bare for _, word in words]
    if mark.slop is None:
        starts = [
            at
            for at in range(len(terms) - len(wanted) + 1)
            if terms[at : at + len(wanted)] == wanted
        ]
        places = [[start + number for start in starts] for number in range(len(wanted))]
    else:
        places = [[at for at, term in enumerate(terms) if term == word] for word in wanted]
        near = set().union(*windows(places, len(wanted) + mark.slop))
        places = [[at for at in each if at in near] for each in places]
    for asked, each in zip(mark.words, places, strict=True):
        for at in each:
            span, found = words[at]
            kind = of_word(mark, asked, found, machine_made)
            yield Evidence(at, span, mark, kind, found.bare)


class Pattern:
    """A prefix, wildcard or fuzzy mark with its test made ready."""

    def __init__(self, mark: PatternMark) -> None:
        self.mark = mark
        self._kind = "fuzzy" if isinstance(mark.pattern, ast.Fuzzy) else "prefix"

    def evidence(self, words: Analysed, machine_made: bool) -> list[Evidence]:
        kind = "translation" if machine_made else self._kind
        return [
            Evidence(at, span, self.mark, kind, word.bare)
            for at, (span, word) in enumerate(words)
            if self._fits(word.exact) or self._fits(word.bare)
        ]

    def _fits(self, term: str) -> bool:
        match self.mark.pattern:
            case ast.Prefix():
                return term.startswith(self._form)
            case ast.Wildcard():
                return self._regex.fullmatch(term) is not None
            case ast.Fuzzy(distance=distance):
                return bool(OSA.distance(self._form, term, score_cutoff=distance) <= distance)

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
