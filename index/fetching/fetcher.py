"""Something fetched, politely and safely: robots.txt, turns, redirects, conditional requests.

Every hop of a redirect is a request of its own, checked as the first one is.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BufferedReader
from types import TracebackType

from index.fetching.addresses import Address, address_of
from index.fetching.client import Answer, Client
from index.fetching.clock import Clock
from index.fetching.errors import BadStatus, Busy, FetchError, Gone, Redirected
from index.fetching.hosts import Hosts
from index.fetching.robots import FIRST, Robots
from index.readers.decoding import decode
from index.translation.refusals import retry_after
from search.errors import BadArticle

log = logging.getLogger("fihrist.fetching")

HOPS = 5
_PERMANENT, _REDIRECTS = (301, 308), (301, 302, 303, 307, 308)
_MAX_AGE = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?(\d{1,9})", re.I)
_MEANINGS = {
    401: "it asks for a password",
    402: "it asks for payment",
    403: "it is forbidden",
    404: "there is no such page",
    410: "it is gone and will not come back",
    429: "the site asks for fewer requests",
    451: "it is withheld for legal reasons",
    503: "the site is not to be had now",
}


@dataclass(frozen=True, slots=True)
class Validators:
    """What an answer said by which it can be asked whether it changed (RFC 9110, 13.1)."""

    etag: str | None = None
    modified: str | None = None

    def headers(self) -> dict[str, str]:
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. body: None where it has not changed since `validators`. url: where it came from
    in the end; moved: where permanent redirects alone led, if that is elsewhere. max_age: seconds
    for which it may be kept. framed: whether the server said where it ends."""

    url: str
    moved: str | None
    body: BufferedReader | None
    content_type: str | None
    validators: Validators
    digest: bytes
    max_age: float | None
    framed: bool
    at: datetime

    def __enter__(self) -> Fetched:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.body is not None:
            self.body.close()


class Fetcher:
    """Fetches one address at a time, every refusal logged; may be used by many threads at once.

    patience: seconds that a host's turn may be waited for.
    """

    def __init__(
        self, client: Client, clock: Clock, delay: float = 1.0, patience: float = 60.0
    ) -> None:
        self._client = client
        self._clock = clock
        self._hosts = Hosts(clock, delay, patience)
        self._robots = Robots(clock, self._robots_text)

    def fetch(self, url: str, known: Validators | None = None) -> Fetched:
        """What is at an address; `known`: of when it was fetched last. Raises FetchError."""
        try:
            return self._followed(url, (known or Validators()).headers(), None, robots=True)
        except FetchError as error:
            error.url = url
            log.warning("%s: %s (%s)", url[:500], error, error.code)
            raise

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def _followed(
        self, url: str, headers: Mapping[str, str], first: int | None, *, robots: bool
    ) -> Fetched:
        address = address_of(url)
        seen, moved, permanent = {address.url}, None, True
        for _ in range(HOPS + 1):
            answer = self._asked(address, headers, first, robots)
            if answer.status not in _REDIRECTS:
                return self._fetched(address, moved, answer, headers)
            answer.body.close()
            permanent = permanent and answer.status in _PERMANENT
            address = _target(address, answer)
            if address.url in seen:
                raise Redirected(url, f"its redirects lead in a circle, back to {address.url}")
            seen.add(address.url)
            moved = address.url if permanent else moved
        raise Redirected(url, f"it redirects more than {HOPS} times")

    def _asked(
        self, address: Address, headers: Mapping[str, str], first: int | None, robots: bool
    ) -> Answer:
        delay = self._robots.delay(address) if robots else None
        self._hosts.turn(address.url, address.host, delay)
        return self._client.get(address, headers, first)

    def _fetched(
        self, address: Address, moved: str | None, answer: Answer, asked: Mapping[str, str]
    ) -> Fetched:
        unchanged = answer.status == 304 and bool(asked)
        if answer.status != 200 and not unchanged:
            answer.body.close()
            raise self._refusal(address, answer)
        if unchanged:
            answer.body.close()
        headers = answer.headers
        age = _MAX_AGE.search(headers.get("Cache-Control", ""))
        return Fetched(
            url=address.url,
            moved=moved,
            body=None if unchanged else answer.body,
            content_type=headers.get("Content-Type"),
            validators=Validators(_kept(headers, "ETag"), _kept(headers, "Last-Modified")),
            digest=answer.digest,
            max_age=float(age[1]) if age else None,
            framed=answer.framed,
            at=datetime.fromtimestamp(self._clock.now(), UTC),
        )

    def _refusal(self, address: Address, answer: Answer) -> BadStatus:
        status = answer.status
        wait = retry_after(answer.headers.get("Retry-After"), self._clock.now())
        reason = f"status {status}" + (f", {_MEANINGS[status]}" if status in _MEANINGS else "")
        if status == 410:
            return Gone(address.url, status, reason)
        if status not in (429, 503):
            return BadStatus(address.url, status, reason, wait)
        if wait is not None:
            self._hosts.hold(address.host, wait)
        return Busy(address.url, status, reason, wait)

    def _robots_text(self, address: Address) -> str:
        """The text of a robots.txt, whose own redirects no robots.txt is asked for."""
        with self._followed(address.url, {}, FIRST, robots=False) as found:
            assert found.body is not None
            data = found.body.read()
        try:
            return decode(data)
        except BadArticle:
            return data.decode("utf-8", "replace")


def _target(address: Address, answer: Answer) -> Address:
    location = answer.headers.get("Location", "")
    if not location:
        raise Redirected(address.url, f"status {answer.status} leads nowhere")
    with suppress(UnicodeError):
        # Servers send the bytes of UTF-8, which HTTP's library reads as Latin-1.
        location = location.encode("latin-1").decode("utf-8")
    return address_of(location, address.url)


def _kept(headers: Mapping[str, str], name: str) -> str | None:
    """A header's value that can be sent back; None for one that no server means."""
    value = headers.get(name, "").strip()
    return value if value.isascii() and value.isprintable() and len(value) <= 1_000 else None
