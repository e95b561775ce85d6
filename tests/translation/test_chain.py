"""Which translators the settings name, and what they say when something is missing."""

from __future__ import annotations

import logging

import pytest

from index.translation import NoTranslator, chain_of
from index.translation.chain import keys_of
from search.errors import SettingsError
from search.settings import load_settings
from tests.translation.provider_server import ProviderServer, english_of

SENTENCE = "وصل 300 جندي إلى بغداد"


def names(translator: str, **settings: object) -> list[str]:
    return [one.name for one in chain_of(load_settings(translator=translator, **settings))]


def test_nobody_is_asked_unless_named() -> None:
    assert isinstance(chain_of(load_settings())[0], NoTranslator)


def test_a_chain_keeps_its_order() -> None:
    assert names("google, mymemory") == ["google", "mymemory"]


@pytest.mark.parametrize(
    ("translator", "said"),
    [
        ("babel", r"no translator 'babel'; known: .*google"),
        ("google,none", r"none stands alone"),
        ("google,", r"no translator ''"),
        ("google,google", r"names a translator twice"),
        ("chatgpt", r"no translator 'chatgpt'"),
        ("deepl", r"FIHRIST_PROVIDER_KEY is missing: deepl needs a key"),
        ("libretranslate", r"FIHRIST_LIBRETRANSLATE_URL is missing"),
        ("baidu", r"FIHRIST_PROVIDER_KEY is missing: baidu"),
    ],
)
def test_what_is_wrong_is_named_at_the_start(translator: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        names(translator)


def test_a_pair_of_keys_is_asked_for_as_such() -> None:
    with pytest.raises(SettingsError, match="baidu needs it as ID:SECRET"):
        names("baidu", provider_key="one")
    assert names("baidu", provider_key="one:two") == ["baidu"]


@pytest.mark.parametrize("url", ["ftp://x", "localhost:5000", "http://", "http://a b"])
def test_an_address_that_is_none_names_its_variable(url: str) -> None:
    with pytest.raises(SettingsError, match="FIHRIST_LIBRETRANSLATE_URL"):
        load_settings(libretranslate_url=url)


def test_a_key_goes_to_the_one_that_can_mean_it() -> None:
    def keys(translator: str, key: str) -> dict[str, str]:
        return keys_of(translator.split(","), load_settings(provider_key=key))

    assert keys("google,deepl", "k:fx") == {"deepl": "k:fx"}
    assert keys("deepl,libretranslate", "k") == {"deepl": "k"}  # which may do without
    assert keys("libretranslate", "k") == {"libretranslate": "k"}
    assert keys("google", "k") == {}
    assert keys("deepl,baidu", "deepl=k:fx,baidu=i:s") == {"deepl": "k:fx", "baidu": "i:s"}
    with pytest.raises(SettingsError, match="say whose it is, as deepl=KEY,microsoft=KEY"):
        keys("deepl,microsoft", "k")


def test_a_key_with_a_line_break_is_not_sent_and_not_shown() -> None:
    settings = load_settings(provider_key="sec ret")
    with pytest.raises(SettingsError, match="a blank or a line break") as caught:
        keys_of(["deepl"], settings)
    assert "ret" not in str(caught.value)
    assert keys_of(["deepl"], load_settings(provider_key="k\n")) == {"deepl": "k"}


def test_a_key_is_not_shown_with_the_settings() -> None:
    assert "secret" not in repr(load_settings(provider_key="secret"))


def test_what_is_not_tested_is_said_to_be(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        names("yandex", provider_key="k")
    assert "yandex: Fihrist has no tests of this provider" in caplog.text


def test_an_address_is_all_it_takes_for_a_server_of_ones_own(
    provider_server: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIHRIST_TRANSLATOR", "libretranslate")
    monkeypatch.setenv("FIHRIST_LIBRETRANSLATE_URL", provider_server.url)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")  # which this machine's own need not
    (translator,) = chain_of(load_settings())
    assert translator.translate([SENTENCE], "ar", "en") == [english_of(SENTENCE)]


def test_a_server_may_stand_behind_a_path(provider_server: ProviderServer) -> None:
    (translator,) = chain_of(
        load_settings(translator="deepl", provider_key="k", provider_url=f"{provider_server.url}/")
    )
    assert translator.translate([SENTENCE], "ar", "en") == [english_of(SENTENCE)]
    assert provider_server.requests[0].target == "/v2/translate"
