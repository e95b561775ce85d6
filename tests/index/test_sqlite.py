"""What only an archive in SQLite's file has: the file's place, its lock, the disk under it."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool

from index.archive import Archive
from index.draft import Draft
from search.article import article_id
from search.errors import ArchiveError
from search.settings import Settings

Make = Callable[..., Draft]


def statuses(archive: Archive, *drafts: Draft) -> list[str]:
    return [outcome.status for outcome in archive.add(drafts)]


def test_a_file_that_is_no_database_is_refused(settings: Settings) -> None:
    settings.home.mkdir()
    (settings.home / "archive.db").write_bytes(b"not a database at all " * 50)
    with pytest.raises(ArchiveError, match="no archive of Fihrist"):
        Archive.open(settings.archive_url)


def test_a_home_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ArchiveError, match="cannot make"):
        Archive.open(f"sqlite:///{tmp_path}/file/home/archive.db")


def test_only_the_translators_writes_do_not_wait_for_the_disk(
    settings: Settings, draft: Make
) -> None:
    levels: list[int] = []

    @event.listens_for(Pool, "checkin")
    def seen(connection: sqlite3.Connection, _record: object) -> None:
        levels.append(connection.execute("PRAGMA synchronous").fetchone()[0])

    try:
        with Archive.open(settings.archive_url) as archive:
            archive.ledger.renew(1, 10.0)
            archive.add([draft("a")])
            archive.ledger.renew(1, 10.0)
            archive.mark_changed([1])
    finally:
        event.remove(Pool, "checkin", seen)
    normal, full = 1, 2
    assert levels[-4:] == [normal, full, normal, full]


def test_a_database_nobody_has_a_driver_for_is_refused() -> None:
    with pytest.raises(ArchiveError, match="URL cannot be used"):
        Archive.open("nosuch://host/name")


def limit_pages(connection: sqlite3.Connection, _record: object) -> None:
    """SQLite's page limit stands in for a full disk: it gives the same SQLITE_FULL."""
    connection.execute("PRAGMA max_page_count = 60")


def test_a_full_disk_loses_nothing_stored(
    settings: Settings, archive: Archive, draft: Make
) -> None:
    archive.add([draft("1", "جملة.")])
    chance = random.Random(1)
    long = ["".join(chr(chance.randrange(0x620, 0x64A)) for _ in range(90_000)) for _ in range(5)]
    event.listen(Pool, "connect", limit_pages)
    try:
        with (
            Archive.open(settings.archive_url) as full,
            pytest.raises(ArchiveError, match="disk is full"),
        ):
            full.add([draft(f"long {n}", text) for n, text in enumerate(long)])
    finally:
        event.remove(Pool, "connect", limit_pages)
    assert [article.id for article in archive.articles([1, 2])] == [article_id("1")]
    assert statuses(archive, draft("2", "جملة.")) == ["added"], "and goes on when there is room"


def test_a_writer_waits_for_another(
    settings: Settings, archive: Archive, draft: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.add([draft("1", "جملة.")])
    monkeypatch.setattr("index.archive.database.PATIENCE", 0.1)
    other = sqlite3.connect(settings.home / "archive.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Archive.open(settings.archive_url) as second:
        with pytest.raises(ArchiveError, match="another process has been writing"):
            second.add([draft("2", "جملة.")])
        assert [a.seq for a in second.articles([1])] == [1], "readers do not wait"
        other.execute("ROLLBACK")
        assert statuses(second, draft("2", "جملة.")) == ["added"]
    other.close()
