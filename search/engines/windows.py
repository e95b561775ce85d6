"""Sloppy phrases read off the stored text, where an engine's own slop means something else."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from search.analysis import forms, spans
from search.document import decode
from search.engines.plan import Phrase


def within_window(blob: bytes, phrase: Phrase, slop: int) -> bool:
    """Whether a stored article has all words of the phrase, at different places and in any order,
    with at most `slop` other words between the first and the last."""
    title = phrase.field.startswith("title_")
    side, kind = phrase.field.removeprefix("title_").split("_")
    lines = decode(blob).pairs["ar" if side == "ar" else "en"]
    tokens = numbered(lines[:1] if title else lines[1:], kind)
    wanted = [frozenset(alternatives) for alternatives in phrase.words]
    places = [[at for at, term in tokens if term in words] for words in wanted]
    return windowed(places, len(wanted) + slop)


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
    starts = sorted({at for word in places for at in word})
    for start in starts:
        within = [
            word[bisect_left(word, start) : bisect_left(word, start + length)] for word in places
        ]
        if all(within) and _distinct(sorted(within, key=len), frozenset()):
            return True
    return False


def _distinct(places: Sequence[Sequence[int]], taken: frozenset[int]) -> bool:
    if not places:
        return True
    return any(
        at not in taken and _distinct(places[1:], taken | {at})
        # More places than there are words in all cannot make a difference.
        for at in places[0][: len(taken) + len(places)]
    )
