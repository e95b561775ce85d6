"""The terms of the sparse layer of names: `KEY|form`, gathered by the key, told by the form.

Which Arabic words are names nothing shows, so every one that carries a subject is there, as its
bare form. A Latin word counts as a name where a sentence writes it with a capital.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import Protocol

from search.analysis.forms import Remembered, forms
from search.analysis.function_words import is_function_word
from search.analysis.lexicon import arabic
from search.analysis.names.latin import latin
from search.analysis.names.skeleton import skeleton, usual_skeleton

JOINT = "_"
"""Between the words of a name of two that is also written as one: حزب_الله."""

REMAINS = "~"
"""Behind what is left of a rare word whose first letters may have been its own: of بزيلنسكي
it is the name, of كيغنز it is none."""

BEFORE = frozenset("عبد ابو ابي ابا ابن بن ال ام بيت تل دير راس جبل".split())
"""First words of names of two words, folded."""

AFTER = frozenset(("الله", "الدين"))
"""Last words of names of two words, folded."""

_LONGEST = 24
# The letters that a word below this level has lost may be its own (search.analysis.lexicon).
_RARE = 430
# A line in which most words have capitals is a headline, whose capitals tell nothing.
_HEADLINE, _SHARE = 8, 0.7


def term(key: str, form: str) -> str:
    """The term of a form under its key."""
    return f"{key}|{form}"


def form_of(found: str) -> str:
    """The form of a term, with REMAINS behind it where that was there."""
    return found.partition("|")[2]


class Line(Protocol):
    """A line's words: as written, and their forms."""

    @property
    def words(self) -> Sequence[str]: ...
    @property
    def exact(self) -> tuple[str, ...]: ...
    @property
    def bare(self) -> tuple[str, ...]: ...


def arabic_terms(lines: Iterable[Line]) -> dict[str, None]:
    """The terms of the Arabic words of some lines, once each, in order."""
    words: dict[str, None] = {}
    pairs: dict[str, None] = {}
    for line in lines:
        words |= dict.fromkeys(line.exact)
        if not (BEFORE.isdisjoint(line.bare) and AFTER.isdisjoint(line.exact)):
            pairs |= dict.fromkeys(_pairs(line))
    found = dict.fromkeys(chain.from_iterable(map(_singles.__getitem__, words)))
    return found | pairs


def latin_terms(lines: Iterable[Line]) -> dict[str, None]:
    """The terms of the Latin words with a capital, but for the first of a line, once each.

    Known false positives: what follows a colon; titles before a name.
    """
    found: dict[str, None] = {}
    for line in lines:
        words = line.words
        capital = [number for number, word in enumerate(words) if word[0].isupper()]
        if len(words) < _HEADLINE or len(capital) <= _SHARE * len(words):
            found |= dict.fromkeys([_names[line.exact[number]] for number in capital if number])
    found.pop("", None)
    return found


def _single(exact: str) -> tuple[str, ...]:
    word = forms(exact)
    if word.lang != "ar" or len(exact) > _LONGEST or is_function_word(exact):
        return ()
    written = [word.bare]
    if word.bare != exact and arabic().level(exact) < _RARE:
        written = [word.bare + REMAINS, exact]
    return tuple(term(key, form) for form in written if (key := skeleton(form)))


def _pairs(line: Line) -> Iterator[str]:
    for (_, first), (second, _) in pairwise(zip(line.exact, line.bare, strict=True)):
        if (first in BEFORE or second in AFTER) and skeleton(first + second):
            yield term(skeleton(first + second), first + JOINT + second)


def _name(exact: str) -> str:
    if not exact.isalpha() or len(exact) > _LONGEST or is_function_word(exact):
        return ""
    key = usual_skeleton(latin(exact))
    return term(key, exact) if key else ""


_singles = Remembered(_single, (1 << 18) // 3)
_names = Remembered(_name, (1 << 17) // 3)
