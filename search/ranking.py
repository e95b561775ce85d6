"""In what order: how much each kind of evidence counts.

Scores are sums of BM25 over the parallel layers. A layer nests in the next coarser one, so its
share is a bonus for the closer form. Each constant was chosen with `fihrist evaluate` on the
dev collections (the ablation is printed by tests/bench/ablation.py).
"""

from __future__ import annotations

import math

from search.analysis import Forms, commonness, forms, subwords
from search.article import SIDES, Side
from search.engines.plan import Best, Bool, Filter, Phrase, Plan, Term
from search.fields import NUMBER, SUBWORDS, layer
from search.spelled import Spelled

# Weights of the layers in the text and in the title.
STEM, BARE, EXACT = 1.0, 0.3, 0.1
TITLE = 1.0

# The stem's postings hold no frequencies: that an article has the word says more than how often,
# which the bare form and the 4-grams tell besides. nDCG@10 on ARCD, TyDi, Belebele ar and acm with
# them .865 .948 .949 .906, without .870 .948 .948 .911 (4-grams at 1).
# A 4-gram of a word with n of them weighs this much through the root of n beside the word's stem:
# longer words have more evidence to give. .5 .871 .947 .950 .910; .7 .871 .947 .951 .911;
# 1 .870 .948 .948 .911; 1.4 .871 .947 .947 .909.
GRAMS = 0.7

# What a reviewed bilingual entry finds counts this much of what the word itself would.
THESAURUS = 0.5

# What a number by its value weighs beside its own words.
NUMBERS = 1.0

# What another spelling of a name weighs, and more where it stands by itself or with its article: a
# weight of its own comes with each spelling (search.names). nDCG@10 of dev/names with .0 .05 .15
# .25 for the latter: .903 .918 .922 .923; .918 where the article is not as good as none.
SPELLED, WRITTEN = 0.5, 0.15

# A word's evidence counts less the commoner the word is in its language: in full up to level 350
# (one word in 300,000), half at 550 (government), a fifth from 670 on. BM25's own idf knows only
# this index, and in a small one "became" is rare. nDCG@10 off and on: Belebele en by google .933
# .941, microsoft .907 .925, argos .848 .851, ar .929 .935, acm .895 .894; ARCD .854 .858, TyDi
# .937 .939. Slopes of 700/300 and 800/500 stay within .003 of this one.
COMMONEST, SLOPE, LITTLE = 750, 400, 0.2
# The same for Arabic, gentler: top, slope, least. nDCG@10 on ARCD, TyDi, Belebele ar and acm:
# without .864 .944 .931 .901; as English .862 .945 .937 .894; this .863 .947 .939 .894.
ARABIC = 800, 800, 0.3

# That an article has a word of the query at all gives so much, times the square of what the word
# tells, where not all words are asked for: two words of the query are worth more than one word
# twice as heavy, however long the article is. nDCG@10 on ARCD, TyDi, Belebele ar and acm, and en by
# google, microsoft and argos: 0 .871 .951 .952 .910 .941 .925 .860; 1 .872 .951 .953 .912 .941 .926
# .862; 2 .873 .952 .953 .912 .941 .926 .863; 4 .874 .952 .951 .907 .941 .926 .858. By what the
# word tells, unsquared: 1 .874 .952 .953 .912 .942 .926 .858; a factor for the share of the words
# that are there loses .004 on one collection or another.
PRESENCE = 2.0

_AL = "ال"

Area = tuple[bool, ...]
"""Which fields are meant: (False,) the text, (True,) the title, both by default."""
BOTH: Area = (False, True)


def specificity(word: Forms) -> float:
    """How much a word's evidence counts, to 1."""
    top, span, least = ARABIC if word.lang == "ar" else (COMMONEST, SLOPE, LITTLE)
    return min(1.0, max(least, (top - commonness(word)) / span))


def word(asked: Forms, sides: tuple[Side, ...], area: Area) -> Plan:
    """Articles with a word by its stem; closer forms only add to the score."""
    home: Side = "ar" if asked.lang == "ar" else "en"
    terms: list[Plan] = []
    telling = specificity(asked)
    for side in sides:
        for title in area:
            weight = telling * (TITLE if title else 1.0)
            terms.append(Term(layer(side, "stem", title), asked.stem, STEM * weight))
            if side != home:
                continue
            if side == "ar":
                terms.append(Term(layer(side, "bare", title), asked.bare, BARE * weight))
            terms.append(Term(layer(side, "exact", title), asked.exact, EXACT * weight))
    return Bool(should=tuple(terms))


def presence(found: Plan, telling: float) -> Plan:
    """A score of its own for whatever finds a word."""
    return Filter(matching(found), PRESENCE * telling**2)


def matching(found: Plan) -> Plan:
    """A plan that matches the same without the closer forms, which only score: for counting."""
    if isinstance(found, Best):
        return Bool(should=tuple(map(matching, found.children)))
    if isinstance(found, Bool) and not found.must:
        stems = tuple(each for each in found.should if _is_stem(each))
        return Bool(should=stems or tuple(map(matching, found.should)))
    return found


def _is_stem(plan: Plan) -> bool:
    return isinstance(plan, Term) and plan.field.endswith("_stem")


def grams(raw: str) -> list[Plan]:
    """The 4-grams of an Arabic word, which score and never match alone."""
    parts = subwords(raw)
    weight = GRAMS * specificity(forms(raw)) / math.sqrt(max(1, len(parts)))
    return [Term(SUBWORDS, gram, weight) for gram in parts]


def alternative(words: tuple[Forms, ...], side: Side, area: Area) -> Plan:
    """A thesaurus expression: one word by its stem, several as a phrase of bare forms."""
    if len(words) == 1:
        weight = THESAURUS * specificity(words[0])
        return Bool(
            should=tuple(
                Term(layer(side, "stem", t), words[0].stem, weight * (TITLE if t else 1.0))
                for t in area
            )
        )
    return phrase(words, (side,), area, None, THESAURUS)


def phrase(
    words: tuple[Forms, ...],
    sides: tuple[Side, ...],
    area: Area,
    slop: int | None,
    boost: float = 1.0,
) -> Plan:
    """Words in quotes, by exact or bare form (the bare layer nests the exact one)."""
    alternatives = tuple((word.bare,) for word in words)
    return Bool(
        should=tuple(
            Phrase(layer(side, kind, title), alternatives, slop, boost * (TITLE if title else 1.0))
            for side, kind in phrase_layers(sides)
            for title in area
        )
    )


def spelled(found: Spelled, telling: float, area: Area) -> Plan:
    """Articles with a name by another spelling: text or title, whichever gives more."""
    weight = SPELLED * telling * found.weight
    if len(found.words) > 1:
        return phrase(found.words, (found.side,), area, None, weight)
    word = found.words[0]
    kind = spelled_layer(word, found.side)
    return Best(
        tuple(
            Bool(
                should=(
                    Term(layer(found.side, kind, title), word.bare, weight),
                    _written(found.side, word.exact, title, weight * WRITTEN),
                )
            )
            for title in area
        )
    )


def _written(side: Side, exact: str, title: bool, weight: float) -> Plan:
    """A spelling as it stands by itself; Latin leaves out the article that Arabic names have."""
    forms_of = (exact, _AL + exact) if side == "ar" and not exact.startswith(_AL) else (exact,)
    return best([Term(layer(side, "exact", title), form, weight) for form in forms_of])


def spelled_layer(word: Forms, side: Side) -> str:
    """The layer in which a spelling is sought: by its bare form, if it has another."""
    return "bare" if side == "ar" and word.bare == forms(word.bare).bare else "exact"


def number(terms: tuple[str, ...], sides: tuple[Side, ...], area: Area) -> Plan:
    """Articles with a number, however it is written, on any side."""
    return Bool(
        should=tuple(
            Term(layer(side, NUMBER, title), term, NUMBERS * (TITLE if title else 1.0))
            for side in sides
            for title in area
            for term in terms
        )
    )


def phrase_layers(sides: tuple[Side, ...] = SIDES) -> list[tuple[Side, str]]:
    """The positional layer of each side."""
    return [(side, "bare" if side == "ar" else "exact") for side in sides]


def best(plans: list[Plan]) -> Plan:
    return plans[0] if len(plans) == 1 else Best(tuple(plans))
