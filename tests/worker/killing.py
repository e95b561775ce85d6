"""Kill `fihrist translate` at random moments, and count at the provider what that cost."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import orjson

from index.archive import Archive
from search.settings import load_settings
from tests.translation.provider_server import ProviderServer, english_of
from tests.worker.conftest import sentences

FIHRIST = (sys.executable, "-P", "-m", "search")
PER_ARTICLE = 10


@dataclass(frozen=True, slots=True)
class Round:
    """A run that was killed `kills` times: sentences asked of the provider, and distinct ones."""

    kills: int
    asked: int
    distinct: int

    @property
    def ratio(self) -> float:
        return self.asked / self.distinct


class Provider(Protocol):
    """A provider on loopback, in this process or another."""

    @property
    def url(self) -> str: ...


def environment(server: Provider, **more: str) -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("FIHRIST_")}
    own = {
        "FIHRIST_TRANSLATOR": "libretranslate",
        "FIHRIST_LIBRETRANSLATE_URL": server.url,
        "FIHRIST_TRANSLATE_RATE": "0",
    }
    return plain | own | more


def write(path: Path, lines: list[str]) -> None:
    """Articles of ten sentences each, the first one's words as title left out."""
    with path.open("wb") as file:
        for number in range(0, len(lines), PER_ARTICLE):
            text = "\n".join(lines[number : number + PER_ARTICLE])
            file.write(orjson.dumps({"id": f"a{number}", "text": text}) + b"\n")


def store(home: Path, lines: list[str], **more: str) -> None:
    source = home.parent / f"{home.name}.jsonl"
    write(source, lines)
    with ProviderServer() as nobody:
        subprocess.run(
            [*FIHRIST, "--home", str(home), "add", str(source), "--translator", "none"],
            env=environment(nobody, **more),
            check=True,
            capture_output=True,
        )


def start(home: Path, server: ProviderServer, **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*FIHRIST, "--home", str(home), "translate"],
        env=environment(server, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def killed(
    home: Path, count: int, kills: int, chance: random.Random, until: Callable[[], float]
) -> Round:
    """Store so many sentences, kill a translation of them so many times, and let it finish.

    until: a share of what is left, after which a run is killed. Nothing may be lost, nothing
    wrong be kept, and every article be told to the index.
    """
    lines = sentences(count, seed=chance.randrange(99))
    store(home, lines)
    with ProviderServer() as server:
        server.delay = 0.02
        for _ in range(kills):
            asked = len(server.asked)
            goal = asked + max(1, int((count - asked) * until()))
            process = start(home, server)
            while len(server.asked) < goal and process.poll() is None:
                time.sleep(0.002)
            time.sleep(chance.uniform(0, 0.05))
            process.kill()
            process.communicate()
        with start(home, server) as last:
            try:
                out, err = last.communicate(timeout=280)
            finally:
                last.kill()  # which does nothing to one that has ended
        assert last.returncode == 0, out + err
        check(home, lines)
        return Round(kills, len(server.asked), len(set(server.asked)))


def check(home: Path, lines: list[str]) -> None:
    """Every sentence has its own English, and no article waits to be told to the index."""
    with Archive.open(load_settings(home=home).archive_url, create=False) as archive:
        changes = archive.changes(0, 1_000_000)
        found = {
            segment.ar: segment.en
            for article in archive.articles([change.seq for change in changes])
            for segment in article.segments
        }
        assert archive.stats().missing == 0
        assert archive.ledger.stale() == []
    assert found == {line: english_of(line) for line in lines}
