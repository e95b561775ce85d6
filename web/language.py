"""The interface's language: which one, its messages, its dates and numbers, its directions."""

from __future__ import annotations

import io
import re
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path

from babel.dates import format_date as babel_date
from babel.dates import format_skeleton
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from flask import Flask, Response, g, request
from flask_babel import Babel, Domain
from markupsafe import Markup, escape

LANGUAGES = ("ar", "en")
_CATALOGUES = Path(__file__).parent / "translations"
_YEAR = 31_536_000  # seconds
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")


class Catalogues(Domain):  # type: ignore[misc]  # flask-babel ships no types
    """Messages compiled in memory from the .po files.

    So a checkout, an editable install and a wheel all work without a build step or a committed
    .mo file; it takes a few milliseconds once a process.
    """

    def get_translations(self) -> NullTranslations:
        return _messages(interface_language())


def install(app: Flask) -> None:
    """Give the application its languages and the templates their filters."""
    babel = Babel(app, default_locale="ar", locale_selector=interface_language)
    babel.domain_instance = Catalogues()
    # Flask-Babel's own look-ups ask for the request's locale anew for each of a page's messages.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # of its i18n extension
        gettext=lambda message: _messages(interface_language()).gettext(message),
        ngettext=lambda one, many, number: _messages(interface_language()).ngettext(
            one, many, number
        ),
        newstyle=False,  # messages here take no values; the new style spends 10 µs on each
    )
    app.jinja_env.filters.update(stated_date=stated_date, number=number)
    app.jinja_env.globals["value"] = isolated
    app.jinja_env.globals["direction"] = direction
    app.jinja_env.globals["interface_language"] = interface_language

    @app.after_request
    def keep(answer: Response) -> Response:
        """A language that was chosen stays chosen: the one cookie there is."""
        asked = request.args.get("hl")
        kept = request.cookies.get("hl")
        if asked in LANGUAGES and asked != kept and answer.mimetype == "text/html":
            path = request.script_root or "/"
            answer.set_cookie("hl", asked, max_age=_YEAR, path=path, samesite="Lax")
        return answer


def interface_language() -> str:
    """`ar` or `en`, for this request."""
    if "language" not in g:
        g.language = _choose()
    language: str = g.language
    return language


def direction(text: str) -> str:
    """`rtl` for a text with an Arabic letter, else `ltr`.

    By any letter, not by the first strong one: an Arabic name that begins with a Latin word is
    still Arabic.
    """
    return "rtl" if _ARABIC.search(text) else "ltr"


@lru_cache(maxsize=4096)
def isolated(text: str) -> Markup:
    """A value whose language is not known (an outlet, a place), with its own direction."""
    stands = 'dir="rtl" lang="ar"' if direction(text) == "rtl" else 'dir="ltr"'
    # Markup's own format() takes 36 µs, and a page has a hundred values.
    return Markup(f"<bdi {stands}>{escape(text)}</bdi>")  # noqa: S704 - the text is escaped


def number(value: int) -> str:
    """A number with its thousands set apart, in the interface's language."""
    return _number(value, interface_language())


def stated_date(published: str) -> str:
    """An ISO 8601 date in the interface's language, as precise as it is stated."""
    return _stated_date(published, interface_language())


def short_date(stated: str) -> str:
    """A stated day with its month cut short where the language does so, for narrow places."""
    if len(stated) != len("2020-08-31"):
        return stated_date(stated)
    return str(
        format_skeleton("yMMMd", datetime.fromisoformat(stated), locale=interface_language())
    )


@lru_cache(maxsize=4096)
def _number(value: int, language: str) -> str:
    return format_decimal(value, locale=language)


@lru_cache(maxsize=4096)
def _stated_date(published: str, language: str) -> str:
    try:
        if len(published) == len("2020"):
            return str(int(published))
        if len(published) == len("2020-08"):
            day = datetime.fromisoformat(f"{published}-01")
            return format_skeleton("yMMMM", day, locale=language)
        moment = datetime.fromisoformat(published)
    except ValueError:
        return published  # never hide what the article says
    if len(published) == len("2020-08-31"):
        return babel_date(moment, "long", locale=language)
    # The clock of the place where it was stated, with its offset: no conversion.
    return (
        f"{babel_date(moment, 'long', locale=language)} {moment:%H:%M} {_offset(moment)}".rstrip()
    )


def _offset(moment: datetime) -> str:
    return moment.isoformat()[19:].lstrip(".0123456789") if moment.tzinfo else ""


def _choose() -> str:
    for asked in (request.args.get("hl"), request.cookies.get("hl")):
        if asked in LANGUAGES:
            return asked
    # By primary subtag in the reader's order: werkzeug's best_match takes en over ar-IQ where en
    # stands as it is and ar does not.
    wanted = (tag.partition("-")[0].lower() for tag, quality in request.accept_languages if quality)
    return next((language for language in wanted if language in LANGUAGES), "ar")


@cache
def _messages(language: str) -> NullTranslations:
    if language == "en":
        return Translations()  # the messages in templates and code are English
    compiled = io.BytesIO()
    path = _CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return Translations(compiled)
