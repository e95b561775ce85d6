"""Where a page ended, as an opaque text that a client hands back for the next one."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from dataclasses import astuple, dataclass
from urllib.parse import urlencode

import orjson

from search.errors import BadParameter
from search.page import DEFAULT_LIMIT, SearchRequest

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Cursor:
    """rank: how many hits came before (relevance); key: the last hit's sort key (newest, oldest);
    watermark: the highest seq when the walk began; generation: of the page that made it."""

    rank: int
    key: int | None
    watermark: int
    generation: str


def encode(cursor: Cursor, request: SearchRequest) -> str:
    body = orjson.dumps([_VERSION, _fingerprint(request), *astuple(cursor)])
    return urlsafe_b64encode(body).decode("ascii").rstrip("=")


def decode(request: SearchRequest) -> Cursor | None:
    """The cursor of a request, None at its start. Raises BadParameter for one of another query."""
    text = request.cursor
    if not text:
        return None
    wrong = BadParameter("cursor", "not a cursor of this search; leave it out to start again")
    try:
        body = orjson.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        version, fingerprint, rank, key, watermark, generation = body
    except (Base64Error, ValueError, TypeError):
        raise wrong from None
    numbers = (rank, watermark) if key is None else (rank, watermark, key)
    if version != _VERSION or fingerprint != _fingerprint(request):
        raise wrong
    if not isinstance(generation, str) or not all(
        type(number) is int and 0 <= number < 1 << 63 for number in numbers
    ):
        raise wrong
    return Cursor(rank, key, watermark, generation)


def query_string(request: SearchRequest, cursor: str | None) -> str:
    """The request as the API's query string; what has its default value is left out."""
    pairs = [
        ("q", request.q),
        ("lang", request.lang if request.lang != "auto" else ""),
        ("match", request.match if request.match != "auto" else ""),
        *[("filter", f"{name}:{value}") for name, value in request.filters],
        ("from", request.since or ""),
        ("to", request.until or ""),
        ("sort", request.sort if request.sort != "relevance" else ""),
        ("facets", ",".join(request.facets)),
        ("limit", str(request.limit) if request.limit != DEFAULT_LIMIT else ""),
        ("highlight", request.highlight if request.highlight != "segments" else ""),
        ("names", "" if request.names else "off"),
        ("explain", "1" if request.explain else ""),
        ("cursor", cursor or ""),
    ]
    return urlencode([(name, value) for name, value in pairs if value or name == "q"])


def _fingerprint(request: SearchRequest) -> str:
    """What must be the same on every page of a walk."""
    same = (
        request.q,
        request.lang,
        request.match,
        request.filters,
        request.since,
        request.until,
        request.sort,
        request.names,
        *([request.scope] if request.scope else []),
    )
    text = repr(same).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=6).hexdigest()
