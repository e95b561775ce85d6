"""What the archive costs on SQLite and on PostgreSQL: `python -m tests.bench.archive [ARTICLES]`.

Articles a second in and out, milliseconds of what the keeper asks several times a second, claims of
shared work, a move and its bytes. PostgreSQL is the tests' server, with fsync on here.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from index.archive import Archive, Record, record_of
from index.archive.database import connect
from index.archive.transfer import transfer
from index.draft import Draft, Sentence
from tests import postgres_server

BATCH = 128  # as `fihrist add` stores them
WORDS = "قال وزير النفط العراقي صدرت الشهر الماضي كميات ميناء البصرة في من على إلى".split()


def records(count: int) -> list[Record]:
    """Articles of 30 sentences of 12 words, some 2 kB of text each."""
    chance, made = random.Random(1), []
    for number in range(count):
        sentences = [" ".join(chance.choices(WORDS, k=12)) + f" {number}." for _ in range(30)]
        places, start = [], 0
        for paragraph, sentence in enumerate(sentences):
            places.append(Sentence(start, start + len(sentence), paragraph, None))
            start += len(sentence) + 1
        made.append(
            record_of(Draft(str(number), "\n".join(sentences), "ar", "خبر", None, tuple(places)))
        )
    return made


def timed(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def figures(url: str, given: list[Record]) -> dict[str, float]:
    """The archive at the URL, filled and asked."""
    count = len(given)
    with Archive.open(url) as archive:

        def store() -> None:
            for start in range(0, count, BATCH):
                archive.store(given[start : start + BATCH])

        def read() -> None:
            for start in range(1, count + 1, BATCH):
                archive.articles(range(start, start + BATCH))

        def work() -> None:
            while jobs := archive.work.claim("bench", 20, 60.0):
                archive.work.done(jobs)

        found = {"articles/s in": count / timed(store), "articles/s out": count / timed(read)}
        found["the last change's number, ms"] = 5 * timed(
            lambda: [archive.latest() for _ in range(200)]
        )
        archive.work.offer("bench", [str(number) for number in range(1_000)])
        found["claimed and done/s, 20 at a time"] = 1_000 / timed(work)
        found["MB"] = archive.stats().bytes / 1e6
    return found


def main() -> None:
    given = records(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
    programs = postgres_server.programs()
    if programs is None:
        raise SystemExit("there is no PostgreSQL server (Debian: apt install postgresql)")
    with (
        tempfile.TemporaryDirectory() as folder,
        postgres_server.serving(programs, {"fsync": "on", "full_page_writes": "on"}) as server,
    ):
        file = f"sqlite:///{Path(folder)}/archive.db"
        sides = {"SQLite": figures(file, given), "PostgreSQL": figures(server.new_schema(), given)}
        print(f"{len(given)} articles{'':<27}" + "".join(f"{name:>12}" for name in sides))
        for name in sides["SQLite"]:
            print(f"{name:<40}" + "".join(f"{side[name]:>12.2f}" for side in sides.values()))
        source, target = connect(file, create=False), connect(server.new_schema(), create=True)
        seconds = timed(lambda: transfer(source, target, lambda _: None))
        print(f"{'move to PostgreSQL, articles/s':<40}{len(given) / seconds:>12.2f}")
        source.dispose()
        target.dispose()


if __name__ == "__main__":
    main()
