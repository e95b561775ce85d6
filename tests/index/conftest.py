"""Articles, homes and commands for the tests of this room."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import orjson
import pytest

from index.archive import Archive
from index.draft import Draft, Sentence
from index.keeping.backup import back_up
from search.document import index_document
from search.engines import open_engine
from search.settings import Settings
from tests.index import backups

FIHRIST = (sys.executable, "-c", "from search.cli import main; main()")
every_engine = pytest.mark.parametrize(
    "engine",
    ["tantivy", "whoosh", pytest.param("opensearch", marks=pytest.mark.cluster)],
    indirect=True,
)
both_databases = pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)

WORDS = ("قال", "وزير", "النفط", "العراقي", "صدرت", "الشهر", "الماضي", "كميات", "ميناء", "البصرة")


def make_draft(identity: str, *sentences: str, **values: Any) -> Draft:
    """A draft whose raw text is the sentences, one line each; `others` gives their English."""
    others = values.pop("others", (None,) * len(sentences))
    cut, start = [], 0
    for number, (text, other) in enumerate(zip(sentences, others, strict=True)):
        cut.append(Sentence(start, start + len(text), number, other))
        start += len(text) + 1
    values = {"lang": "ar", "title": f"عنوان {identity}", "title_other": None} | values
    return Draft(identity=identity, raw="\n".join(sentences), sentences=tuple(cut), **values)


@pytest.fixture
def draft() -> Callable[..., Draft]:
    return make_draft


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str | None:
    """The archive's URL: SQLite in the home, or PostgreSQL for tests with `both_databases`."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return None
    url: Callable[[], str] = request.getfixturevalue("postgres_url")
    return url()


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """The engine's name, for tests that are run on several."""
    return getattr(request, "param", "tantivy")


@pytest.fixture
def settings(
    tmp_path: Path,
    database: str | None,
    engine: str,
    homes: Callable[[str], AbstractContextManager[Settings]],
) -> Iterator[Settings]:
    with homes(engine) as made:
        yield made.model_copy(update={"home": tmp_path / "home", "database_url": database})


@pytest.fixture
def archive(settings: Settings) -> Iterator[Archive]:
    with Archive.open(settings.archive_url) as opened:
        yield opened


def write_articles(path: Path, count: int, seed: int = 1) -> Path:
    """A JSONL file of so many different articles, some 40 words each."""
    chance = random.Random(seed)
    with path.open("wb") as file:
        for number in range(count):
            text = ". ".join(" ".join(chance.choices(WORDS, k=10)) for _ in range(4))
            line = {"id": f"a{number}", "title": f"خبر {number}", "text": f"{text} {seed}."}
            file.write(orjson.dumps(line) + b"\n")
    return path


@pytest.fixture
def articles(tmp_path: Path) -> Callable[..., Path]:
    def write(count: int, seed: int = 1, name: str = "articles.jsonl") -> Path:
        return write_articles(tmp_path / name, count, seed)

    return write


@pytest.fixture
def mirrors(settings: Settings) -> Callable[[], None]:
    """Asserts that the index holds every article of the archive as it is there, and no other."""

    def check() -> None:
        reader = open_engine(settings).reader()
        with Archive.open(settings.archive_url, create=False) as archive:
            changes = archive.changes(0, 10_000_000)
            live = {change.id: change.seq for change in changes if not change.deleted}
            made = archive.articles(sorted(live.values()))
            assert (reader.info.articles, reader.info.applied) == (len(live), archive.latest())
            assert reader.info.archive == archive.uuid
        assert {article.id for article in made} == set(live)
        for article in made:
            assert reader.get(article.id) == index_document(article, settings.subwords).stored

    return check


def start(settings: Settings, *arguments: str, **options: Any) -> subprocess.Popen[str]:
    """A `fihrist` process on a home, with all its settings."""
    command = [*FIHRIST, "--home", str(settings.home), *arguments]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("FIHRIST_")}
    for name in settings.model_fields_set - {"home"}:
        if (value := getattr(settings, name)) is not None:
            environment[f"FIHRIST_{name.upper()}"] = str(value)
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, env=environment, **(streams | options))


@pytest.fixture
def fihrist(settings: Settings) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a command to its end on the test's home."""

    def run(*arguments: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
        process = start(settings, *arguments, stdin=subprocess.PIPE)
        out, err = process.communicate(given, timeout=120)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    return run


@pytest.fixture
def started(settings: Settings) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start commands on the test's home; whatever still runs is killed at the end."""
    processes: list[subprocess.Popen[str]] = []

    def run(*arguments: str, **options: Any) -> subprocess.Popen[str]:
        processes.append(start(settings, *arguments, **options))
        return processes[-1]

    yield run
    for process in processes:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                stream.close()


@pytest.fixture
def backup(settings: Settings, draft: backups.Make, tmp_path: Path) -> Path:
    backups.fill(settings, draft)
    file = tmp_path / "backup.zip"
    back_up(settings, file, False, backups.quiet)
    return file
