"""The words of one generation of an index: which begin so, and how many articles have them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from search.analysis import is_function_word
from search.analysis.commonness import english
from search.analysis.lexicon import arabic
from search.article import Side
from search.engines.protocol import Reader
from search.fields import layer

_ARTICLE = re.compile("[وف]?(?:[بك]?ال|لل)")

_FEWEST = 2
"""Letters behind an article from which on a prefix is looked up: a single one begins a tenth of
all words, 20 ms of 250,000 forms, where two take 1."""

_MOST = 10_000  # terms read under a prefix
_KEPT = 50
_COMMON, _OF_A_LETTER = 20_000, 40
_ENTRIES = 4096


FRESH = 10.0
"""Seconds for which words are taken as they were told. While a feed comes in a generation lasts
three, and to look all edits of a word up takes 2 ms. What is suggested is counted all the same:
a word that is gone is not, and one that has just come may be missing."""


@dataclass(slots=True)
class Kept:
    """What was told of words, for those who ask again. Threads share it: an entry is written
    whole or not at all."""

    until: float = 0.0
    beginnings: dict[tuple[str, str], list[tuple[str, int]]] = field(default_factory=dict)
    spellings: dict[tuple[str, str], Any] = field(default_factory=dict)


T = TypeVar("T")


class Vocabulary:
    """The live words of a reader's generation, in exact form."""

    def __init__(self, reader: Reader, kept: Kept) -> None:
        self._reader = reader
        self._kept = kept

    def beginning(self, side: Side, prefix: str) -> list[tuple[str, int]]:
        """The commonest words that begin so, with their articles; function words left out."""
        key = (side, prefix)
        found = self._kept.beginnings.get(key)
        if found is None:
            if len(self._kept.beginnings) >= _ENTRIES:
                self._kept.beginnings.clear()
            found = self._kept.beginnings[key] = self._beginning(side, prefix)
        return found

    def counts(self, side: Side, words: Collection[str]) -> dict[str, int]:
        """How many articles have each word in their text, or in their title where no text has
        any of them."""
        found = self._reader.frequencies(layer(side, "exact"), words)
        return found or self._reader.frequencies(layer(side, "exact", title=True), words)

    def once(self, kind: str, word: str, make: Callable[[], T]) -> T:
        """What make() gives of a kind for a word, asked once."""
        made: T | None = self._kept.spellings.get((kind, word))
        if made is None:
            if len(self._kept.spellings) >= _ENTRIES:
                self._kept.spellings.clear()
            made = self._kept.spellings[kind, word] = make()
        return made

    def _beginning(self, side: Side, prefix: str) -> list[tuple[str, int]]:
        if not is_telling_prefix(prefix):
            found = list(self.counts(side, _common(side, prefix)).items())
        else:
            found = self._under(side, prefix)
        found.sort(key=lambda each: (-each[1], each[0]))
        return list(islice((each for each in found if is_telling(each[0])), _KEPT))

    def _under(self, side: Side, prefix: str) -> list[tuple[str, int]]:
        text, title = (
            dict(self._reader.terms(layer(side, "exact", of_title), prefix, _MOST))
            for of_title in (False, True)
        )
        return [(word, max(count, text.get(word, 0))) for word, count in (text | title).items()]


def is_telling(word: str) -> bool:
    """Whether an exact form may be a completion: a word, and not one of grammar."""
    return word.isalpha() and not is_function_word(word)


def is_telling_prefix(prefix: str) -> bool:
    """Whether few enough words begin so that they can be looked through: it has some letters of
    its own, behind the article and what may be joined to that."""
    return len(behind_article(prefix)) >= _FEWEST


def behind_article(prefix: str) -> str:
    """What of a prefix is not the article, with its و, ب and the like."""
    return _ARTICLE.sub("", prefix, count=1) if _ARTICLE.match(prefix) else prefix


@cache
def _common(side: Side, prefix: str) -> tuple[str, ...]:
    """The commonest words of the language that begin with a short prefix."""
    if not behind_article(prefix):
        return ()
    listed = _by_letter(side).get(prefix[0], [])
    return tuple(islice((word for word in listed if word.startswith(prefix)), _OF_A_LETTER))


@cache
def _by_letter(side: Side) -> dict[str, list[str]]:
    """The common words of a language by their first letter, the commonest first."""
    listed: dict[str, list[str]] = defaultdict(list)
    for word in islice(arabic().words() if side == "ar" else iter(english()), _COMMON):
        listed[word[0]].append(word)
    return dict(listed)
