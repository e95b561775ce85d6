"""What a database's failures mean to the user."""

from __future__ import annotations

from sqlalchemy import URL

_SQLITE = (
    ("locked", "another process has been writing it for too long; try again"),
    ("readonly", "it cannot be written; check the owner and permissions of its folder"),
    ("unable to open", "it cannot be opened; check that its folder exists and can be written"),
    ("full", "the disk is full; what was said to be stored is safe: make room and go on"),
    # SQLite says no more where it cannot make or grow a file beside the database.
    ("disk i/o error", "the disk is full or fails; what was said to be stored is safe: make room"),
    ("not a database", "it is no archive of Fihrist"),
    ("malformed", "it is damaged; restore a backup"),
)

_ABSENT = (
    "no PostgreSQL server answers there; start it, or correct host and port in FIHRIST_DATABASE_URL"
)
_AWAY = "the server went away; what was said to be stored is safe: try again once it is back"
_REFUSED = (
    "the server refuses the user or the password; correct FIHRIST_DATABASE_URL (a password may"
    " also stand in ~/.pgpass)"
)

# By SQLSTATE where the server gives one (PostgreSQL's manual, appendix A), else by libpq's words.
_POSTGRESQL = (
    ("53100", "the server's disk is full; what was said to be stored is safe"),
    ("no space left", "the server's disk is full; what was said to be stored is safe"),
    ("25006", "it cannot be written: the server is a standby, or the database is read-only"),
    ("55p03", "another process has been writing it for too long; try again"),
    ("40p01", "two writers waited for each other; try again"),
    ("42501", "its user may not use the tables there; make it the database's owner"),
    ("3f000", "its user may not use the schema there; make it the database's owner"),
    ("xx001", "it is damaged; restore a backup"),
    ("xx002", "it is damaged; restore a backup"),
    ("57p0", _AWAY),
    ("too many clients", "the server has no connection left; raise its max_connections"),
    ("remaining connection slots", "the server has no connection left; raise its max_connections"),
    ("starting up", _AWAY),
    ("shutting down", _AWAY),
    ("password", _REFUSED),
    ("authentication failed", _REFUSED),
    ("pg_hba.conf", _REFUSED),
    ("role ", _REFUSED),
    ("does not exist", "there is no such database; make it with: createdb -E UTF8 NAME"),
    ("refused", _ABSENT),
    ("resolve host", _ABSENT),
    ("translate host", _ABSENT),
    ("no such file or directory", _ABSENT),
    ("no route to host", _ABSENT),
    ("timeout", _ABSENT),
    ("server closed the connection", _AWAY),
    ("connection is lost", _AWAY),
    ("the connection is closed", _AWAY),
)


def explained(dialect: str, fault: BaseException | None, url: URL) -> str:
    """What to do about a driver's error; its own words, without the password, where we know
    none."""
    said = str(fault).strip()
    words = f"{getattr(fault, 'sqlstate', None) or ''} {said}".lower()
    for mark, meaning in _SQLITE if dialect == "sqlite" else _POSTGRESQL:
        if mark in words:
            return meaning
    first = said.partition("\n")[0]
    return first.replace(str(url.password), "***") if url.password else first
