"""Arabic questions: the words that speak of the question itself or of its source, and dialect.

"أي مما يلي" and "وفقا للنص" ask for nothing of the subject, as in frames.py. An Iraqi question
says شنو for what and وين for where; beside such a word هاي is this and مال is of, which alone are
other words (مال, money; راح, went; جان, Jean).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SOURCE = "(?:فقره|نص|قطعه|مقطع|مقال)"
_GIVEN = "(?:(?:المعلومات|المعلومه) )?(?:(?:الوارده|المعطاه|المذكوره) )?(?:في )?"
_CHOICE = "(?:الجمل|العبارات|التصاريح|الاشياء|الامور|الخيارات|الجمله|العباره)"
_FRAMES = re.compile(
    r"(?<!\S)(?:"
    rf"(?:وفقا|طبقا) (?:لل{_SOURCE}|لل?معلومات (?:الوارده )?في ال{_SOURCE})"
    rf"|(?:حسب|بحسب|بناء علي|استنادا الي|من خلال) {_GIVEN}(?:ال|بال){_SOURCE}"
    rf"|(?:اي|ايا|ماذا|شنو) (?:مما (?:يلي|ياتي)|من (?:التالي|هاي|هذه)(?: {_CHOICE})?"
    rf"|من {_CHOICE}(?: (?:التاليه|هاي|هذه))?)"
    "|(?:غير |مو )?(?:صحيح|صحيحه)"
    r")(?!\S)"
)
# Words of Iraqi and its neighbours that are nothing else, in normal form (گ is ك, چ is ج).
_DIALECT = frozenset(
    "شنو شنهو شنهي شلون شكد وين منين منو منهو ليش شوكت هسه هسا اكو ماكو مو اللي هاذا هاذي هذول "
    "هذولا هذاك هذيك هيج ويا وياه وياهم علمود هواي هوايه شو ايش ليه فين ازاي امتي عشان علشان "
    "مش".split()
)
_COMPANIONS = frozenset(
    "هاي الي راح مال مالت جان جانت جانوا بس شي بي بيه بيها عنده عدنا عم حق يا".split()
)


def framed_arabic(words: Sequence[str]) -> set[int]:
    """The numbers of the words (exact forms) that ask, and tell nothing of what is asked for."""
    numbers = {at for at, word in enumerate(words) if word in _DIALECT}
    if numbers:
        numbers |= {at for at, word in enumerate(words) if word in _COMPANIONS}
    text = " ".join(words)
    for match in _FRAMES.finditer(text):
        first = text.count(" ", 0, match.start())
        numbers.update(range(first, first + match.group().count(" ") + 1))
    return numbers
