"""How common a word is in its language: a common one tells little of what is asked for."""

from functools import cache

from search.analysis.forms import Forms
from search.analysis.lexicon import arabic, by_frequency, data_file

LEAST = 350
"""Level of the rarest English words that are kept: 18,000 (levels are search.analysis.lexicon's,
hundredths of the Zipf scale)."""


@cache
def english() -> dict[str, int]:
    """The levels of English words down to LEAST."""
    common: dict[str, int] = {}
    for centibels, words in enumerate(by_frequency(data_file("en"))):
        if centibels > 900 - LEAST:
            break
        common.update(dict.fromkeys(words, 900 - centibels))
    return common


def commonness(word: Forms) -> int:
    """Return the level of a word as it is spelled: 700 for one in a hundred, 0 where nothing is
    known or too little to matter."""
    if word.lang == "ar":
        return arabic().level(word.exact)
    return english().get(word.exact, 0)
