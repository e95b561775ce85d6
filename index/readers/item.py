"""One opened file on its way to a reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BufferedReader
from typing import IO, NamedTuple

LIMIT = 64 * 1024 * 1024  # bytes of one article: a text file, or one line of JSON Lines
LIMIT_STATED = "64 MB"


@dataclass(frozen=True, slots=True)
class Item:
    """A file's bytes (unpacked where it was packed) and the name messages give it.

    url, content_type, fetched: of what came from the web: its address, the HTTP header's value,
    and when it was true, with its zone. columns: for tables, the column of each field.
    """

    where: str
    format: str
    stream: IO[bytes]
    url: str | None = None
    content_type: str | None = None
    fetched: datetime | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


class Member(NamedTuple):
    """A file within an archive: its name there and its bytes."""

    name: str
    stream: BufferedReader
