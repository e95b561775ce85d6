"""Queries spoiled as people spoil them, each with what was meant, drawn with a fixed seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from search.analysis.letters import normal
from search.suggest.layouts import neighbours, others

_SOUNDS = {
    "ar": {"ض": "ظ", "ظ": "ض", "ذ": "ز", "ز": "ذ", "ث": "س", "س": "ص", "ص": "س", "ط": "ت",
           "ت": "ط", "ق": "ك", "ء": "", "غ": "ق"},
    "en": {"a": "e", "e": "i", "i": "e", "o": "u", "c": "s", "s": "c", "k": "c", "y": "i",
           "f": "ph", "z": "s"},
}  # fmt: skip
_NEIGHBOURS = neighbours()


@dataclass(frozen=True, slots=True)
class Spoiled:
    """A query as typed and as meant; kind: what happened to it."""

    typed: str
    meant: str
    lang: str
    kind: str


def spoiled(
    words: dict[str, list[str]],
    pairs: dict[str, list[str]],
    known: Callable[[str], bool],
    count: int,
    seed: int,
) -> list[Spoiled]:
    """`count` queries, as many in each language and of each kind as can be. words, pairs: by
    language, single words and queries of two. known: whether a word stands somewhere: what comes
    to another word is no misspelling that could be seen."""
    chance = random.Random(seed)
    made: list[Spoiled] = []
    while len(made) < count:
        for lang in ("ar", "en"):
            for kind, spoil in KINDS.items():
                if len(made) < count:
                    made.append(_one(lang, kind, spoil, words, pairs, known, chance))
    return made


def _one(
    lang: str,
    kind: str,
    spoil: Callable[[str, str, random.Random], str | None],
    words: dict[str, list[str]],
    pairs: dict[str, list[str]],
    known: Callable[[str], bool],
    chance: random.Random,
) -> Spoiled:
    while True:
        if kind == "one word of two":
            before, meant = chance.choice(pairs[lang]).split()
            wrong = spoil(meant, lang, chance)
            head = before + " "
        else:
            meant = chance.choice(words[lang])
            wrong, head = spoil(meant, lang, chance), ""
        if wrong and wrong != meant and not known(wrong):
            return Spoiled(head + wrong, head + meant, lang, kind)


def _missing(word: str, _lang: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def _doubled(word: str, _lang: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word))
    return word[:at] + word[at] + word[at:]


def _turned(word: str, _lang: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _neighbour(word: str, _lang: str, chance: random.Random) -> str | None:
    at = chance.randrange(len(word))
    around = [key for key in _NEIGHBOURS.get(word[at], "") if key.isalpha()]
    return word[:at] + chance.choice(around) + word[at + 1 :] if around else None


def _sound(word: str, lang: str, chance: random.Random) -> str | None:
    places = [at for at, letter in enumerate(word) if letter in _SOUNDS[lang]]
    if not places:
        return None
    at = chance.choice(places)
    return word[:at] + _SOUNDS[lang][word[at]] + word[at + 1 :]


def _layout(word: str, _lang: str, _chance: random.Random) -> str | None:
    typed = next(others(word), None)
    return typed if typed and normal(word) in map(normal, others(typed)) else None


def _any(word: str, lang: str, chance: random.Random) -> str | None:
    return chance.choice((_missing, _turned, _neighbour, _sound))(word, lang, chance)


KINDS: dict[str, Callable[[str, str, random.Random], str | None]] = {
    "a letter missing": _missing,
    "a letter doubled": _doubled,
    "two letters turned": _turned,
    "a neighbouring key": _neighbour,
    "a letter of the same sound": _sound,
    "another keyboard layout": _layout,
    "one word of two": _any,
}
"""What is done to a word."""


def prefixes(query: str) -> Iterator[str]:
    """A query as it is typed, from two letters on."""
    yield from (query[:end] for end in range(2, len(query) + 1))
