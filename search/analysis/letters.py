"""One spelling for one word: the steps that end in the exact form, for every script.

Table NORMALISATION lists them in order; the order matters: presentation forms become letters
before letters are folded, and controls go before NFKC composes across them.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from pyarabic import araby

from search.analysis.tokens import APOSTROPHE, INVISIBLE, decode


class Step(NamedTuple):
    """One step of analysis: applied to a term where its gate says so."""

    name: str
    gate: Callable[[str], bool]
    apply: Callable[[str], str]


def run(steps: tuple[Step, ...], term: str) -> str:
    """Take a term through a table of steps, in order."""
    for step in steps:
        if step.gate(term):
            term = step.apply(term)
    return term


# Alef with hamza, madda or wasla is written bare by most newsrooms; final ى and ي, ة and ه
# interchange in Egypt and the Gulf; ؤ ئ lose their hamza in haste (Larkey et al. 2002;
# Lucene's ArabicNormalizer, which leaves ؤ ئ). False positive: علي (a name) and على (on).
_ARABIC = {
    **dict.fromkeys([araby.ALEF_HAMZA_ABOVE, araby.ALEF_HAMZA_BELOW, araby.ALEF_MADDA], araby.ALEF),
    **dict.fromkeys([araby.ALEF_WASLA, "ٲ", "ٳ", "ٵ"], araby.ALEF),
    **dict.fromkeys([araby.ALEF_MAKSURA, araby.YEH_HAMZA], araby.YEH),
    **dict.fromkeys([araby.TEH_MARBUTA, "ۀ"], araby.HEH),
    araby.WAW_HAMZA: araby.WAW,
}
# Persian and Urdu keyboards: the same letters under other code points.
_KEYBOARD = dict(zip("کڪیېۍےھہەۃ", "ككييييهههه", strict=True))
# Letters Arabic lacks, as Arab newsrooms write them: گوران and كوران, چلبي and جلبي.
# False positive: گ is also written غ or ج (غوران); names have keys of their own for that.
_BORROWED = dict(zip("گڭپچڤڨۆۇۈۋێڕڵژ", "ككبجففوووويرلز", strict=True))
_DIGITS = dict(zip(araby.NUMBERS_EAST + araby.NUMBERS_PERS, araby.NUMBERS_WEST * 2, strict=True))
_FOLDED = str.maketrans({
    **_ARABIC, **_KEYBOARD, **_BORROWED, **_DIGITS,
    araby.TATWEEL: None,  # stretches a word and means nothing
    araby.THOUSANDS: None,
    araby.DECIMAL: ".",
    # German and Nordic letters that carry no separable accent.
    "ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe",
})  # fmt: skip
_INVISIBLE = re.compile(rf"[{INVISIBLE}]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_POSSESSIVE = re.compile(rf"[{APOSTROPHE}]s$|(?<=s)[{APOSTROPHE}]$")
_INNER = re.compile(rf"[{APOSTROPHE}]|(?<![0-9])\.|\.(?![0-9])|\s")
# Hamza alone at the end after a long vowel is often left out, or kept on a seat as well:
# طوارئ طوارىء طواريء; after folding the pair يء or وء is the seat alone.
_DOUBLE_HAMZA = re.compile(r"(?<=[يو])ء$")


def fold_letters(term: str) -> str:
    """Fold letters of one sound and digits of one value; the length may only shrink or stay."""
    folded = (_seated(term) if "ئ" in term else term).translate(_FOLDED)
    return folded.replace("ءو", "وو") if "ء" in folded else folded


def _seated(text: str) -> str:
    """مسئول and شئون, as in Egypt, are مسؤول and شؤون; so is رءوس رؤوس, once letters are folded."""
    return text.replace("ئو", "ؤو").replace("ئؤ", "ؤؤ")


def fold_listed(words: list[str]) -> list[str]:
    """Fold many words at once, as fold_letters and without_double_hamza fold each; replacing
    in one long string folds the 200,000 listed words in 0.07 s, which a cold start needs."""
    text = _seated("\n".join([*words, ""]))
    for letter, folded in _FOLDED.items():
        text = text.replace(chr(letter), folded or "")
    return text.replace("ءو", "وو").replace("يء\n", "ي\n").replace("وء\n", "و\n").split("\n")[:-1]


def without_double_hamza(term: str) -> str:
    """Drop a hamza written after its own seat: طواريء is طوارئ."""
    return _DOUBLE_HAMZA.sub("", term)


def _without_marks(term: str) -> str:
    parted = unicodedata.normalize("NFD", term)
    kept = "".join(c for c in parted if not unicodedata.category(c).startswith("M"))
    return unicodedata.normalize("NFC", kept)


def _always(_term: str) -> bool:
    return True


def _not_ascii(term: str) -> bool:
    return not term.isascii()


NORMALISATION: tuple[Step, ...] = (
    Step("references", lambda term: "&" in term, decode),
    Step("controls", _not_ascii, lambda term: _INVISIBLE.sub("", term)),
    # U+FDF4 (محمد), ﻻ, full-width Latin and digits; NFKC never joins what a reader parts.
    Step("nfkc", _not_ascii, lambda term: unicodedata.normalize("NFKC", term)),
    Step("case", _always, str.casefold),
    # Folding comes before marks are parted: NFD would take the hamza of ئ and leave ى's ي.
    Step("letters", _not_ascii, fold_letters),
    # Harakat, superscript alef, Latin accents, Hebrew points.
    Step("marks", _not_ascii, _without_marks),
    Step("letters again", _not_ascii, fold_letters),
    Step("double hamza", lambda term: term.endswith("ء"), without_double_hamza),
    Step("thousands", lambda term: "," in term, lambda term: _THOUSANDS.sub("", term)),
    Step("possessive", lambda term: not term.isalnum(), lambda term: _POSSESSIVE.sub("", term)),
    # Apostrophes and the dots of abbreviations: couldn't → couldnt, U.S. → us.
    Step("inner signs", lambda term: not term.isalnum(), lambda term: _INNER.sub("", term)),
)
LONGEST = 64
"""Characters of a term: longer ones are clipped, so that no engine refuses them."""


# Words as most are written, on which most steps of the table have nothing to do: the second
# kind has letters to fold.
_FOLDED_ARABIC = re.compile("(?:[ابت-غف-وي]|ء(?!و))+")
_PLAIN_ARABIC = re.compile("[ء-غف-ي]+")


def normal(word: str) -> str:
    """Bring a word as written, or a part of one, to its exact normal form."""
    if len(word) <= LONGEST:  # the table's outcome by a shorter way
        if word.isascii():
            if word.isalpha():
                return word.lower()
        elif _PLAIN_ARABIC.fullmatch(word):
            folded = word if _FOLDED_ARABIC.fullmatch(word) else fold_letters(word)
            return without_double_hamza(folded) if folded[-1] == "ء" else folded
    # Marks, controls and references shrink away; a longer piece of the word cannot matter.
    return run(NORMALISATION, word[: LONGEST * 16])[:LONGEST]
