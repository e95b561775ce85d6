"""Which forms of names an index may hold, by their keys, and how many articles have them.

An index tells its rare forms (search.fields.NAMES); the common ones of Arabic are known without
it (search.analysis.names.listed). Either may stand nowhere now: counting tells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from search import ranking
from search.analysis import Forms
from search.analysis.names.listed import listed
from search.analysis.names.terms import REMAINS, term
from search.article import Side
from search.engines import plan as p
from search.engines.protocol import Reader
from search.fields import NAMES, layer

# Forms read under a key: at a million forms a few have more.
_UNDER_KEY = 1000
# Forms after which further keys, under which a name is less likely, are not looked at: the right
# form of dev/names is found as often among 20,000, .920 instead of .922 among a million, and the
# slowest twentieth of the names takes a quarter less.
_ENOUGH = 1500
_KEYS = re.compile(r"^[A-Z]+\|", re.MULTILINE)


def told(reader: Reader, side: Side, keys: Sequence[str]) -> str:
    """The terms of an index under some keys, in order, a line each: as one text it is soon compared
    with what was told before."""
    found = reader.vocabulary(NAMES[side], [term(key, "") for key in keys], _UNDER_KEY, _ENOUGH)
    return "\n".join(sorted(found))


def arabic(keys: Sequence[str], told: str) -> dict[str, bool]:
    """The Arabic forms under some keys, with those that are told; false: no word was ever written
    so, it is only what is left of some."""
    found = dict.fromkeys(chain.from_iterable(map(listed, keys)), True)
    written = _forms(told)
    found |= dict.fromkeys(written, True)
    for form in [form for form in written if REMAINS in form]:
        del found[form]
        found.setdefault(form.removesuffix(REMAINS), False)
    return found


def latin(told: str) -> list[str]:
    """The Latin forms that are told."""
    return _forms(told)


def _forms(told: str) -> list[str]:
    # All at once: with thousands of terms, one by one takes longer than asking for them.
    return _KEYS.sub("", told).split("\n") if told else []


def stands(words: tuple[Forms, ...], side: Side) -> p.Plan:
    """What finds the articles with a spelling: a word, or several next to each other."""
    if len(words) > 1:
        return ranking.phrase(words, (side,), ranking.BOTH, None)
    return _in_text_or_title(side, ranking.spelled_layer(words[0], side), words[0].bare)


def typed(word: Forms, side: Side) -> p.Plan:
    """What finds the articles with a word as it is typed, or inflected."""
    return _in_text_or_title(side, "stem", word.stem)


def _in_text_or_title(side: Side, kind: str, word: str) -> p.Plan:
    return p.Bool(should=tuple(p.Term(layer(side, kind, title), word) for title in ranking.BOTH))
