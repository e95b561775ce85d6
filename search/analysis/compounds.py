"""Words written as one, with a hyphen or as two: ceasefire, cease-fire, cease fire; البحرالميت.

A hyphen parts two words for the tokenizer, so that hyphened and open are one already; here closed
and open meet. Compounds are any common word behind a prefix, and the listed words that begin with
one of the reviewed first parts. All listed words made of two would bring carpet and season. In
Arabic the blank before an article is left out in haste.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from search.analysis import lexicon
from search.analysis.commonness import english
from search.analysis.forms import Forms, forms
from search.analysis.kept import kept

_PREFIXES = frozenset(
    "anti counter non co re pre post multi inter semi cyber pro mid geo socio ultra micro macro "
    "mini vice".split()
)
_FIRSTS = frozenset(
    "air arms battle blood body book border break bus business car care cease child city clock "
    "coast country court cross death door down drug earth east eye farm field fire fish flag flood "
    "food foot front gas grass ground gun hand head health high home hostage house ice key land "
    "law lawn life line live look main market mass mine money moon news north oil pass pay "
    "peace plane play police policy power rail rain river road safe sand school sea ship shore "
    "side sky snow south space steel stock stone store strong street sub sun tax tear time town "
    "trade troop turn wage wall war ware watch water week west wheel white wide wild wind "
    "wood work world year".split()
)
_REVIEWED = ("email e mail", "wifi wi fi", "teargas tear gas", "policymaker policy maker")
# Endings that are also words: watching, childish, season.
_ENDINGS = frozenset("ing ings ish able less some son sons ness ion pet pets par".split())
_SHORTEST = 3
_LONG = 6  # letters: a shorter word behind a prefix is chance (core, reed, cover)
# Level (hundredths of the Zipf scale) of a second part: three times in a million words.
_COMMON = 350
# Of the parts of an Arabic one: once in a million.
_COMMON_ARABIC = 300
_ARTICLE = "ال"


class Open(NamedTuple):
    """A compound's two words: the first, and the second in the forms it occurs in."""

    first: str
    seconds: tuple[str, ...]


def _common(word: str) -> bool:
    return english().get(word, 0) >= _COMMON


def _listed() -> Iterator[str]:
    """`closed first second`, a line each."""
    for words in lexicon.by_frequency(lexicon.data_file("en")):
        for word in filter(str.isalpha, words):
            for at in range(_SHORTEST, len(word) - _SHORTEST + 1):
                first, second = word[:at], word[at:]
                if first in _FIRSTS and second not in _ENDINGS and _common(second):
                    yield f"{word} {first} {second}"


@cache
def _tables() -> tuple[dict[str, Open], dict[tuple[str, str], str]]:
    """Closed stem → its parts; (first, second's stem) → the closed word."""
    sources = (lexicon.data_file("en"), Path(__file__))
    lines = kept("compounds", sources, lambda: "\n".join(_listed()).encode()).decode()
    opened: dict[str, Open] = {}
    closed: dict[tuple[str, str], str] = {}
    for line in (*_REVIEWED, *lines.split("\n")):
        word, first, second = line.split(" ")
        stem = forms(word).stem
        known = opened.get(stem)
        if known is None:
            opened[stem] = Open(first, (second, second + "s"))
        elif known.first == first and second not in known.seconds:
            opened[stem] = Open(first, (*known.seconds, second))
        closed.setdefault((first, forms(second).stem), word)
    return opened, closed


def opened(word: Forms) -> Open | None:
    """How a closed compound is written as two words, None where it is none."""
    if word.lang == "ar":
        return _run_together(word.exact)
    if word.lang != "en":
        return None
    for at in range(2, 8):
        first, second = word.exact[:at], word.exact[at:]
        if first in _PREFIXES and len(word.exact) > _LONG and _common(second):
            return Open(first, (second,))
    return _tables()[0].get(word.stem)


def _run_together(word: str) -> Open | None:
    """The parts of a word that nobody listed where an article begins inside: حقوقالإنسان."""
    listed = lexicon.arabic()
    if listed.knows(word):
        return None
    at = word.find(_ARTICLE, _SHORTEST)
    while at > 0:
        parts = word[:at], word[at:]
        if min(map(listed.level, parts)) >= _COMMON_ARABIC:
            return Open(parts[0], (parts[1],))
        at = word.find(_ARTICLE, at + 1)
    return None


def closed(first: Forms, second: Forms) -> Forms | None:
    """Two neighbouring words as one, None where they make none."""
    if first.lang != "en" or second.lang != "en" or not second.exact.isalpha():
        return None
    if first.exact in _PREFIXES and len(second.exact) >= _SHORTEST:
        return forms(first.exact + second.exact)
    known = _tables()[1].get((first.exact, second.stem))
    return forms(known) if known else None
