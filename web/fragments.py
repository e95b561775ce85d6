"""Pieces of HTML that stand tens of times on a page, made in Python.

A template macro costs about ten times as much a call, and a page of ten hits made fifty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from flask import Flask
from flask_babel import gettext
from markupsafe import Markup, escape

from search.article import Side
from search.page import Hit, Marked, Pair
from web.language import interface_language, isolated, number, stated_date
from web.links import Links
from web.wording import value_label

BUNDLED = "bundled"  # the engine's name in translations that came with the articles


def install(app: Flask) -> None:
    """Give the templates these functions."""
    app.jinja_env.globals.update(
        choices=choices,
        coded=coded,
        headline=headline,
        known=known,
        machine=machine,
        marked=marked,
        snippet=snippet,
    )


def marked(side: Marked) -> Markup:
    """A text with its marked words in <mark>."""
    return Markup(  # noqa: S704 - each text is escaped
        "".join(
            f"<mark>{escape(text)}</mark>" if is_marked else escape(text)
            for text, is_marked in side.segments or []
        )
    )


def headline(title: Pair, sides: Iterable[Side]) -> Markup:
    """A title in the languages that it has."""
    texts = ((side, getattr(title, side)) for side in sides)
    said = "".join(
        f'<span lang="{side}" dir="{text.dir}">{marked(text)}</span>\n'
        for side, text in texts
        if text
    )
    return Markup(said or _untitled(interface_language()))  # noqa: S704 - each text is escaped


def snippet(pair: Pair, sides: Sequence[Side], lang: str, *, own_translation: bool) -> Markup:
    """A pair of sentences. lang: the article's own; own_translation: whether it says by whom the
    other side is."""
    said = []
    for side in sides:
        text: Marked | None = getattr(pair, side)
        if text is None:
            said.append(_absent(side, sides[0], interface_language()))
            continue
        by = pair.translation if own_translation and side != lang else None
        maker = f" {machine(by)}" if by else ""
        said.append(f'<p lang="{side}" dir="{text.dir}">{marked(text)}{maker}</p>')
    both = "\n".join(said)
    return Markup(f'<div class="pair">\n{both}\n</div>')  # noqa: S704 - each text is escaped


@lru_cache(maxsize=16)
def _untitled(_language: str) -> str:
    return f'<span class="untitled">{escape(gettext("Without a title"))}</span>\n'


@lru_cache(maxsize=16)
def _absent(side: Side, first: Side, _language: str) -> str:
    """In the place of a sentence that has no translation."""
    said = gettext("No English yet") if side == "en" else gettext("No Arabic yet")
    direction = "rtl" if first == "ar" else "ltr"
    return f'<p class="absent {side}" dir="{direction}">{escape(said)}</p>'


def choices(field: str, entries: Iterable[dict[str, Any]], links: Links) -> Markup:
    """Values of a facet, each a link that narrows the search to it, or takes that back."""
    return Markup("").join(_choice(field, entry, links) for entry in entries)


def _choice(field: str, entry: dict[str, Any], links: Links) -> Markup:
    value = entry["value"]
    shown = value_label(field, value, entry.get("label"))
    if entry["selected"]:
        link = Markup('class="selected" aria-current="true" href="{}" title="{}"').format(
            links.without_filter(field, value), gettext("Remove this filter")
        )
    else:
        link = Markup(f'href="{escape(links.with_filter(field, value))}"')  # noqa: S704 - escaped
    count = escape(number(entry["count"]))
    parts = f'<span class="value">{shown}</span> <span class="count">{count}</span>'
    return Markup(f"<li>\n<a {link}>{parts}</a>\n</li>\n")  # noqa: S704 - each part is escaped


def known(hit: Hit) -> Markup:
    """Outlet · agency · place · category · date: what is known of an article."""
    values = (hit.outlet, hit.agency, hit.place, hit.category)
    said = "".join(f"<li>{isolated(value)}</li>\n" for value in values if value)
    if day := hit.published:
        said += f'<li><time datetime="{escape(day)}">{escape(stated_date(day))}</time></li>'
    return Markup(f'<ul class="meta">\n{said}</ul>\n')  # noqa: S704 - each part is escaped


def coded(message: object) -> Markup:
    """A message with what stands between backticks as code: typed as it is, whatever stands
    around it, so that a sign keeps its place in a text of the other direction."""
    pieces = str(message).split("`")
    return Markup("").join(
        Markup('<code dir="ltr">{}</code>').format(piece) if number % 2 else escape(piece)
        for number, piece in enumerate(pieces)
    )


def machine(translation: Mapping[str, str | None]) -> Markup:
    """Whose machine translation a text is, and of which day."""
    return _machine(translation["engine"] or "", translation["at"], interface_language())


@lru_cache(maxsize=4096)
def _machine(engine: str, at: str | None, _language: str) -> Markup:
    if engine == BUNDLED:
        said = escape(gettext("bundled machine translation"))
    else:
        said = Markup("{} · {}").format(gettext("machine translation"), isolated(engine))
    if at:
        day = stated_date(at[: len("2020-08-31")])
        said += Markup(' · <time datetime="{}">{}</time>').format(at, day)
    return Markup('<span class="machine">{}</span>').format(said)
