"""Keys of one keyboard layout read as those of another."""

from __future__ import annotations

import pytest

from search.suggest.layouts import neighbours, others


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("plvdk", "حمرين"),
        ("hguvhr", "العراق"),
        ("fy]h]", "بغداد"),
        ("l,wg", "موصل"),  # the comma is و
        ("hghkfhv", "الانبار"),
        ("sghl", "سلام"),
        ("sbl", "سلام"),  # لا is one key, or two
        ("Hkfhv", "أنبار"),  # with shift: hamza
        ("Plvdk", "حمرين"),  # a capital that gives a mark of vowels
    ],
)
def test_latin_keys_give_arabic_words(typed: str, meant: str) -> None:
    assert meant in others(typed)


def test_the_keys_of_azerty_are_read_by_their_places() -> None:
    assert list(others("qlzm")) == ["ضمئة"]
    assert list(others("qlzm", azerty=True)) == ["شمصك"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ؤخشمهفهخى", "coalition"),
        ("لاشلايشي", "baghdad"),  # لا is b, and gh
        ("اشةقهى", "hamrin"),
    ],
)
def test_arabic_keys_give_latin_words(typed: str, meant: str) -> None:
    assert meant in others(typed)


@pytest.mark.parametrize("typed", ["", "123", "حمرين plvdk", "abc1", "حَمْرين", "ليل٣", "!"])
def test_what_is_no_word_there_gives_nothing(typed: str) -> None:
    assert list(others(typed)) == []


def test_keys_have_neighbours_on_both_layouts() -> None:
    assert set(neighbours()["s"]) == set("adwqezxc")
    assert set("سبىصثقرؤلاء") >= set(neighbours()["ي"])
