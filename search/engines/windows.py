"""Sloppy phrases read off the stored text, where an engine's own slop means something else."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from search.analysis import forms, spans
from search.engines.plan import Phrase
from search.stored import decode


def within_window(blob: bytes, phrase: Phrase, slop: int) -> bool:
    """Whether a stored article has all words of the phrase, at different places and in any order,
    with at most `slop` other words between the first and the last."""
    title = phrase.field.startswith("title_")
    side, kind = phrase.field.removeprefix("title_").split("_")
    lines = decode(blob).pairs["ar" if side == "ar" else "en"]
    wanted = [frozenset(alternatives) for alternatives in phrase.words]
    return together(lines[:1] if title else lines[1:], kind, wanted, slop)


def together(
    lines: Iterable[str | None], kind: str, words: Sequence[Collection[str]], slop: int
) -> bool:
    """Whether sentences have all words, each any of its alternatives in the layer `kind`, with at
    most `slop` other words between the first and the last."""
    tokens = numbered(lines, kind)
    places = [[at for at, term in tokens if term in word] for word in words]
    return windowed(places, len(words) + slop)


def numbered(lines: Iterable[str | None], kind: str) -> list[tuple[int, str]]:
    """Terms with their positions; a sentence's end takes one position of its own."""
    tokens = []
    at = 0
    for line in lines:
        if not line:
            continue
        for span in spans(line):
            tokens.append((at, getattr(forms(span.text), kind)))
            at += 1
        at += 1
    return tokens


def windowed(places: Sequence[Sequence[int]], length: int) -> bool:
    """Whether one place can be taken from each sorted list, all different, within `length`."""
    return next(windows(places, length), None) is not None


def windows(places: Sequence[Sequence[int]], length: int) -> Iterator[set[int]]:
    """The places in each window of `length` from which every list can take one of its own."""
    wanted = Counter(map(tuple, places))  # a word asked for twice needs two places
    for start in sorted({at for word in wanted for at in word}):
        within = {
            word[bisect_left(word, start) : bisect_left(word, start + length)]: times
            for word, times in wanted.items()
        }
        if len(within) == len(wanted) and _distinct(within):
            yield {at for word in within for at in word}


def _distinct(within: Mapping[tuple[int, ...], int]) -> bool:
    """Whether each list has as many places as it needs, none of them another's as well."""
    if any(len(word) < times for word, times in within.items()):
        return False
    if len({at for word in within for at in word}) == sum(map(len, within)):
        return True
    # Alternatives overlap: a matching by augmenting paths (Kuhn), each need finding a place.
    needs = [word for word, times in within.items() for _ in range(times)]
    taken: dict[int, int] = {}

    def place(need: int, tried: set[int]) -> bool:
        for at in needs[need]:
            if at not in tried:
                tried.add(at)
                if at not in taken or place(taken[at], tried):
                    taken[at] = need
                    return True
        return False

    return all(place(need, set()) for need in range(len(needs)))
