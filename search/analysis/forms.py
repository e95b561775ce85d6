"""The terms of a word: three layers, each a function of the one before.

exact (one spelling) → bare (no proclitics) → stem (no inflection), so that words equal in a
finer layer are equal in the coarser ones, and the stem finds all that any layer finds.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from search.analysis import arabic, english, inflection
from search.analysis.letters import LONGEST, normal

_GRAM = 4


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


class _Cache(dict[str, Forms]):
    """The forms of words met before. Asked half the time of an lru_cache; begun anew when full,
    some 110 MB, which a vocabulary of news reaches after 10,000 articles or more."""

    def __missing__(self, word: str) -> Forms:
        if len(self) >= _REMEMBERED:
            self.clear()
        made = self[word] = _analyse(word)
        return made


_REMEMBERED = (1 << 20) // 3  # as many as a dict holds before it grows to twice the size
_cache = _Cache()


def forms(word: str) -> Forms:
    """Return the terms of a word as written (the text of one Span)."""
    return _cache[word]


def forms_of(words: Iterable[str]) -> list[Forms]:
    """forms of each word, in order."""
    return list(map(_cache.__getitem__, words))


def _analyse(word: str) -> Forms:
    # A word of nothing but signs, such as a modifier letter, is named by its code point.
    exact = normal(word) or f"u{ord(word[0]):x}" if word else "u0"
    lang = _script(exact)
    if lang == "ar":
        bare = arabic.strip_proclitics(exact)
        return Forms(exact, bare, inflection.stem(bare), lang)
    if lang == "en":
        return Forms(exact, exact, english.stem(exact)[:LONGEST], lang)
    return Forms(exact, exact, exact, lang)


def subwords(word: str) -> tuple[str, ...]:
    """Return the character 4-grams of an Arabic word's bare form; a shorter one gives itself."""
    found = forms(word)
    return tuple(bare_subwords(found.bare).split()) if found.lang == "ar" else ()


@lru_cache(maxsize=1 << 17)
def bare_subwords(bare: str) -> str:
    """The subwords of a bare form of Arabic, between single spaces."""
    return " ".join([bare[at : at + _GRAM] for at in range(max(1, len(bare) - _GRAM + 1))])
