"""Which rare English words and foreign names anybody writes at all.

search.analysis.commonness keeps what is common. This is the whole list of wordfreq's, 320,000
spellings: of what people wrote a few times in a hundred million words, little is a slip.
"""

import sys
from functools import cache
from pathlib import Path

from search.analysis import lexicon
from search.analysis.kept import kept
from search.analysis.lexicon import Lexicon, by_frequency, data_file, table_of

RAREST = 100
"""The level (search.analysis.lexicon) of the rarest words of the list: one in a hundred million."""


def _entries(path: Path) -> dict[str, int]:
    levels = enumerate(by_frequency(path, 900 - RAREST))
    return {word: 900 - centibels for centibels, words in levels for word in words}


@cache
def _english() -> Lexicon:
    data = data_file("en")
    sources = (data, Path(__file__), Path(lexicon.__file__))
    return Lexicon(kept(f"english-{sys.byteorder}", sources, lambda: table_of(_entries(data))))


def attested(word: str) -> int:
    """The level of an English word in normal form; 0 where the list has it not."""
    words = _english()
    return words.level(word) if words.knows(word) else 0
