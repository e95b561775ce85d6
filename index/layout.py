"""The tables of what surrounds an article on a news page, used by `index.clean`.

Every phrase is compared after `fold`, so that it is written here once, in its commonest spelling.
Source: the furniture of Arabic news sites and aggregators (the seed article shows eight lines of
it), and the opening lines agencies use. Each table names its known false positive.
"""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile(
    r"[\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_NOT_WORD = re.compile(r"[\W_]+")
_LETTERS = str.maketrans("أإآٱىةؤئ", "اااايهوي")


def fold(text: str) -> str:
    """The text without harakat, tatweel, letter variants, punctuation and case."""
    bare = _MARKS.sub("", unicodedata.normalize("NFKC", text)).translate(_LETTERS)
    return _NOT_WORD.sub(" ", bare).strip().casefold()


def _folded(*phrases: str) -> frozenset[str]:
    return frozenset(fold(phrase) for phrase in phrases)


# A whole line that is one of these belongs to the page. False positive: a poem or dialogue that
# ends in the single line "المزيد".
FURNITURE = _folded(
    *("يمكنك قراءة الخبر أيضا من المصدر من هنا", "يمكنك قراءة الخبر من المصدر من هنا"),
    *("لقراءة الخبر من المصدر اضغط هنا", "اضغط هنا لقراءة الخبر من المصدر"),
    *("قراءة الخبر من المصدر", "المصدر من هنا"),
    *("أضف تعليقك", "أضف تعليقا", "اترك تعليقا", "اترك تعليقك", "التعليقات", "اكتب تعليقك"),
    *("شارك", "شارك الخبر", "شارك هذا الخبر", "شارك المقال", "مشاركة", "شارك على فيسبوك"),
    *("اقرأ أيضا", "اقرأ المزيد", "المزيد", "مواضيع ذات صلة", "أخبار ذات صلة", "قد يهمك أيضا"),
    *("طباعة", "أرسل إلى صديق", "جميع الحقوق محفوظة", "اشترك في النشرة البريدية"),
    *("add a comment", "leave a comment", "comments", "share", "share this article", "share this"),
    *("read more", "related articles", "print", "all rights reserved"),
)

# A short line that begins so belongs to the page. False positive: a last line without a full
# stop that quotes one of them.
FURNITURE_STARTS = tuple(
    f"{start} "
    for start in _folded(
        *("جميع الحقوق محفوظة", "تابعونا على", "تابعنا على", "للاشتراك في قناتنا"),
        *("لمتابعة آخر الأخبار", "حمل تطبيقنا", "all rights reserved", "follow us on"),
    )
)

# Words that stand above a title and are no publisher's name.
KICKERS = _folded("عاجل", "خاص", "تقرير", "تحليل", "مقال", "حصري", "breaking", "exclusive")

# After such a line stand the source's name, often twice, and furniture only.
SOURCE_LABELS = _folded("عن مصدر الخبر", "مصدر الخبر", "عن المصدر", "about the source")

# `label: value` on the last line of a page. False positive: none seen with a short value.
SOURCE_FIELDS = _folded("المصدر", "مصدر الخبر", "source")

# Words of which a publisher's name has one. False positive: a title made of a publisher's name
# alone ("وكالة الأنباء العراقية" as an encyclopaedia's heading), hence never used by itself.
PUBLISHER_WORDS = _folded(
    *("أخبار", "الأخبار", "وكالة", "وكالات", "صحيفة", "جريدة", "قناة", "شبكة", "موقع", "إذاعة"),
    *("راديو", "تلفزيون", "فضائية", "نيوز", "برس", "الإخبارية", "أنباء", "مجلة", "بوابة"),
    *("news", "agency", "press", "times", "post", "tv", "radio", "daily", "herald"),
)

# The words of an agency's name in a dateline, where "موقع" or "شبكة" may be a place's description.
AGENCY_WORDS = _folded("وكالة", "نيوز", "برس", "أنباء", "news", "press")

# The short names agencies and papers sign with. False positive: "مصر - الشرق الأوسط:" as the
# first words of a text.
AGENCIES = _folded(
    *("واع", "نينا", "أين", "رويترز", "أ ف ب", "أ.ف.ب", "ا ف ب", "فرانس برس", "د ب أ", "أ ب"),
    *("أسوشيتد برس", "واس", "وام", "قنا", "كونا", "بنا", "سانا", "بترا", "وفا", "أ ش أ", "واج"),
    *(
        "وات",
        "سبأ",
        "الأناضول",
        "سبوتنيك",
        "شينخوا",
        "تاس",
        "رووداو",
        "شفق نيوز",
        "السومرية",
        "الشرق الأوسط",
    ),
    *("reuters", "afp", "ap", "upi", "ina", "nina", "xinhua", "tass", "anadolu", "dpa"),
)

# `label: value` lines that may open a plain-text file, and the field each gives. False positive:
# the box of facts above an encyclopaedia's text ("المصدر: تركيا", of a river), hence only where
# one of them states a title or a date. "الموقع" is left out: website and location alike.
LABELS: dict[str, str] = {
    fold(label): name
    for name, labels in {
        "title": ("العنوان", "عنوان", "title", "headline"),
        "published": ("التاريخ", "تاريخ النشر", "date", "published"),
        "outlet": ("الصحيفة", "outlet", "publication"),
        "agency": ("المصدر", "الوكالة", "source", "agency"),
        "place": ("المكان", "place", "location"),
        "category": ("القسم", "التصنيف", "category", "section"),
        "url": ("الرابط", "url", "link"),
    }.items()
    for label in labels
}


def is_publisher(name: str) -> bool:
    """Whether a name is an agency's short name or has a publisher's word in it."""
    folded = fold(name)
    return folded in AGENCIES or not PUBLISHER_WORDS.isdisjoint(folded.split())


def is_agency(name: str) -> bool:
    """Whether a part of a dateline names an agency."""
    folded = fold(name)
    return folded in AGENCIES or not AGENCY_WORDS.isdisjoint(folded.split())
