"""What a status other than 200 says: which error, and how long to wait."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from index.translation.errors import (
    BadAnswer,
    Banned,
    Down,
    InputRejected,
    Misconfigured,
    ProviderError,
    RateLimited,
)

# What the pages say that ask whether we are a person (Google's, reCAPTCHA's, Cloudflare's).
_CAPTCHA = re.compile(
    r"unusual traffic|not a robot|recaptcha|captcha-form|/sorry/|verify you are human|"
    r"too many request limits violations",
    re.IGNORECASE,
)
_UNSUPPORTED = re.compile(
    r"not supported|unsupported|target_lang|source_lang|language pair", re.IGNORECASE
)

_KINDS: dict[int, type[ProviderError]] = {
    400: InputRejected,
    401: Misconfigured,
    402: RateLimited,  # the allowance is used up
    403: Misconfigured,
    404: Misconfigured,
    405: Misconfigured,
    408: Down,
    410: Misconfigured,
    413: InputRejected,
    414: InputRejected,
    422: InputRejected,
    425: Down,
    429: RateLimited,
    456: RateLimited,  # DeepL: the month's characters are used up
}


def is_captcha(page: str) -> bool:
    """Whether a page asks us to prove that we are a person, or says that we are blocked."""
    return _CAPTCHA.search(page) is not None


def refusal(
    provider: str, status: int, headers: Mapping[str, str], page: str, keyed: bool
) -> ProviderError:
    """The error that an answer with this status is; keyed: whether we sent a key."""
    wait = retry_after(headers.get("Retry-After"))
    said = _said(status, page)
    if is_captcha(page) or "/sorry/" in headers.get("Location", ""):
        return Banned(provider, f"blocked as a machine ({said})", retry_after=wait)
    if 300 <= status < 400:
        target = headers.get("Location", "nowhere")
        return Misconfigured(provider, f"the address leads to {target}: name that one")
    if status in (401, 403) and not keyed and "key" not in page.casefold():
        return Banned(provider, said, retry_after=wait)
    kind = _KINDS.get(status) or (Down if status >= 500 else BadAnswer)
    if kind is InputRejected and _UNSUPPORTED.search(page):
        kind = Misconfigured
    return kind(provider, said, retry_after=wait)


def retry_after(value: str | None, now: float | None = None) -> float | None:
    """Seconds that a Retry-After header asks for (a number or a date, RFC 9110), not below 0.

    None where there is no header or it cannot be read.
    """
    if value is None:
        return None
    if re.fullmatch(r"\s*\d{1,9}\s*", value):
        return float(value)
    try:
        moment = parsedate_to_datetime(value).timestamp()
    except (ValueError, OverflowError):
        return None
    return max(0.0, moment - (time.time() if now is None else now))


def _said(status: int, page: str) -> str:
    """The status and the first words of the page, without markup."""
    words = " ".join(re.sub(r"<[^>]*>|[\x00-\x1f\x7f]", " ", page[:5_000]).split())
    return f"status {status}: {words[:120]}" if words else f"status {status}"
