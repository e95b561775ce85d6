"""The query language as the help page tells it: what to write, what it finds, live examples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext


@dataclass(frozen=True, slots=True)
class Topic:
    """finds: a message, what is typed between backticks in it; examples: queries, Arabic and
    English, each a link on the page."""

    title: Any
    finds: Any
    examples: tuple[str, ...]


TOPICS = (
    Topic(
        lazy_gettext("Words"),
        lazy_gettext(
            "Articles with all the words, in any form and in either language; where fewer than ten"
            " have all of them, those with some follow."
        ),
        ("جبال حمرين", "Tigris river"),
    ),
    Topic(
        lazy_gettext("Phrases"),
        lazy_gettext("In quotation marks: the words together, in this order, in one sentence."),
        ('"جبال حمرين"', '"Hamrin Mountains"'),
    ),
    Topic(
        lazy_gettext("Words near each other"),
        lazy_gettext(
            "A number after the phrase: in any order, with at most so many words between."
        ),
        ('"نهر العراق"~5', '"Iraq river"~5'),
    ),
    Topic(
        lazy_gettext("And, or, not"),
        lazy_gettext(
            "`AND`, `OR` and `NOT` in capitals, or `+` `|` `-` before a word; brackets group."
        ),
        ("(دجلة OR الفرات) AND بغداد", "Baghdad -Tigris"),
    ),
    Topic(
        lazy_gettext("Part of a word"),
        lazy_gettext("`*` stands for any letters, `?` for one; at least two letters beside them."),
        ("حمر*", "Kirk?k"),
    ),
    Topic(
        lazy_gettext("Near spellings"),
        lazy_gettext("`~` after a word allows for a letter or two that differ."),
        ("كركوق~", "Kirkok~"),
    ),
    Topic(
        lazy_gettext("Numbers"),
        lazy_gettext("Found by their value, in digits or words, in either language."),
        ("خمسة آلاف", "1,500"),
    ),
    Topic(
        lazy_gettext("In a field"),
        lazy_gettext(
            "The field's name and a colon before the word: `title`, `text`, `outlet`, `agency`,"
            " `place`, `category`, `lang`, `url`, `id` or `translation`."
        ),
        ("title:دجلة", "lang:ar Baghdad"),
    ),
    Topic(
        lazy_gettext("Dates"),
        lazy_gettext("A year, a month or a day, or from one to another in square brackets."),
        ("published:2020", "published:[2019 TO 2021-06]"),
    ),
)
