"""How old articles get: by outlet, from the end of what they state, never by a wrong clock."""

from __future__ import annotations

import logging
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.archive import Archive
from index.draft import Draft
from index.keeping.chores import RETAINED, Chores
from index.keeping.retention import Rules, _is_old, expired, rules_of
from search.errors import SettingsError
from search.settings import Settings, load_settings
from tests.index.conftest import both_databases

Make = Callable[..., Draft]
Run = Callable[..., subprocess.CompletedProcess[str]]

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def aged(text: str) -> Rules:
    return rules_of(load_settings(retention=text))


@pytest.fixture
def filled(archive: Archive, draft: Make) -> Archive:
    """By source_id: the date and outlet that each states."""
    stated = {
        "old": ("2020-08-31", "السومرية"),
        "new": ("2026-11-22", "السومرية"),
        "year": ("2025", None),
        "other": ("2020-08-31", "رويترز"),
        "undated": (None, "السومرية"),
    }
    archive.add(
        [
            draft(name, f"جملة {name}.", source_id=name, published=date, outlet=outlet)
            for name, (date, outlet) in stated.items()
        ]
    )
    return archive


def due(archive: Archive, rules: Rules, now: datetime = NOW) -> set[str | None]:
    ids = set(expired(archive, rules, now))
    every = archive.articles(range(1, 9))
    return {each.source_id for each in every if each.id in ids}


@both_databases
def test_an_outlets_own_rule_goes_before_the_general_one(filled: Archive) -> None:
    assert due(filled, aged("365d")) == {"old", "other"}
    assert due(filled, aged("365d,رويترز=never")) == {"old"}
    assert due(filled, aged("السومرية=1d")) == {"old"}
    assert due(filled, aged("never,رويترز=90d")) == {"other"}
    assert due(filled, aged("")) == set()


def test_the_age_counts_from_the_end_of_what_is_stated(filled: Archive) -> None:
    """2025 ends with the last of December: it is 300 days old only on 2026-10-28."""
    assert due(filled, aged("326d")) == {"old", "other", "year"}
    assert due(filled, aged("327d")) == {"old", "other"}
    noon = datetime(2020, 9, 2, tzinfo=UTC)
    assert due(filled, aged("1d"), noon) == {"old", "other"}
    assert due(filled, aged("2d"), noon) == set()


def test_undated_articles_stay_unless_told(filled: Archive) -> None:
    later = datetime(2030, 1, 1, tzinfo=UTC)
    assert "undated" not in due(filled, aged("1d"), later)
    assert "undated" in due(filled, Rules(1, undated=True), later)
    assert "undated" not in due(filled, Rules(1, undated=True), NOW.replace(year=2020))


@pytest.mark.parametrize("wrong", ["365", "d", "0d", "-1d", "a=b", "1d,", "x=1w", ",", "1d 2d"])
def test_a_wrong_rule_stops_the_start(wrong: str) -> None:
    with pytest.raises(SettingsError, match="FIHRIST_RETENTION"):
        load_settings(retention=wrong)


@given(st.integers(1, 99999), st.integers(1, 99999))
def test_what_is_due_by_a_longer_age_is_due_by_a_shorter(one: int, other: int) -> None:
    low, high = sorted((one, other))
    if _is_old("1990-01-01", 0, high, False, NOW):
        assert _is_old("1990-01-01", 0, low, False, NOW)


# The keeper


def chores(archive: Archive, settings: Settings, now: datetime, rules: str = "365d") -> Chores:
    return Chores(archive, settings.model_copy(update={"retention": rules}), lambda: now)


def test_the_keeper_deletes_once_a_day(filled: Archive, settings: Settings, draft: Make) -> None:
    chores(filled, settings, NOW).do()
    assert filled.stats().articles == 3
    assert filled.note(RETAINED) == "2026-11-23"
    filled.add([draft("late", "متأخرة.", published="2020-01-01")])
    chores(filled, settings, NOW).do()
    assert filled.stats().articles == 4
    chores(filled, settings, NOW.replace(day=24)).do()
    assert filled.stats().articles == 3


def test_a_clock_that_jumps_ahead_deletes_nothing_and_says_so(
    filled: Archive, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        chores(filled, settings, NOW.replace(year=2099)).do()
    assert filled.stats().articles == 5
    assert "see that the clock is right (2099-11-23)" in caplog.text


def test_a_clock_that_jumps_back_deletes_nothing_and_does_not_stop_retention(
    filled: Archive, settings: Settings
) -> None:
    filled.set_note(RETAINED, "2099-01-01")
    chores(filled, settings, NOW.replace(year=1990)).do()
    assert filled.stats().articles == 5
    chores(filled, settings, NOW).do()
    assert filled.stats().articles == 3


def test_without_a_rule_the_keeper_deletes_nothing(filled: Archive, settings: Settings) -> None:
    chores(filled, settings, NOW, "").do()
    assert filled.stats().articles == 5
    assert filled.note(RETAINED) is None


# The command


def test_the_command_deletes_what_it_says(filled: Archive, fihrist: Run) -> None:
    assert "set it, or give --older-than" in fihrist("retain").stderr
    assert fihrist("retain", "--older-than", "1w").returncode == 2
    dry = fihrist("retain", "--older-than", "1000d", "--dry-run")
    assert dry.stdout == "2 of 5 articles are too old\n"
    only = fihrist("retain", "--older-than", "1000d", "--outlet", "رويترز")
    assert only.stdout == "deleted 1\n"
    assert fihrist("search", "جملة", "--json").stdout.count('"source_id":"other"') == 0
    assert filled.stats().articles == 4
