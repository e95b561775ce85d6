"""The worker: everything is translated, in order, once, and the index is told."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest

from index.archive import Archive
from index.translation.gate import Verdict, judge
from index.translation.work import asking, outcomes, pace
from search.article import Lang
from tests.translation import scenes
from tests.translation.provider_server import ProviderServer, arabic_of, english_of
from tests.worker.conftest import Add, Translate, sentences

English = Callable[[int], list[str | None]]


def test_every_sentence_gets_its_english_and_the_index_is_told(
    add: Add, translate: Translate, archive: Archive, english: English
) -> None:
    lines = sentences(30)
    seqs = add(lines[:15], lines[15:])
    latest = archive.latest()
    tally = translate()
    assert (tally.translated, tally.articles, tally.ended) == (30, 2, None)
    assert english(seqs[0]) == [english_of(line) for line in lines[:15]]
    assert [change.seq for change in archive.changes(latest, 10)] == seqs
    assert archive.stats().missing == 0
    (article,) = archive.articles(seqs[:1])
    made = article.segments[0].translation
    assert made is not None
    assert (made.engine, made.at is None, article.state) == ("libretranslate", False, "translated")
    assert article.quality is not None
    assert 0 < article.quality <= 1


def test_the_newest_article_is_translated_first_and_an_undated_one_last(
    add: Add, translate: Translate, provider_server: ProviderServer
) -> None:
    old, new, undated, newer = ([line] for line in sentences(4))
    add(old, published="2019-05")
    add(new, published="2020-08-31")
    add(undated)
    add(newer, published="2020-08-31")
    translate(translate_concurrency=1)
    assert provider_server.asked == [*newer, *new, *old, *undated]


def test_what_comes_meanwhile_goes_before_the_backlog(
    add: Add, translate: Translate, provider_server: ProviderServer
) -> None:
    lines = sentences(80 * 8)
    add(*[lines[n : n + 8] for n in range(0, len(lines), 8)], published="2020")
    late = sentences(1, seed=2)
    added = Event()

    def report(_tally: Any) -> None:
        if not added.is_set():
            add(late, published="1999")
            added.set()

    provider_server.delay = 0.03
    translate(translate_concurrency=1, report=report)
    assert provider_server.asked.index(late[0]) < len(lines)
    assert not provider_server.repeated


def test_a_sentence_of_many_articles_is_asked_for_once(
    add: Add, translate: Translate, provider_server: ProviderServer, english: English
) -> None:
    line, *others = sentences(20)
    seqs = add(*[[line, other] for other in others])
    assert translate().translated == 20
    assert not provider_server.repeated
    assert all(english(seq)[0] == english_of(line) for seq in seqs)


def test_adding_again_asks_for_nothing_and_a_changed_article_for_what_is_new(
    add: Add, translate: Translate, provider_server: ProviderServer
) -> None:
    lines = sentences(10)
    add(lines)
    translate()
    add(lines)
    assert translate().translated == 0
    add([lines[0], *lines[2:], *sentences(1, seed=2)])
    assert translate().translated == 1
    assert not provider_server.repeated


def test_an_english_article_gets_arabic(
    add: Add, translate: Translate, archive: Archive, english: English
) -> None:
    (seq,) = add(["Iraqi forces reached Mosul on Monday.", "The river rose."], lang="en")
    assert translate().translated == 2
    assert english(seq)[1] == arabic_of("The river rose.")
    assert archive.articles([seq])[0].state == "translated"


def test_a_limit_takes_the_newest_articles(
    add: Add, translate: Translate, archive: Archive
) -> None:
    one, two, three = ([line] for line in sentences(3))
    add(one, two, three)
    assert translate(limit=2).translated == 2
    assert [each.seq for each in archive.ledger.walk(None, 9)] == [1]


def test_only_what_other_machines_made_is_made_again_and_only_when_asked(
    add: Add, translate: Translate, archive: Archive, english: English
) -> None:
    lines = sentences(3)
    (seq,) = add(lines)
    archive.remember({lines[0]: "An older engine's."}, "ar-en", "argos", at=1)
    archive.remember({lines[1]: "A person's."}, "ar-en")
    archive.mark_changed([seq])
    assert translate().translated == 1
    assert english(seq)[0] == "An older engine's."
    assert translate(again=True).translated == 1
    assert english(seq) == [english_of(lines[0]), "A person's.", english_of(lines[2])]
    assert translate(again=True).translated == 0


@pytest.fixture
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outcomes, "RETRY", (0.0, 0.0))


@pytest.mark.usefixtures("_no_pause")
def test_what_the_gate_refuses_is_asked_for_thrice_and_then_left_pending(
    add: Add, translate: Translate, archive: Archive, provider_server: ProviderServer
) -> None:
    lines = sentences(3)
    (seq,) = add(lines)
    provider_server.answers[lines[1]] = lines[1]
    tally = translate()
    assert (tally.translated, tally.refused) == (2, {"untranslated": 3})
    assert provider_server.repeated == {lines[1]: 2}
    assert archive.articles([seq])[0].state == "partial"
    assert archive.translation().refused == {"untranslated": 1}
    assert (archive.translation().pending_sentences, archive.stats().incomplete) == (1, 1)
    assert translate().refused == {}, "not again before tomorrow"


@pytest.mark.usefixtures("_no_pause")
def test_the_index_is_told_once_of_an_article_though_others_are_tried_again(
    add: Add, translate: Translate, archive: Archive, provider_server: ProviderServer
) -> None:
    *lines, refused = sentences(21)
    provider_server.answers[refused] = refused
    done = add(*[[line] for line in lines])
    (pending,) = add([refused])
    latest = archive.latest()
    tally = translate(only=[*done, pending])
    assert (tally.translated, tally.refused) == (20, {"untranslated": 3})
    assert tally.articles == 20
    assert sorted(change.seq for change in archive.changes(latest, 100)) == done


@pytest.mark.usefixtures("_no_pause")
def test_sentences_refused_again_together_are_no_fault_of_the_provider(
    add: Add, translate: Translate, provider_server: ProviderServer
) -> None:
    lines = sentences(60)
    add(lines)
    provider_server.answers.update({line: line for line in lines[::3]})
    began = time.monotonic()
    tally = translate(translate_concurrency=1)
    assert (tally.translated, tally.refused) == (40, {"untranslated": 60})
    assert time.monotonic() - began < 10, "no pauses as after faults, which double"


@pytest.mark.usefixtures("_no_pause")
def test_what_one_of_a_chain_does_not_give_is_asked_of_the_next(
    add: Add, translate: Translate, archive: Archive, provider_server: ProviderServer
) -> None:
    lines = sentences(3)
    (seq,) = add(lines)
    provider_server.answers[lines[1]] = lines[1]
    with ProviderServer() as second:
        tally = translate(
            translator="google,libretranslate",
            provider_url=provider_server.url,
            libretranslate_url=second.url,
        )
        assert second.asked == [lines[1]]
    assert tally.translated == 3
    engines = [s.translation and s.translation.engine for s in archive.articles([seq])[0].segments]
    assert engines == ["google", "libretranslate", "google"]
    assert archive.translation().refused == {}


def test_a_silent_provider_ends_a_run_that_says_why(
    add: Add, translate: Translate, archive: Archive, provider_server: ProviderServer
) -> None:
    add(sentences(3))
    provider_server.ban_after = 0
    tally = translate(patience=1.0)
    assert tally.ended is not None
    assert "no answer for" in tally.ended
    assert "blocked as a machine" in tally.ended
    assert len(provider_server.requests) == 1, "a ban is not asked again at once"
    assert archive.stats().missing == 3


def test_a_wrong_key_ends_a_run_at_once(
    add: Add, translate: Translate, provider_server: ProviderServer
) -> None:
    add(sentences(3))
    provider_server.play(scenes.status(403, body="Invalid API key"))
    tally = translate()
    assert "Invalid API key" in (tally.ended or "")
    assert len(provider_server.requests) == 1


def test_the_days_budget_is_never_passed(
    add: Add, translate: Translate, archive: Archive, provider_server: ProviderServer
) -> None:
    lines = sentences(40)
    add(lines)
    budget = sum(map(len, lines[:25]))
    tally = translate(translate_budget=budget, translate_concurrency=3)
    assert provider_server.characters <= budget
    assert provider_server.characters > budget - 3 * 60
    assert "budget" in (tally.ended or "")
    assert archive.translation().today["libretranslate"].characters == provider_server.characters
    assert translate(translate_budget=budget).translated == 0
    assert translate(translate_budget=2 * budget).translated == 40 - tally.translated
    assert not provider_server.repeated


def test_a_stopped_run_keeps_what_was_under_way(
    add: Add, translate: Translate, archive: Archive, provider_server: ProviderServer
) -> None:
    lines = sentences(1_000)
    add(*[lines[n : n + 10] for n in range(0, 1_000, 10)])
    stop = Event()
    provider_server.delay = 0.1
    tally = translate(stop, report=lambda _tally: stop.set())
    asked = len(provider_server.asked)
    assert 0 < tally.translated == asked < 1_000
    assert archive.stats().missing == 1_000 - asked
    assert translate().translated == 1_000 - asked
    assert not provider_server.repeated


def test_requests_keep_to_the_rate(
    add: Add, translate: Translate, provider_server: ProviderServer
) -> None:
    add(*[[line] for line in sentences(40)])
    began = time.monotonic()  # not the first request, which may be late where the last is not
    translate(translate_rate=10.0)
    times = provider_server.times
    assert len(times) > 5
    assert times[-1] - began >= (len(times) - 1) / 10


def test_a_fault_of_ours_in_one_request_does_not_end_the_run(
    add: Add,
    translate: Translate,
    archive: Archive,
    english: English,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = sentences(20)
    (seq,) = add(lines)

    def broken(sentence: str, text: str | None, source: Lang, target: Lang) -> Verdict:
        if sentence == lines[3]:
            raise ZeroDivisionError
        return judge(sentence, text, source, target)

    monkeypatch.setattr(asking, "judge", broken)
    monkeypatch.setattr(pace, "FIRST", 0.01)
    monkeypatch.setattr(outcomes, "RETRY", (0.0, 0.0))
    assert translate().translated == 19
    assert [number for number, text in enumerate(english(seq)) if text is None] == [3]
    assert archive.translation().refused == {"unanswered": 1}
