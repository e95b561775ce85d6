"""Arabic words too common to be told by an index: any index may have them, so no index lists them.

They are those of the word list from LISTED on, as bare forms, by their keys (skeleton.py): some
38,000 in a table that takes a second to make and is kept for the next process.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import takewhile
from pathlib import Path

from search.analysis.arabic import strip_proclitics
from search.analysis.function_words import is_function_word
from search.analysis.kept import kept
from search.analysis.lexicon import arabic, data_file
from search.analysis.names.skeleton import skeleton
from search.analysis.names.terms import LISTED, may_keep_its_letters

_CLITICS = tuple("وفبلكسا")


def listed(key: str) -> list[str]:
    """The common forms under a key, in exact letters."""
    return _table().get(key, "").split()


@cache
def _table() -> dict[str, str]:
    """Key → forms between spaces."""
    made = kept("names", _sources(), _made).decode()
    return dict(line.split("\t") for line in made.splitlines())


def _made() -> bytes:
    keys: dict[str, list[str]] = defaultdict(list)
    lexicon = arabic()
    for word in takewhile(lambda word: lexicon.level(word) >= LISTED, lexicon.words()):
        if (key := skeleton(word)) and _may_be_a_name(word):
            keys[key].append(word)
    return "\n".join(f"{key}\t{' '.join(keys[key])}" for key in sorted(keys)).encode()


def _may_be_a_name(word: str) -> bool:
    """Whether a word is its own bare form, or a name that loses letters of its own (فلوري)."""
    if is_function_word(word):
        return False
    if not word.startswith(_CLITICS) or (bare := strip_proclitics(word)) == word:
        return True
    return may_keep_its_letters(word, bare)


def _sources() -> list[Path]:
    """All that decides what a word's bare form and key are."""
    analysis = Path(__file__).parents[1]
    return [data_file("ar"), *sorted(analysis.glob("*.py")), *sorted(analysis.glob("*.tsv")),
            *sorted(Path(__file__).parent.glob("*.py"))]  # fmt: skip
