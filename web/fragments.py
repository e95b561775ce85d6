"""Pieces of HTML that stand tens of times on a page, made in Python.

A template macro costs about ten times as much a call, and a page of ten hits made fifty.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from flask import Flask
from flask_babel import gettext
from markupsafe import Markup, escape

from search.page import Marked
from web.language import interface_language, isolated, stated_date

BUNDLED = "bundled"  # the engine's name in translations that came with the articles


def install(app: Flask) -> None:
    """Give the templates these functions."""
    app.jinja_env.globals.update(marked=marked, machine=machine, coded=coded)


def marked(side: Marked) -> Markup:
    """A text with its marked words in <mark>."""
    return Markup(  # noqa: S704 - each text is escaped
        "".join(
            f"<mark>{escape(text)}</mark>" if is_marked else escape(text)
            for text, is_marked in side.segments or []
        )
    )


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
