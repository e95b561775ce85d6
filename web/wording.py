"""Sentences a page builds from values: counts, announcements, names of fields and reasons."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask
from flask_babel import gettext, lazy_gettext, ngettext
from markupsafe import Markup, escape

from search.page import ArticleView, Hit, Total
from search.query.ast import Correction
from web import scripts
from web.histogram import is_one_period
from web.language import interface_language, isolated, number, stated_date
from web.links import asset, outward

_FIELDS = {
    "outlet": lazy_gettext("Outlet"),
    "agency": lazy_gettext("Agency"),
    "place": lazy_gettext("Place"),
    "category": lazy_gettext("Category"),
    "lang": lazy_gettext("Language"),
    "names": lazy_gettext("Names"),
    "published": lazy_gettext("Date"),
    "translation": lazy_gettext("Translation"),
    "id": lazy_gettext("Article"),
    "title": lazy_gettext("Title"),
    "text": lazy_gettext("Text"),
    "url": lazy_gettext("Address"),
}
_MATCHED = {
    "exact": lazy_gettext("exact form"),
    "bare": lazy_gettext("without prefixes"),
    "stem": lazy_gettext("stem"),
    "plural": lazy_gettext("plural"),
    "root": lazy_gettext("root"),
    "fuzzy": lazy_gettext("near spelling"),
    "prefix": lazy_gettext("beginning of a word"),
    "number": lazy_gettext("number"),
    "name": lazy_gettext("name"),
    "thesaurus": lazy_gettext("thesaurus"),
    "dictionary": lazy_gettext("dictionary"),
    "translation": lazy_gettext("translation"),
}
_VALUES = {
    ("lang", "ar"): lazy_gettext("Arabic"),
    ("lang", "en"): lazy_gettext("English"),
    ("translation", "translated"): lazy_gettext("translated"),
    ("translation", "partial"): lazy_gettext("partly translated"),
    ("translation", "pending"): lazy_gettext("not translated"),
}
# What each parameter takes, where the English detail alone would not do.
_PARAMETERS = {
    "q": lazy_gettext("a shorter query"),
    "lang": lazy_gettext("ar, en or auto"),
    "match": lazy_gettext("auto, all or any"),
    "filter": lazy_gettext("a field and its value, such as outlet:Reuters, at most 50 of them"),
    "from": lazy_gettext("a date such as 2020, 2020-08 or 2020-08-31"),
    "to": lazy_gettext("a date such as 2020, 2020-08 or 2020-08-31"),
    "sort": lazy_gettext("relevance, newest or oldest"),
    "limit": lazy_gettext("a whole number from 1 to 100"),
    "cursor": lazy_gettext("the address of a further page of this very search"),
}
# status → title and advice
_ERRORS = {
    400: (lazy_gettext("This search cannot be read"), lazy_gettext("What is wrong:")),
    401: (
        lazy_gettext("A key is needed here"),
        lazy_gettext("Whoever runs this service makes keys."),
    ),
    404: (
        lazy_gettext("There is nothing here"),
        lazy_gettext("The article may have been removed, or the address is incomplete."),
    ),
    405: (lazy_gettext("This page cannot be used that way"), ""),
    429: (
        lazy_gettext("Too many requests at once"),
        lazy_gettext("Please wait a minute, then try again."),
    ),
    500: (
        lazy_gettext("Something went wrong"),
        lazy_gettext("It is our fault, not yours. The number below helps to find it."),
    ),
    503: (
        lazy_gettext("The search is not available at the moment"),
        lazy_gettext("Please try again in a few seconds."),
    ),
}


def install(app: Flask) -> None:
    """Give the templates these functions."""
    app.jinja_env.globals.update(
        asset=asset,
        citation=citation,
        common_translation=common_translation,
        correction_text=correction_text,
        counted=counted,
        error_text=error_text,
        field_label=field_label,
        is_one_period=is_one_period,
        known_by=known_by,
        matched_text=matched_text,
        outward=outward,
        parameter_text=parameter_text,
        script=scripts.address,
        relaxed_text=relaxed_text,
        state_text=state_text,
        value_label=value_label,
    )


def counted(articles: int) -> str:
    """`1 article`, `12 articles`; in Arabic with its six plural forms."""
    return _counted(articles, interface_language())


@lru_cache(maxsize=4096)
def _counted(articles: int, _language: str) -> str:
    text: str = ngettext(
        "%(count)s article", "%(count)s articles", articles, count=number(articles)
    )
    return text


def relaxed_text(total: Total) -> str:
    """The announcement that not all results have all words."""
    if total.all_words == 0:
        return str(gettext("No article has all the words; these have some of them."))
    text: str = ngettext(
        "%(count)s article has all the words and comes first; the others have some of them.",
        "%(count)s articles have all the words and come first; the others have some of them.",
        total.all_words,
        count=number(total.all_words),
    )
    return text


def correction_text(correction: Correction) -> str:
    """What the parser mended, in the interface's language where the catalogue has its code."""
    known: str = gettext(f"correction:{correction.code}")
    return correction.detail if known.startswith("correction:") else known


def field_label(field: str) -> str:
    return str(_FIELDS.get(field, field))


def value_label(field: str, chosen: str, label: dict[str, Any] | None = None) -> Markup:
    """A filter's value: a language by its name, another value as it is, with its direction; a
    name, by its label, in both scripts, the interface's first."""
    if label:
        first = interface_language()
        own, other = label[first], label["ar" if first == "en" else "en"]
        return isolated(own) + " · " + isolated(other) if own and other else isolated(own or other)
    named = _VALUES.get((field, chosen))
    return isolated(chosen) if named is None else escape(named)


def parameter_text(name: str) -> str:
    """What a parameter takes, in Arabic; empty where its English detail says it, or none does."""
    return "" if interface_language() == "en" else str(_PARAMETERS.get(name, ""))


def matched_text(kinds: list[str]) -> str:
    """By what kinds of evidence a hit was found."""
    return _matched(tuple(kinds), interface_language())


@lru_cache(maxsize=4096)
def _matched(kinds: tuple[str, ...], language: str) -> str:
    return ("، " if language == "ar" else ", ").join(str(_MATCHED.get(k, k)) for k in kinds)


def known_by(kind: str) -> str:
    """What kind of knowledge joined a word of the query with another."""
    return matched_text([kind])


def state_text(article: ArticleView) -> str:
    """What of an article is not translated yet: all of it, or how many sentences."""
    if article.state == "pending":
        return str(gettext("Not translated yet"))
    other = "en" if article.lang == "ar" else "ar"
    parts = [article.title, *article.segments]
    missing = sum(bool(getattr(part, article.lang)) and not getattr(part, other) for part in parts)
    text: str = ngettext(
        "%(count)s sentence is not translated yet",
        "%(count)s sentences are not translated yet",
        missing,
        count=number(missing),
    )
    return text


def citation(article: ArticleView, address: str) -> Markup:
    """How to cite an article: its own title, outlet, date and address, and where it was read."""
    title = getattr(article.title, article.lang) or article.title.ar or article.title.en
    words = "".join(text for text, _ in title.segments or []) if title else article.id
    arabic = interface_language() == "ar"
    opening, closing = "«»" if arabic else "“”"
    parts = [Markup("{}{}{}").format(opening, isolated(words), closing)]
    parts += [isolated(text) for text in (article.outlet or article.agency,) if text]
    if article.published:
        parts.append(escape(stated_date(article.published)))
    parts += [isolated(text) for text in (outward(article.url), address) if text]
    return escape("، " if arabic else ", ").join(parts) + "."


def error_text(problem: dict[str, Any]) -> tuple[str, str]:
    """Title and advice for an error page."""
    title, advice = _ERRORS.get(problem["status"], (problem["title"], ""))
    return str(title), str(advice)


def common_translation(item: Hit | ArticleView) -> dict[str, str | None] | None:
    """The one translation all shown pairs share, said once; None where each says its own."""
    pairs = [item.title, *(item.snippets if isinstance(item, Hit) else item.segments)]
    other = "en" if item.lang == "ar" else "ar"
    made = [pair.translation for pair in pairs if getattr(pair, other) is not None]
    return made[0] if made and all(one == made[0] for one in made) else None
