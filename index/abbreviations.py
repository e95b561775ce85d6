"""Words whose full stop does not end a sentence, for `index.sentences`.

Source: the abbreviation lists newsroom style books share; the split into "never" and "seldom"
follows Kiss & Strunk, Unsupervised Multilingual Sentence Boundary Detection (2006): an
abbreviation that often ends a sentence does so before a frequent sentence starter.
A single letter is always one (د. أ. ب. J. U.S.) and needs no entry.
Known false negative: a sentence that really ends in one of them ("طوله 1900 كم.") joins the next,
which costs a longer sentence and never a broken one.
"""

from __future__ import annotations

ARABIC = frozenset({"هـ", "كم", "كلم", "سم", "مم", "ملم", "كغ", "كغم", "ملغ", "طن", "أد"})

# Titles, months and the like: something always follows. Lower case, as they are compared.
ENGLISH = frozenset(
    {
        *("dr", "mr", "mrs", "ms", "prof", "st", "mt", "ft", "gen", "col", "lt", "sgt", "capt"),
        *("maj", "brig", "adm", "cmdr", "gov", "sen", "rep", "pres", "hon", "rev", "messrs"),
        *("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"),
        *("vs", "cf", "fig", "vol", "pp", "ed", "eds", "approx", "est", "ca"),
    }
)

# These end a sentence too: only before a word of STARTERS.
SELDOM = frozenset({"etc", "inc", "ltd", "co", "corp", "bros", "jr", "sr", "al", "dept", "sq"})

# Only before a digit ("No. 5", "Art. 3"): elsewhere they are words.
BEFORE_DIGIT = frozenset({"no", "nos", "art", "sec", "p", "ch"})

STARTERS = frozenset(
    {
        *("the", "this", "that", "these", "those", "there", "he", "she", "it", "they", "we", "i"),
        *("his", "her", "its", "their", "in", "on", "at", "after", "before", "but", "and", "for"),
        *("however", "meanwhile", "according", "while", "when", "as", "if", "with", "most", "some"),
    }
)
