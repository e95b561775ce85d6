"""A home backed up while it is used, and restored: all of it, checked, or nothing."""

from __future__ import annotations

import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from index.home import bring_level, open_archive
from index.keeping.backup import back_up
from index.keeping.restore import restore
from index.workers import Workers
from search.errors import BackupError
from search.page import SearchRequest
from search.service import SearchService
from search.settings import Settings, load_settings
from tests.index.backups import COUNT, Make, elsewhere, fill, quiet, rows
from tests.index.conftest import both_databases, start
from web.keys import Keys


@both_databases
@pytest.mark.parametrize("into", ["sqlite", "postgresql", "a file elsewhere"])
def test_everything_comes_back_in_either_database(
    settings: Settings, draft: Make, tmp_path: Path, into: str, request: pytest.FixtureRequest
) -> None:
    fill(settings, draft)
    file = tmp_path / "backup.zip"
    made = back_up(settings, file, with_index=False, say=quiet)
    assert (made.archive.rows["article"], made.archive.rows["memory"]) == (19, 2)
    url = f"sqlite:///{tmp_path}/other/archive.db" if into == "a file elsewhere" else None
    if into == "postgresql":
        postgres_url: Callable[[], str] = request.getfixturevalue("postgres_url")
        url = postgres_url()
    there = elsewhere(settings, url)
    assert restore(there, file, replace=False, say=quiet) == made
    assert rows(there) == rows(settings)
    with open_archive(there, create=False) as archive:
        assert archive.uuid == made.archive.uuid
    assert [key.name for key in Keys(there.home / "keys.db").all()] == ["import"]
    with closing(sqlite3.connect(there.home / "later.db")) as later:
        assert later.execute("SELECT url FROM source").fetchall() == [("https://n.example/feed",)]
    assert not (there.home / ".restore").exists()


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"], indirect=True)
@pytest.mark.parametrize("with_index", [True, False])
def test_a_backup_taken_under_load_restores_to_the_same_results_and_counts(
    settings: Settings, articles: Callable[..., Path], tmp_path: Path, with_index: bool
) -> None:
    """The articles go in one after another, so a backup of n of them must answer as a home does
    into which only the first n were ever added."""
    source = articles(COUNT)
    lines = source.read_text("utf-8").splitlines(keepends=True)
    adding = start(settings, "add", "-", "--format", "jsonl", stdin=subprocess.PIPE)
    assert adding.stdin is not None
    try:
        adding.stdin.write("".join(lines[:150]))
        adding.stdin.flush()
        deadline = time.monotonic() + 60
        while not (settings.home / "archive.db").exists() or not _stored(settings):
            assert time.monotonic() < deadline
            assert adding.poll() is None
        adding.stdin.write("".join(lines[150:]))
        adding.stdin.flush()
        file = tmp_path / "backup.zip"
        before = _stored(settings)
        made = back_up(settings, file, with_index, quiet)
        _answers(settings)
        after = _stored(settings)
    finally:
        adding.communicate(timeout=120)
    count = made.archive.rows["article"]
    assert before <= count <= after
    there, reference = elsewhere(settings), load_settings(home=tmp_path / "reference")
    reference = reference.model_copy(update={"engine": settings.engine})
    restore(there, file, replace=False, say=quiet)
    part = tmp_path / "part.jsonl"
    part.write_text("".join(lines[:count]), "utf-8")
    added = start(reference, "add", str(part))
    assert added.communicate(timeout=120)[0].startswith(f"added {count},")
    with open_archive(there, create=False) as archive, Workers(1) as workers:
        bring_level(archive, there, workers, "restore", Event())
        assert archive.stats().articles == count
    assert _answers(there) == _answers(reference)


def _stored(settings: Settings) -> int:
    with closing(sqlite3.connect(settings.home / "archive.db", timeout=30)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name='article'").fetchone():
            return 0
        return int(connection.execute("SELECT count(*) FROM article").fetchone()[0])


def _answers(settings: Settings) -> list[Any]:
    """Totals, and the order of what is found, of some queries."""
    service = SearchService(settings)
    pages = [
        service.search(SearchRequest(q=query, limit=50, facets=("lang",)))
        for query in ("النفط", "وزير البصرة", '"النفط العراقي"', "خبر 7", "")
    ]
    return [
        (page.total, page.facets, [(hit.source_id, round(hit.score, 3)) for hit in page.hits])
        for page in pages
    ]


def test_only_its_owner_can_read_a_backup_or_what_is_restored_of_it(
    settings: Settings, draft: Make, tmp_path: Path
) -> None:
    fill(settings, draft)
    file = tmp_path / "backup.zip"
    back_up(settings, file, False, quiet)
    restore(elsewhere(settings), file, False, quiet)
    databases = sorted(elsewhere(settings).home.glob("*.db"))
    assert [path.name for path in databases] == ["archive.db", "keys.db", "later.db"]
    assert {path.stat().st_mode & 0o777 for path in [file, *databases]} == {0o600}


def test_only_an_earlier_backup_is_replaced(
    settings: Settings, draft: Make, tmp_path: Path
) -> None:
    fill(settings, draft)
    file = tmp_path / "backup.zip"
    file.write_text("a letter")
    with pytest.raises(BackupError, match="is no backup that could be replaced"):
        back_up(settings, file, False, quiet)
    assert file.read_text() == "a letter"
    file.unlink()
    back_up(settings, file, False, quiet)
    back_up(settings, file, False, quiet)
    with pytest.raises(BackupError, match="there is no folder"):
        back_up(settings, tmp_path / "nowhere" / "b.zip", False, quiet)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
