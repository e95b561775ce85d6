"""`fihrist doctor`: each fault is named, and what is safe to mend is well afterwards."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

import orjson
import pytest
from sqlalchemy import Connection, delete, insert, update

from index.archive import Archive
from index.archive.database import connect, writing
from index.draft import Draft
from index.home import bring_level, lock_path
from index.keeping.doctor import Report, examine
from index.lock import holder
from index.tables import article, change, counter, memory
from index.translation.memory import Entry, key
from index.workers import Workers
from search.document import index_document
from search.engines import open_engine
from search.settings import Settings
from tests.index.conftest import both_databases

Make = Callable[..., Draft]
Run = Callable[..., subprocess.CompletedProcess[str]]
Break = Callable[[Settings], object]


def quiet(_: str) -> None:
    pass


def names(report: Report) -> list[str]:
    return [finding.name for finding in report.left]


@pytest.fixture
def home(settings: Settings, draft: Make) -> Settings:
    """A sound home of six articles, one deleted, with a translation of each other."""
    with Archive.open(settings.archive_url) as archive, Workers(1) as workers:
        archive.add(
            [draft(str(n), f"جملة رقم {n}.", url=f"https://n.example/{n}") for n in range(6)]
        )
        for n in range(6):
            entry = Entry(key(f"جملة رقم {n}.", "ar-en"), "google", f"Sentence {n}.", 1)
            archive.pairs.bring([entry])
        archive.mark_changed(range(1, 7))
        archive.delete([archive.articles([6])[0].id])
        archive.forgetting.sweep()
        bring_level(archive, settings, workers, "add", Event())
    return settings


def in_archive(change_it: Callable[[Connection], object]) -> Break:
    def broken(settings: Settings) -> None:
        engine = connect(settings.archive_url, create=False)
        with writing(engine) as connection:
            change_it(connection)
        engine.dispose()

    return broken


def in_index(settings: Settings, forget: bool) -> None:
    """Take an article out of the index, or put one in, behind the archive's back."""
    with Archive.open(settings.archive_url) as archive:
        (known,) = archive.articles([2])
        writer = open_engine(settings).writer(archive.uuid)
        if forget:
            writer.delete(known.id)
        else:
            other = replace(known, id="z" * 26, seq=3_000)
            writer.put(index_document(other, settings.subwords))
        writer.commit(writer.applied)
        writer.close()


ARCHIVE_FAULTS: dict[str, Break] = {
    "counter-behind": in_archive(lambda c: c.execute(update(counter).values(value=1))),
    "article-unlogged": in_archive(lambda c: c.execute(delete(change).where(change.c.seq == 2))),
    "article-gone": in_archive(lambda c: c.execute(delete(article).where(article.c.seq == 2))),
    "memory-broken": in_archive(
        lambda c: c.execute(insert(memory).values(key=b"short", engine="x", text="x", at=0))
    ),
    "memory-unreachable": in_archive(
        lambda c: c.execute(insert(memory).values(key=b"k" * 16, engine="x", text="x", at=0))
    ),
    "translation-miscounted": in_archive(
        lambda c: c.execute(delete(memory).where(memory.c.text == "Sentence 2."))
    ),
}


@both_databases
def test_a_sound_home_is_well(home: Settings) -> None:
    assert examine(home, mend=False, say=quiet) == Report((), ())


@both_databases
@pytest.mark.parametrize("name", ARCHIVE_FAULTS)
def test_faults_of_the_archive_are_named_and_mended(
    home: Settings, name: str, mirrors: Callable[[], None]
) -> None:
    ARCHIVE_FAULTS[name](home)
    assert name in names(examine(home, mend=False, say=quiet))
    report = examine(home, mend=True, say=quiet)
    assert name in [finding.name for finding in report.mended]
    assert names(report) == []
    mirrors()


@both_databases
def test_a_damaged_body_is_named_with_its_article_and_left_alone(home: Settings) -> None:
    with Archive.open(home.archive_url) as archive:
        (known,) = archive.articles([2])
    in_archive(lambda c: c.execute(update(article).where(article.c.seq == 2).values(body=b"x")))(
        home
    )
    (finding,) = examine(home, mend=True, say=quiet).left
    assert finding.name == "article-damaged"
    assert known.id in finding.detail
    assert "restore a backup" in finding.remedy


INDEX_FAULTS: dict[str, Break] = {
    "index-lacks": lambda settings: in_index(settings, forget=True),
    "index-foreign-articles": lambda settings: in_index(settings, forget=False),
    "index-missing": lambda settings: shutil.rmtree(settings.index_dir),
    "index-unusable": lambda settings: (settings.index_dir / "CURRENT").write_text("x"),
    "index-ahead": lambda settings: (settings.index_dir / "1" / "applied").write_text("99"),
    "index-behind": lambda settings: _add(settings),
}


def _add(settings: Settings) -> None:
    with Archive.open(settings.archive_url) as archive:
        archive.mark_changed([1])


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"], indirect=True)
@pytest.mark.parametrize("name", INDEX_FAULTS)
def test_faults_of_the_index_are_named_and_mended(
    home: Settings, name: str, mirrors: Callable[[], None]
) -> None:
    INDEX_FAULTS[name](home)
    assert name in names(examine(home, mend=False, say=quiet))
    assert names(examine(home, mend=True, say=quiet)) == []
    mirrors()


def test_an_index_of_another_archive_is_left_for_the_user(home: Settings) -> None:
    for file in home.home.glob("archive.db*"):
        file.unlink()
    Archive.open(home.archive_url).close()
    (finding,) = examine(home, mend=True, say=quiet).left
    assert (finding.name, finding.severity) == ("index-foreign", "error")
    assert "fihrist rebuild" in finding.remedy


def test_a_damaged_database_is_found(home: Settings) -> None:
    file = home.home / "archive.db"
    with sqlite3.connect(file) as base:
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    base.close()
    data = bytearray(file.read_bytes())
    data[4096 * 3 : 4096 * 5] = os.urandom(8192)
    file.write_bytes(data)
    report = examine(home, mend=False, say=quiet)
    assert "database-damaged" in names(report)
    assert not report.well


def test_what_killed_processes_left_is_removed_and_what_others_use_is_not(
    home: Settings,
) -> None:
    folder = home.home
    left = [folder / ".fihrist-999999999", folder / ".restore", home.index_dir / "7"]
    for path in left:
        path.mkdir()
    left.append(home.index_dir / "1" / ".applied.999999999")
    left[-1].write_text("7")
    used = folder / f".fihrist-{os.getppid()}"
    used.mkdir()
    report = examine(home, mend=False, say=quiet)
    assert set(names(report)) == {"leftover"}
    assert examine(home, mend=True, say=quiet).left == ()
    assert [path.exists() for path in left] == [False] * 4
    assert used.exists()


def test_an_unfinished_restore_and_what_one_replaced_are_told(home: Settings) -> None:
    (home.home / "replaced-20261123T000000Z").mkdir()
    report = examine(home, mend=False, say=quiet)
    assert (names(report), report.well) == (["replaced"], True)
    (home.home / ".restore").mkdir()
    (home.home / ".restore" / "ready").write_text("x 1")
    report = examine(home, mend=True, say=quiet)
    assert names(report) == ["restore-unfinished", "replaced", "archive-unusable"]
    assert "run the same `fihrist restore` again" in report.left[0].remedy


def test_who_may_read_and_write_is_looked_at(home: Settings) -> None:
    home.home.chmod(0o777)
    keys = home.home / "keys.db"
    keys.touch()
    keys.chmod(0o644)
    assert names(examine(home, mend=False, say=quiet)) == ["home-open", "keys-open"]
    assert names(examine(home, mend=True, say=quiet)) == ["home-open"]
    assert keys.stat().st_mode & 0o777 == 0o600


def test_a_translator_that_cannot_be_asked_is_told(home: Settings) -> None:
    wrong = home.model_copy(update={"translator": "deepl"})
    (finding,) = examine(wrong, mend=False, say=quiet).left
    assert (finding.name, finding.severity) == ("translator", "warning")
    assert "FIHRIST_PROVIDER_KEY" in finding.remedy


def test_a_full_disk_is_told(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(home.home)._replace(free=1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    (finding,) = examine(home, mend=False, say=quiet).left
    assert (finding.name, finding.severity) == ("disk-low", "error")


def test_the_command_says_what_it_found_and_ends_with_one(
    home: Settings, fihrist: Run, tmp_path: Path
) -> None:
    assert fihrist("doctor").stdout == "all is well\n"
    in_index(home, forget=True)
    found = fihrist("doctor", "--json")
    assert found.returncode == 1
    (finding,) = orjson.loads(found.stdout)["findings"]
    assert (finding["name"], finding["severity"], finding["mended"]) == (
        "index-lacks",
        "error",
        False,
    )
    mended = fihrist("doctor", "--mend")
    assert mended.returncode == 0
    assert mended.stdout.startswith("mended   index-lacks: 1 articles are not in the index")
    assert mended.stdout.endswith("all is well\n")
    assert Archive.open(home.archive_url)


def test_beside_a_keeper_the_doctor_leaves_the_index_to_it(
    home: Settings, started: Callable[..., subprocess.Popen[str]], mirrors: Callable[[], None]
) -> None:
    in_index(home, forget=False)
    keeper = started("keep", stdin=subprocess.PIPE)
    while holder(lock_path(home)) is None:
        assert keeper.poll() is None
    before = open_engine(home).reader().info.generation
    examine(home, mend=True, say=quiet)
    deadline = time.monotonic() + 60
    while open_engine(home).reader().info.generation == before:
        assert keeper.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    mirrors()
