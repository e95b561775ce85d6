"""Whether a Latin word of a query is somebody's name, or an ordinary word that only sounds so."""

from __future__ import annotations

from search.analysis import commonness, forms, is_function_word
from search.analysis.names.latin import latin
from search.analysis.names.ordinary import is_ordinary
from search.analysis.names.skeleton import usual_skeleton
from search.analysis.names.terms import term
from search.engines import plan as p
from search.engines.protocol import Reader
from search.fields import NAMES, layer

_SHORTEST = 3
# A Latin word that this many articles have, none with a capital, is no name.
_NEVER_CAPITAL = 4
# A dictionary's word is taken for a name if it is less common than this and unknown to the
# index's English, or nearly always has its capital there (Flint, Bush).
_COMMON, _ALWAYS = 450, 0.9


def is_name(reader: Reader, raw: str) -> bool:
    """Whether a Latin word is a name: by the dictionary, and by how the index writes it."""
    word = forms(raw)
    exact = word.exact
    if len(exact) < _SHORTEST or not exact.isalpha():
        return False
    plain = is_ordinary(exact)
    if plain and (is_function_word(raw) or not raw[0].isupper() or raw.isupper()):
        return False
    sides = [p.Term(layer("en", "exact", title), exact) for title in (False, True)]
    written = reader.count(p.Bool(should=tuple(sides)))
    key = usual_skeleton(latin(exact))
    capital = reader.count(p.Term(NAMES["en"], term(key, exact)))
    if not plain:
        return capital > 0 or written < _NEVER_CAPITAL
    if not written:
        return commonness(word) < _COMMON
    return capital >= _ALWAYS * written
