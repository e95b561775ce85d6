"""Content-Encoding undone as a stream, in pieces of bounded size.

Here rather than by urllib3, whose decoder says neither that a packed answer ended too early nor
how much it unpacked from. Source: RFC 9110, 8.4.1; servers' `deflate` with and without a header.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

OFFERED = "gzip, deflate"
_PIECE = 65_536  # bytes
_GZIP, _ZLIB, _RAW = zlib.MAX_WBITS | 16, zlib.MAX_WBITS, -zlib.MAX_WBITS
_PLAIN = frozenset({"", "identity"})
_WINDOWS = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": _ZLIB}


class Unpacker:
    """Unpacks one answer. Raises ValueError for an encoding that was not offered."""

    def __init__(self, encoding: str) -> None:
        name = encoding.strip().lower()
        if name not in _PLAIN and name not in _WINDOWS:
            raise ValueError(f"it is encoded as {name[:40]!r}, which was not asked for")
        self._window = _WINDOWS.get(name)
        self._inner = zlib.decompressobj(self._window) if self._window else None
        self._begun = False

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """What so many further bytes unpack to. Raises zlib.error where they are damaged."""
        if self._inner is None:
            yield data
            return
        while data:
            if self._inner.eof:
                if self._window != _GZIP or not data.strip(b"\0"):
                    return  # what stands behind the end is passed over
                self._inner = zlib.decompressobj(_GZIP)  # a further member
            yield self._piece(data)
            data = self._inner.unconsumed_tail or self._inner.unused_data

    def _piece(self, data: bytes) -> bytes:
        assert self._inner is not None
        try:
            piece = self._inner.decompress(data, _PIECE)
        except zlib.error:
            if self._begun or self._window != _ZLIB:
                raise
            self._inner = zlib.decompressobj(_RAW)
            piece = self._inner.decompress(data, _PIECE)
        self._begun = True
        return piece

    @property
    def ended(self) -> bool:
        """Whether what came is whole; an answer without any content is."""
        return self._inner is None or self._inner.eof or not self._begun
