"""A killed `add` loses nothing it said was stored, and the next one completes it."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest

from index.archive import Archive
from search.engines import open_engine
from search.settings import load_settings

ARTICLES = 500
ADD = (sys.executable, "-c", "from search.cli import main; main()")
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


def add(home: Path, source: Path) -> subprocess.Popen[str]:
    command = [*ADD, "--home", str(home), "add", str(source)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def complete(home: Path, source: Path) -> float:
    """Run add to its end and hold the index against the archive; the seconds it took."""
    started = time.monotonic()
    process = add(home, source)
    out, err = process.communicate(timeout=120)
    seconds = time.monotonic() - started
    assert process.returncode == 0, err
    counts = dict(part.split() for part in out.splitlines()[-1].split(", "))
    assert int(counts["added"]) + int(counts["unchanged"]) == ARTICLES, out
    settings = load_settings(home=home)
    with Archive.open(settings.archive_url, create=False) as archive:
        info = open_engine(settings).reader().info
        assert archive.stats().articles == info.articles == ARTICLES
        assert info.applied == archive.latest()
        assert info.archive == archive.uuid
    return seconds


def kill(home: Path, source: Path, seconds: float) -> Round:
    """Kill an add after so many seconds, then look what it left."""
    process = add(home, source)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
    _, err = process.communicate()
    # The last line may be cut off in the middle.
    whole = err[: err.rfind("\n") + 1].splitlines()
    said = max([int(line.split()[1]) for line in whole if line.startswith("stored ")], default=0)
    held = 0
    if (home / "archive.db").exists():
        with Archive.open(load_settings(home=home).archive_url) as archive:
            held = archive.stats().articles
            assert len(archive.articles(range(1, held + 1))) == held
    assert held >= said, f"{said} were said to be stored, {held} are there"
    return Round(seconds, said, held, process.returncode == 0)


def rounds(folder: Path, count: int, seed: int) -> list[Round]:
    """Kill so many adds at moments spread over a whole run, two in turn on each home, which an
    undisturbed one then completes."""
    chance = random.Random(seed)
    source = folder / "articles.jsonl"
    write(source, chance)
    whole = complete(folder / "whole", source)
    killed: list[Round] = []
    for number in range(count):
        home = folder / str(number // 2)
        killed.append(kill(home, source, chance.uniform(0.2, 0.9) * whole))
        if number % 2 or number == count - 1:
            complete(home, source)
    return killed


def test_an_add_killed_at_any_moment_loses_nothing_and_can_be_completed(tmp_path: Path) -> None:
    killed = rounds(tmp_path, 8, seed=20260722)
    assert not all(one.over for one in killed)


@pytest.mark.parametrize("command", ["rebuild", "keep"])
def test_a_killed_writer_of_the_index_leaves_one_that_can_be_completed(
    tmp_path: Path, command: str
) -> None:
    """The keeper gets its articles while it runs; the rebuild has a whole index to replace."""
    chance = random.Random(20260723)
    source = tmp_path / "articles.jsonl"
    write(source, chance)
    home = tmp_path / "home"
    whole = complete(home, source)
    for _ in range(2):
        writer = subprocess.Popen(
            [*ADD, "--home", str(home), command], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        if command == "keep":
            write(source, chance)
            added = add(home, source)
            added.communicate(timeout=120)
            assert added.returncode == 0
        with suppress(subprocess.TimeoutExpired):
            writer.wait(chance.uniform(0.3, 1.0) * whole)
        writer.kill()
        writer.communicate()
        assert open_engine(load_settings(home=home)).reader().info.articles == ARTICLES
        complete(home, source)
