"""Which English words are ordinary ones, not names: those that a dictionary of forms lists.

The dictionary is lemminflect's table (the SPECIALIST lexicon), which has no names of people and
places. Known false negatives: words it has not and nobody listed here; names that are words too
(Flint, Bush) are left to how an index writes them.
"""

from __future__ import annotations

import gzip
from functools import cache, lru_cache
from pathlib import Path

from search.analysis.function_words import is_function_word
from search.analysis.kept import kept
from search.analysis.lemmas import lemma_file

# Adverbs and numerals, which the table of nouns, verbs and adjectives has not; and what news adds.
_MORE = frozenset((
    "northern southern eastern western northeastern northwestern southeastern southwestern "
    "two three four five six seven eight nine ten eleven twelve hundred thousand million billion "
    "despite regarding concerning including following monday tuesday wednesday thursday friday "
    "saturday sunday january february april june july september october november december "
    "micro nano online offline internet website email tweet tweets video videos app apps "
    "arabic english http https www com org net html pdf amid vis versus etc"
).split())  # fmt: skip
# Parts that words are joined from without a dictionary's knowing: airstrike, drawdown, antitank.
_PARTS = (
    "air anti back bio counter cyber down extra fire gun hyper inter mid mini multi non off out "
    "over post pre pro re semi side sub super tele under un up war water"
).split()
_SHORTEST = 4


def _made() -> bytes:
    with gzip.open(lemma_file(), "rt", encoding="utf-8") as lines:
        listed = {line.partition(",")[0] for line in lines}
    return "\n".join(["", *sorted(word for word in listed if word.isalpha()), ""]).encode()


@cache
def _dictionary() -> bytes:
    return kept("dictionary", (lemma_file(), Path(__file__)), _made)


def _listed(word: str) -> bool:
    """Whether the dictionary has a word: halving its sorted lines, since reading through its
    megabyte takes 0.3 ms."""
    lines, wanted = _dictionary(), word.encode()
    low, high = 0, len(lines) - 1
    while low < high:
        begin = lines.rfind(b"\n", 0, (low + high) // 2 + 1)
        end = lines.find(b"\n", begin + 1)
        if (found := lines[begin + 1 : end]) == wanted:
            return True
        if found < wanted:
            low = end
        else:
            high = begin
    return False


@lru_cache(1 << 14)
def is_ordinary(word: str) -> bool:
    """Tell whether a word in normal form is one of the English dictionary, or made of such."""
    if is_function_word(word) or word in _MORE or _listed(word):
        return True
    joined = [word[: -len(part)] for part in _PARTS if word.endswith(part)]
    joined += [word[len(part) :] for part in _PARTS if word.startswith(part)]
    return any(len(rest) >= _SHORTEST and _listed(rest) for rest in joined)
