"""How does text become terms, in Arabic and English? First version, to build on."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from search.analysis.tokens import INVISIBLE, Span, decode, locate, spans, words

__all__ = [
    "ANALYSIS_VERSION",
    "Forms",
    "Span",
    "edit_form",
    "fold",
    "forms",
    "is_function_word",
    "locate",
    "spans",
    "subwords",
    "words",
]

ANALYSIS_VERSION = 1


class Forms(NamedTuple):
    exact: str
    bare: str
    stem: str
    lang: str


_ENGLISH = snowballstemmer.stemmer("english")
_FOLD = str.maketrans(
    "أإآٱىةؤئکیگچپڤ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "ااااي" + "هويكيكجبف" + "01234567890123456789.", "ـ,٬"
)
_OFF = re.compile(rf"[{INVISIBLE}]")


def edit_form(word: str) -> str:
    text = unicodedata.normalize("NFKC", decode(word)).casefold()
    text = unicodedata.normalize("NFD", _OFF.sub("", text).translate(_FOLD))
    text = "".join(c for c in text if not unicodedata.category(c).startswith("M"))
    text = re.sub(r"['’ʼ‘`´]s$|['’ʼ‘`´.](?!\d)|\s", "", text.translate(_FOLD))
    return text[:64]


_PRO = re.compile(r"^(?:[وف]?(?:[بك]?ال|لل)|[و](?=..))(?=...)")
_SUF = re.compile(r"(?<=...)(?:ها|ان|ات|ون|ين|يه|ه|ي)$")


@lru_cache(maxsize=1 << 18)
def forms(word: str) -> Forms:
    exact = edit_form(word) or "_"
    first = exact[0]
    if "\u0600" <= first <= "\u06ff":
        bare = _PRO.sub("", exact)
        return Forms(exact, bare, _SUF.sub("", bare), "ar")
    if "a" <= first <= "z":
        return Forms(exact, exact, _ENGLISH.stemWord(exact), "en")
    return Forms(exact, exact, exact, "other")


def subwords(word: str) -> tuple[str, ...]:
    found = forms(word)
    if found.lang != "ar":
        return ()
    bare = found.bare
    return tuple(bare[i : i + 4] for i in range(max(1, len(bare) - 3)))


_STOP = frozenset(
    [
        "في",
        "من",
        "على",
        "الى",
        "عن",
        "مع",
        "هذا",
        "هذه",
        "ذلك",
        "التي",
        "الذي",
        "ما",
        "ماذا",
        "متي",
        "اين",
        "كيف",
        "لماذا",
        "هل",
        "كم",
        "اي",
        "و",
        "او",
        "ان",
        "كان",
        "هو",
        "هي",
        "the",
        "a",
        "an",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "and",
        "or",
        "is",
        "are",
        "was",
        "were",
        "be",
        "by",
        "with",
        "from",
        "as",
        "that",
        "this",
        "it",
        "what",
        "who",
        "when",
        "where",
        "which",
        "how",
        "why",
        "did",
        "does",
        "do",
        "has",
        "have",
        "had",
    ]
)


def is_function_word(word: str) -> bool:
    return edit_form(word) in _STOP


def fold(text: str) -> str:
    return " ".join(edit_form(piece) for piece in text.split()).strip()
