"""Names across scripts: which Arabic forms a Latin spelling may stand for, and the reverse.

A coarse consonant skeleton gathers candidates from a vocabulary; the cost of aligning Latin
units with Arabic letters orders them. No translation is involved.
"""

from search.analysis.names.skeleton import skeleton
from search.analysis.names.spelling import Spelling
from search.analysis.names.terms import arabic_terms, latin_terms

__all__ = ["Spelling", "arabic_terms", "latin_terms", "skeleton"]
