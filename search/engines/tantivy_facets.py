"""Values of facets from Tantivy, counted exactly over all segments.

Tantivy names each value that it is asked for out of a dictionary per segment, 2 to 5 µs each. That
is nothing for a few hundred outlets; of names an index has tens of thousands, and the most frequent
of what matches are known only when all have been counted. So names are counted by numbers (their
keys), and only those that are shown are looked up: a tenth of the time.

A key begins as the name does in the order of values, so that ties are cut without looking up all of
them; the rest is a hash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import tantivy

NAMES = "names"
NAME_KEY, NAME_OF_KEY = "name_key", "name_of_key"
"""The fields of a name's key, and of terms by which a key is looked up."""

Values = list[tuple[str, int]]
_Buckets = dict[Any, int]

_SOME, _ALL = 200, 65_000
"""Values that are asked for at first; more buckets than the other Tantivy does not make."""

_LETTERS, _BITS, _HASH = 4, 6, 40
"""Of a key: letters at its beginning, the bits of each, and those of its hash."""
_BLANK, _FIRST, _LAST = ord(" "), ord("ء"), ord("ي")
_KEPT = 4096  # names of keys; a name takes some 200 bytes


def key_of(name: str) -> int:
    """A name's key: of two names, the one that comes first by its first four letters never has a
    higher beginning. Two names of one key need one beginning and one hash of 40 bits: of ten
    thousand that begin alike, that happens once in 20,000 indexes, and they are counted by name."""
    begins, alone = 0, True
    for at in range(_LETTERS):
        rank, own = _rank(ord(name[at])) if alone and at < len(name) else (0, True)
        begins = begins << _BITS | rank
        alone &= own  # behind a letter that shares its place nothing tells the order
    digest = hashlib.blake2b(name.encode(), digest_size=_HASH // 8).digest()
    return begins << _HASH | int.from_bytes(digest, "big")


def _rank(point: int) -> tuple[int, bool]:
    """A letter's place in six bits, in the order of code points, and whether it has it for itself,
    as Arabic letters and the blank do."""
    if point == _BLANK:
        return 2, True
    if point < _FIRST:
        return (1 if point < _BLANK else 3), False
    return min(point, _LAST + 1) - _FIRST + 4, point <= _LAST


def term_of(name: str) -> str:
    """The term by which a key tells its name."""
    return f"{key_of(name):016x}|{name}"


class Counter:
    """Counts values for one searcher."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher) -> None:
        self._schema = schema
        self._searcher = searcher
        self._names: dict[int, tuple[str, ...]] = {}

    def values(self, query: tantivy.Query, fields: Sequence[str], limit: int) -> dict[str, Values]:
        """The `limit` values of each field that most articles have, by count, then value."""
        of = {field: NAME_KEY if field == NAMES else field for field in fields}
        size = max(_SOME, limit + 1)
        told = self._told(query, {of[field]: {"size": size} for field in fields})
        for field, buckets in told.items():
            if count := _tied(buckets, limit, size):
                above = {value: n for value, n in buckets.items() if n > count}
                told[field] = above | self._level(query, field, count, limit - len(above), size)
        return {
            field: self._named(query, told[of[field]], limit)
            if field == NAMES
            else _first(told[field], limit)
            for field in fields
        }

    def _level(
        self, query: tantivy.Query, field: str, count: int, wanted: int, size: int
    ) -> _Buckets:
        """The first values in their order of those that have so many articles, and others that
        have more: the cut inside Tantivy breaks ties as it likes."""
        asked = {"min_doc_count": count, "size": size, "order": {"_key": "asc"}}
        found = self._told(query, {field: asked})[field]
        if field == NAME_KEY and len(found) == size:
            level = [key for key, n in found.items() if n == count]
            if level[wanted - 1] >> _HASH == max(found) >> _HASH:  # more names may begin so
                return self._told(query, {field: asked | {"size": _ALL}})[field]
        return found

    def _told(self, query: tantivy.Query, asked: dict[str, dict[str, Any]]) -> dict[str, _Buckets]:
        wanted = {
            # A value may be among the most frequent of one segment only: none is cut there.
            field: {"terms": {"field": field, "segment_size": _ALL, **terms}}
            for field, terms in asked.items()
        }
        answer = self._searcher.aggregate(query, wanted)
        return {
            field: {each["key"]: int(each["doc_count"]) for each in answer[field]["buckets"]}
            for field in asked
        }

    def _named(self, query: tantivy.Query, told: _Buckets, limit: int) -> Values:
        ranked = sorted((-count, key >> _HASH, key) for key, count in told.items())
        if 0 < limit < len(ranked):
            last = ranked[limit - 1][:2]
            ranked = [each for each in ranked if each[:2] <= last]
        found: dict[str, int] = {}
        for less, _, key in ranked if limit else ():
            names = self._looked_up(key)
            found |= {
                name: -less if len(names) == 1 else self._having(query, name) for name in names
            }
        return _first({name: count for name, count in found.items() if count}, limit)

    def _looked_up(self, key: int) -> tuple[str, ...]:
        """The name of a key, or several."""
        found = self._names.get(key)
        if found is None:
            if len(self._names) >= _KEPT:
                self._names.clear()
            terms = self._searcher.terms_with_prefix(NAME_OF_KEY, f"{key:016x}|")
            found = self._names[key] = tuple(term.partition("|")[2] for term, _ in terms)
        return found

    def _having(self, query: tantivy.Query, name: str) -> int:
        named = tantivy.Query.term_query(self._schema, NAMES, name, "basic")
        both = [(tantivy.Occur.Must, query), (tantivy.Occur.Must, named)]
        result = self._searcher.search(tantivy.Query.boolean_query(both), 1)
        return int(result.count)  # type: ignore[attr-defined]  # the stub leaves it out


def _tied(buckets: _Buckets, limit: int, size: int) -> int:
    """The count of the last value wanted, if one that was left out may have as many; else 0."""
    if len(buckets) < size or not limit:
        return 0
    counts = sorted(buckets.values(), reverse=True)
    return counts[limit - 1] if counts[-1] >= counts[limit - 1] else 0


def _first(counts: dict[str, int], limit: int) -> Values:
    return sorted(counts.items(), key=lambda value: (-value[1], value[0]))[:limit]
