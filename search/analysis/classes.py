"""Words whose stem no ending shows: broken plurals, the adjectives of countries and foreign words
of several spellings, by table.

plurals.tsv: a singular, a TAB, its plurals. Facts from the Arramooz dictionary (GPL) and
plurals of the news, kept where both are among wordfreq's words, then reviewed by hand. A
plural that is as often another word was left out: أنصار and the name ناصر, إعلام (media) and the
flags أعلام, which folding makes one. nations.tsv and loans.tsv explain
themselves.
"""

from functools import cache

from search.analysis.lexicon import arabic
from search.analysis.tables import rows
from search.analysis.verbs import verbs

PLURALS, NATIONS, LOANS = "plurals.tsv", "nations.tsv", "loans.tsv"
SEPARATOR = " ; "


def _is_defined(word: str) -> bool:
    """Tell whether a word begins with the article; ألمانيا and التزام do not."""
    begins = word.startswith("ال") and not arabic().begins_with_root_al(word)
    return begins and arabic().knows(word[2:])


def _without_article(word: str) -> str:
    return word.removeprefix("ال") if _is_defined(word) else word


@cache
def classes() -> dict[str, str]:
    """Bare form → stem, of each listed word; a base is its own stem."""
    found: dict[str, str] = {}
    for singular, plurals in rows(PLURALS):
        found |= dict.fromkeys(plurals.split(), singular)
    for usual, others in rows(LOANS):
        found |= dict.fromkeys(others.split(), usual)
    for nouns, adjectives, _, _ in rows(NATIONS):
        words = (nouns + SEPARATOR + adjectives).split(SEPARATOR)
        noun, *forms = map(_without_article, words)
        found |= dict.fromkeys(forms, noun)
    for form, stem in verbs().others.items():
        found.setdefault(form, stem)
    # A plural's singular may be a verb's participle: نوازح, نازح, نزح.
    found = {word: found.get(base, base) for word, base in found.items()}
    found = {base: base for base in found.values()} | found
    # السنة is the year with its article far more often than ألسنة, tongues.
    return {word: base for word, base in found.items() if not _is_defined(word)}
