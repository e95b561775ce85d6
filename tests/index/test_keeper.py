"""The keeper: the index becomes equal to the archive, whatever happened between."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.archive import Archive
from index.draft import Draft
from index.home import bring_level, lock_path
from index.keeper import Keeper, Level
from index.lock import WriterLock, holder
from index.workers import CHUNK, MANY, Workers
from search.article import article_id
from search.engines import open_engine
from search.engines.protocol import IndexInfo
from search.errors import IndexForeign, IndexMissing
from search.settings import Settings
from search.stored import decode
from tests.index.conftest import every_engine

Make = Callable[..., Draft]
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def workers() -> Iterator[Workers]:
    with Workers(1) as here:
        yield here


def info(settings: Settings) -> IndexInfo:
    return open_engine(settings).reader().info


def texts(settings: Settings, *identities: str) -> list[str | None]:
    """The first Arabic sentence of each article as the index has it."""
    reader = open_engine(settings).reader()
    blobs = [reader.get(article_id(identity)) for identity in identities]
    return [None if blob is None else decode(blob).pairs["ar"][1] for blob in blobs]


def bring(archive: Archive, settings: Settings, workers: Workers) -> None:
    assert bring_level(archive, settings, workers, "add", threading.Event())


def wait_until(true: Callable[[], bool], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


@every_engine
def test_what_was_added_replaced_and_deleted_is_in_the_index(
    archive: Archive, settings: Settings, workers: Workers, draft: Make
) -> None:
    archive.add([draft("1", "أولى."), draft("2", "ثانية."), draft("3", "ثالثة.")])
    bring(archive, settings, workers)
    archive.add([draft("2", "غيرها.")])
    archive.delete([article_id("3")])
    bring(archive, settings, workers)
    assert texts(settings, "1", "2", "3") == ["أولى.", "غيرها.", None]
    assert (info(settings).articles, info(settings).applied) == (2, archive.latest())


@every_engine
def test_applying_the_same_changes_twice_is_harmless(
    archive: Archive, settings: Settings, workers: Workers, draft: Make
) -> None:
    archive.add([draft("1", "أولى."), draft("2", "ثانية.")])
    archive.delete([article_id("2")])
    bring(archive, settings, workers)
    writer = open_engine(settings).writer(archive.uuid)
    writer.commit(0)
    writer.close()
    bring(archive, settings, workers)
    assert (info(settings).articles, info(settings).applied) == (1, 3)


@every_engine
def test_what_was_not_committed_is_applied_again(
    archive: Archive, settings: Settings, workers: Workers, draft: Make
) -> None:
    archive.add([draft("1", "أولى.")])
    bring(archive, settings, workers)
    archive.add([draft(str(n), "جملة.") for n in range(2, 2 * CHUNK)])
    writer = open_engine(settings).writer(archive.uuid)
    level = Level(archive, settings, writer, workers, interval=float("inf"))
    assert level.turn(wait=True)
    writer.close()  # as a killed process would leave it
    assert info(settings).articles == 1
    bring(archive, settings, workers)
    assert info(settings).articles == 2 * CHUNK - 1


def test_commits_keep_their_distance_while_changes_keep_coming(
    archive: Archive, settings: Settings, workers: Workers, draft: Make
) -> None:
    writer = open_engine(settings).writer(archive.uuid)
    level = Level(archive, settings, writer, workers, interval=3600)
    for number in range(3):
        archive.add([draft(str(number), "جملة.")])
        level.turn(wait=True)
        assert writer.applied == 0
    level.finish()
    assert writer.applied == 3
    writer.close()


def test_of_many_articles_500_and_more_are_committed_together(
    archive: Archive, settings: Settings, workers: Workers, draft: Make
) -> None:
    archive.add([draft(str(number), "جملة.") for number in range(600)])
    writer = open_engine(settings).writer(archive.uuid)
    level = Level(archive, settings, writer, workers, interval=0)
    committed = []
    for _ in range(4):
        level.turn(wait=True)
        committed.append((level.applied, writer.applied))
    assert committed == [(128, 0), (256, 0), (384, 0), (512, 512)]
    level.finish()
    assert writer.applied == 600
    writer.close()


@every_engine
def test_many_articles_are_analysed_by_processes(
    archive: Archive, settings: Settings, draft: Make
) -> None:
    archive.add([draft(str(n), f"جملة {n}.") for n in range(MANY)])
    with Workers(2) as workers:
        bring(archive, settings, workers)
    assert info(settings).articles == MANY
    last = str(MANY - 1)
    assert texts(settings, "0", last) == ["جملة 0.", f"جملة {last}."]


@every_engine
def test_an_index_of_another_archive_is_refused(
    archive: Archive, settings: Settings, workers: Workers
) -> None:
    open_engine(settings).writer("another").close()
    with pytest.raises(IndexForeign):
        Keeper(archive, settings, workers)


def test_an_outdated_index_is_rebuilt_at_once(
    archive: Archive,
    settings: Settings,
    workers: Workers,
    draft: Make,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    archive.add([draft("1", "أولى.")])
    bring(archive, settings, workers)
    before = info(settings).generation
    monkeypatch.setattr("search.engines.directory.SCHEMA_VERSION", 99)
    bring(archive, settings, workers)
    assert info(settings).generation != before
    assert texts(settings, "1") == ["أولى."]


@every_engine
def test_a_rebuild_begins_from_the_archive_and_swaps_once_level(
    archive: Archive, settings: Settings, workers: Workers, draft: Make
) -> None:
    archive.add([draft("1", "أولى."), draft("2", "ثانية.")])
    bring(archive, settings, workers)
    with Keeper(archive, settings, workers) as keeper:
        archive.delete([article_id("2")])
        archive.add([draft("3", "ثالثة.")])
        assert keeper.rebuild()
        archive.add([draft("4", "رابعة.")])
        keeper.level.finish()
    assert info(settings).generation == f"2.{archive.latest()}"
    assert texts(settings, "1", "2", "3", "4") == ["أولى.", None, "ثالثة.", "رابعة."]


@every_engine
def test_a_stopped_rebuild_leaves_the_index_as_it_was(
    archive: Archive, settings: Settings, workers: Workers, draft: Make
) -> None:
    archive.add([draft("1", "أولى.")])
    bring(archive, settings, workers)
    stop = threading.Event()
    with Keeper(archive, settings, workers, stop) as keeper:
        stop.set()
        assert not keeper.rebuild()
    assert (info(settings).generation, info(settings).articles) == ("1.1", 1)


@every_engine
def test_english_that_is_remembered_later_is_searchable_then(
    archive: Archive, settings: Settings, workers: Workers, draft: Make
) -> None:
    archive.add([draft("1", "جملة.")])
    bring(archive, settings, workers)
    archive.remember({"جملة.": "A sentence."}, "ar-en", "google")
    archive.mark_changed([1])
    bring(archive, settings, workers)
    blob = open_engine(settings).reader().get(article_id("1"))
    assert blob is not None
    assert decode(blob).pairs["en"][1] == "A sentence."


def test_the_lock_says_who_holds_it_and_goes_with_its_process(tmp_path: Path) -> None:
    path = tmp_path / "keeper.lock"
    assert holder(path) is None
    with WriterLock(path, "rebuild") as lock:
        assert lock.acquire()
        said = holder(path)
        assert said is not None
        assert (said.pid, said.role) == (os.getpid(), "rebuild")
        assert not WriterLock(path, "add").acquire(0.1)
    assert holder(path) is None
    assert WriterLock(path, "add").acquire()


@every_engine
def test_a_running_keeper_indexes_what_others_add(
    archive: Archive, settings: Settings, draft: Make, started: Start
) -> None:
    archive.add([draft("1", "أولى.")])
    keeper = started("keep", stdin=subprocess.PIPE)
    wait_until(lambda: level_now(archive, settings))
    archive.add([draft("2", "ثانية.")])
    wait_until(lambda: level_now(archive, settings))
    assert info(settings).articles == 2
    archive.ask_rebuild()
    wait_until(lambda: not archive.rebuild_asked())
    assert info(settings).generation.startswith("2.")
    assert keeper.stdin is not None
    keeper.stdin.close()
    assert keeper.wait(10) == 0, "it ends when its parent's end of the pipe closes"
    assert holder(lock_path(settings)) is None


def test_a_keeper_told_to_end_commits_first(
    archive: Archive, settings: Settings, draft: Make, started: Start
) -> None:
    archive.add([draft("1", "أولى.")])
    keeper = started("keep", stdin=subprocess.PIPE)
    wait_until(lambda: level_now(archive, settings))
    keeper.send_signal(signal.SIGTERM)
    assert keeper.wait(10) == 0
    assert info(settings).applied == archive.latest()


def level_now(archive: Archive, settings: Settings) -> bool:
    try:
        return info(settings).applied == archive.latest()
    except IndexMissing:
        return False
