"""The cluster that the settings name: its connection, the names of a home's things in it, and
what its errors mean to the user."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

import orjson
from opensearchpy import JSONSerializer, OpenSearch
from opensearchpy.exceptions import ConnectionError as NoAnswer
from opensearchpy.exceptions import ConnectionTimeout, SSLError, TransportError

from search.errors import BadQuery, FihristError, IndexFailure, SettingsError, Unavailable
from search.settings import Settings

OLDEST, NEWEST = (2, 4), (3, 99)
"""Versions that serve: the first with points in time, and the last major version known."""

_WRITE_TIMEOUT = 60.0
"""Seconds a writing request may take: a bulk waits so long for a lost shard's replacement."""

_RETRIES = 4

_FULL = "cluster_block_exception"
_CUT = "search_phase_execution_exception"  # with status 500: a node died in the midst of a search
_CLAUSES = ("too_many_clauses", "too_many_nested_clauses", "maxClauseCount")


class _Orjson(JSONSerializer):
    """A bulk of articles is mostly text, which orjson writes several times as fast."""

    def dumps(self, data: Any) -> str:
        return data if isinstance(data, str) else orjson.dumps(data).decode()

    def loads(self, s: str) -> Any:
        return orjson.loads(s)


class Cluster:
    """Where a home's indexes are: `prefix` is the alias that is searched, `prefix.v3` a
    generation, `prefix.state` what is known about each and who writes."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.alias = settings.opensearch_prefix
        self.state = f"{self.alias}.state"
        self.timeout = settings.opensearch_timeout
        self._hosts, self._login = _hosts(settings.opensearch_url)
        self.where = f"the OpenSearch cluster at {', '.join(self._hosts)}"
        self.reads = self._connect(self.timeout, again_when_slow=False)
        self.writes = self._connect(_WRITE_TIMEOUT, again_when_slow=True)
        self._version: tuple[int, int] | None = None

    def index(self, number: int) -> str:
        """The name of a generation; no other home's prefix can make it, having no dot."""
        return f"{self.alias}.v{number}"

    def number(self, index: str) -> int | None:
        """The number of a generation's index, None where it is another's."""
        match = re.fullmatch(rf"{re.escape(self.alias)}\.v(\d+)", index)
        return int(match[1]) if match else None

    def version(self) -> tuple[int, int]:
        """The cluster's version. Raises IndexFailure where it cannot serve, once it answers."""
        if self._version is None:
            with self.errors():
                told = self.reads.info()["version"]
            if told.get("distribution") != "opensearch":
                raise IndexFailure(f"{self.where} is not OpenSearch but another product")
            major, minor = (int(part) for part in told["number"].split(".")[:2])
            if not OLDEST <= (major, minor) <= NEWEST:
                raise IndexFailure(
                    f"{self.where} is OpenSearch {told['number']}; Fihrist needs"
                    f" {OLDEST[0]}.{OLDEST[1]} or newer, up to {NEWEST[0]}"
                )
            self._version = (major, minor)
        return self._version

    @contextmanager
    def errors(self) -> Iterator[None]:
        """The library's errors as ours; a missing index stays NotFoundError for the caller."""
        try:
            yield
        except TransportError as error:
            if error.status_code == 404:
                raise
            raise self._meaning(error) from error

    def _meaning(self, error: TransportError) -> FihristError:
        if isinstance(error, SSLError):
            return SettingsError(
                f"FIHRIST_OPENSEARCH_URL: {self.where} shows a certificate that is not trusted"
                f" ({error.info}); name its authority's file in FIHRIST_OPENSEARCH_CA"
            )
        if isinstance(error, ConnectionTimeout):
            return Unavailable(f"{self.where} did not answer within {self.timeout:g} seconds")
        if isinstance(error, NoAnswer):
            return Unavailable(
                f"{self.where} does not answer: start it, or set FIHRIST_OPENSEARCH_URL"
            )
        return self._refusal(error)

    def _refusal(self, error: TransportError) -> FihristError:
        told = str(error)
        if error.error == _FULL and "read-only" in told:
            return IndexFailure(
                f"{self.where} takes no writing ({told}), as when its disks are full; what was"
                " said to be stored is safe: once there is room, the keeper goes on from here"
            )
        if error.status_code in (401, 403):
            return SettingsError(
                f"FIHRIST_OPENSEARCH_URL: {self.where} refuses the login, or lets it do too"
                f" little: {told}"
            )
        if any(mark in told for mark in _CLAUSES):
            return BadQuery(
                "so many words are more than the cluster takes at once; ask fewer, or raise its"
                " indices.query.bool.max_clause_count"
            )
        cut = error.status_code == 500 and error.error == _CUT
        if cut or error.status_code in (429, 502, 503, 504):
            return Unavailable(f"{self.where} cannot answer now, being overloaded or red: {told}")
        return IndexFailure(f"{self.where} refuses what it is asked: {told}")

    def _connect(self, timeout: float, again_when_slow: bool) -> OpenSearch:
        ca = self.settings.opensearch_ca
        trust: dict[str, Any] = {} if ca is None else {"ca_certs": str(ca)}
        return OpenSearch(
            self._hosts,
            http_auth=self._login,
            timeout=timeout,
            retry_on_timeout=again_when_slow,
            max_retries=max(_RETRIES, len(self._hosts)),
            serializer=_Orjson(),
            **trust,
        )


def _hosts(url: str) -> tuple[list[str], tuple[str, str] | None]:
    """The hosts of FIHRIST_OPENSEARCH_URL without the login, and the first login in it."""
    hosts, login = [], None
    for each in filter(None, (part.strip() for part in url.split(","))):
        parts = urlsplit(each)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SettingsError(
                "FIHRIST_OPENSEARCH_URL: hosts are written https://user:password@host:9200,"
                " with commas between several"
            )
        if login is None and parts.username is not None:
            login = (unquote(parts.username), unquote(parts.password or ""))
        hosts.append(parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl())
    if not hosts:
        raise SettingsError("FIHRIST_OPENSEARCH_URL: no host is named")
    return hosts, login
