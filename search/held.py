"""Which forms of names an index may hold, by their keys, and how many articles have them.

An index tells its rare forms (search.document.NAMES); the common ones of Arabic are known without
it (search.analysis.names.listed). Either may stand nowhere now: counting tells.
"""

from __future__ import annotations

from collections.abc import Sequence

from search import ranking
from search.analysis import Forms
from search.analysis.names.listed import listed
from search.analysis.names.terms import REMAINS, form_of, term
from search.article import Side
from search.document import NAMES, layer
from search.engines import plan as p
from search.engines.protocol import Reader

# Forms read under a key: at a million forms the most frequent one has some thousands.
_UNDER_KEY = 4000


def arabic(reader: Reader, keys: Sequence[str]) -> dict[str, bool]:
    """The Arabic forms under some keys; false: no word was ever written so, it is only what is
    left of some."""
    found = {form: True for key in keys for form in listed(key)}
    for form in _told(reader, "ar", keys):
        whole = form.removesuffix(REMAINS)
        found[whole] = form == whole or whole in found
    return found


def latin(reader: Reader, keys: Sequence[str]) -> list[str]:
    """The Latin forms under some keys."""
    return _told(reader, "en", keys)


def _told(reader: Reader, side: Side, keys: Sequence[str]) -> list[str]:
    prefixes = [term(key, "") for key in keys]
    return [form_of(each) for each in reader.vocabulary(NAMES[side], prefixes, _UNDER_KEY)]


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
