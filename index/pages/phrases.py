"""The words by which pages announce what is not the article; compared after `layout.fold`.

Each table names its known false positive. Source: the systems most Arabic news sites run on
(WordPress and its themes, Blogger, Drupal, agencies' own), from general knowledge.
"""

from __future__ import annotations

import re

from index.layout import fold


def _starts(*phrases: str) -> re.Pattern[str]:
    """Any of the phrases at the beginning of a folded line, as whole words."""
    words = "|".join(sorted((re.escape(fold(phrase)) for phrase in phrases), key=len, reverse=True))
    return re.compile(rf"(?:{words})(?!\w)")


# A short line that begins so stands above or before links to other pages, tags or comments. False
# positive: a heading of the article such as "المزيد من الضحايا" with no more than four words.
BOX = _starts(
    *(
        "اقرأ أيضا",
        "اقرأ المزيد",
        "اقرأ ايضا في",
        "إقرأ أيضا",
        "طالع أيضا",
        "شاهد أيضا",
        "شاهد المزيد",
    ),
    *("أخبار ذات صلة", "مواضيع ذات صلة", "مقالات ذات صلة", "ذات صلة", "موضوعات ذات صلة", "مرتبط"),
    *(
        "أخبار متعلقة",
        "مواضيع متعلقة",
        "مقالات متعلقة",
        "مواد ذات صلة",
        "مواضيع مشابهة",
        "روابط ذات صلة",
    ),
    *("قد يهمك", "قد يعجبك", "ربما يعجبك", "قد تعجبك", "مواضيع قد تهمك", "نرشح لك", "اخترنا لك"),
    *(
        "آخر الأخبار",
        "أحدث الأخبار",
        "أهم الأخبار",
        "أخبار أخرى",
        "المزيد من",
        "المزيد في",
        "المزيد حول",
    ),
    *(
        "الأكثر قراءة",
        "الأكثر مشاهدة",
        "الأكثر تداولا",
        "الأكثر شعبية",
        "مقالات أخرى",
        "من نفس القسم",
    ),
    *(
        "الكلمات المفتاحية",
        "الكلمات الدلالية",
        "كلمات مفتاحية",
        "كلمات دلالية",
        "الوسوم",
        "وسوم",
        "تاغات",
    ),
    *("شارك هذا", "شارك الخبر", "شارك المقال", "مشاركة", "شارك", "شاركها", "انشر", "للمشاركة"),
    *(
        "التعليقات",
        "تعليقات القراء",
        "تعليقات",
        "أضف تعليقك",
        "أضف تعليق",
        "اترك تعليقا",
        "اترك ردا",
    ),
    *("أرشيف المدونة", "محتويات المقال", "المحتويات", "جدول المحتويات", "في هذا المقال"),
    *("read also", "related", "see also", "more from", "most read", "latest news", "tags"),
    *("share this", "comments", "leave a comment", "you may also like", "recommended"),
)
BOX_WORDS = 6  # a label of a box has at most so many words; more, and it is a sentence

# A whole short line that begins so is the page's, wherever it stands. False positive: a
# paragraph of one line without a full stop that begins so.
LINE = _starts(
    *("عدد القراءات", "عدد المشاهدات", "عدد الزيارات", "مشاهدات", "قراءة", "زيارة", "مدة القراءة"),
    *(
        "وقت القراءة",
        "كتب",
        "كتبت",
        "كتبه",
        "بقلم",
        "إعداد",
        "تحرير",
        "الكاتب",
        "المحرر",
        "نشر بواسطة",
    ),
    *("بواسطة", "مرسلة بواسطة", "نشر في", "نشر بتاريخ", "تاريخ النشر", "آخر تحديث", "معجب بهذه"),
    *(
        "إعجاب تحميل",
        "إعلان",
        "إعلانات",
        "مساحة إعلانية",
        "حجم الخط",
        "تكبير الخط",
        "استمع",
        "طباعة",
    ),
    *(
        "الصورة",
        "صورة أرشيفية",
        "تصوير",
        "نسخ الرابط",
        "تم نسخ الرابط",
        "تابعونا",
        "تابعنا",
        "اشترك",
    ),
    *(
        "اشتركوا",
        "للاشتراك",
        "لمتابعة",
        "انضم إلى",
        "حمل التطبيق",
        "جميع الحقوق محفوظة",
        "by",
        "written by",
    ),
    *("posted by", "published", "updated", "views", "advertisement", "subscribe", "follow us"),
)
LINE_CHARACTERS = 90
_STOP = re.compile(r"(?<![.…])[.؟!]$")  # not three dots, which wait for a script


def is_box_label(line: str) -> bool:
    """Whether a line announces other pages, tags or comments."""
    if len(line) > LINE_CHARACTERS:
        return False
    folded = fold(line)
    return len(folded.split()) <= BOX_WORDS and BOX.match(folded) is not None


def is_page_line(line: str) -> bool:
    """Whether a line is the page's own: counters, bylines, calls to subscribe."""
    if len(line) > LINE_CHARACTERS or _STOP.search(line):
        return False
    return LINE.match(fold(line)) is not None


def is_other_story(line: str) -> bool:
    """ "اقرأ أيضاً: …" with another story's title behind it."""
    label, colon, rest = line.partition(":")
    return bool(colon and rest.strip()) and len(line) <= 200 and is_box_label(label)
