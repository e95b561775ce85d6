"""How common is an Arabic word: what decides whether a letter is a clitic or part of the word.

The frequencies are those of the wordfreq package, read from its data file without importing
it (its import costs 0.18 s, most of it for a tokenizer not used here). Its lists come most
frequent first, so reading stops at the words too rare to decide anything. What stays is one
table of 5 MB, which takes half a second to make and is kept for the next process (kept.py).
"""

import gzip
import sys
from array import array
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from zlib import crc32

import msgpack

from search.analysis import letters
from search.analysis.kept import kept

RAREST = 700
"""Words rarer than this many centibels below certainty (1 in 10 million) are not kept."""
UNKNOWN = 900 - RAREST - 10
"""The level taken for a word not kept: a little below the rarest that is."""
# Flags above the ten bits of the level.
_ROOT_AL, _FEMININE, _LEVEL = 1 << 10, 1 << 11, (1 << 10) - 1
# A spelling within half a power of ten of the other one counts as established.
_ESTABLISHED = 50
_SLOTS = 1 << 19  # three times the words


class Lexicon:
    """Levels of folded words: 100 times the Zipf scale (log10 of occurrences per billion).

    table: an open hash table by CRC-32, which is the same in every process. First for each slot
    the place of its word in the table (32 bits, 0 for none), then for each the word's value
    (16 bits), then the words in UTF-8, each with a newline.
    """

    def __init__(self, table: bytes) -> None:
        self._table = table
        view = memoryview(table)
        self._places = view[: 4 * _SLOTS].cast("I")
        self._values = view[4 * _SLOTS : 6 * _SLOTS].cast("H")

    def _value(self, word: str) -> int:
        key = word.encode("utf-8", "surrogatepass") + b"\n"
        slot = crc32(key) % _SLOTS
        while place := self._places[slot]:
            if self._table.startswith(key, place):
                return self._values[slot]
            slot = (slot + 1) % _SLOTS
        return 0

    def level(self, word: str) -> int:
        """Return the level of a folded word, UNKNOWN if it is not kept."""
        return self._value(word) & _LEVEL or UNKNOWN

    def knows(self, word: str) -> bool:
        """Tell whether a folded word is frequent enough to be kept."""
        return self._value(word) != 0

    def words(self) -> Iterator[str]:
        """Yield the words, the commonest first."""
        at = 6 * _SLOTS
        while (end := self._table.find(b"\n", at)) >= 0:
            yield self._table[at:end].decode("utf-8", "surrogatepass")
            at = end + 1

    def noun_level(self, word: str) -> int:
        """Return the level of a word with or without the article, whichever is commoner."""
        return max(self.level(word), self.level("ال" + word))

    def begins_with_root_al(self, word: str) -> bool:
        """Tell whether the ال of a word is its own, as ألمانيا with its hamza shows."""
        return bool(self._value(word) & _ROOT_AL)

    def is_feminine(self, word: str) -> bool:
        """Tell whether a folded word in final ه is mostly spelled with ة."""
        return bool(self._value(word) & _FEMININE)


def data_file(lang: str) -> Path:
    """The file of wordfreq's list for a language (ar, en)."""
    spec = find_spec("wordfreq")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).with_name("data") / f"large_{lang}.msgpack.gz"


def by_frequency(path: Path, rarest: int = RAREST) -> Iterator[list[str]]:
    """Yield the words of a file of wordfreq's, one list a centibel, most frequent first."""
    with gzip.open(path) as stream:
        unpacker = msgpack.Unpacker(stream, raw=False, read_size=1 << 18)
        size = unpacker.read_array_header()
        unpacker.skip()  # the header
        for _ in range(min(size - 1, rarest)):
            yield unpacker.unpack()


def _entries(path: Path) -> dict[str, int]:
    """Folded words and their values."""
    entries: dict[str, int] = {}
    levels, words = [], []
    for centibels, listed in enumerate(by_frequency(path)):
        words += listed
        levels += [900 - centibels] * len(listed)
    for level, word, folded in zip(levels, words, letters.fold_listed(words), strict=True):
        value = entries.get(folded, 0)
        # The commonest spelling comes first; a rarer one only adds what its letters show.
        if not value:
            value = level | (_FEMININE if word[-1] == "ة" else 0)
        if word[0] in "أإآ" and word[1:2] == "ل" and level + _ESTABLISHED >= value & _LEVEL:
            value |= _ROOT_AL
        entries[folded] = value
    return entries


def table_of(entries: dict[str, int]) -> bytes:
    """The table of words and their values (1 to 65,535), of which it holds some 300,000."""
    places, values = array("I", bytes(4 * _SLOTS)), array("H", bytes(2 * _SLOTS))
    words = [word.encode("utf-8", "surrogatepass") + b"\n" for word in entries]
    place = 6 * _SLOTS
    for word, value in zip(words, entries.values(), strict=True):
        slot = crc32(word) % _SLOTS
        while places[slot]:
            slot = (slot + 1) % _SLOTS
        places[slot], values[slot] = place, value
        place += len(word)
    return b"".join((places.tobytes(), values.tobytes(), *words))


@cache
def arabic() -> Lexicon:
    """Load the Arabic lexicon, once a process."""
    data = data_file("ar")
    # All that the table comes from: the list, this code, the letters it folds.
    sources = (data, Path(__file__), Path(letters.__file__))
    return Lexicon(kept(f"arabic-{sys.byteorder}", sources, lambda: table_of(_entries(data))))
