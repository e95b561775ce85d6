"""Who wrote a page and for whom, where only its readers are told: the byline and the page's title.

Bylines stand between title and text: "بقلم: سعاد جابر", "By Suad Jabir", or a box whose class says
author. The site's name stands in the page's title, parted from the article's: "… | جريدة الفرات".
Known false positive: a title that ends with its section and not with the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.layout import fold
from index.pages.tree import Element, text_of

SEPARATED = re.compile(r"\s+(?:[|\-–—»«:•·]|::)\s+|\s*\|\s*")
_NAME_WORDS = 4  # of a person: عبد الرحمن سعيد الجبوري
_OUTLET_WORDS = 5
_LABEL = re.compile(
    r"(?:بقلم|كتب(?:ه|ته|ت)?(?:\s+بواسطة)?|إعداد(?:\s+وتحرير)?|تحرير|تقرير|بواسطة|الكاتب(?:ة)?"
    r"|written by|posted by|by|author)\s*(?P<colon>[:/])?\s*(?P<name>\S.*)",
    re.I,
)
_END = re.compile(r"\s*(?:[|\-–—،,(]|\d).*")
_CLASSED = re.compile(r"(?:^|[\s_-])author(?:[\s_-]*name)?(?:$|\s)", re.I)
# Offices and the names that systems give their first user: nobody's.
_NOBODY = frozenset(
    fold(name)
    for name in (
        *("admin", "administrator", "editor", "staff", "webmaster", "root", "guest", "user"),
        *("المحرر", "التحرير", "هيئة التحرير", "قسم التحرير", "مدير التحرير", "المشرف"),
        *("المشرف العام", "مدير الموقع", "إدارة الموقع", "الإدارة", "مراسلنا", "محرر", "كاتب"),
        *("خاص", "وكالات", "متابعة", "متابعات", "الكاتب"),
    )
)


def person(name: str | None) -> str | None:
    """A name as it stands; None for offices, systems' users and what is no name."""
    if not name or fold(name) in _NOBODY:
        return None
    return name


def byline(above: Iterable[str]) -> str | None:
    """The author that one of the lines between title and text names."""
    for line in above:
        if (match := _LABEL.match(line)) and (found := _called(match["name"], match["colon"])):
            return found
    return None


def classed_author(root: Element) -> str | None:
    """The author whom a link or a class calls so, outside of comments."""
    for element in root.iter("a", "span", "div", "p", "li", "b", "strong", "h4", "h5", "address"):
        if not _calls_author(element) or _in_comments(element):
            continue
        words = text_of(element)
        match = _LABEL.match(words)
        if found := _called(match["name"] if match else words, ":"):
            return found
    return None


def _calls_author(element: Element) -> bool:
    linked = "author" in (element.get("rel") or "").lower().split()
    return linked or _CLASSED.search(element.get("class") or "") is not None


def _in_comments(element: Element) -> bool:
    named = (f"{e.get('class', '')} {e.get('id', '')}" for e in (element, *element.iterancestors()))
    return any("comment" in name.lower() for name in named)


def _called(words: str, colon: str | None) -> str | None:
    """The name with which a byline goes on; without a colon two words at least, since "كتب" is
    "wrote" as well."""
    name = _END.sub("", words).strip(" :.")
    least = 1 if colon else 2
    return person(name) if least <= len(name.split()) <= _NAME_WORDS else None


def outlet_in(page_title: str, title: str) -> str | None:
    """The site's name in the page's own title, before or behind the article's."""
    whole, own = fold(page_title), fold(title)
    if not own or own == whole:
        return None
    parts = [part.strip() for part in SEPARATED.split(page_title) if part.strip()]
    if whole.startswith(own):
        name = parts[-1]
    elif whole.endswith(own):
        name = parts[0]
    else:
        return None
    fits = len(parts) > 1 and len(name.split()) <= _OUTLET_WORDS and fold(name) not in own
    return name if fits else None
