"""A home backed up while it is used, and restored: all of it, checked, or nothing."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from index.home import bring_level, open_archive
from index.keeper import rebuild
from index.keeping.backup import back_up
from index.keeping.restore import restore
from index.workers import Workers
from search.errors import ArchiveError, BackupError, IndexFailure
from search.page import SearchRequest
from search.service import SearchService
from search.settings import Settings, load_settings
from tests.index.backups import Make, elsewhere, fill, quiet, rows
from tests.index.conftest import both_databases, start, write_articles
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


@pytest.mark.parametrize(
    ("engine", "database", "with_index"),
    [
        ("tantivy", "sqlite", True),
        ("tantivy", "sqlite", False),
        ("whoosh", "sqlite", True),
        ("tantivy", "postgresql", True),
        ("tantivy", "postgresql", False),
    ],
    indirect=["engine", "database"],
)
def test_a_backup_taken_under_load_restores_to_the_same_results_and_counts(
    settings: Settings, tmp_path: Path, with_index: bool
) -> None:
    """The articles go in one after another, so a backup of n of them must answer as a home does
    into which only the first n were ever added."""
    file = tmp_path / "backup.zip"
    with _load(settings, write_articles(tmp_path / "all.jsonl", ENOUGH)) as load:
        while True:
            before, rounds = load.stored(), load.rounds
            made = back_up(settings, file, with_index, quiet)
            if load.rounds > rounds:  # articles were given and searches answered meanwhile
                break
        after = load.stored()
    count = made.archive.rows["article"]
    assert 0 < before <= count <= after
    there, reference = elsewhere(settings), load_settings(home=tmp_path / "reference")
    reference = reference.model_copy(update={"engine": settings.engine})
    restore(there, file, replace=False, say=quiet)
    part = tmp_path / "part.jsonl"
    part.write_bytes(b"".join(load.lines[:count]))
    added = start(reference, "add", str(part))
    assert added.communicate(timeout=120)[0].startswith(f"added {count},")
    with open_archive(there, create=False) as archive, Workers(1) as workers:
        bring_level(archive, there, workers, "restore", Event())
        assert (archive.stats().articles, archive.last_seq()) == (count, count)
        assert archive.latest() == made.archive.change
    assert _answers(there) == _answers(reference)


ENOUGH = 8_000
"""Articles to be added, more than any backup waits for."""


class _Load:
    """A `fihrist add` that is given articles, and searches between, until it is stopped."""

    def __init__(self, settings: Settings, source: Path) -> None:
        self.lines = source.read_bytes().splitlines(keepends=True)
        self.rounds = 0
        self.fault: BaseException | None = None
        self._settings = settings
        self.begun, self._stop = Event(), Event()
        self._adding = start(settings, "add", "-", "--format", "jsonl", stdin=subprocess.PIPE)
        self._thread = Thread(target=self._go)
        self._thread.start()

    def stored(self) -> int:
        with open_archive(self._settings, create=False) as archive:
            return archive.stats().articles

    def _go(self) -> None:
        try:
            for first in range(0, ENOUGH, 40):
                if self._stop.is_set():
                    return
                assert self._adding.stdin is not None
                self._adding.stdin.write(b"".join(self.lines[first : first + 40]).decode())
                self._adding.stdin.flush()
                with suppress(ArchiveError, IndexFailure):  # they are not there yet
                    if self.stored():
                        assert _answers(self._settings)
                        self.rounds += 1
                        self.begun.set()
        except BaseException as fault:
            self.fault = fault
        finally:
            self.begun.set()

    def end(self) -> None:
        self._stop.set()
        self._thread.join()
        said = self._adding.communicate(timeout=120)[1]
        assert self._adding.returncode == 0, said
        assert self.fault is None, self.fault


@contextmanager
def _load(settings: Settings, source: Path) -> Iterator[_Load]:
    """A load that has begun to be answered."""
    load = _Load(settings, source)
    try:
        load.begun.wait()
        yield load
    finally:
        load.end()


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"], indirect=True)
def test_a_backup_with_its_index_is_whole_while_rebuilds_swap_theirs_in(
    settings: Settings, draft: Make, tmp_path: Path
) -> None:
    with open_archive(settings) as archive, Workers(1) as workers:
        archive.add([draft(str(n), f"قال وزير النفط في الخبر {n}.") for n in range(40)])
        bring_level(archive, settings, workers, "add", Event())
    expected, stop, swaps = _answers(settings), Event(), [0]

    def swap() -> None:
        with open_archive(settings) as archive, Workers(1) as workers:
            while not stop.is_set() and rebuild(archive, settings, workers, Event()):
                swaps[0] += 1

    swapping = Thread(target=swap)
    swapping.start()
    try:
        for number in range(4):
            before = swaps[0]
            while swaps[0] == before:  # each backup meets a swap
                file = tmp_path / f"{number}.zip"
                made = back_up(settings, file, True, quiet)
            assert made.index is not None
            assert made.index.articles == 40
            there = settings.model_copy(update={"home": tmp_path / f"restored{number}"})
            restore(there, file, False, quiet)
            assert _answers(there) == expected
    finally:
        stop.set()
        swapping.join()
    assert [path.name for path in settings.home.glob(".fihrist-*")] == []


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
