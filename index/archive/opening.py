"""An archive opened: made where there is none, migrated where it is older, refused where it is
not to be used."""

from __future__ import annotations

from sqlalchemy import Engine

from index import tables
from index.archive.database import make_alone, reading, shown, writing
from index.archive.migrations import migrate
from index.archive.statements import MOVED, MOVING, facts, made, moved_to
from search.errors import ArchiveError


def opened(engine: Engine, create: bool) -> str:
    """The UUID of the archive there, ready for use. Raises ArchiveError."""
    with reading(engine) as connection:
        known = facts(connection)
    if not known and create:
        with writing(engine) as connection:
            make_alone(connection)
            # Another process may have made it meanwhile.
            known = facts(connection) or made(connection)
    _check(known, shown(engine.url))
    if int(known["schema"]) < tables.SCHEMA_VERSION:
        with writing(engine) as connection:
            make_alone(connection)
            if int(facts(connection)["schema"]) < tables.SCHEMA_VERSION:
                migrate(connection)
    return known["uuid"]


def _check(known: dict[str, str], place: str) -> None:
    if not known:
        raise ArchiveError(f"{place} holds no archive yet; `fihrist add` makes one")
    if MOVED in known:
        raise ArchiveError(moved_to(known[MOVED]))
    if MOVING in known:
        raise ArchiveError(
            f"{place} is what `fihrist move` or `fihrist restore` has not finished yet: run it"
            " again as before"
        )
    version = int(known["schema"])
    if version > tables.SCHEMA_VERSION:
        raise ArchiveError(
            f"the archive {place} has schema {version}, made by a newer Fihrist; this one"
            f" knows up to {tables.SCHEMA_VERSION}: update Fihrist"
        )
