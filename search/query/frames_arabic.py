"""Arabic questions: the words that speak of the question itself or of its source, and dialect.

"أي مما يلي" and "وفقا للنص" ask for nothing of the subject, as in frames.py. An Iraqi question
says شنو for what and وين for where; beside such a word هاي is this and مال is of, which alone are
other words (مال, money; راح, went; جان, Jean).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from search.analysis import forms

_SOURCE = "(?:فقره|نص|قطعه|مقطع|مقال|مقاله)"
_GIVEN = (
    "(?:(?:المعلومات|المعلومه|ما) )?(?:(?:الوارده|المعطاه|المذكوره|الموجوده|ورد|ذكر|جاء) )?(?:في )?"
)
_CHOICE = (
    "(?:الجمل|العبارات|التصاريح|الاشياء|الامور|الخيارات|الصيغ|النقاط|الحقايق|الاقوال|الاجابات|"
    "الجمله|العباره|الشي)"
)
_ONE = "(?:جمله|عباره|تصريح|خيار|اجابه)"
_NEXT = "(?:التالي|التاليه|الاتي|الاتيه|هاي|هذه|هذي)"
_FRAMES = re.compile(
    r"(?<!\S)(?:"
    rf"(?:وفقا|وفق|طبقا) (?:لل{_SOURCE}|لل?معلومات (?:الوارده )?في ال{_SOURCE}|ال{_SOURCE})"
    rf"|(?:حسب|بحسب|بناء علي|استنادا الي|اعتمادا علي|من خلال) {_GIVEN}(?:ال|بال){_SOURCE}"
    rf"|(?:كما|مثلما) (?:ورد|ذكر|جاء) (?:في ال|بال){_SOURCE}"
    rf"|(?:الوارد|الوارده|المذكور|المذكوره) (?:في ال|بال){_SOURCE}"
    rf"|(?:اي|ايا|ماذا|شنو|شني) (?:مما (?:يلي|ياتي)|من (?:(?:{_NEXT} )?{_CHOICE}|{_NEXT})"
    rf"(?: {_NEXT})?)"
    rf"|(?:اي|ايا|يا) {_ONE}(?: من {_CHOICE})?(?: {_NEXT})?"
    rf"|(?:شنو|شني|ما) (?:هي|هو) {_CHOICE}(?: {_NEXT})?"
    "|(?:مما|فيما|ما) (?:يلي|ياتي)"
    "|(?:غير|مو|مش) (?:صحيح|صحيحه|دقيق|دقيقه|مضبوط|مضبوطه)"
    "|(?:يصف|تصف|توصف|يوضح|توضح|يلخص|تلخص|يعكس|تعكس)(?: بشكل)? (?:بدقه|دقيق|صحيح)"
    "|(?:من )?(?:الممكن|المرجح|المحتمل)(?: اكثر| جدا)?(?: ان)?"
    "|علي وجه (?:التحديد|الدقه|الخصوص)"
    r")(?!\S)"
)
# "Which of the following causes": what stands between is asked for, these two words are not.
_OF_THESE = re.compile(rf"(?<!\S)(?:اي|ايا|شنو|شني|مما) من \S+ ({_NEXT})(?!\S)")
# Words of Iraqi and its neighbours that are nothing else, in normal form (گ is ك, چ is ج).
_DIALECT = frozenset(
    "شنو شنهو شنهي شني شلون شكد وين منين منو منهو ليش شوكت هسه هسا اكو ماكو مو اللي هاذا هاذي هذول "
    "هذولا هذاك هذيك هيج ويا وياه وياهم علمود هواي هوايه شو ايش ليه فين ازاي امتي عشان علشان "
    "مش هسع هيجي كلش اشكد اشلون بلكي احنا يمته".split()
)
# What a question about statements asks of them.
_JUDGEMENTS = frozenset("صحيح صحيحه خاطي خاطيه".split())
_COMPANIONS = frozenset(
    "هاي الي راح مال مالت جان جانت جانوا بس شي بي بيه بيها عنده عدنا عم حق يا انو ممكن "
    "يكدر تكدر يكدرون نكدر اكدر خله خلا سوا سوي يسوي تسوي سوت سووا".split()
)

# What is said of anything: that it is somewhere, that it is called or means something, that there
# are so many, that it happened. "أين تقع فلسطين" is answered by "فلسطين في غرب آسيا".
_SAID = (
    "يقع تقع يوجد توجد يتواجد تتواجد يعني تعني معنى يقصد المقصود تعريف عدد يبلغ تبلغ بلغ بلغت "
    "يتم تم حدث حدثت يحدث حصل حصلت يحصل جرى جرت صار صارت يصير"
)
_ASKS = frozenset(
    "ماذا متي اين كيف لماذا هل كم بكم بماذا ماهو ماهي وماذا ومتي واين وكيف وكم اي ايه باي "
    "لاي".split()
)
# These are also "not" and "from", but not where they begin.
_ASKS_FIRST = frozenset("ما من".split())


@cache
def _said() -> frozenset[str]:
    return frozenset(forms(word).stem for word in _SAID.split())


def said_of_anything(words: Sequence[str], frames: set[int]) -> set[int]:
    """The numbers of the words (exact forms) of a question that its answer need not say; what has
    words that frame a question is one."""
    if not (frames or not _ASKS.isdisjoint(words) or not _ASKS_FIRST.isdisjoint(words[:1])):
        return set()
    return {at for at, word in enumerate(words) if forms(word).stem in _said()}


def framed_arabic(words: Sequence[str]) -> set[int]:
    """The numbers of the words (exact forms) that ask, and tell nothing of what is asked for."""
    numbers = {at for at, word in enumerate(words) if word in _DIALECT}
    if numbers:
        numbers |= {at for at, word in enumerate(words) if word in _COMPANIONS}
    text = " ".join(words)
    for match in _FRAMES.finditer(text):
        first = text.count(" ", 0, match.start())
        numbers.update(range(first, first + match.group().count(" ") + 1))
    for match in _OF_THESE.finditer(text):
        numbers.add(text.count(" ", 0, match.start(1)))
    if numbers:
        numbers |= {at for at, word in enumerate(words) if word in _JUDGEMENTS}
    return numbers
