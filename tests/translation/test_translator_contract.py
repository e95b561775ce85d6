"""What every translator holds to, whatever its provider: one suite, run for each."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import pytest

from index.translation import NoTranslator, Translator, chain_of
from index.translation.errors import (
    BadAnswer,
    Banned,
    Down,
    Misconfigured,
    ProviderError,
    RateLimited,
)
from search.article import Lang
from search.settings import load_settings
from tests.translation import scenes
from tests.translation.provider_server import ProviderServer, arabic_of, english_of
from tests.translation.scenes import Scene

PROVIDERS = ("google", "libretranslate", "deepl", "mymemory")
LINES = [
    "وصل 300 جندي إلى مدينة بغداد صباح اليوم",
    "قال الوزير إن القوات قادرة على منع عودة داعش",
    "انخفض سعر النفط بنسبة 4,5 في المئة",
]

Make = Callable[..., Translator]


@pytest.fixture
def make(provider_server: ProviderServer) -> Make:
    """make(name) is that provider's translator, asking the server on loopback."""

    def translator(name: str, timeout: float = 10.0) -> Translator:
        settings = load_settings(
            translator=name,
            provider_url=provider_server.url,
            provider_key="key:fx" if name == "deepl" else None,
            provider_timeout=timeout,
        )
        return chain_of(settings)[0]

    return translator


@pytest.fixture(params=PROVIDERS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_nobody_gives_nothing_and_asks_nobody() -> None:
    assert NoTranslator().translate(LINES, "ar", "en") == [None] * 3
    assert NoTranslator().usage.requests == 0


@pytest.mark.parametrize(
    ("source", "target", "of"), [("ar", "en", english_of), ("en", "ar", arabic_of)]
)
def test_each_sentence_gets_its_own_translation(
    name: str,
    make: Make,
    provider_server: ProviderServer,
    source: Lang,
    target: Lang,
    of: Callable[[str], str],
) -> None:
    lines = LINES if source == "ar" else ["Troops left Baghdad.", "Oil fell by 4%"]
    assert make(name).translate(lines, source, target) == [of(line) for line in lines]
    asked = provider_server.requests[0].languages
    assert tuple(code[:2].lower() for code in asked) == (source, target)


def test_it_says_who_it_is(name: str, make: Make) -> None:
    assert make(name).name == name


def test_nothing_to_translate_asks_for_nothing(
    name: str, make: Make, provider_server: ProviderServer
) -> None:
    translator = make(name)
    assert translator.translate([], "ar", "en") == []
    assert translator.translate(["***", "٢٠٢٠", ""], "ar", "en") == ["***", "2020", ""]
    assert provider_server.requests == []


def test_a_sentence_given_twice_is_asked_for_once(
    name: str, make: Make, provider_server: ProviderServer
) -> None:
    made = make(name).translate([LINES[0], LINES[1], LINES[0]], "ar", "en")
    assert made == [english_of(line) for line in (LINES[0], LINES[1], LINES[0])]
    assert provider_server.repeated == {}


def test_a_sentence_may_hold_anything(
    name: str, make: Make, provider_server: ProviderServer
) -> None:
    odd = "سطر\nثان & <b>غامق</b> % + \ud800 “قول”\u2028آخر"
    assert make(name).translate([odd, LINES[0]], "ar", "en")[1] == english_of(LINES[0])
    assert provider_server.asked[0] == "سطر ثان & <b>غامق</b> % + ? “قول” آخر"


def test_many_sentences_go_in_requests_that_fit_and_come_back_in_order(
    name: str, make: Make, provider_server: ProviderServer
) -> None:
    lines = [f"{number} {LINES[number % 3]} {'و' * (1 + number % 40)}" for number in range(120)]
    translator = make(name)
    assert translator.translate(lines, "ar", "en") == [english_of(line) for line in lines]
    assert provider_server.asked == lines
    assert translator.usage.requests == len(provider_server.requests)
    assert translator.usage.sentences == 120
    assert translator.usage.characters == provider_server.characters


def test_the_longest_sentence_there_is_gets_through(
    name: str, make: Make, provider_server: ProviderServer
) -> None:
    sentence = " ".join(f"قال المتحدث {n} باسم وزارة الدفاع العراقية،" for n in range(14))
    made = make(name).translate([sentence], "ar", "en")[0]
    assert made
    assert " ".join(provider_server.asked) == sentence
    assert made == " ".join(english_of(part) for part in provider_server.asked)


def test_threads_do_not_get_each_others_sentences(name: str, make: Make) -> None:
    translator = make(name)
    lines = [f"{number} {LINES[number % 3]}" for number in range(64)]
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda line: translator.translate([line], "ar", "en"), lines))
    assert made == [[english_of(line)] for line in lines]


@pytest.mark.parametrize("scene", [scenes.hang, scenes.trickle, scenes.trickle_headers])
def test_a_provider_that_does_not_finish_lets_go_in_time(
    name: str, make: Make, provider_server: ProviderServer, scene: Scene
) -> None:
    provider_server.play(scene)
    started = time.monotonic()
    with pytest.raises(Down, match=r"no whole answer in 0\.4 seconds|nothing came in time"):
        make(name, timeout=0.4).translate(LINES[:1], "ar", "en")
    assert 0.35 < time.monotonic() - started < 2


FAULTS: list[tuple[Scene, type[ProviderError], float | None]] = [
    (scenes.reset, Down, None),
    (scenes.cut_short, Down, None),
    (scenes.status(500), Down, None),
    (scenes.status(503, "120"), Down, 120.0),
    (scenes.status(429), RateLimited, None),
    (scenes.status(429, "7"), RateLimited, 7.0),
    (scenes.banned, Banned, None),
    (scenes.moved, Banned, None),
    (scenes.captcha, Banned, None),
    (scenes.error_page, BadAnswer, None),
    (scenes.empty_body, BadAnswer, None),
    (scenes.status(404), Misconfigured, None),
]


@pytest.mark.parametrize(("scene", "error", "wait"), FAULTS)
def test_every_fault_is_told_for_what_it_is_and_gives_no_text(
    name: str,
    make: Make,
    provider_server: ProviderServer,
    scene: Scene,
    error: type[ProviderError],
    wait: float | None,
) -> None:
    provider_server.play(scene)
    translator = make(name)
    with pytest.raises(error) as caught:
        translator.translate(LINES[:1], "ar", "en")
    assert type(caught.value) is error
    assert caught.value.provider == name
    assert caught.value.retry_after == wait
    assert caught.value.done == ()
    assert len(provider_server.requests) == 1  # trying again is the worker's to say
    assert translator.translate(LINES[:1], "ar", "en") == [english_of(LINES[0])]


def test_what_had_come_before_a_fault_is_kept(
    name: str, make: Make, provider_server: ProviderServer
) -> None:
    lines = [f"{number} {LINES[number % 3] * 4}" for number in range(60)]
    provider_server.play(scenes.translate, scenes.status(429, "3"))
    translator = make(name)
    with pytest.raises(RateLimited) as caught:
        translator.translate(lines, "ar", "en")
    had = len(provider_server.requests[0].sentences)
    assert list(caught.value.done) == [english_of(line) for line in lines[:had]] + [None] * (
        60 - had
    )
    rest = translator.translate(lines[had:], "ar", "en")
    assert rest == [english_of(line) for line in lines[had:]]
    refused = provider_server.requests[1].sentences
    assert provider_server.repeated == dict.fromkeys(refused, 1)  # what was refused, nothing else


@pytest.mark.parametrize("scene", [scenes.merged, scenes.lost, scenes.out_of_step])
def test_sentences_that_do_not_come_back_one_for_one_are_asked_for_one_by_one(
    name: str, make: Make, provider_server: ProviderServer, scene: Scene
) -> None:
    provider_server.play(scene)
    assert make(name).translate(LINES, "ar", "en") == [english_of(line) for line in LINES]
    assert all(count == 1 for count in provider_server.repeated.values())


def test_a_provider_that_keeps_merging_is_asked_one_by_one(
    make: Make, provider_server: ProviderServer
) -> None:
    translator = make("google")
    for number in range(3):
        one_by_one = [scenes.translate] * 3
        provider_server.play(scenes.merged, *one_by_one)
        translator.translate([f"{line} {number}" for line in LINES], "ar", "en")
    asked = len(provider_server.requests)
    assert translator.limits.sentences == 1
    assert translator.translate(LINES, "ar", "en") == [english_of(line) for line in LINES]
    assert [len(r.sentences) for r in provider_server.requests[asked:]] == [1, 1, 1]


def test_an_empty_text_in_the_right_form_is_no_translation(
    name: str, make: Make, provider_server: ProviderServer
) -> None:
    provider_server.play(scenes.nothing)
    assert make(name).translate(LINES[:1], "ar", "en") == [None]


def test_a_slow_provider_is_waited_for(
    name: str, make: Make, provider_server: ProviderServer
) -> None:
    provider_server.play(scenes.slow(0.3))
    assert make(name).translate(LINES[:1], "ar", "en") == [english_of(LINES[0])]


def test_nobody_there_is_a_fault_told_at_once(name: str, free_port: Callable[[], int]) -> None:
    settings = load_settings(
        translator=name,
        provider_url=f"http://127.0.0.1:{free_port()}",
        provider_key="k" if name == "deepl" else None,
    )
    with pytest.raises(Down, match="Connection refused"):
        chain_of(settings)[0].translate(LINES[:1], "ar", "en")


def test_deadlines_take_one_thread_however_many_requests(
    name: str, make: Make, provider_server: ProviderServer
) -> None:
    provider_server.play(scenes.trickle, scenes.translate, scenes.hang)
    translator = make(name, timeout=0.2)
    for fault in (True, False, True):
        with pytest.raises(Down) if fault else nullcontext():
            translator.translate(LINES[:1], "ar", "en")
    assert [thread.name for thread in threading.enumerate()].count("deadlines") == 1
