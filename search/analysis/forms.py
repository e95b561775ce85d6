"""The terms of a word: three layers, each a function of the one before.

exact (one spelling) → bare (no proclitics) → stem (no inflection), so that words equal in a
finer layer are equal in the coarser ones, and the stem finds all that any layer finds.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from search.analysis import arabic, english, inflection
from search.analysis.letters import LONGEST, normal

# Of 3 to 5 letters, with and without marks of a word's ends, over the exact, bare or stem form:
# these were best on four collections together (nDCG@10 .4 points above plain 4-grams).
_GRAM = 4
_START = "^"


class Forms(NamedTuple):
    """The layers of a word; never empty, without whitespace, at most 64 characters each."""

    exact: str
    bare: str
    stem: str
    lang: str
    """ar or en by script, other for digits and other scripts."""


def edit_form(word: str) -> str:
    """Return the normal form of a word or a part of one: what wildcards and edits compare."""
    return normal(word)


def fold(text: str) -> str:
    """Normalise a metadata value for comparison: one spelling, single spaces."""
    return " ".join(filter(None, map(normal, text.split())))


_LATIN = re.compile("[a-z]")


def _script(exact: str) -> str:
    if not exact.isascii() and any("\u0620" <= c <= "\u06ff" and c.isalpha() for c in exact):
        return "ar"
    return "en" if _LATIN.search(exact) else "other"


T = TypeVar("T")


class Remembered(dict[str, T]):
    """What make() returned for words met before, asked in half the time of an lru_cache; begun
    anew when it holds `most`."""

    def __init__(self, make: Callable[[str], T], most: int) -> None:
        super().__init__()
        self._make = make
        self._most = most

    def __missing__(self, word: str) -> T:
        if len(self) >= self._most:
            self.clear()
        made = self[word] = self._make(word)
        return made


def _analyse(word: str) -> Forms:
    # A word of nothing but signs, such as a modifier letter, is named by its code point.
    named = normal(word) or f"u{ord(word[0]):x}" if word else "u0"
    exact = english.abbreviation(word) or named
    lang = _script(exact)
    if lang == "ar":
        bare = arabic.strip_proclitics(exact)
        return Forms(exact, bare, inflection.stem(bare), lang)
    if lang == "en":
        return Forms(exact, exact, english.stem(exact)[:LONGEST], lang)
    return Forms(exact, exact, exact, lang)


def _grams(bare: str) -> str:
    begun = _START + bare
    return " ".join([begun[at : at + _GRAM] for at in range(max(1, len(begun) - _GRAM + 1))])


# Some 110 MB when full, with a vocabulary of 10,000 articles or more: as many words as a dict
# holds before it grows to twice the size.
_forms = Remembered(_analyse, (1 << 20) // 3)
_bare_subwords = Remembered(_grams, (1 << 18) // 3)


def forms(word: str) -> Forms:
    """Return the terms of a word as written (the text of one Span)."""
    return _forms[word]


def forms_of(words: Iterable[str]) -> list[Forms]:
    """forms of each word, in order."""
    return list(map(_forms.__getitem__, words))


def subwords(word: str) -> tuple[str, ...]:
    """Return the character 4-grams of an Arabic word's bare form, begun with a mark of its start:
    لبنان gives ^لبن لبنا بنان."""
    found = forms(word)
    return tuple(_bare_subwords[found.bare].split()) if found.lang == "ar" else ()


def subwords_of(bares: Iterable[str]) -> str:
    """The subwords of bare forms of Arabic, in order, between single spaces."""
    return " ".join(map(_bare_subwords.__getitem__, bares))
