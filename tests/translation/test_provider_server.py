"""The loopback provider itself: deep-translator reads it, and it counts."""

from __future__ import annotations

import socket
import time
from urllib.parse import urlsplit

import pytest
import requests
from deep_translator import GoogleTranslator, MyMemoryTranslator

from tests.translation import scenes
from tests.translation.provider_server import ProviderServer, arabic_of, english_of

SENTENCE = "وصل 300 جندي إلى بغداد"


def google(server: ProviderServer, text: str) -> str | None:
    translator = GoogleTranslator(source="ar", target="en")
    translator._base_url = f"{server.url}/m"
    translated: str | None = translator.translate(text)
    return translated


def test_deep_translator_reads_its_google(provider_server: ProviderServer) -> None:
    assert google(provider_server, SENTENCE) == english_of(SENTENCE)
    assert provider_server.asked == [SENTENCE]
    assert provider_server.requests[0].languages == ("ar", "en")


def test_deep_translator_reads_its_mymemory(provider_server: ProviderServer) -> None:
    translator = MyMemoryTranslator(source="ar-SA", target="en-US")
    translator._base_url = f"{provider_server.url}/get"
    assert translator.translate(SENTENCE) == english_of(SENTENCE)


def test_its_translations_keep_numbers_and_tell_sentences_apart() -> None:
    assert "300" in english_of(SENTENCE)
    assert "300" in english_of(SENTENCE.replace("300", "٣٠٠"))
    assert english_of(SENTENCE) != english_of(SENTENCE + "،")
    assert len(english_of(SENTENCE).split()) == 6
    assert all("ء" <= letter <= "ي" for letter in arabic_of("Troops arrived").replace(" ", ""))


def test_an_answer_given_comes_before_its_own(provider_server: ProviderServer) -> None:
    provider_server.answers[SENTENCE] = "300 soldiers reached Baghdad"
    assert google(provider_server, SENTENCE) == "300 soldiers reached Baghdad"


def test_it_counts_what_is_repeated(provider_server: ProviderServer) -> None:
    for _ in range(3):
        google(provider_server, SENTENCE)
    assert provider_server.repeated == {SENTENCE: 2}
    assert provider_server.characters == 3 * len(SENTENCE)


def test_it_bans_after_so_many_requests(provider_server: ProviderServer) -> None:
    provider_server.ban_after = 1
    google(provider_server, SENTENCE)
    answer = requests.get(f"{provider_server.url}/m", params={"q": SENTENCE}, timeout=5)
    assert answer.status_code == 429
    assert "unusual traffic" in answer.text


@pytest.mark.parametrize("scene", [scenes.hang, scenes.trickle, scenes.trickle_headers])
def test_it_ends_at_once_while_a_client_waits(scene: scenes.Scene) -> None:
    with ProviderServer() as server:
        server.play(scene)
        client = _asking(server)
        started = time.monotonic()
    assert time.monotonic() - started < 2
    client.close()


def _asking(server: ProviderServer) -> socket.socket:
    """A connection on which a request has arrived."""
    address = urlsplit(server.url)
    client = socket.create_connection((address.hostname, address.port))
    client.sendall(b"GET /m?q=a HTTP/1.1\r\nHost: x\r\n\r\n")
    while not server.requests:
        time.sleep(0.001)
    return client
