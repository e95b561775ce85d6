"""The sentences in hand, each once: which wait to be asked for, and what articles wait for them."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
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


class Lines:
    """The sentences that wait, in a line for each link and direction. Any thread may use it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lines: dict[tuple[int, Direction], deque[Sentence]] = {}

    @property
    def waiting(self) -> int:
        with self._lock:
            return sum(map(len, self._lines.values()))

    @property
    def wanted(self) -> list[int]:
        """The links for which sentences wait."""
        with self._lock:
            return [link for (link, _), line in self._lines.items() if line]

    def add(self, sentence: Sentence) -> None:
        with self._lock:
            self._line(sentence).append(sentence)

    def put_back(self, sentences: Iterable[Sentence]) -> None:
        """Sentences that were not answered go first again."""
        with self._lock:
            for sentence in reversed(list(sentences)):
                self._line(sentence).appendleft(sentence)

    def take(self, most: int, cut: Callable[[int, Sequence[Sentence]], int]) -> list[Sentence]:
        """Sentences for one request, from the head of the first line that gives any.

        cut: how many of these, at most `most` sentences that wait for this link, go into it.
        """
        with self._lock:
            for (link, _), line in sorted(self._lines.items()):
                count = cut(link, _first_of(line, most)) if line else 0
                if count:
                    return [line.popleft() for _ in range(count)]
        return []

    def _line(self, sentence: Sentence) -> deque[Sentence]:
        return self._lines.setdefault((sentence.link, sentence.direction), deque())


class Queue:
    """Sentences in hand, waiting (in `lines`) or asked for. Used by the worker's thread only."""

    def __init__(self, lines: Lines) -> None:
        self.in_hand: dict[bytes, Sentence] = {}
        self._lines = lines
        self._open: dict[int, set[bytes]] = {}  # article → its sentences in hand

    def add(self, sentence: Sentence, seq: int) -> None:
        """A sentence of an article; one in hand already is asked for once."""
        held = self.in_hand.get(sentence.key)
        if held is None:
            held = self.in_hand[sentence.key] = sentence
            self._lines.add(sentence)
        held.seqs.add(seq)
        self._open.setdefault(seq, set()).add(sentence.key)

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


def _first_of(line: deque[Sentence], most: int) -> list[Sentence]:
    """The sentences at the head of a line that may share a request."""
    if line[0].faults >= ALONE:
        return [line[0]]
    head: list[Sentence] = []
    for sentence in line:
        if sentence.faults >= ALONE or len(head) == most:
            break
        head.append(sentence)
    return head
