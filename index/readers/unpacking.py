"""Packed files, unpacked as a stream: gzip, ZIP and tar, with bombs refused.

What unpacks to over 200 times its size is refused once it is over 100 MB: text packs to a tenth,
and logs of equal lines to a hundredth. Nothing is written to disk, and names inside an archive are
only shown, so that none can lead elsewhere.
"""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Iterator
from typing import IO, BinaryIO, cast

from index.readers.item import Member

RATIO = 200
GRACE = 100 * 1024 * 1024  # bytes that may unpack from anything
MEMBERS = 100_000
GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
_USTAR = slice(257, 262)
_OFFICE = frozenset({"[Content_Types].xml", "mimetype"})  # docx, xlsx; odt, epub


class Bounded(io.RawIOBase):
    """A stream that unpacks from another one, and raises OSError where it is a bomb."""

    def __init__(self, unpacked: IO[bytes], packed: Counted | int) -> None:
        self._unpacked = unpacked
        self._packed = packed
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = cast(memoryview, buffer)
        try:
            data = self._unpacked.read(len(view))
        except (zipfile.BadZipFile, tarfile.TarError) as error:
            raise OSError(f"the archive is damaged: {error}") from None
        view[: len(data)] = data
        self._read += len(data)
        packed = self._packed if isinstance(self._packed, int) else self._packed.read_so_far
        if self._read > GRACE and self._read > packed * RATIO:
            raise OSError(f"it unpacks to over {RATIO} times its size, as a bomb does")
        return len(data)


class Counted(io.RawIOBase):
    """A packed stream that knows how much of it was read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.read_so_far = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = cast(memoryview, buffer)
        data = self._stream.read(len(view))
        view[: len(data)] = data
        self.read_so_far += len(data)
        return len(data)


def gunzipped(stream: IO[bytes]) -> io.BufferedReader:
    """The content of a gzip stream, of several members too."""
    packed = Counted(stream)
    inner = gzip.GzipFile(fileobj=cast(BinaryIO, packed))
    return io.BufferedReader(Bounded(cast(IO[bytes], inner), packed))


def is_archive(stream: io.BufferedReader) -> bool:
    """Whether a stream begins as a ZIP or tar archive does; nothing is consumed."""
    head = stream.peek(512)
    return head.startswith(ZIP) or head[_USTAR] == b"ustar"


def members(stream: io.BufferedReader) -> Iterator[Member]:
    """The files of an archive, each open while it is the current one, hidden names left out.

    Raises OSError for what is no archive after all, is encrypted, is a bomb, or holds too many.
    """
    try:
        inside = _zip(stream) if stream.peek(4).startswith(ZIP) else _tar(stream)
        for count, member in enumerate(inside):
            if count >= MEMBERS:
                raise OSError(f"it holds over {MEMBERS} files")
            yield member
    except (zipfile.BadZipFile, tarfile.TarError, RuntimeError, NotImplementedError) as error:
        raise OSError(f"the ZIP or tar archive is damaged or encrypted: {error}") from None


def _shown(name: str) -> bool:
    parts = (part for part in name.split("/") if part not in ("", ".", ".."))
    return not any(part.startswith((".", "__MACOSX")) for part in parts)


def _zip(stream: io.BufferedReader) -> Iterator[Member]:
    if not stream.seekable():
        raise OSError("a ZIP archive cannot be read from a pipe")
    with zipfile.ZipFile(stream) as archive:
        if _OFFICE & set(archive.namelist()):
            raise OSError("it is an office document or a book, not a ZIP archive of articles")
        for info in archive.infolist():
            if info.is_dir() or not _shown(info.filename):
                continue
            with archive.open(info) as file:
                bounded = Bounded(file, info.compress_size)
                yield Member(info.filename, io.BufferedReader(bounded))


def _tar(stream: io.BufferedReader) -> Iterator[Member]:
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for info in archive:
            if not info.isfile() or not _shown(info.name):
                continue
            file = archive.extractfile(info)
            if file is not None:
                yield Member(info.name, io.BufferedReader(Bounded(file, info.size)))
