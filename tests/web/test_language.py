"""The interface's two languages: complete, with Arabic plurals; dates as precise as stated."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask import Flask

from search.settings import Settings
from web.app import create_app
from web.language import direction, interface_language, stated_date
from web.wording import counted

WEB = Path(__file__).parents[2] / "web"


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return create_app(Settings(home=tmp_path))


def test_the_arabic_catalogue_has_every_message_and_all_plural_forms() -> None:
    with (WEB / "translations/ar/LC_MESSAGES/messages.po").open("rb") as source:
        arabic = {m.id if isinstance(m.id, str) else m.id[0]: m.string for m in read_po(source)}
    methods = [("**.py", "python"), ("templates/**.html", "jinja2")]
    keywords = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
    found = {
        message if isinstance(message, str) else message[0]: isinstance(message, tuple)
        for _, _, message, *_ in extract_from_dir(WEB, methods, keywords=keywords)
    }
    assert len(found) > 50
    for message, has_plural in found.items():
        string = arabic.get(message)
        assert string, f"no Arabic for {message!r}"
        if has_plural:
            assert len(string) == 6
            assert all(string)


def test_every_correction_of_the_parser_has_its_arabic() -> None:
    from search.query.corrections import SENTENCES

    text = (WEB / "translations/ar/LC_MESSAGES/messages.po").read_text(encoding="utf-8")
    assert set(re.findall(r'"correction:(\w+)"', text)) == set(SENTENCES)


@pytest.mark.parametrize(
    ("number", "arabic", "english"),
    [
        (0, "لا توجد مقالات", "0 articles"),
        (1, "مقال واحد", "1 article"),
        (2, "مقالان", "2 articles"),
        (3, "3 مقالات", "3 articles"),
        (10, "10 مقالات", "10 articles"),
        (11, "11 مقالًا", "11 articles"),
        (99, "99 مقالًا", "99 articles"),
        (100, "100 مقال", "100 articles"),
        (103, "103 مقالات", "103 articles"),
        (19481, "19,481 مقالًا", "19,481 articles"),
    ],
)
def test_counts_have_the_six_arabic_forms(
    app: Flask, number: int, arabic: str, english: str
) -> None:
    with app.test_request_context("/?hl=ar"):
        assert counted(number) == arabic
    with app.test_request_context("/?hl=en"):
        assert counted(number) == english


@pytest.mark.parametrize(
    ("stated", "arabic", "english"),
    [
        ("2020", "2020", "2020"),
        ("2020-08", "أغسطس 2020", "August 2020"),
        ("2020-08-31", "31 أغسطس 2020", "August 31, 2020"),
        ("2020-08-31T14:05:00", "31 أغسطس 2020 14:05", "August 31, 2020 14:05"),
        ("2020-08-31T14:05:00+03:00", "31 أغسطس 2020 14:05 +03:00", "August 31, 2020 14:05 +03:00"),
        ("2020-08-31T14:05:00Z", "31 أغسطس 2020 14:05 +00:00", "August 31, 2020 14:05 +00:00"),
        ("soon", "soon", "soon"),
    ],
)
def test_a_date_keeps_its_precision(app: Flask, stated: str, arabic: str, english: str) -> None:
    with app.test_request_context("/?hl=ar"):
        assert stated_date(stated) == arabic
    with app.test_request_context("/?hl=en"):
        assert stated_date(stated) == english


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        ("", "", "ar"),
        ("", "en-GB,en;q=0.9", "en"),
        ("", "ar-IQ,en;q=0.5", "ar"),
        ("", "fr", "ar"),
        ("?hl=ar", "en", "ar"),
        ("?hl=en", "ar", "en"),
        ("?hl=fr", "en", "en"),
    ],
)
def test_hl_decides_then_accept_language_then_arabic(
    app: Flask, query: str, accept: str, expected: str
) -> None:
    with app.test_request_context(f"/{query}", headers={"Accept-Language": accept}):
        assert interface_language() == expected


def test_a_chosen_language_is_kept_in_a_cookie_that_the_address_overrules(app: Flask) -> None:
    client = app.test_client()
    assert "Set-Cookie" not in client.get("/help").headers
    kept = client.get("/help?hl=en").headers["Set-Cookie"]
    assert kept.startswith("hl=en;")
    assert "SameSite=Lax" in kept
    assert '<html lang="en"' in client.get("/help", headers={"Accept-Language": "ar"}).text
    assert '<html lang="ar"' in client.get("/help?hl=ar").text


def test_a_text_with_any_arabic_letter_is_right_to_left() -> None:
    assert direction("BBC عربي") == "rtl"
    assert direction("Reuters") == "ltr"
    assert direction("2020") == "ltr"
