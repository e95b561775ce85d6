"""Where a backup is restored to and where not, and restores that were cut short."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from index.archive import Archive
from index.home import open_archive
from index.keeping.backup import back_up
from index.keeping.restore import restore
from index.tables import SCHEMA_VERSION
from search.errors import ArchiveError, BackupError, IndexBusy
from search.settings import Settings
from tests.index.backups import Make, changed, elsewhere, fill, quiet, rows
from tests.index.test_old_homes import make_old
from web.keys import Keys


def test_a_home_that_is_not_empty_is_left_alone_unless_told(
    settings: Settings, draft: Make, tmp_path: Path
) -> None:
    fill(settings, draft)
    file = tmp_path / "backup.zip"
    back_up(settings, file, False, quiet)
    with Archive.open(settings.archive_url) as archive:
        archive.add([draft("later", "لاحقة.")])
    with pytest.raises(BackupError, match=r"is not empty \(archive.db.*--replace"):
        restore(settings, file, False, quiet)
    restore(settings, file, True, quiet)
    with Archive.open(settings.archive_url) as archive:
        assert archive.stats().articles == 19
    (aside,) = settings.home.glob("replaced-*")
    with Archive.open(f"sqlite:///{aside / 'archive.db'}") as archive:
        assert archive.stats().articles == 20


def test_two_restores_within_a_second_keep_what_was_there_apart(
    settings: Settings, draft: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(settings, draft)
    file = tmp_path / "backup.zip"
    back_up(settings, file, False, quiet)
    clock = Mock(now=Mock(return_value=datetime(2026, 11, 30, 15, 50, 36, tzinfo=UTC)))
    monkeypatch.setattr("index.keeping.restore.datetime", clock)
    for _ in range(3):
        restore(settings, file, True, quiet)
    assert sorted(path.name for path in settings.home.glob("replaced-*")) == [
        "replaced-20261130T155036Z",
        "replaced-20261130T155036Z-2",
        "replaced-20261130T155036Z-3",
    ]


def test_a_database_with_an_archive_is_left_alone(
    settings: Settings, draft: Make, tmp_path: Path, postgres_url: Callable[[], str]
) -> None:
    fill(settings, draft)
    file = tmp_path / "backup.zip"
    back_up(settings, file, False, quiet)
    there = elsewhere(settings, postgres_url())
    Archive.open(there.archive_url).close()
    with pytest.raises(BackupError, match="holds an archive: name an empty database"):
        restore(there, file, True, quiet)


def test_a_home_at_work_is_not_restored_into(
    settings: Settings, draft: Make, tmp_path: Path, started: Callable[..., Any]
) -> None:
    fill(settings, draft)
    file = tmp_path / "backup.zip"
    back_up(settings, file, False, quiet)
    keeper = started("keep", stdin=subprocess.PIPE)
    while (
        not (settings.home / "keeper.lock").exists()
        or not (settings.home / "keeper.lock").read_bytes()
    ):
        assert keeper.poll() is None
    with pytest.raises(IndexBusy, match=r"the keeper .* end it first"):
        restore(settings, file, True, quiet)


@pytest.mark.parametrize("schema", range(1, SCHEMA_VERSION))
def test_a_backup_of_an_older_home_is_upgraded_when_it_is_restored(
    settings: Settings, tmp_path: Path, schema: int
) -> None:
    make_old(settings, schema)
    file = tmp_path / "backup.zip"
    assert back_up(settings, file, False, quiet).archive.schema_version == schema
    with closing(sqlite3.connect(settings.home / "archive.db")) as connection:
        asked = "SELECT value FROM home WHERE name = 'schema'"
        assert connection.execute(asked).fetchone() == (str(schema),), "it is not touched"
    restore(elsewhere(settings), file, False, quiet)
    with open_archive(elsewhere(settings), create=False) as archive:
        assert archive.note("schema") == str(SCHEMA_VERSION)
        assert archive.stats().articles == 2


@pytest.mark.parametrize("renames", range(6))
@pytest.mark.parametrize("replace", [False, True])
def test_a_restore_killed_while_it_changes_the_home_is_gone_on_with(
    settings: Settings, backup: Path, replace: bool, renames: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = settings if replace else elsewhere(settings)
    before = rows(settings)
    plain, left = Path.replace, [renames]

    def killed(self: Path, target: Path) -> Path:
        if self.name in ("archive.db", "keys.db", "later.db", "archive.db-wal"):
            left[0] -= 1
            if left[0] == -1:
                raise KeyboardInterrupt
        return plain(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", killed)
        try:
            restore(there, backup, replace, quiet)
        except KeyboardInterrupt:
            with pytest.raises(ArchiveError, match="run the same `fihrist restore` again"):
                open_archive(there)
            other = shutil.copy(backup, backup.with_name("other.zip"))
            with pytest.raises(BackupError, match="of another backup"):
                restore(there, changed(Path(other), made_at="2026-01-01T00:00:00Z"), True, quiet)
            restore(there, backup, replace, quiet)
    assert rows(there) == before
    assert Keys(there.home / "keys.db").all()[0].name == "import"


@pytest.mark.parametrize(
    "at",
    ["index.archive.transfer._read_back", "index.keeping.restore.sync"],
    ids=["before", "after"],
)
def test_a_restore_into_a_server_killed_around_the_handing_over_is_gone_on_with(
    settings: Settings,
    backup: Path,
    at: str,
    postgres_url: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there = elsewhere(settings, postgres_url())

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(at, killed)
        with pytest.raises(KeyboardInterrupt):
            restore(there, backup, False, quiet)
    with pytest.raises(ArchiveError, match="run the same `fihrist restore` again"):
        open_archive(there)
    restore(there, backup, False, quiet)
    assert rows(there) == rows(settings)
