"""What a provider's status means, and how long it asks to wait."""

from __future__ import annotations

import pytest

from index.translation.errors import (
    BadAnswer,
    Banned,
    Down,
    InputRejected,
    Misconfigured,
    ProviderError,
    RateLimited,
)
from index.translation.refusals import refusal, retry_after


@pytest.mark.parametrize(
    ("status", "page", "kind"),
    [
        (400, "Error 400 (Bad Request)!!1", InputRejected),
        (400, '{"error":"ar is not supported"}', Misconfigured),
        (401, "", Misconfigured),
        (403, '{"error":"Invalid API key"}', Misconfigured),
        (403, '{"error":"Too many request limits violations"}', Banned),
        (404, "", Misconfigured),
        (413, "", InputRejected),
        (418, "", BadAnswer),
        (429, '{"error":"Slowdown: 20 per 1 minute"}', RateLimited),
        (429, "please prove that you are not a robot", Banned),
        (456, "", RateLimited),
        (500, "", Down),
        (529, "", Down),
    ],
)
def test_a_status_is_told_for_what_it_is(status: int, page: str, kind: type[ProviderError]) -> None:
    assert type(refusal("deepl", status, {}, page, keyed=True)) is kind


def test_a_provider_that_knows_no_key_bans_by_403() -> None:
    assert type(refusal("google", 403, {}, "Forbidden", keyed=False)) is Banned
    asked = refusal("libretranslate", 403, {}, "Visit the portal to get an API key", keyed=False)
    assert type(asked) is Misconfigured


def test_the_message_has_the_status_and_the_words_without_markup() -> None:
    error = refusal("deepl", 500, {}, "<h1>Out\n of\x00 order</h1>", keyed=True)
    assert str(error) == "deepl: status 500: Out of order"


def test_a_redirect_names_where_it_leads() -> None:
    error = refusal("deepl", 301, {"Location": "https://new.example/"}, "", keyed=True)
    assert type(error) is Misconfigured
    assert "https://new.example/" in str(error)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("120", 120.0),
        ("Sun, 06 Nov 1994 08:50:37 GMT", 60.0),
        ("Sun, 06 Nov 1994 08:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("99999999999999999999", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, now=784111777.0) == seconds  # 06 Nov 1994 08:49:37 GMT
