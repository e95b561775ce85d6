"""Requests follow each other without waiting for the archive, and without risking more than a kill
may cost."""

from __future__ import annotations

import time
from threading import Event
from typing import Any

import pytest

from index.archive import Archive
from index.archive.ledger import Done, Ledger
from index.translation.glossary import Entry
from index.translation.work import worker
from tests.translation import scenes
from tests.translation.provider_server import ProviderServer
from tests.worker.conftest import Add, Translate, sentences


def test_the_next_request_goes_out_while_the_last_answer_is_being_written(
    add: Add,
    translate: Translate,
    provider_server: ProviderServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Four at once are 24 sentences under way; 6 more may be answered and not yet written."""
    lines = sentences(120)
    add(*[lines[n : n + 10] for n in range(0, 120, 10)])
    keep, kept, at_stake = Ledger.keep, [0], []

    def slowly(ledger: Ledger, work: Done, token: int) -> None:
        until = time.monotonic() + 5
        wanted = min(120, kept[0] + 30)
        while len(provider_server.asked) < wanted and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(0.01)  # for any that should not have been asked for
        at_stake.append(len(provider_server.asked) - kept[0])
        keep(ledger, work, token)
        kept[0] += len(work.entries)

    monkeypatch.setattr(Ledger, "keep", slowly)
    assert translate(translate_concurrency=4).translated == 120
    assert max(at_stake) == 30
    assert not provider_server.repeated


@pytest.mark.parametrize(("at_once", "most"), [(1, 8), (4, 6), (8, 3), (24, 1), (64, 1)])
def test_more_requests_at_once_are_smaller(
    at_once: int, most: int, add: Add, translate: Translate, provider_server: ProviderServer
) -> None:
    lines = sentences(70)
    add(*[lines[n : n + 10] for n in range(0, 70, 10)])
    assert translate(translate_concurrency=at_once).translated == 70
    assert max(len(request.sentences) for request in provider_server.requests) == most


def test_nothing_is_asked_for_any_more_when_the_archive_fails(
    add: Add,
    translate: Translate,
    provider_server: ProviderServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = sentences(200)
    add(*[lines[n : n + 10] for n in range(0, 200, 10)])

    def full(*_: Any) -> None:
        raise OSError("no space left")

    provider_server.delay = 0.02
    monkeypatch.setattr(Ledger, "keep", full)
    with pytest.raises(OSError, match="no space left"):
        translate(translate_concurrency=4)
    assert len(provider_server.asked) <= 32


def test_a_provider_that_hangs_on_all_requests_at_once_holds_nothing_up(
    add: Add, translate: Translate, provider_server: ProviderServer
) -> None:
    lines = sentences(80)
    add(*[lines[n : n + 10] for n in range(0, 80, 10)])
    provider_server.play(*[scenes.hang] * 8)
    tally = translate(translate_concurrency=8, provider_timeout=0.3)
    assert (tally.translated, tally.ended) == (80, None)
    assert sum(provider_server.repeated.values()) == 24, "what the eight requests held"


def test_a_run_that_is_stopped_does_not_wait_for_a_provider_that_hangs(
    add: Add,
    translate: Translate,
    archive: Archive,
    provider_server: ProviderServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add(sentences(40))
    monkeypatch.setattr(worker, "STOP_WITHIN", 0.1)
    provider_server.play(*[scenes.hang] * 8)
    stop = Event()
    tally = translate(
        stop, translate_concurrency=8, provider_timeout=30.0, report=lambda _tally: stop.set()
    )
    assert tally.translated == 0
    assert archive.work.waiting("sentence").claimed == 0, "others may have them at once"
    assert translate().translated == 40


def test_the_budget_holds_where_terms_and_disorder_make_further_requests(
    add: Add, translate: Translate, archive: Archive, provider_server: ProviderServer
) -> None:
    archive.pairs.set_terms([Entry("حمرين", "Hamrin")], replace=False)
    plain = sentences(40)
    lines = [f"حمرين {line}" if number % 3 == 0 else line for number, line in enumerate(plain)]
    add(*[lines[n : n + 10] for n in range(0, 40, 10)])
    provider_server.play(*[scenes.merged, scenes.translate, scenes.lost] * 20)
    budget = 1_000
    tally = translate(translate_budget=budget, translate_concurrency=3)
    assert provider_server.repeated, "there was disorder"
    assert any("Hamrin" in line for line in provider_server.asked), "and a term forced"
    assert 800 < provider_server.characters <= budget
    assert "budget" in (tally.ended or "")
    spent = archive.translation().today["libretranslate"]
    assert spent.characters == provider_server.characters
    assert spent.requests == len(provider_server.requests)
