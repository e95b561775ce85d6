"""`fihrist move --engine`: another engine's index beside the one in use, equal to the archive."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from index.archive import Archive
from index.draft import Draft
from index.home import bring_level
from index.moving import Checked, move_index
from index.workers import Workers
from search.article import article_id
from search.document import index_document
from search.engines import open_engine
from search.errors import IndexFailure
from search.settings import Settings

Make = Callable[..., Draft]
Run = Callable[..., subprocess.CompletedProcess[str]]
Start = Callable[..., subprocess.Popen[str]]
Articles = Callable[..., Path]


@pytest.fixture
def wanted(settings: Settings) -> Settings:
    """The home's settings once it is moved."""
    other = {"tantivy": "whoosh", "whoosh": "tantivy"}[settings.engine]
    return settings.model_copy(update={"engine": other})


def quiet(_: str) -> None:
    pass


def moved(
    archive: Archive,
    wanted: Settings,
    say: Callable[[str], None] = quiet,
    stop: Event | None = None,
) -> Checked | None:
    with Workers(1) as workers:
        return move_index(archive, wanted, workers, stop or Event(), say)


def level(archive: Archive, settings: Settings) -> None:
    with Workers(1) as workers:
        assert bring_level(archive, settings, workers, "add", Event())


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"], indirect=True)
def test_the_new_index_is_the_archives_and_the_old_one_stays(
    archive: Archive, settings: Settings, wanted: Settings, draft: Make
) -> None:
    archive.add([draft(str(number), f"جملة {number}.") for number in range(150)])
    archive.delete([article_id("7")])
    level(archive, settings)
    checked = moved(archive, wanted)
    assert checked is not None
    assert (checked.articles, checked.applied) == (149, 151)
    again = moved(archive, wanted)
    assert again == checked
    old, new = open_engine(settings).reader(), open_engine(wanted).reader()
    assert old.info.articles == new.info.articles == 149
    assert old.get(article_id("8")) == new.get(article_id("8"))


def test_a_stopped_move_goes_on_from_its_last_commit(
    archive: Archive, wanted: Settings, draft: Make
) -> None:
    archive.add([draft("1", "جملة.")])
    stop = Event()
    stop.set()
    assert moved(archive, wanted, stop=stop) is None
    assert open_engine(wanted).reader().info.articles == 0
    checked = moved(archive, wanted)
    assert checked is not None
    assert open_engine(wanted).reader().info.generation == "1.1", "not begun anew"


def test_what_is_added_meanwhile_is_moved_too(
    archive: Archive, wanted: Settings, draft: Make
) -> None:
    archive.add([draft("1", "جملة."), draft("2", "جملة.")])
    late = [draft("1", "غيرها."), draft("3", "ثالثة.")]

    def say(line: str) -> None:
        if line == "comparing with the archive" and late:
            archive.add([late.pop()])

    checked = moved(archive, wanted, say)
    assert checked is not None
    assert (checked.articles, checked.applied) == (3, 4)


@pytest.mark.parametrize("fault", ["other text", "missing", "foreign article"])
def test_an_index_that_differs_is_found(
    archive: Archive, wanted: Settings, draft: Make, fault: str
) -> None:
    archive.add([draft(str(number), f"جملة {number}.") for number in range(120)])
    moved(archive, wanted)
    writer = open_engine(wanted).writer(archive.uuid)
    if fault == "missing":
        writer.delete(article_id("110"))
    else:
        (article,) = archive.articles([111])
        other = "110" if fault == "other text" else "foreign"
        writer.put(index_document(replace(article, id=article_id(other), url="u"), True))
    writer.commit(archive.latest())
    writer.close()
    with pytest.raises(
        IndexFailure, match="differs from the archive among the articles 101 to 200"
    ):
        moved(archive, wanted)


def test_the_command_says_what_to_set(
    fihrist: Run, articles: Articles, settings: Settings, wanted: Settings
) -> None:
    fihrist("add", str(articles(4)))
    done = fihrist("move", "--engine", wanted.engine)
    assert done.returncode == 0, done.stderr
    first, second, third = done.stdout.splitlines()
    assert first.startswith("whoosh: 4 articles, checksum ")
    assert second == "now set FIHRIST_ENGINE=whoosh and start `fihrist serve` again"
    assert third.endswith(f"to remove it: rm -r {settings.index_dir}")
    assert "tantivy, generation 1.4, 4 articles" in fihrist("status").stdout
    same = fihrist("move", "--engine", settings.engine)
    assert (same.returncode, "is tantivy's already" in same.stderr) == (2, True)
    assert fihrist("move").returncode == 2


def test_a_move_killed_at_any_moment_is_completed_by_the_next(
    archive: Archive, settings: Settings, wanted: Settings, started: Start, draft: Make
) -> None:
    archive.add([draft(str(number), f"جملة {number}. " * 5) for number in range(400)])
    level(archive, settings)
    chance = random.Random(20261124)
    for said in ("indexing", "indexing", "comparing"):
        process = started("move", "--engine", wanted.engine)
        assert process.stderr is not None
        while said not in process.stderr.readline():
            assert process.poll() is None
        with suppress(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0, 0.5))
        process.kill()
        process.wait()
        assert open_engine(settings).reader().info.articles == 400
    out, err = started("move", "--engine", wanted.engine).communicate(timeout=120)
    assert "400 articles" in out, err
    assert open_engine(wanted).reader().info.articles == 400
