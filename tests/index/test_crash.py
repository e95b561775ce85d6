"""A killed `add` loses nothing it said was stored, and the next one completes it."""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest

from index.archive import Archive
from search.engines import open_engine
from search.settings import Settings, load_settings
from tests.index.conftest import start

ARTICLES = 500
WORDS = ("قال", "وزير", "النفط", "العراقي", "صدرت", "الشهر", "الماضي", "كميات", "ميناء", "البصرة")


@dataclass(frozen=True, slots=True)
class Round:
    """One killing: after how many seconds, how many it had said were stored, how many there
    were; whether it was over already."""

    seconds: float
    said: int
    held: int
    over: bool


def write(path: Path, chance: random.Random) -> None:
    with path.open("wb") as file:
        for number in range(ARTICLES):
            text = ". ".join(" ".join(chance.choices(WORDS, k=12)) for _ in range(6))
            line = {"id": f"a{number}", "title": f"خبر {number}", "text": f"{text}."}
            file.write(orjson.dumps(line) + b"\n")


def add(settings: Settings, source: Path) -> subprocess.Popen[str]:
    return start(settings, "add", str(source))


def complete(settings: Settings, source: Path) -> float:
    """Run add to its end and hold the index against the archive; the seconds it took."""
    started = time.monotonic()
    process = add(settings, source)
    out, err = process.communicate(timeout=120)
    seconds = time.monotonic() - started
    assert process.returncode == 0, err
    counts = dict(part.split() for part in out.splitlines()[-1].split(", "))
    assert int(counts["added"]) + int(counts["unchanged"]) == ARTICLES, out
    with Archive.open(settings.archive_url, create=False) as archive:
        info = open_engine(settings).reader().info
        assert archive.stats().articles == info.articles == ARTICLES
        assert info.applied == archive.latest()
        assert info.archive == archive.uuid
    return seconds


def kill(settings: Settings, source: Path, seconds: float) -> Round:
    """Kill an add after so many seconds, then look what it left."""
    process = add(settings, source)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
    _, err = process.communicate()
    # The last line may be cut off in the middle.
    whole = err[: err.rfind("\n") + 1].splitlines()
    said = max([int(line.split()[1]) for line in whole if line.startswith("stored ")], default=0)
    with Archive.open(settings.archive_url) as archive:
        held = archive.stats().articles
        assert len(archive.articles(range(1, held + 1))) == held
    assert held >= said, f"{said} were said to be stored, {held} are there"
    return Round(seconds, said, held, process.returncode == 0)


def sqlite() -> None:
    """No URL: the archive is a file in the home."""


def rounds(
    folder: Path,
    count: int,
    seed: int,
    engine: str = "tantivy",
    url: Callable[[], str | None] = sqlite,
) -> list[Round]:
    """Kill so many adds at moments spread over a whole run, two in turn on each home, which an
    undisturbed one then completes. url: makes the address of a new archive."""

    def home(name: object) -> Settings:
        return load_settings(home=folder / str(name), engine=engine, database_url=url())

    chance = random.Random(seed)
    source = folder / "articles.jsonl"
    write(source, chance)
    whole = complete(home("whole"), source)
    killed: list[Round] = []
    settings = home(0)
    for number in range(count):
        killed.append(kill(settings, source, chance.uniform(0.2, 0.9) * whole))
        if number % 2 or number == count - 1:
            complete(settings, source)
            settings = home(number + 1)
    return killed


def test_an_add_killed_at_any_moment_loses_nothing_and_can_be_completed(tmp_path: Path) -> None:
    killed = rounds(tmp_path, 6, seed=20260722)
    assert not all(one.over for one in killed)


def test_so_it_is_with_whoosh_and_postgresql(
    tmp_path: Path, postgres_url: Callable[[], str]
) -> None:
    killed = rounds(tmp_path, 4, 20261123, "whoosh", postgres_url)
    assert not all(one.over for one in killed)


@pytest.mark.parametrize("command", ["rebuild", "keep"])
def test_a_killed_writer_of_the_index_leaves_one_that_can_be_completed(
    tmp_path: Path, command: str
) -> None:
    """The keeper gets its articles while it runs; the rebuild has a whole index to replace."""
    chance = random.Random(20260723)
    source = tmp_path / "articles.jsonl"
    write(source, chance)
    settings = load_settings(home=tmp_path / "home")
    whole = complete(settings, source)
    for _ in range(2):
        writer = start(
            settings, command, stdin=subprocess.PIPE, stdout=None, stderr=subprocess.DEVNULL
        )
        if command == "keep":
            write(source, chance)
            added = add(settings, source)
            added.communicate(timeout=120)
            assert added.returncode == 0
        with suppress(subprocess.TimeoutExpired):
            writer.wait(chance.uniform(0.3, 1.0) * whole)
        writer.kill()
        writer.communicate()
        assert open_engine(settings).reader().info.articles == ARTICLES
        complete(settings, source)
