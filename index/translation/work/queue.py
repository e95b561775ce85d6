"""The sentences that wait to be asked for, each once, and the articles that wait for them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from index.translation.memory import Direction

ALONE = 2
"""Faults after which a sentence is asked for by itself: it may be the one that makes them."""


@dataclass(slots=True)
class Sentence:
    """A sentence in hand. link: which of the chain is to be asked; tries: how often each engine's
    answer was refused before; faults: how often a request for it failed; seqs: its articles."""

    key: bytes
    text: str
    direction: Direction
    link: int
    tries: dict[str, int] = field(default_factory=dict)
    faults: int = 0
    seqs: set[int] = field(default_factory=set)


class Queue:
    """Sentences in hand, waiting or under way."""

    def __init__(self) -> None:
        self.in_hand: dict[bytes, Sentence] = {}
        self._lines: dict[tuple[int, Direction], deque[Sentence]] = {}
        self._open: dict[int, set[bytes]] = {}  # article → its sentences in hand

    @property
    def waiting(self) -> int:
        return sum(map(len, self._lines.values()))

    def lines(self) -> Iterator[tuple[int, deque[Sentence]]]:
        """The sentences that wait, by link: the first of the chain first."""
        for (link, _), line in sorted(self._lines.items()):
            if line:
                yield link, line

    def add(self, sentence: Sentence, seq: int) -> None:
        """A sentence of an article; one in hand already is asked for once."""
        held = self.in_hand.get(sentence.key)
        if held is None:
            held = self.in_hand[sentence.key] = sentence
            self._line(sentence).append(sentence)
        held.seqs.add(seq)
        self._open.setdefault(seq, set()).add(sentence.key)

    def put_back(self, sentences: Iterable[Sentence]) -> None:
        """Sentences that were not answered go first again."""
        for sentence in reversed(list(sentences)):
            self._line(sentence).appendleft(sentence)

    def end(self, sentence: Sentence) -> list[int]:
        """A sentence is no more in hand; the articles that now wait for none."""
        del self.in_hand[sentence.key]
        complete = []
        for seq in sentence.seqs:
            left = self._open[seq]
            left.discard(sentence.key)
            if not left:
                del self._open[seq]
                complete.append(seq)
        return complete

    def _line(self, sentence: Sentence) -> deque[Sentence]:
        return self._lines.setdefault((sentence.link, sentence.direction), deque())


def first_of(line: deque[Sentence], most: int) -> list[Sentence]:
    """The sentences at the head of a line that may share a request."""
    if line[0].faults >= ALONE:
        return [line[0]]
    head: list[Sentence] = []
    for sentence in line:
        if sentence.faults >= ALONE or len(head) == most:
            break
        head.append(sentence)
    return head
