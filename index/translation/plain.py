"""A sentence as translators are given it, and what needs none."""

from __future__ import annotations

from search.article import Lang

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


def one_line(sentence: str) -> str:
    """The sentence without line breaks, which part sentences in a request, nor lone surrogates."""
    return " ".join(sentence.encode("utf-8", "replace").decode("utf-8").split())


def has_letters(text: str) -> bool:
    """Whether there is anything to translate; "2020" and "***" are the same in every language."""
    return any(letter.isalpha() for letter in text)


def as_it_is(text: str, target: Lang) -> str:
    """The translation of a text without letters."""
    return text.translate(_DIGITS) if target == "en" else text
