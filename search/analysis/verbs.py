"""Arabic verbs: a form of the past or the present to its verb, by a table (verbs.tsv).

Endings and prefixes alone would take تدمر (Palmyra) for دمر, and اليمن for a form of منّ. So a
form counts only where what remains is a listed verb, and where the whole is not a noun: a verb
never stands after the article. Past and present without vowel signs do not tell a verb's forms
apart (قدم: قدّم, قدِم); such verbs are one.
"""

from functools import cache
from typing import NamedTuple

from search.analysis.lexicon import UNKNOWN, Lexicon, arabic
from search.analysis.tables import rows

TABLE = "verbs.tsv"
# Names that have the look of a present.
_NAMES = frozenset("تدمر تعز تغلب يحيي يزيد ينبع يثرب يعرب يسار يمين يقين نورث نورد".split())
_PAST = ("وا", "تا", "ت")
_SHORTEST = 2
_HOLLOW = 3
# What is listed after the article nearly as often as alone is a noun (اليمن, البنت).
_NOUN = 150


class Verbs(NamedTuple):
    """pasts, presents (without the ي of he): a form and the verb's stem. others: the words,
    pasts among them, that are forms as they stand."""

    pasts: dict[str, str]
    presents: dict[str, str]
    others: dict[str, str]


@cache
def verbs() -> Verbs:
    """The table, read once a process."""
    found = Verbs({}, {}, {})
    for past, present, nouns in rows(TABLE):
        own = not past.startswith("~")
        past, forms = past.removeprefix("~"), nouns.split()
        stem = past if own else next(iter([*present.split(), *forms]), past)
        found.pasts.setdefault(past, stem)
        for form in present.split():
            found.presents.setdefault(form[1:], stem)
        if past[0] == "و" and len(past) == _HOLLOW:  # وصف, يصف, يوصف
            found.presents.setdefault(past, stem)
        if len(past) > _HOLLOW and past[-2] == "ا":  # أصاب, أصيب, يصاب
            found.pasts.setdefault(f"{past[:-2]}ي{past[-1]}", stem)
            found.presents.setdefault(past.removeprefix("ا"), stem)
        for form in [past] * own + forms:
            found.others.setdefault(form, stem)
    return found


def _is_noun(word: str, lexicon: Lexicon) -> bool:
    defined = lexicon.level("ال" + word)
    return defined > UNKNOWN and defined >= lexicon.level(word) - _NOUN


def _of_past(word: str) -> str | None:
    pasts = verbs().pasts
    if len(word) > _HOLLOW and word in pasts:
        return pasts[word]
    for ending in _PAST:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            stump = word[: -len(ending)]
            # A last long vowel goes before an ending: دعا, دعت, دعوا.
            for past in (stump, stump + "ا", stump + "ي"):
                if past in pasts:
                    return pasts[past]
    return None


def _of_present(word: str) -> str | None:
    presents = verbs().presents
    if word[0] == "ي":
        for ending in ("ون", "وا", "ان"):
            stump = word[1 : -len(ending)]
            if word.endswith(ending) and len(stump) >= _SHORTEST:
                for present in (stump, stump + "و", stump + "ي"):
                    if present in presents:
                        return presents[present]
    shortest = _SHORTEST if word[0] != "ن" else _SHORTEST + 1  # نصر, نجم are nouns
    return presents.get(word[1:]) if len(word) > shortest else None


def verb(word: str) -> str | None:
    """The stem of the verb that a bare form is a form of, if it is one."""
    found = (_of_present(word) if word[0] in "يتن" else None) or _of_past(word)
    if not found and word.startswith("ات") and len(word) > _HOLLOW + 1:
        found = _of_past(word[1:])  # أتكلم, I speak; in dialects اتسبب, it caused
    if not found or word in _NAMES or _is_noun(word, arabic()):
        return None
    return found
