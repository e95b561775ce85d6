"""What a backup says of itself: what made it, what is in it, and by which sums that is checked."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from index.tables import SCHEMA_VERSION
from search.errors import BackupError

FORMAT = 1
"""Raised by one when an older Fihrist could not put a backup back."""

NAME = "manifest.json"
ARCHIVE = "archive.db"

# Parts of a name; none of them is `..`.
_PART = r"\.?[A-Za-z0-9_][A-Za-z0-9_.-]{0,200}"
_DATABASE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,60}\.db")
_INDEX = re.compile(rf"index(-[a-z]+)?(/{_PART}){{1,3}}")


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True)


class Member(_Strict):
    """A file: its place in the home, its bytes and their BLAKE2b in hexadecimal."""

    name: str
    bytes: int = Field(ge=0)
    blake2b: str = Field(pattern="^[0-9a-f]{64}$")

    @field_validator("name")
    @classmethod
    def _within_the_home(cls, value: str) -> str:
        if not (_DATABASE.fullmatch(value) or _INDEX.fullmatch(value)):
            raise ValueError("is no name of a file of a home")
        return value


class ArchiveFacts(_Strict):
    """The archive: its UUID, its schema, the number of its last change, the rows of each table."""

    uuid: str
    schema_version: int = Field(ge=1)
    change: int = Field(ge=0)
    kept_in: Literal["sqlite", "postgresql"]
    rows: dict[str, int]


class IndexFacts(_Strict):
    """The index that was taken along."""

    engine: str
    generation: str
    articles: int


class Manifest(_Strict):
    """All of it. made_at: ISO 8601, UTC; fihrist: the version that made it."""

    format: int = Field(ge=1)
    fihrist: str
    made_at: str
    archive: ArchiveFacts
    index: IndexFacts | None
    members: list[Member]

    @property
    def size(self) -> int:
        """Bytes when it is unpacked."""
        return sum(member.bytes for member in self.members)


def parsed(data: bytes, file: Path) -> Manifest:
    """The manifest in a backup. Raises BackupError where it is none, or a newer Fihrist's."""
    try:
        found = Manifest.model_validate_json(data)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        where = ".".join(map(str, fault["loc"]))
        raise BackupError(f"{file} is no backup of Fihrist: {where}: {fault['msg']}") from None
    if found.format > FORMAT or found.archive.schema_version > SCHEMA_VERSION:
        raise BackupError(
            f"{file} was made by a newer Fihrist ({found.fihrist}, schema"
            f" {found.archive.schema_version}; this one knows up to {SCHEMA_VERSION}): update"
            " Fihrist, then restore it"
        )
    names = [member.name for member in found.members]
    if len(set(names)) < len(names) or ARCHIVE not in names:
        raise BackupError(f"{file} is no backup of Fihrist: its list of files is wrong")
    return found


def place(home: Path, member: Member) -> Path:
    """Where a member goes in a home."""
    return home.joinpath(*PurePosixPath(member.name).parts)
