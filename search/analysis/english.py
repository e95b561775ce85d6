"""English words to stems: a lemma's, where the word lists know one, else Snowball's."""

import re
from collections.abc import Callable

import snowballstemmer

from search.analysis.lemmas import stems
from search.analysis.tokens import APOSTROPHE

_snowball: Callable[[str], str] = snowballstemmer.stemmer("english").stemWord

# Abbreviations that are words of grammar when they are not upper case. Known false positive: a
# headline all in capitals.
_CASED = frozenset({"US", "IS", "WHO", "IT"})
_POSSESSIVE = re.compile(rf"[{APOSTROPHE}]s$")


def abbreviation(word: str) -> str | None:
    """Return the normal form of an abbreviation that only its case tells from another word (US,
    U.S., WHO's): its letters and a dot, which no other normal form ends in."""
    if len(word) < 2 or not (word[1].isupper() or word[1] == "."):
        return None
    letters = _POSSESSIVE.sub("", word).replace(".", "")
    return f"{letters.lower()}." if letters in _CASED else None


def stem(bare: str) -> str:
    """Take an English word in normal form to its stem."""
    known = stems().get(bare)
    if known:
        return known
    return _snowball(bare) if bare.isalpha() else bare
