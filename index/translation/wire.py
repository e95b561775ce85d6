"""One HTTP request to a provider that ends in time, whatever the provider does.

The whole of it is bounded by a deadline (index/deadline.py), connecting besides; looking up the
host's name has the resolver's own bound.
"""

from __future__ import annotations

import ipaddress
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import orjson
import requests
from requests.adapters import HTTPAdapter
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from index.deadline import Deadline, TimedConnection, TimedTlsConnection
from index.translation.errors import BadAnswer, Down
from index.translation.refusals import refusal

LARGEST = 4_000_000
"""Bytes of an answer that are read: a page of Google's has some 20,000."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds: to connect, between two reads, and for the whole request."""

    connect: float = 10.0
    read: float = 20.0
    total: float = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, read to its end; as much of requests.Response as deep-translator uses."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """As UTF-8, which all providers send; requests takes a page without charset as Latin-1."""
        return self.content.decode("utf-8", "replace")

    def json(self) -> Any:
        return orjson.loads(self.content)

    def close(self) -> None:
        """Nothing is open: for callers that close responses."""


class Client:
    """Requests to one provider. May be used by many threads at once.

    address: put in place of the scheme and host of every address asked for, its path in front of
    theirs; None: the provider's own. keyed: whether it knows us by a key.
    """

    def __init__(
        self, provider: str, deadlines: Deadlines, address: str | None = None, keyed: bool = False
    ) -> None:
        self._provider = provider
        self._deadlines = deadlines
        self._address = address
        self._keyed = keyed
        self._own = threading.local()  # a session a thread: they are not made for sharing

    def request(self, method: str, url: str, **options: Any) -> Answer:
        """The answer with status 200. Raises ProviderError (errors.py) for every other outcome."""
        url = self._addressed(url)
        options["timeout"] = (self._deadlines.connect, self._deadlines.read)
        with Deadline(self._deadlines.total) as watch:
            try:
                answer = self._send(method, url, options)
            except (requests.RequestException, HTTPError, OSError, ValueError) as error:
                raise self._down(watch, error) from error
            if watch.expired:  # a body without a length ends where the socket was shut
                raise self._down(watch)
        if answer.status_code != 200:
            status, headers = answer.status_code, answer.headers
            raise refusal(self._provider, status, headers, answer.text, self._keyed)
        return answer

    def _send(self, method: str, url: str, options: dict[str, Any]) -> Answer:
        with self._session(url).request(
            method, url, stream=True, allow_redirects=False, **options
        ) as response:
            content = b""
            while len(content) <= LARGEST:
                part = response.raw.read(65_536, decode_content=True)
                if not part:
                    return Answer(response.status_code, response.headers, content)
                content += part
        raise BadAnswer(self._provider, f"more than {LARGEST:,} bytes came back")

    def _down(self, watch: Deadline, error: Exception | None = None) -> Down:
        if watch.expired or error is None:
            return Down(self._provider, f"no whole answer in {self._deadlines.total:g} seconds")
        cause = _innermost(error)
        if isinstance(cause, TimeoutError):
            return Down(self._provider, f"nothing came in time ({cause})")
        name = type(cause).__name__
        return Down(self._provider, f"the request failed: {name}: {cause}".rstrip(": "))

    def _addressed(self, url: str) -> str:
        if self._address is None:
            return url
        ours, theirs = urlsplit(self._address), urlsplit(url)
        path = ours.path.rstrip("/") + theirs.path
        return urlunsplit((ours.scheme, ours.netloc, path, theirs.query, ""))

    def _session(self, url: str) -> requests.Session:
        """This thread's session for the address's host."""
        kept: dict[str, requests.Session] = self._own.__dict__.setdefault("sessions", {})
        host = urlsplit(url).netloc
        session = kept.get(host)
        if session is None:
            session = kept[host] = requests.Session()
            _configure(session, url)
            session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # nobody is known
            adapter = _Adapter()
            session.mount("http://", adapter)
            session.mount("https://", adapter)
        return session


class _Pool(HTTPConnectionPool):
    ConnectionCls = TimedConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = TimedTlsConnection


class _Adapter(HTTPAdapter):
    """requests' adapter over watched connections, through proxies too."""

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}

    def proxy_manager_for(self, *arguments: Any, **options: Any) -> Any:
        manager = super().proxy_manager_for(*arguments, **options)
        manager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}
        return manager


def _configure(session: requests.Session, url: str) -> None:
    """What the environment says of proxies and certificates, read once: requests reads it for each
    request, a quarter of what one costs us. Its .netrc is left out: no provider is sent a password
    that was not given for it."""
    settings = session.merge_environment_settings(url, {}, None, None, None)
    session.trust_env = False
    # A proxy cannot reach this machine's own servers.
    session.proxies = {} if _is_loopback(url) else settings["proxies"]
    session.verify = settings["verify"]


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _innermost(error: BaseException) -> BaseException:
    """The cause that says most, and no address, which may hold text: requests wraps urllib3's
    wrapping of the socket's error."""
    while (inner := error.__cause__ or error.__context__) is not None:
        error = inner
    return error
