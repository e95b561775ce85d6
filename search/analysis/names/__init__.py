"""Names across scripts: which Arabic forms a Latin spelling may stand for, and the reverse.

A coarse consonant skeleton gathers candidates from a vocabulary; the cost of aligning Latin
units with Arabic letters orders them (spelling.py, which loads numpy: only queries need it, so
that it is not brought along here). No translation is involved.
"""

from search.analysis.names.skeleton import skeleton
from search.analysis.names.terms import arabic_terms, latin_terms

__all__ = ["arabic_terms", "latin_terms", "skeleton"]
