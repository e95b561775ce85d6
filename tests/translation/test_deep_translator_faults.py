"""deep-translator's faults as they are, each beside what our adapter makes of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from urllib.parse import unquote_plus

import pytest
import requests
from deep_translator import (
    DeeplTranslator,
    GoogleTranslator,
    LibreTranslator,
    MyMemoryTranslator,
)
from deep_translator.exceptions import (
    ApiKeyException,
    LanguageNotSupportedException,
    RequestError,
    TooManyRequests,
)

from index.translation.catalogue import DEEPL, GOOGLE, LIBRETRANSLATE, MYMEMORY
from index.translation.deep import Asking, Provider
from index.translation.errors import BadAnswer, Down, Misconfigured, RateLimited
from index.translation.provider import ProviderTranslator
from index.translation.wire import Deadlines
from tests.translation import scenes
from tests.translation.provider_server import ProviderServer, english_of

SENTENCE = "وصل 300 جندي إلى بغداد"
OTHER = "انخفض سعر النفط"

Ours = Callable[..., ProviderTranslator]


@pytest.fixture
def ours(provider_server: ProviderServer) -> Ours:
    def make(provider: Provider, key: str | None = None, total: float = 10) -> ProviderTranslator:
        deadlines = Deadlines(2, total, total)
        address = provider_server.url
        return ProviderTranslator(provider, key=key, address=address, deadlines=deadlines)

    return make


@pytest.fixture
def google(provider_server: ProviderServer) -> GoogleTranslator:
    """deep-translator's own, untouched."""
    translator = GoogleTranslator(source="ar", target="en")
    translator._base_url = f"{provider_server.url}/m"
    return translator


def test_a_stalled_provider_holds_it_for_ever(
    google: GoogleTranslator, ours: Ours, provider_server: ProviderServer
) -> None:
    provider_server.play(scenes.trickle, scenes.trickle)
    with pytest.raises(Down):
        ours(GOOGLE, total=0.3).translate([SENTENCE], "ar", "en")

    def theirs() -> None:
        with pytest.raises(requests.RequestException):  # the server's end, at last
            google.translate(SENTENCE)

    waiting = threading.Thread(target=theirs)
    waiting.start()
    waiting.join(0.6)
    assert waiting.is_alive()
    provider_server.closing.set()
    waiting.join()


def test_retry_after_is_lost(
    google: GoogleTranslator, ours: Ours, provider_server: ProviderServer
) -> None:
    provider_server.play(scenes.status(429, "7"), scenes.status(429, "7"))
    with pytest.raises(TooManyRequests) as theirs:
        google.translate(SENTENCE)
    assert "7" not in str(vars(theirs.value))
    with pytest.raises(RateLimited) as caught:
        ours(GOOGLE).translate([SENTENCE], "ar", "en")
    assert caught.value.retry_after == 7


def test_one_fault_loses_a_whole_batch(
    google: GoogleTranslator, ours: Ours, provider_server: ProviderServer
) -> None:
    provider_server.play(scenes.translate, scenes.status(500))
    with pytest.raises(RequestError) as theirs:
        google.translate_batch([SENTENCE, OTHER])
    assert not any(english_of(SENTENCE) in str(part) for part in theirs.value.args)
    provider_server.play(scenes.translate, scenes.status(500))
    with pytest.raises(Down) as caught:
        ours(MYMEMORY).translate([SENTENCE, OTHER], "ar", "en")  # one sentence a request
    assert caught.value.done == (english_of(SENTENCE), None)


def test_an_instance_keeps_the_last_request(google: GoogleTranslator) -> None:
    google.translate(SENTENCE)
    assert google._url_params["q"] == SENTENCE  # what another thread would send


def test_punctuation_comes_back_as_none(
    google: GoogleTranslator, ours: Ours, provider_server: ProviderServer
) -> None:
    provider_server.play(scenes.unchanged)
    assert google.translate("***") is None
    assert ours(GOOGLE).translate(["***"], "ar", "en") == ["***"]


def test_a_page_without_charset_is_read_as_latin_1(
    google: GoogleTranslator, ours: Ours, provider_server: ProviderServer
) -> None:
    page = '<div class="result-container">Al-Jazīra</div>'
    provider_server.play(*[scenes.body("text/html", page)] * 2)
    assert google.translate(SENTENCE) == "Al-JazÄ«ra"
    assert ours(GOOGLE).translate([SENTENCE], "ar", "en") == ["Al-Jazīra"]


@pytest.mark.parametrize("inside", ["7", "{}", "null"])
def test_whatever_is_no_text_is_handed_on(
    ours: Ours, provider_server: ProviderServer, inside: str
) -> None:
    body = f'{{"translatedText": {inside}}}'
    provider_server.play(*[scenes.body("application/json", body)] * 2)
    theirs = LibreTranslator("ar", "en", api_key="k", custom_url=f"{provider_server.url}/")
    assert not isinstance(theirs.translate(SENTENCE), str)
    with pytest.raises(BadAnswer):
        ours(LIBRETRANSLATE).translate([SENTENCE], "ar", "en")
    holed = f'{{"translatedText": ["soldiers", {inside}]}}'
    provider_server.play(scenes.body("application/json", holed))
    made = ours(LIBRETRANSLATE).translate([SENTENCE, OTHER], "ar", "en")
    assert made == ["soldiers", None]


def test_libretranslate_of_ones_own_is_refused_without_a_key(
    ours: Ours, provider_server: ProviderServer
) -> None:
    with pytest.raises(ApiKeyException):
        LibreTranslator(source="ar", target="en", custom_url=provider_server.url)
    assert ours(LIBRETRANSLATE).translate([SENTENCE], "ar", "en") == [english_of(SENTENCE)]
    assert "api_key" not in provider_server.requests[0].parameters


def test_libretranslates_text_and_key_travel_in_the_address(
    ours: Ours, provider_server: ProviderServer
) -> None:
    theirs = LibreTranslator("ar", "en", api_key="secret", custom_url=f"{provider_server.url}/")
    theirs.translate(SENTENCE)
    ours(LIBRETRANSLATE, key="secret").translate([SENTENCE], "ar", "en")
    leaked, kept = provider_server.requests
    assert SENTENCE in unquote_plus(leaked.target)
    assert "secret" in leaked.target
    assert kept.target == "/translate"
    assert kept.parameters["api_key"] == "secret"


def test_a_refused_connection_is_not_the_error_it_looks_for(
    ours: Ours, free_port: Callable[[], int]
) -> None:
    address = f"http://127.0.0.1:{free_port()}/"
    with pytest.raises(requests.ConnectionError):  # it catches the builtin of that name
        LibreTranslator("ar", "en", api_key="k", custom_url=address).translate(SENTENCE)
    with pytest.raises(Down):
        ProviderTranslator(LIBRETRANSLATE, address=address).translate([SENTENCE], "ar", "en")


def test_deepl_has_no_arabic_and_takes_the_first_text_only(
    ours: Ours, provider_server: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(  # as it comes
        DeeplTranslator.__init__.__globals__["DEEPL_LANGUAGE_TO_CODE"], "arabic", raising=False
    )
    with pytest.raises(LanguageNotSupportedException):
        DeeplTranslator("ar", "en", api_key="k:fx")
    made = ours(DEEPL, key="k:fx").translate([SENTENCE, OTHER], "ar", "en")
    assert made == [english_of(SENTENCE), english_of(OTHER)]
    assert provider_server.requests[0].languages == ("AR", "EN-US")


def test_deepls_key_travels_in_the_address(ours: Ours, provider_server: ProviderServer) -> None:
    theirs = DeeplTranslator("de", "en", api_key="secret:fx")
    theirs._base_url = f"{provider_server.url}/v2/"
    theirs.translate("Guten Tag")
    ours(DEEPL, key="secret:fx").translate([SENTENCE], "ar", "en")
    leaked, kept = provider_server.requests
    assert "secret" in leaked.target
    assert kept.target == "/v2/translate"
    assert kept.headers["authorization"] == "DeepL-Auth-Key secret:fx"


def mymemory(server: ProviderServer) -> MyMemoryTranslator:
    translator = MyMemoryTranslator(source="ar-SA", target="en-US")
    translator._base_url = f"{server.url}/get"
    return translator


def test_mymemorys_allowance_comes_back_as_the_translation(
    ours: Ours, provider_server: ProviderServer
) -> None:
    provider_server.play(scenes.quota, scenes.quota)
    assert mymemory(provider_server).translate(SENTENCE).startswith("MYMEMORY WARNING")
    with pytest.raises(RateLimited) as caught:
        ours(MYMEMORY).translate([SENTENCE], "ar", "en")
    assert caught.value.retry_after == 11 * 3600 + 29 * 60 + 4


def test_mymemorys_translation_of_another_sentence_is_taken(
    ours: Ours, provider_server: ProviderServer
) -> None:
    body = (
        '{"responseData":{"translatedText":""},"responseStatus":200,'
        '"matches":[{"segment":"وصل 2 جندي","translation":"2 soldiers came","match":0.6}]}'
    )
    provider_server.play(*[scenes.body("application/json", body)] * 2)
    assert mymemory(provider_server).translate(SENTENCE) == "2 soldiers came"
    assert ours(MYMEMORY).translate([SENTENCE], "ar", "en") == [None]


def test_mymemorys_errors_have_status_200(ours: Ours, provider_server: ProviderServer) -> None:
    body = (
        '{"responseData":{"translatedText":"INVALID LANGUAGE PAIR SPECIFIED"},'
        '"responseStatus":"403","responseDetails":"INVALID LANGUAGE PAIR SPECIFIED","matches":""}'
    )
    provider_server.play(scenes.body("application/json", body))
    with pytest.raises(Misconfigured, match="INVALID LANGUAGE PAIR"):
        ours(MYMEMORY).translate([SENTENCE], "ar", "en")


def test_mymemory_is_asked_in_clear() -> None:
    assert MyMemoryTranslator("ar-SA", "en-US")._base_url.startswith("http:")
    asking = MYMEMORY.ask(Asking("GET", "http://api.mymemory.translated.net/get", {}), None)
    assert asking.url == "https://api.mymemory.translated.net/get"
