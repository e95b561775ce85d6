"""One request and its answer: bounded in time and size, whatever the server does.

urllib3 by itself, not requests: that would read proxies, passwords and certificates from the
environment and follow redirects unchecked.
"""

from __future__ import annotations

import hashlib
import tempfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from io import BufferedReader, FileIO

from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError, ReadTimeoutError, SSLError

from index.deadline import Deadline
from index.fetching.addresses import Address
from index.fetching.errors import (
    Bomb,
    CutShort,
    FetchError,
    TooLarge,
    TooSlow,
    Unreachable,
    Unwanted,
)
from index.fetching.network import Network, pools
from index.fetching.unpacking import OFFERED, Unpacker

_ACCEPT = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml,"
    " application/feed+json, application/xml;q=0.9, */*;q=0.5"
)
_READ = 65_536  # bytes at a time
_RATIO, _GRACE = 200, 4 << 20  # what unpacks to more than this many times its size is a bomb


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to connect, between two reads, and for the whole of an answer, which may take
    longer where it has sent `rate` bytes for each further second; bytes of a web page, and of
    anything else, unpacked."""

    connect: float = 10.0
    read: float = 20.0
    total: float = 60.0
    rate: int = 65_536
    page: int = 16 << 20
    size: int = 64 << 20


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. body: a file of what was read, at its beginning, nothing of statuses other
    than 200. digest: of the body. framed: whether the server said where it ends."""

    status: int
    headers: Mapping[str, str]
    body: BufferedReader
    digest: bytes = b""
    framed: bool = True


def user_agent(contact: str | None) -> str:
    """Who asks: name and version, and whom to write to where that is set."""
    return f"Fihrist/{version('fihrist')}" + (f" (+{contact})" if contact else "")


class Client:
    """Asks for one address at a time; may be used by many threads at once."""

    def __init__(
        self, network: Network, limits: Limits | None = None, contact: str | None = None
    ) -> None:
        self.limits = limits or Limits()
        self._pools = pools(network, self.limits.connect, self.limits.read)
        self._headers = {
            "User-Agent": user_agent(contact),
            "Accept": _ACCEPT,
            "Accept-Encoding": OFFERED,
        }

    def get(self, address: Address, headers: Mapping[str, str], first: int | None = None) -> Answer:
        """The answer, with any status. first: so many bytes are enough. Raises FetchError."""
        with Deadline(self.limits.total) as deadline:
            try:
                response = self._pools.urlopen(
                    "GET",
                    address.url,
                    headers={**self._headers, **headers},
                    preload_content=False,
                    decode_content=False,
                    redirect=False,
                )
            except (HTTPError, OSError, ValueError) as error:
                raise self._no_answer(address, deadline, error) from error
            try:
                return self._read(address, response, deadline, first)
            except (HTTPError, zlib.error) as error:
                raise self._cut(address, deadline, error) from error
            finally:
                response.close()

    def close(self) -> None:
        """Close the connections that are kept."""
        self._pools.clear()

    def _read(
        self, address: Address, response: BaseHTTPResponse, deadline: Deadline, first: int | None
    ) -> Answer:
        """The body into a file without a name, which ends with the program whatever happens."""
        raw = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - Answer's to close
        digest = b""
        try:
            if response.status == 200:
                digest = self._copy(address, response, deadline, raw, first)
            self._check_time(address, deadline)
            raw.seek(0)
        except OSError as error:
            raw.close()
            reason = f"it cannot be kept while it is read ({error.strerror})"
            raise FetchError(address.url, reason) from error
        except BaseException:
            raw.close()
            raise
        headers = response.headers
        framed = "Content-Length" in headers or "Transfer-Encoding" in headers
        return Answer(response.status, headers, BufferedReader(raw), digest, framed)

    def _check_time(self, address: Address, deadline: Deadline) -> None:
        if deadline.expired:  # a body without a length ends where the socket was shut
            raise self._too_slow(address)

    def _copy(
        self,
        address: Address,
        response: BaseHTTPResponse,
        deadline: Deadline,
        file: FileIO,
        first: int | None,
    ) -> bytes:
        try:
            unpacker = Unpacker(response.headers.get("Content-Encoding", ""))
        except ValueError as error:
            raise Unwanted(address.url, str(error)) from None
        is_page = "html" in response.headers.get("Content-Type", "").lower()
        most = max(self.limits.page if is_page else self.limits.size, first or 0)
        digest, received, size = hashlib.blake2b(digest_size=16), 0, 0
        while data := response.read(_READ, decode_content=False):
            received += len(data)
            deadline.extend(len(data) / self.limits.rate)
            for piece in unpacker.pieces(data):
                size += len(piece)
                if first is not None and size >= first:
                    file.write(piece[: len(piece) - (size - first)])
                    return b""
                self._bound(address, received, size, most)
                digest.update(piece)
                file.write(piece)
        if not unpacker.ended:
            raise CutShort(address.url, "it ended before the end of what was packed")
        return digest.digest()

    def _bound(self, address: Address, received: int, size: int, most: int) -> None:
        if size > _GRACE and size > received * _RATIO:
            raise Bomb(address.url, f"it unpacks to over {_RATIO} times its size, as a bomb does")
        if size > most:
            raise TooLarge(address.url, f"it is longer than {most:,} bytes")

    def _no_answer(self, address: Address, deadline: Deadline, error: Exception) -> FetchError:
        if deadline.expired or isinstance(error, ReadTimeoutError):
            return self._too_slow(address)
        what = "no safe connection (TLS) can be made" if _is_tls(error) else "no answer came"
        return Unreachable(address.url, f"{what}: {_cause(error)}")

    def _cut(self, address: Address, deadline: Deadline, error: Exception) -> FetchError:
        if deadline.expired or isinstance(error, ReadTimeoutError):
            return self._too_slow(address)
        return CutShort(address.url, f"the connection ended before the answer did: {_cause(error)}")

    def _too_slow(self, address: Address) -> TooSlow:
        limits = self.limits
        return TooSlow(
            address.url,
            f"it was not there in {limits.total:g} seconds, or silent for {limits.read:g}",
        )


def _is_tls(error: BaseException) -> bool:
    return isinstance(error, SSLError)


def _cause(error: BaseException) -> str:
    """The cause that says most: urllib3 wraps the socket's error."""
    while (inner := error.__cause__ or error.__context__) is not None:
        error = inner
    return (f"{type(error).__name__}: {error}".rstrip(": "))[:200]
