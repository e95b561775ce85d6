"""One opened file on its way to a reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

LIMIT = 64 * 1024 * 1024  # bytes of one article: a text file, or one line of JSON Lines
LIMIT_STATED = "64 MB"


@dataclass(frozen=True, slots=True)
class Item:
    """A file's bytes (unpacked where it was gzip) and the name messages give it."""

    where: str
    format: str
    stream: IO[bytes]
