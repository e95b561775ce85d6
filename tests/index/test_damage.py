"""An index that is broken, ahead or foreign: it is made anew from the archive, or said to be so."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from itertools import product
from pathlib import Path
from threading import Event

import pytest

from index.archive import Archive
from index.draft import Draft
from index.home import bring_level, lock_path
from index.keeper import Level
from index.lock import holder
from index.workers import Workers
from search.engines import open_engine
from search.engines.directory import IndexDirectory
from search.errors import IndexDamaged, IndexFailure
from search.settings import Settings
from tests.index.conftest import every_engine

Run = Callable[..., subprocess.CompletedProcess[str]]
Articles = Callable[..., Path]
Make = Callable[..., Draft]
Check = Callable[[], None]
Start = Callable[..., subprocess.Popen[str]]

embedded = pytest.mark.parametrize("engine", ["tantivy", "whoosh"], indirect=True)

BREAKS: dict[str, Callable[[Path], object]] = {
    "CURRENT garbled": lambda index: (index / "CURRENT").write_text("x"),
    "applied garbled": lambda index: (index / "1" / "applied").write_text(""),
    "applied gone": lambda index: (index / "1" / "applied").unlink(),
    "about garbled": lambda index: (index / "1" / "about.json").write_text("{"),
    "generation gone": lambda index: shutil.rmtree(index / "1"),
    "contents garbled": lambda index: (index / "1" / "meta.json").write_text("{"),
    "contents gone": lambda index: next(
        file for kind in ("meta.json", "*.toc") for file in index.glob(f"1/{kind}")
    ).unlink(),
    "postings gone": lambda index: next(
        file for kind in ("term", "seg") for file in index.glob(f"1/*.{kind}")
    ).unlink(),
}


@pytest.mark.parametrize(
    ("engine", "broken"),
    # Whoosh never closes a garbled list of contents; that it is damage, test_whoosh.py holds.
    sorted({*product(("tantivy", "whoosh"), BREAKS)} - {("whoosh", "contents garbled")}),
    indirect=["engine"],
)
def test_a_damaged_index_is_said_to_be_so_and_made_anew(
    archive: Archive, settings: Settings, draft: Make, mirrors: Check, broken: str
) -> None:
    archive.add([draft("1", "أولى."), draft("2", "ثانية.")])
    with Workers(1) as workers:
        bring_level(archive, settings, workers, "add", Event())
        BREAKS[broken](settings.index_dir)
        with pytest.raises(IndexDamaged, match="fihrist rebuild"):
            open_engine(settings).reader()
        bring_level(archive, settings, workers, "add", Event())
    mirrors()


@every_engine
def test_rebuild_mends_what_no_keeper_dares_to(
    fihrist: Run, articles: Articles, settings: Settings
) -> None:
    """The index of another archive: only who asks for it gets it replaced."""
    fihrist("add", str(articles(3)))
    for file in settings.home.glob("archive.db*"):
        file.unlink()
    Archive.open(settings.archive_url).close()
    refused = fihrist("add", str(articles(2)))
    assert refused.returncode == 2
    assert "made from another archive" in refused.stderr
    assert fihrist("rebuild").stdout == "rebuilt: 0 articles\n"
    assert fihrist("add", str(articles(2))).returncode == 0


@every_engine
def test_an_index_ahead_of_a_restored_archive_is_made_anew(
    fihrist: Run, articles: Articles, settings: Settings, mirrors: Check
) -> None:
    fihrist("add", str(articles(3)))
    kept = settings.home.with_name("kept")
    shutil.copytree(settings.home, kept)
    fihrist("add", str(articles(5, seed=2)))
    for file in settings.home.glob("archive.db*"):
        file.unlink()
    shutil.copy(kept / "archive.db", settings.home)
    assert "5 changes ahead" in fihrist("status").stdout
    fihrist("add", str(articles(1)))
    mirrors()


@embedded
def test_an_idle_keeper_ends_when_its_index_is_removed_and_the_next_makes_it_anew(
    fihrist: Run, articles: Articles, settings: Settings, started: Start, mirrors: Check
) -> None:
    fihrist("add", str(articles(3)))
    keeper = started("keep", stdin=subprocess.PIPE)
    while holder(lock_path(settings)) is None:
        assert keeper.poll() is None
    fihrist("add", str(articles(3, seed=2)))
    while open_engine(settings).reader().info.applied < 6:
        assert keeper.poll() is None
    shutil.rmtree(settings.index_dir)
    assert keeper.wait(timeout=20) == 1
    assert keeper.stderr is not None
    said = keeper.stderr.read()
    assert "there is no index" in said
    assert "Traceback" not in said
    fihrist("add", str(articles(1)))
    mirrors()


def test_an_index_that_may_not_be_opened_is_not_taken_for_a_damaged_one(
    archive: Archive, settings: Settings
) -> None:
    with pytest.raises(IndexFailure, match="must be writable") as caught:
        raise IndexDirectory(settings.index_dir, "tantivy", True).unopened(
            "Failed to acquire Lockfile: Read-only file system"
        )
    assert not isinstance(caught.value, IndexDamaged)


@embedded
def test_what_cannot_be_written_is_an_error_for_the_user(
    archive: Archive, settings: Settings, draft: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.add([draft("1", "أولى.")])
    writer = open_engine(settings).writer(archive.uuid)
    with Workers(1) as workers:
        level = Level(archive, settings, writer, workers, interval=float("inf"))
        level.turn(wait=True)

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("search.engines.directory.write_atomically", full)
        with pytest.raises(IndexFailure, match=r"No space left on device.*is safe"):
            level.commit()
    writer.close()
