"""Answers compressed as the client likes: zstd, else gzip, whole or as they stream.

Validators are weak, so one ETag holds for every encoding and none needs a suffix.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

import zstandard
from flask import Flask, Response, request

LEAST = 1_000  # bytes; a smaller answer fits a packet as it is

_ZSTD_LEVEL, _GZIP_LEVEL = 3, 4
_PRESSED = frozenset(
    {
        *("application/json", "application/problem+json", "application/x-ndjson"),
        *("application/atom+xml", "application/opensearchdescription+xml"),
        *("text/csv", "text/html", "text/css", "text/javascript", "text/plain", "image/svg+xml"),
    }
)


class _Compressor(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...

    def flush(self) -> bytes: ...


def install(app: Flask) -> None:
    """Compress the answers that gain from it."""

    @app.after_request
    def press(answer: Response) -> Response:
        if answer.mimetype not in _PRESSED or answer.direct_passthrough:
            return answer
        answer.vary.add("Accept-Encoding")
        wanted = _encoding(request.headers.get("Accept-Encoding", ""))
        if wanted is None or answer.status_code in (204, 304):
            return answer
        if answer.is_streamed:
            answer.response = streamed(answer.iter_encoded(), _COMPRESSORS[wanted]())
            answer.headers.pop("Content-Length", None)
        elif len(body := answer.get_data()) >= LEAST:
            answer.set_data(_WHOLE[wanted](body))
        else:
            return answer
        answer.headers["Content-Encoding"] = wanted
        return answer


def _encoding(accepted: str) -> str | None:
    """The encoding to use; the header is looked into only where it is not a plain list."""
    for encoding in ("zstd", "gzip"):
        if encoding in accepted and (
            "q=" not in accepted or request.accept_encodings.quality(encoding) > 0
        ):
            return encoding
    return None


def streamed(parts: Iterable[bytes], compressor: _Compressor) -> Iterator[bytes]:
    """The parts compressed. They are large (an export's), so none waits long for its frame."""
    for part in parts:
        if pressed := compressor.compress(part):
            yield pressed
    yield compressor.flush()


def _zstd(body: bytes) -> bytes:
    return zstandard.compress(body, _ZSTD_LEVEL)


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, _GZIP_LEVEL, mtime=0)


_WHOLE: dict[str, Callable[[bytes], bytes]] = {"zstd": _zstd, "gzip": _gzip}
_COMPRESSORS: dict[str, Callable[[], _Compressor]] = {
    "zstd": lambda: zstandard.ZstdCompressor(_ZSTD_LEVEL).compressobj(),
    "gzip": lambda: zlib.compressobj(_GZIP_LEVEL, wbits=31),  # 31: with gzip's header
}
