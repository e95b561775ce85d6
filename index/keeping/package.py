"""The file of a backup: a ZIP of members compressed with zstd, and its manifest.

A ZIP is read by its directory, so that the manifest is seen before anything is unpacked, and no
member can be larger than it says; `unzip` and `zstd -d` can take one apart without Fihrist.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import zstandard

from index.keeping.manifest import NAME, Manifest, Member, parsed, place
from search.errors import BackupError

_LEVEL = 3
_CHUNK = 1 << 20
_LONGEST_MANIFEST = 16 << 20  # an index of 100,000 files
_SUFFIX = ".zst"
_WINDOW = 1 << 27  # what zstd's own tool takes at most


class Package:
    """A backup while it is written, open for its owner alone."""

    def __init__(self, file: Path) -> None:
        """Raises OSError where the file is there already or cannot be made."""
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        self._stream = os.fdopen(handle, "w+b")
        self._zip = zipfile.ZipFile(self._stream, "w", zipfile.ZIP_STORED)

    def add(self, name: str, file: Path) -> Member:
        """Take a file in under a name."""
        digest, size = hashlib.blake2b(digest_size=32), 0
        compressor = zstandard.ZstdCompressor(_LEVEL, write_checksum=True)
        with (
            file.open("rb") as source,
            self._zip.open(_info(name + _SUFFIX), "w", force_zip64=True) as target,
            compressor.stream_writer(target, closefd=False) as packed,
        ):
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                packed.write(chunk)
        return Member(name=name, bytes=size, blake2b=digest.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest; when this returns the file is on the disk."""
        self._zip.writestr(_info(NAME), manifest.model_dump_json(indent=1))
        self._zip.close()
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._stream.close()

    def close(self) -> None:
        """Give up what was not finished."""
        self._stream.close()


def _info(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.external_attr = 0o600 << 16
    return made


@contextmanager
def opened(file: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """A backup and its manifest. Raises BackupError for a file that is none or cannot be read."""
    try:
        with zipfile.ZipFile(file) as package:
            try:
                info = package.getinfo(NAME)
            except KeyError:
                raise BackupError(f"{file} is no backup of Fihrist: it has no {NAME}") from None
            if info.file_size > _LONGEST_MANIFEST or info.compress_type != zipfile.ZIP_STORED:
                raise BackupError(f"{file} is no backup of Fihrist: its {NAME} is too large")
            yield package, parsed(package.read(info), file)
    except FileNotFoundError:
        raise BackupError(f"there is no file {file}") from None
    except (zipfile.BadZipFile, EOFError) as error:
        raise BackupError(
            f"{file} is damaged, cut short or no backup of Fihrist ({error}); use another one"
        ) from None


def unpack(package: zipfile.ZipFile, member: Member, home: Path | None) -> None:
    """Put a member in its place under `home`, or, without one, only check it. Raises BackupError
    where it is not what the manifest says."""
    if home is None:
        _check(package, member, None)
        return
    target = place(home, member)
    target.parent.mkdir(parents=True, exist_ok=True)
    mode = 0o600 if target.parent == home else 0o644
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    with os.fdopen(handle, "wb") as out:
        _check(package, member, out)
        out.flush()
        os.fsync(out.fileno())


def _check(package: zipfile.ZipFile, member: Member, out: IO[bytes] | None) -> None:
    digest, left = hashlib.blake2b(digest_size=32), member.bytes
    try:
        info = package.getinfo(member.name + _SUFFIX)
        if info.compress_type != zipfile.ZIP_STORED:
            raise _wrong(package, member)
        decompressor = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
        with package.open(info) as packed, decompressor.stream_reader(packed) as source:
            # One byte more than it says, so that one that is longer is seen.
            while chunk := source.read(min(_CHUNK, left + 1)):
                left -= len(chunk)
                if left < 0:
                    break
                digest.update(chunk)
                if out is not None:
                    out.write(chunk)
    except (KeyError, zstandard.ZstdError, zipfile.BadZipFile, EOFError):
        raise _wrong(package, member) from None
    if left or digest.hexdigest() != member.blake2b:
        raise _wrong(package, member)


def _wrong(package: zipfile.ZipFile, member: Member) -> BackupError:
    return BackupError(
        f"{package.filename} is damaged: {member.name} is not what was put in; use another backup"
    )
