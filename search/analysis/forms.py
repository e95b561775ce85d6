"""The terms of a word: three layers, each a function of the one before.

exact (one spelling) → bare (no proclitics) → stem (no inflection), so that words equal in a
finer layer are equal in the coarser ones, and the stem finds all that any layer finds.
"""

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


def _script(exact: str) -> str:
    if any("\u0620" <= c <= "\u06ff" and c.isalpha() for c in exact):
        return "ar"
    return "en" if any("a" <= c <= "z" for c in exact) else "other"


@lru_cache(maxsize=1 << 18)
def forms(word: str) -> Forms:
    """Return the terms of a word as written (the text of one Span)."""
    # A word of nothing but signs, such as a modifier letter, is named by its code point.
    exact = normal(word) or f"u{ord(word[0]):x}" if word else "u0"
    lang = _script(exact)
    if lang == "ar":
        bare = arabic.strip_proclitics(exact)
        return Forms(exact, bare, inflection.stem(bare), lang)
    if lang == "en":
        return Forms(exact, exact, english.stem(exact)[:LONGEST], lang)
    return Forms(exact, exact, exact, lang)


@lru_cache(maxsize=1 << 17)
def subwords(word: str) -> tuple[str, ...]:
    """Return the character 4-grams of an Arabic word's bare form; a shorter one gives itself."""
    found = forms(word)
    if found.lang != "ar":
        return ()
    bare = found.bare
    return tuple(bare[at : at + _GRAM] for at in range(max(1, len(bare) - _GRAM + 1)))
