"""A clock that is put back, by a day or by years: nothing is lost, and nothing waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from index.archive import Archive
from index.archive.ledger import Done, Refusal
from index.commands.translating import translate_missing
from index.draft import Draft
from index.home import bring_level
from index.keeper import rebuild
from index.keeping.backup import back_up, verify
from index.keeping.doctor import examine
from index.translation import chain_of
from index.workers import Workers
from search.engines import open_engine
from search.settings import Settings
from tests.index.conftest import both_databases
from tests.translation.provider_server import ProviderServer

Make = Callable[..., Draft]
Shift = Callable[[float], None]

YEARS = 10 * 365 * 86_400.0


@pytest.fixture
def shifted(monkeypatch: pytest.MonkeyPatch) -> Shift:
    """shifted(seconds): the clock is off by so much from now on, the database's too."""
    plain, plain_ns = time.time, time.time_ns

    def shift(seconds: float) -> None:
        monkeypatch.setattr(time, "time", lambda: plain() + seconds)
        monkeypatch.setattr(time, "time_ns", lambda: plain_ns() + int(seconds * 1e9))
        moment = lambda _: int((plain() + seconds) * 1000)  # noqa: E731 - a clock
        for name in ("claims", "work"):
            monkeypatch.setattr(f"index.archive.{name}.moment", moment)

    return shift


@both_databases
def test_a_sentence_claimed_by_a_clock_that_was_ahead_can_be_claimed(
    archive: Archive, shifted: Shift
) -> None:
    """Its worker was killed, and nobody would else translate it for ten years."""
    shifted(YEARS)
    assert archive.ledger.claim([b"k" * 16], token=1, lease=10.0) == {b"k" * 16}
    shifted(0)
    assert archive.ledger.claim([b"k" * 16], token=2, lease=10.0) == {b"k" * 16}
    assert archive.ledger.claim([b"k" * 16], token=3, lease=10.0) == set(), "that claim holds"


@both_databases
def test_a_refusal_by_a_clock_that_was_ahead_holds_nothing_up(
    archive: Archive, shifted: Shift
) -> None:
    for off in (YEARS, 0.0):
        shifted(off)
        again = int(time.time()) + 600
        refused = Refusal(b"%016d" % off, "google", "empty", 1, again)
        archive.ledger.keep(Done((), (refused,), (), []), token=1)
    found = archive.ledger.refusals([b"%016d" % YEARS, b"%016d" % 0])
    assert found[b"%016d" % YEARS, "google"].again_at == 0
    assert found[b"%016d" % 0, "google"].again_at == again


@both_databases
def test_what_is_stored_while_the_clock_jumps_is_kept_indexed_backed_up_and_well(
    archive: Archive, settings: Settings, draft: Make, shifted: Shift, tmp_path: Path
) -> None:
    for number, off in enumerate((0.0, YEARS, -YEARS, 0.0)):
        shifted(off)
        archive.add([draft(str(number), f"جملة {number}."), draft("same", f"نص {number}.")])
        archive.remember({f"جملة {number}.": f"Sentence {number}."}, "ar-en", "google")
        with Workers(1) as workers:
            bring_level(archive, settings, workers, "add", Event())
    assert archive.stats().articles == 5
    made = archive.articles(range(1, 9))
    assert [each.segments[0].en for each in made if each.title.ar != "عنوان same"] == [
        f"Sentence {number}." for number in range(4)
    ]
    assert [each.segments[0].ar for each in made if each.title.ar == "عنوان same"] == ["نص 3."]
    back_up(settings, tmp_path / "b.zip", False, lambda _: None)
    assert verify(tmp_path / "b.zip").archive.rows["article"] == 5
    report = examine(settings, mend=False, say=lambda _: None)
    assert [finding.name for finding in report.left if finding.severity != "info"] == []


def test_what_is_translated_and_rebuilt_while_the_clock_jumps_is_there(
    archive: Archive,
    settings: Settings,
    draft: Make,
    shifted: Shift,
    provider_server: ProviderServer,
) -> None:
    given = {"translator": "libretranslate", "libretranslate_url": provider_server.url}
    asked = settings.model_copy(update=given | {"translate_rate": 0.0})
    for number, off in enumerate((0.0, YEARS, -YEARS, 0.0)):
        shifted(off)
        archive.add([draft(str(number), f"وصل الوفد رقم {number}.")])
        tally = translate_missing(
            archive, asked, chain_of(asked), Event(), lambda _: None, patience=20.0
        )
        assert (tally.articles, archive.stats().missing, tally.ended) == (1, 0, None)
        with Workers(1) as workers:
            assert rebuild(archive, settings, workers, Event())
        assert open_engine(settings).reader().info.articles == number + 1
    report = examine(settings, mend=False, say=lambda _: None)
    assert [finding.name for finding in report.left if finding.severity != "info"] == []
