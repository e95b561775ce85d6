"""How common is an Arabic word: what decides whether a letter is a clitic or part of the word.

The frequencies are those of the wordfreq package, read from its data file without importing
it (its import costs 0.18 s, most of it for a tokenizer not used here). Its lists come most
frequent first, so reading stops at the words too rare to decide anything. What stays is a
sorted array of 64-bit hashes beside an array of levels: 10 bytes a word, 1.8 MB.
"""

import gzip
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import msgpack

from search.analysis.letters import fold_listed

RAREST = 700
"""Words rarer than this many centibels below certainty (1 in 10 million) are not kept."""
UNKNOWN = 900 - RAREST - 10
"""The level taken for a word not kept: a little below the rarest that is."""
# Flags above the ten bits of the level.
_ROOT_AL, _FEMININE, _LEVEL = 1 << 10, 1 << 11, (1 << 10) - 1
# A spelling within half a power of ten of the other one counts as established.
_ESTABLISHED = 50


class Lexicon:
    """Levels of folded words: 100 times the Zipf scale (log10 of occurrences per billion)."""

    def __init__(self, entries: dict[int, int]) -> None:
        self._keys = array("q", sorted(entries))
        self._values = array("H", map(entries.__getitem__, self._keys))

    def _value(self, word: str) -> int:
        key = hash(word)
        at = bisect_left(self._keys, key)
        return self._values[at] if at < len(self._keys) and self._keys[at] == key else 0

    def level(self, word: str) -> int:
        """Return the level of a folded word, UNKNOWN if it is not kept."""
        return self._value(word) & _LEVEL or UNKNOWN

    def knows(self, word: str) -> bool:
        """Tell whether a folded word is frequent enough to be kept."""
        return self._value(word) != 0

    def noun_level(self, word: str) -> int:
        """Return the level of a word with or without the article, whichever is commoner."""
        return max(self.level(word), self.level("ال" + word))

    def begins_with_root_al(self, word: str) -> bool:
        """Tell whether the ال of a word is its own, as ألمانيا with its hamza shows."""
        return bool(self._value(word) & _ROOT_AL)

    def is_feminine(self, word: str) -> bool:
        """Tell whether a folded word in final ه is mostly spelled with ة."""
        return bool(self._value(word) & _FEMININE)


def _by_frequency() -> Iterator[list[str]]:
    """Yield the Arabic words of wordfreq's file, one list a centibel, most frequent first."""
    spec = find_spec("wordfreq")
    assert spec is not None
    assert spec.origin is not None
    path = Path(spec.origin).with_name("data") / "large_ar.msgpack.gz"
    with gzip.open(path) as stream:
        unpacker = msgpack.Unpacker(stream, raw=False, read_size=1 << 18)
        size = unpacker.read_array_header()
        unpacker.skip()  # the header
        for _ in range(min(size - 1, RAREST)):
            yield unpacker.unpack()


@cache
def arabic() -> Lexicon:
    """Load the Arabic lexicon, once a process."""
    entries: dict[int, int] = {}
    levels, words = [], []
    for centibels, listed in enumerate(_by_frequency()):
        words += listed
        levels += [900 - centibels] * len(listed)
    for level, word, folded in zip(levels, words, fold_listed(words), strict=True):
        key = hash(folded)
        value = entries.get(key, 0)
        # The commonest spelling comes first; a rarer one only adds what its letters show.
        if not value:
            value = level | (_FEMININE if word[-1] == "ة" else 0)
        if word[0] in "أإآ" and word[1:2] == "ل" and level + _ESTABLISHED >= value & _LEVEL:
            value |= _ROOT_AL
        entries[key] = value
    return Lexicon(entries)
