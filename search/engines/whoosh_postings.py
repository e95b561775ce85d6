"""What one generation of a Whoosh index holds, read into plain lists.

Articles have numbers 0, 1, …, through all segments, deleted ones included; whatever is given out
is of live articles. Postings, lengths and keys are kept once they were read.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any

from whoosh.reading import IndexReader, TermNotFound

from search.engines.whoosh_schema import NONE, length

# Postings kept: the words of a few queries; one of a word in all of 20,000 articles takes 160 KB.
_KEPT = 512


class Snapshot:
    """The segments of one generation, open. Whoosh's files have a place they are read at, so one
    thread reads at a time."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader
        self._leaves = [
            (leaf, first) for leaf, first in reader.leaf_readers() if leaf.doc_count_all()
        ]
        self._lock = threading.RLock()
        self._columns: dict[str, list[Any]] = {}
        self._vocabularies: dict[str, list[str]] = {}
        self._values: dict[str, list[tuple[str, ...]]] = {}
        self.live = [
            first + number
            for leaf, first in self._leaves
            for number in range(leaf.doc_count_all())
            if not leaf.is_deleted(number)
        ]
        self.size = reader.doc_count_all()
        self.postings = lru_cache(maxsize=_KEPT)(self._postings)

    def _postings(self, field: str, term: str) -> tuple[array[int], array[float]]:
        """The articles with a term, ascending, and how often it stands in each."""
        numbers, times = array("I"), array("f")
        with self._lock:
            for matcher, first in self._matchers(field, term):
                while matcher.is_active():
                    numbers.append(first + matcher.id())
                    times.append(matcher.weight())
                    matcher.next()
        return numbers, times

    def places(self, field: str, term: str, wanted: Collection[int]) -> dict[int, list[int]]:
        """The positions of a term, ascending, in those of the wanted articles that have it."""
        found = {}
        with self._lock:
            for matcher, first in self._matchers(field, term):
                while matcher.is_active():
                    if first + matcher.id() in wanted:
                        found[first + matcher.id()] = matcher.value_as("positions")
                    matcher.next()
        return found

    def _matchers(self, field: str, term: str) -> Iterator[tuple[Any, int]]:
        """Each segment's postings of a term, and the number of its first article."""
        for leaf, first in self._leaves:
            try:
                yield leaf.postings(field, term.encode()), first
            except (TermNotFound, UnicodeEncodeError):
                continue

    def column(self, name: str) -> list[Any]:
        """The numbers of a column for all articles, deleted ones included."""
        with self._lock:
            if name not in self._columns:
                self._columns[name] = [
                    value
                    for leaf, _ in self._leaves
                    for value in leaf.column_reader(name, translate=False)
                ]
            return self._columns[name]

    def key(self, name: str) -> list[int | None]:
        """A column of keys, None where an article has none."""
        name_or_none = f"{name} or None"
        with self._lock:
            if name_or_none not in self._columns:
                column = self.column(name)
                self._columns[name_or_none] = [None if v == NONE else v for v in column]
            return self._columns[name_or_none]

    def lengths(self, field: str) -> list[int]:
        return self.column(length(field))

    def values(self, field: str) -> list[tuple[str, ...]]:
        """The values of each article in a field of whole values."""
        with self._lock:
            if field not in self._values:
                values: list[tuple[str, ...]] = [()] * self.size
                for value in self.prefixed(field, ""):
                    for number in self.postings(field, value)[0]:
                        values[number] += (value,)
                self._values[field] = values
            return self._values[field]

    def prefixed(self, field: str, prefix: str) -> list[str]:
        """The terms that begin with a prefix, in order; some may be of deleted articles only."""
        with self._lock:
            return [term.decode() for term in self._reader.expand_prefix(field, prefix)]

    def vocabulary(self, field: str) -> Sequence[str]:
        """All terms of a field, in order, kept."""
        with self._lock:
            if field not in self._vocabularies:
                self._vocabularies[field] = self.prefixed(field, "")
            return self._vocabularies[field]

    def count(self, field: str, term: str) -> int:
        """How many live articles have a term."""
        with self._lock:
            held = int(self._reader.doc_frequency(field, term))
            if not held or not self._reader.has_deletions():
                return held
        return len(self.postings(field, term)[0])

    def stored(self, number: int) -> bytes:
        with self._lock:
            for leaf, first in reversed(self._leaves):
                if number >= first:
                    blob = leaf.column_reader("stored", translate=False)[number - first]
                    assert isinstance(blob, bytes)
                    return blob
        raise IndexError(number)
