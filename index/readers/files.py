"""From a path to opened files: folders, standard input, gzip, and what cannot be opened."""

from __future__ import annotations

import errno
import os
import select
import stat
import sys
import zlib
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import cast

from index.draft import Failure
from index.readers.formats import (
    BESIDE,
    ENDINGS,
    READERS,
    SUPPORTED,
    UNREAD,
    by_content,
    by_name,
    is_packed,
)
from index.readers.item import Item
from index.readers.unpacking import GZIP, gunzipped, is_archive, members

__all__ = ["Item", "items", "opened"]

FIFO_PATIENCE = 5
"""Seconds to wait for the first byte of a named pipe."""


def items(path: str, format_: str | None) -> Iterator[Item | Failure]:
    """The files at a path, each open while it is the current one."""
    if path == "-":
        stream = cast(BufferedReader, sys.stdin.buffer)
        if not hasattr(stream, "peek"):  # another program's stream put in its place
            stream = BufferedReader(stream)
        yield from opened(stream, "-", "", format_)
    elif Path(path).is_dir():
        yield from _folder(path, format_)
    else:
        yield from _file(path, format_)


def _folder(path: str, format_: str | None) -> Iterator[Item | Failure]:
    """The files of a folder that are articles by name (all of them, where a format is given)."""
    refused: list[Failure] = []
    found = False
    for folder, folders, names in os.walk(
        path, onerror=lambda error: refused.append(_unreadable(str(error.filename), error))
    ):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = os.path.join(folder, name)  # noqa: PTH118 - os.walk gives strings
            wanted = (format_ or by_name(name) or is_packed(name)) and name not in BESIDE
            if not name.startswith(".") and wanted and Path(file).is_file():
                found = True
                yield from _file(file, format_)
    yield from refused
    if not found and not refused:
        yield Failure(
            _printable(path),
            f"the folder holds no articles: files must end in {', '.join(_taken())},"
            f" or say --format {SUPPORTED}",
        )


def _taken() -> list[str]:
    return [ending for ending, kind in ENDINGS.items() if kind in READERS]


def _file(path: str, format_: str | None) -> Iterator[Item | Failure]:
    try:
        stream = _open(path)
    except (OSError, ValueError) as error:
        yield _unreadable(path, error)
        return
    with stream:
        yield from opened(stream, _printable(path), path, format_)


def _open(path: str) -> BufferedReader:
    """A regular file or a pipe; OSError for devices, and for a named pipe nobody writes to."""
    file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    stream = os.fdopen(file, "rb")
    if (fault := _unfit(path, file)) is not None:
        stream.close()
        raise OSError(errno.EINVAL, fault)
    os.set_blocking(file, True)
    return stream


def _unfit(path: str, file: int) -> str | None:
    """Why an open file would be read for ever; None where it would not."""
    kind = os.fstat(file).st_mode
    if not (stat.S_ISREG(kind) or stat.S_ISFIFO(kind)):
        return "it is a device or a socket, not a file"
    # The shell's <(command) is a pipe too, but a link to one, and its writer is there.
    if stat.S_ISFIFO(kind) and not Path(path).is_symlink():
        ready, _, _ = select.select([file], [], [], FIFO_PATIENCE)
        return None if ready else f"nothing was written to this pipe in {FIFO_PATIENCE} s"
    return None


def opened(
    stream: BufferedReader, where: str, name: str, format_: str | None
) -> Iterator[Item | Failure]:
    """The item of an open file, those of an archive, or why there is none; errors met while it
    is read, too. where: its name in messages; name: by which its format may be known."""
    try:
        if stream.peek(2)[:2] == GZIP:
            stream = gunzipped(stream)
        if is_archive(stream):
            yield from _archived(stream, where, format_)
            return
        kind = _kind(stream, name, format_)
    except (OSError, EOFError, zlib.error) as error:
        yield _unreadable(where, error)
        return
    if kind in READERS:
        yield Item(where, kind, stream)
    else:
        yield Failure(
            where,
            f"it is {UNREAD[kind]}, which is not read: give {SUPPORTED},"
            " or name the format with --format",
        )


def _archived(stream: BufferedReader, where: str, format_: str | None) -> Iterator[Item | Failure]:
    """The articles in an archive by their names, as in a folder; archives within it are left."""
    found = False
    for member in members(stream):
        if not (format_ or by_name(member.name)) or _base(member.name) in BESIDE:
            continue
        found = True
        inside = f"{where}/{_printable(member.name)}"
        if member.stream.peek(2)[:2] == GZIP:
            member = member._replace(stream=gunzipped(member.stream))
        kind = _kind(member.stream, member.name, format_)
        if kind in READERS:
            yield Item(inside, kind, member.stream)
        else:
            yield Failure(inside, f"it is {UNREAD[kind]}, which is not read: give {SUPPORTED}")
    if not found:
        yield Failure(
            where, f"the archive holds no articles: files must end in {', '.join(_taken())}"
        )


def _base(name: str) -> str:
    return name.rsplit("/", 1)[-1]


def _kind(stream: BufferedReader, name: str, format_: str | None) -> str:
    kind = format_ or by_name(name) or by_content(stream)
    if kind == "json" and by_content(stream) == "feed":
        return "feed"
    return kind


def _unreadable(path: str, error: Exception) -> Failure:
    reason = getattr(error, "strerror", None) or str(error)
    return Failure(
        _printable(path), f"it cannot be read ({reason}): check its name and permissions"
    )


def _printable(path: str) -> str:
    """The path without the bytes a terminal cannot show."""
    return os.fsencode(path).decode("utf-8", "replace")
