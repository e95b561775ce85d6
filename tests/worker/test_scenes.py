"""Whatever a provider does, through whichever wire: nothing wrong is kept, nothing is lost, nothing
is translated twice, and the run backs off or ends."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import pytest
from pydantic import SecretStr

from index.archive import Archive
from index.translation.work import outcomes, pace
from index.translation.work.worker import Tally
from tests.translation import scenes
from tests.translation.provider_server import ProviderServer, english_of
from tests.translation.scenes import Scene
from tests.worker.conftest import Add, Translate, sentences

English = Callable[[int], list[str | None]]
Ask = Callable[..., Tally]

WIRES = ("google", "libretranslate", "deepl", "mymemory")
FAULT, LIMITED, BANNED = 0.04, 0.08, 0.16
"""Seconds of the first pauses here; half of each is left to chance."""

SLOW = 1.5
"""Seconds for a whole request: more than a right answer takes on a machine that is busy besides."""

ERROR_TEXT = "Error 500 (Server Error)!!1 500. That's an error. That's all we know."

SCENES: dict[str, tuple[Sequence[Scene], float]] = {
    "hang": ([scenes.hang], FAULT),
    "trickle": ([scenes.trickle], FAULT),
    "trickle before the body": ([scenes.trickle_headers], FAULT),
    "reset": ([scenes.reset], FAULT),
    "cut short": ([scenes.cut_short], FAULT),
    "429": ([scenes.status(429)], LIMITED),
    "429, wait 1": ([scenes.status(429, "1")], 2.0),
    "500": ([scenes.status(500)], FAULT),
    "503": ([scenes.status(503)], FAULT),
    "error page with 200": ([scenes.error_page], FAULT),
    "error page as the translation": ([scenes.each(ERROR_TEXT)], 0.0),
    "captcha with 200": ([scenes.captcha], BANNED),
    "captcha with 429": ([scenes.banned], BANNED),
    "sent to a captcha": ([scenes.moved], BANNED),
    "empty body": ([scenes.empty_body], FAULT),
    "no text": ([scenes.nothing], 0.0),
    "unchanged": ([scenes.unchanged], 0.0),
    "merged": ([scenes.merged], 0.0),
    "lost": ([scenes.lost], 0.0),
    "out of step": ([scenes.out_of_step], 0.0),
    "entities": ([scenes.entities] * 20, 0.0),
    "slow recovery": (
        [scenes.status(503), scenes.hang, scenes.status(429), *[scenes.slow(0.1)] * 2],
        FAULT,
    ),
}
"""By name: what the first requests meet, and the least pause after it, doubled (half is chance)."""


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "FIRST", FAULT)
    monkeypatch.setattr(pace, "FIRST_LIMITED", LIMITED)
    monkeypatch.setattr(pace, "FIRST_BANNED", BANNED)
    monkeypatch.setattr(outcomes, "RETRY", (0.0, 0.0))


@pytest.fixture(params=WIRES)
def ask(
    request: pytest.FixtureRequest, translate: Translate, provider_server: ProviderServer
) -> Ask:
    """translate(), through each wire in turn."""
    own: dict[str, Any] = {
        "translator": request.param,
        "provider_url": provider_server.url,
        "provider_timeout": SLOW,
    }
    if request.param == "deepl":
        own["provider_key"] = SecretStr("a-key")
    return lambda **more: translate(**(own | more))


def check_kept(lines: Sequence[str], kept: Sequence[str | None], server: ProviderServer) -> None:
    """Everything kept is the sentence's own translation, and none was given twice."""
    for line, text in zip(lines, kept, strict=True):
        assert text is None or text.removeprefix("It's ") == english_of(line)
    assert [line for line, times in Counter(server.served).items() if times > 1] == []


@pytest.mark.parametrize("name", SCENES)
def test_a_run_goes_on_behind_whatever_a_provider_does(
    name: str, add: Add, ask: Ask, provider_server: ProviderServer, english: English
) -> None:
    played, pause = SCENES[name]
    lines = sentences(12)
    (seq,) = add(lines)
    provider_server.play(*played)
    tally = ask(translate_concurrency=1)
    assert (tally.translated, tally.ended) == (12, None)
    assert None not in english(seq)
    check_kept(lines, english(seq), provider_server)
    met = {
        line for request in provider_server.requests[: len(played)] for line in request.sentences
    }
    assert set(provider_server.repeated) <= met, "only what the fault left is asked for again"
    if pause:
        after, before = provider_server.times[1], provider_server.times[0]
        assert after - before >= pause / 2


def test_a_ban_after_so_many_requests_ends_the_run_and_a_later_one_goes_on(
    add: Add, ask: Ask, provider_server: ProviderServer, archive: Archive, english: English
) -> None:
    lines = sentences(60)
    (seq,) = add(lines)
    provider_server.ban_after = 3
    tally = ask(translate_concurrency=1, patience=1.5)
    assert "no answer for" in (tally.ended or "")
    assert "blocked as a machine" in (tally.ended or "")
    check_kept(lines, english(seq), provider_server)
    assert tally.translated == len(provider_server.served)
    assert archive.stats().missing == 60 - tally.translated > 0
    # Pauses of at least .08, .16, .32 … seconds: what a ban takes is asked ever more rarely.
    assert len(provider_server.requests) <= 3 + 6
    banned = provider_server.times[3:]
    assert all(later - sooner >= BANNED / 2 for sooner, later in pairwise(banned))
    provider_server.ban_after = None
    assert ask(translate_concurrency=1).ended is None
    assert None not in english(seq)
    check_kept(lines, english(seq), provider_server)


def test_a_provider_that_stays_down_ends_the_run_with_everything_pending(
    add: Add, ask: Ask, provider_server: ProviderServer, archive: Archive
) -> None:
    add(sentences(12))
    provider_server.play(*[scenes.status(503)] * 100)
    tally = ask(translate_concurrency=4, patience=1.5)
    assert tally.translated == 0
    assert "status 503" in (tally.ended or "")
    assert archive.stats().missing == 12
    assert len(provider_server.requests) <= 4 + 9, "four at once, then one at a time, ever later"


def test_a_day_on_which_everything_happens_loses_nothing(
    add: Add, ask: Ask, provider_server: ProviderServer, archive: Archive, english: English
) -> None:
    lines = sentences(120)
    seqs = add(*[lines[n : n + 10] for n in range(0, 120, 10)])
    chance = random.Random(20261123)
    short = [scene for name, (made, _) in SCENES.items() if "wait" not in name for scene in made]
    provider_server.play(*chance.choices([*short, *[scenes.translate] * 20], k=25))
    for _ in range(6):
        if ask(translate_concurrency=8).ended is None and not archive.stats().missing:
            break
    kept = [text for seq in seqs for text in english(seq)]
    refused = sum(archive.translation().refused.values())
    assert kept.count(None) == archive.stats().missing == refused
    check_kept(lines, kept, provider_server)
    assert 120 - kept.count(None) >= len(provider_server.served) > 0


def test_what_has_no_letters_is_never_asked_for(
    add: Add, ask: Ask, provider_server: ProviderServer, english: English
) -> None:
    """deep-translator answers None to it."""
    line = sentences(1)[0]
    (seq,) = add(["***", line, "٢٠٢٠ - ٢٠٢١", "؟!"])
    assert ask().translated == 4
    assert english(seq) == ["***", english_of(line), "2020 - 2021", "؟!"]
    assert provider_server.asked == [line]


def test_the_allowance_of_mymemory_ends_a_run(
    add: Add, translate: Translate, provider_server: ProviderServer, archive: Archive
) -> None:
    """It says so with status 200, in place of the translation: eleven hours are to be waited."""
    add(sentences(12))
    provider_server.play(scenes.translate, *[scenes.quota] * 50)
    tally = translate(
        translator="mymemory",
        provider_url=provider_server.url,
        translate_concurrency=1,
        patience=1.5,
    )
    assert tally.translated == 1
    assert "the day's characters are used up" in (tally.ended or "")
    assert len(provider_server.requests) == 2
    assert archive.stats().missing == 11
