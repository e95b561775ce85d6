"""`fihrist move --database`: all of the archive is on the other side, or it is still here."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select

from index.archive import Archive
from index.archive.database import connect, reading, writing
from index.archive.ledger import Done, Refusal, Spent
from index.archive.sources import Lead, Source
from index.archive.transfer import COPIED, transfer
from index.draft import Draft
from index.lock import WriterLock
from index.translation.glossary import Entry as Term
from search.errors import ArchiveError
from search.settings import Settings
from tests.index.conftest import both_databases, start

Make = Callable[..., Draft]
Run = Callable[..., subprocess.CompletedProcess[str]]
Start = Callable[..., subprocess.Popen[str]]
Articles = Callable[..., Path]

pytestmark = both_databases


@pytest.fixture
def elsewhere(settings: Settings, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """An empty place in the other kind of database."""
    if settings.database_url is not None:
        return f"sqlite:///{tmp_path}/elsewhere/archive.db"
    url: Callable[[], str] = request.getfixturevalue("postgres_url")
    return url()


@pytest.fixture
def sides(settings: Settings, elsewhere: str) -> Iterator[tuple[Engine, Engine]]:
    Archive.open(settings.archive_url).close()
    source, target = connect(settings.archive_url, False), connect(elsewhere, True)
    yield source, target
    source.dispose()
    target.dispose()


def rows(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    with reading(engine) as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))
            ]
            for table in COPIED
        }


def quiet(_: str) -> None:
    pass


def fill(url: str, make: Make, count: int = 12) -> None:
    """Every table gets something."""
    with Archive.open(url) as archive:
        archive.add([make(str(number), f"جملة {number}.") for number in range(count)])
        archive.delete([archive.articles([1])[0].id])
        archive.remember({"جملة 2.": "Sentence 2.", "جملة 3.": "Sentence 3."}, "ar-en", "google")
        archive.work.offer("translate", ["a", "b"])
        archive.work.claim("translate", 1, 60.0)
        archive.ask_rebuild()
        archive.forgetting.refuse(["a" * 26])
        archive.sources.add([Source("http://news.example/rss", 0, 0, 1800)])
        found = Lead(b"k" * 16, "http://news.example/rss", "held", b"d" * 16, 0)
        archive.sources.looked("http://news.example/rss", {"total": 1}, [found])
        archive.add([make("3", "جملة أخرى.")])
        archive.pairs.set_terms([Term("داعش", "ISIS", ("Daesh",))], replace=False)
        refused = Refusal(b"k" * 16, "google", "empty", 1, 0)
        archive.ledger.keep(Done((), (refused,), (Spent("google", 1, 2, 30),), [3]), token=1)


def move(sides: tuple[Engine, Engine]) -> dict[str, int]:
    return {each.table: each.rows for each in transfer(*sides, quiet)}


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.archive.transfer.PAGE", 4)


def test_every_row_of_every_table_is_moved(
    settings: Settings, elsewhere: str, sides: tuple[Engine, Engine], draft: Make
) -> None:
    fill(settings.archive_url, draft)
    before = rows(sides[0])
    assert move(sides) == {
        "article": 11,
        "change": 12,
        "counter": 2,
        "former": 1,
        "glossary": 1,
        "lead": 1,
        "memory": 2,
        "refusal": 1,
        "refused": 1,
        "request": 1,
        "source": 1,
        "spent": 1,
        "stale": 1,
        "work": 2,
    }
    assert rows(sides[0]) == rows(sides[1]) == before
    with Archive.open(elsewhere, create=False) as archive:
        assert archive.stats().articles == 11
        assert [outcome.seq for outcome in archive.add([draft("new", "جديدة.")])] == [13]


def test_the_side_that_is_left_refuses_to_be_used(
    settings: Settings, archive: Archive, elsewhere: str, sides: tuple[Engine, Engine], draft: Make
) -> None:
    move(sides)
    writes: list[Callable[[], object]] = [
        lambda: archive.add([draft("1", "جملة.")]),
        lambda: archive.delete([]),
        lambda: archive.remember({"جملة.": "A sentence."}, "ar-en"),
        lambda: archive.set_note("name", "value"),
        archive.ask_rebuild,
        lambda: Archive.open(settings.archive_url),
    ]
    for write in writes:
        with pytest.raises(ArchiveError, match="was moved to") as caught:
            write()
        assert "a pass" not in str(caught.value)
    assert transfer(*sides, quiet) == [], "moved there before"


def test_a_move_that_ends_anywhere_is_completed_by_the_next(
    settings: Settings,
    elsewhere: str,
    sides: tuple[Engine, Engine],
    draft: Make,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is stopped before its first transaction that writes, before its second, and so on, each
    time over what the last one left, until there are enough to end it."""
    fill(settings.archive_url, draft, 6)
    before = rows(sides[0])
    left = 0

    def limited(engine: Engine) -> AbstractContextManager[Connection]:
        nonlocal left
        if left == 0:
            raise KeyboardInterrupt
        left -= 1
        return writing(engine)

    monkeypatch.setattr("index.archive.transfer.writing", limited)
    for allowed in range(100):
        left = allowed
        try:
            assert transfer(*sides, quiet)
            break
        except KeyboardInterrupt:
            unusable(elsewhere, "has not finished|no archive")
    assert allowed > 15
    unusable(settings.archive_url, "was moved to")
    assert rows(sides[0]) == rows(sides[1]) == before


def unusable(url: str, why: str) -> None:
    with pytest.raises(ArchiveError, match=why):
        Archive.open(url, create=False)


def test_what_is_added_while_it_copies_is_moved_too(
    settings: Settings, archive: Archive, sides: tuple[Engine, Engine], draft: Make
) -> None:
    fill(settings.archive_url, draft)

    def say(line: str) -> None:
        if line == "copying memory":
            archive.add([draft("3", "غيرها."), draft("late", "متأخرة.")])

    transfer(*sides, say)
    assert rows(sides[0]) == rows(sides[1])
    assert rows(sides[1])["article"][-1][0] == 13


def test_it_comes_back_the_same_way(
    settings: Settings, elsewhere: str, sides: tuple[Engine, Engine], draft: Make
) -> None:
    fill(settings.archive_url, draft)
    move(sides)
    with Archive.open(elsewhere) as archive:
        archive.add([draft("new", "جديدة."), draft("5", "غيرها.")])
        archive.delete([archive.articles([4])[0].id])
    move((sides[1], sides[0]))
    assert rows(sides[0]) == rows(sides[1])
    with Archive.open(settings.archive_url, create=False) as back:
        assert back.stats().articles == 11
    unusable(elsewhere, "was moved to")


def test_a_database_that_holds_an_archive_is_left_alone(
    elsewhere: str, sides: tuple[Engine, Engine], draft: Make
) -> None:
    with Archive.open(elsewhere) as other:
        other.add([draft("1", "جملة.")])
    with pytest.raises(ArchiveError, match="already holds an archive"):
        move(sides)
    with Archive.open(elsewhere) as other:
        assert other.stats().articles == 1


def test_a_copy_that_differs_is_found(
    settings: Settings, sides: tuple[Engine, Engine], draft: Make
) -> None:
    fill(settings.archive_url, draft)

    def say(line: str) -> None:
        if line == "reading back article":
            with writing(sides[1]) as meddling:
                meddling.exec_driver_sql("UPDATE article SET missing = 7 WHERE seq = 5")

    with pytest.raises(ArchiveError, match="11 rows of article with checksum"):
        transfer(*sides, say)
    Archive.open(settings.archive_url).close()
    assert move(sides)["article"] == 11, "and mended by the next"


def test_the_command_says_what_to_set_and_the_index_stays_level(
    fihrist: Run, articles: Articles, settings: Settings, elsewhere: str
) -> None:
    fihrist("add", str(articles(5)))
    done = fihrist("move", "--database", elsewhere)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert "article            5 rows, checksum " in done.stdout
    assert "now set FIHRIST_DATABASE_URL=" in done.stdout
    assert "to remove it" in done.stdout
    assert "a%20pass" not in done.stdout + done.stderr
    left = fihrist("add", str(articles(5)))
    assert (left.returncode, "was moved to" in left.stderr) == (1, True)
    moved = settings.model_copy(update={"database_url": elsewhere})
    out, err = start(moved, "status").communicate(timeout=60)
    assert err == ""
    assert "index     tantivy, generation 1.5, 5 articles" in out
    assert "behind" not in out


def test_it_refuses_where_another_is_at_work(
    fihrist: Run, settings: Settings, elsewhere: str
) -> None:
    Archive.open(settings.archive_url).close()
    with WriterLock(settings.home / "keeper.lock", "keeper") as lock:
        assert lock.acquire()
        done = fihrist("move", "--database", elsewhere)
    assert done.returncode == 1
    assert f"the keeper (process {os.getpid()}) is at work in {settings.home}" in done.stderr


def test_a_move_killed_at_any_moment_loses_nothing(
    started: Start, archive: Archive, settings: Settings, elsewhere: str, draft: Make
) -> None:
    """Killed somewhere in the copying of a table, four times; the fifth completes it."""
    archive.add([draft(str(number), f"جملة {number}.") for number in range(1_500)])
    source = connect(settings.archive_url, create=False)
    before = rows(source)
    chance = random.Random(20261123)
    for _ in range(4):
        process = started("move", "--database", elsewhere)
        said = chance.choice(["copying", "article", "change", "work", "holding", "reading"])
        assert process.stderr is not None
        # One killed late leaves so little to do that the next may not come to say it.
        if not any(said in line for line in process.stderr):
            break
        with suppress(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0, 0.05))
        process.kill()
        process.wait()
    else:
        process = started("move", "--database", elsewhere)
    out, err = process.communicate(timeout=120)
    # Where a kill came a moment after the end, the move is found to be done.
    assert "read back and compared" in out or out.startswith("all of it is in"), err
    target = connect(elsewhere, create=False)
    assert rows(source) == rows(target) == before
    unusable(settings.archive_url, "was moved to")
    with Archive.open(elsewhere, create=False) as moved:
        assert moved.stats().articles == 1_500
    source.dispose()
    target.dispose()
