"""A Latin spelling as the table of correspondences reads it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from search.analysis.names.correspondences import BEGIN, END, LONGEST_UNIT, correspondences

# Letters with a sound of their own, which would be lost with their mark.
_SOUNDS = str.maketrans({
    "ş": "sh", "š": "sh", "ś": "sh", "ș": "sh", "ç": "ch", "č": "ch", "ć": "ch", "ğ": "gh",
    "ġ": "gh", "ž": "zh", "ż": "zh", "ź": "zh", "ñ": "ny", "ń": "n", "ß": "ss", "æ": "e",
    "œ": "e", "ø": "o", "ł": "l", "đ": "d", "ð": "dh", "þ": "th", "ı": "i", "ə": "a", "ḫ": "kh",
    "ẖ": "kh", "ḏ": "dh", "ṯ": "th", "ǧ": "j", "ĝ": "gh",
})  # fmt: skip
# Everything that is written for ع and hamza: apostrophes, half rings, the grave accent.
_AYN = re.compile("[`´'’‘ʻʼʽʿʾˁˀ]+")
_OTHER = re.compile("[^a-z']+")
# The article before a moon letter, and before a sun letter whose sound it takes (el-, as-, er-).
_ARTICLE = re.compile(r"(?:[ae]l(?=[^aeiou'].)|[ae](sh|th|dh|[nrstdzl])(?=\1[^aeiou]?[aeiou'])).*")


@lru_cache(maxsize=1 << 10)
def latin(text: str) -> str:
    """Lower-case letters a to z, and ' for ع and hamza; accents are read, then gone."""
    text = text.casefold().translate(_SOUNDS)
    parted = unicodedata.normalize("NFD", text)
    return _OTHER.sub("", _AYN.sub("'", "".join(c for c in parted if not unicodedata.combining(c))))


def without_article(name: str) -> str | None:
    """The name without al- or el-, as joined to it by some; None where there is none."""
    found = _ARTICLE.fullmatch(name)
    if found is None or len(name) < 5:
        return None
    return name[1 + len(found.group(1) or "l") :]


@lru_cache(maxsize=1 << 10)  # a name is asked for by each of its uses in an article
def units(name: str) -> tuple[str, ...]:
    """The units of the table that a name of latin() is made of, the longest first from the left."""
    table = _known()
    marked = f"{BEGIN}{name}{END}"
    found: list[str] = []
    at = 0
    while at < len(marked):
        for length in range(min(LONGEST_UNIT, len(marked) - at), 0, -1):
            if (unit := marked[at : at + length]) in table:
                found.append(unit)
                at += length
                break
        else:
            at += 1  # the signs of beginning and end mean nothing alone
    return tuple(found)


@lru_cache(maxsize=1 << 16)
def usual_arabic(name: str) -> str:
    """The usual Arabic of a name of latin(), roughly: correspondences.rough() of it."""
    table = correspondences()
    return "".join(table[unit].usual for unit in units(name))


@cache
def _known() -> frozenset[str]:
    return frozenset(correspondences())
