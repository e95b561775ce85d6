"""How does text become terms, in Arabic and English: one analysis for index, query, highlight."""

from search.analysis.commonness import commonness
from search.analysis.forms import Forms, edit_form, fold, forms, forms_of, subwords, subwords_of
from search.analysis.function_words import is_function_word
from search.analysis.numbers import Number, is_value, number_terms, numbers_in
from search.analysis.tokens import Span, locate, spans, words

ANALYSIS_VERSION = 14
"""Raised whenever any word comes to another term: an index of another version is rebuilt."""

__all__ = [
    "ANALYSIS_VERSION",
    "Forms",
    "Number",
    "Span",
    "commonness",
    "edit_form",
    "fold",
    "forms",
    "forms_of",
    "is_function_word",
    "is_value",
    "locate",
    "number_terms",
    "numbers_in",
    "spans",
    "subwords",
    "subwords_of",
    "words",
]
