"""The commands of this room, run as a user runs them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from index.archive import Archive
from index.home import lock_path
from index.lock import holder
from search.settings import Settings
from tests.index.conftest import both_databases, every_engine

Run = Callable[..., subprocess.CompletedProcess[str]]
Start = Callable[..., subprocess.Popen[str]]
Articles = Callable[..., Path]


def state(fihrist: Run) -> tuple[int, int, int]:
    """Articles in the archive, articles in the index, changes the index is behind."""
    report = orjson.loads(fihrist("status", "--json").stdout)
    return report["archive"]["articles"], report["index"]["articles"], report["index"]["lag"]


@pytest.mark.parametrize(
    ("engine", "database"),
    [
        ("tantivy", "sqlite"),
        ("whoosh", "postgresql"),
        pytest.param("opensearch", "postgresql", marks=pytest.mark.cluster),
    ],
    indirect=True,
)
def test_add_stores_indexes_and_sums_up(fihrist: Run, articles: Articles) -> None:
    path = str(articles(3))
    first = fihrist("add", path)
    assert (first.returncode, first.stdout) == (
        0,
        "added 3, unchanged 0, replaced 0, failed 0\n",
    )
    assert first.stderr.splitlines()[0] == "stored 3"
    assert "3 articles have no English" in first.stderr
    assert state(fihrist) == (3, 3, 0)
    assert fihrist("add", path).stdout == "added 0, unchanged 3, replaced 0, failed 0\n"
    changed = fihrist("add", str(articles(3, seed=2)))
    assert changed.stdout == "added 0, unchanged 0, replaced 3, failed 0\n"


def test_one_bad_line_is_named_and_the_rest_added(fihrist: Run, tmp_path: Path) -> None:
    path = tmp_path / "mixed.jsonl"
    path.write_text(
        '{"id":"1","title":"عنوان","text":"جملة."}\n{broken\n{"id":"2","title":"","text":""}\n'
        '{"id":"3","title":"آخر","text":"أخرى."}\n',
        encoding="utf-8",
    )
    done = fihrist("add", str(path))
    assert done.returncode == 1
    assert done.stdout == "added 2, unchanged 0, replaced 0, failed 2\n"
    assert [line.split(": ")[0] for line in done.stderr.splitlines()[:2]] == [
        f"{path}:2",
        f"{path}:3",
    ]


def test_a_folder_and_standard_input(fihrist: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "one.txt").write_text("أعلنت الوزارة النتائج.\n", encoding="utf-8")
    done = fihrist("add", str(tmp_path / "in"), "-", given='{"id":"x","text":"نص من القناة."}\n')
    assert done.stdout == "added 2, unchanged 0, replaced 0, failed 0\n"


def test_a_translator_nobody_knows_stores_nothing(
    fihrist: Run, articles: Articles, settings: Settings
) -> None:
    done = fihrist("add", str(articles(1)), "--translator", "babel")
    assert done.returncode == 2
    assert "no translator 'babel'; known: baidu, deepl, google" in done.stderr
    assert not settings.home.exists()


@both_databases
def test_two_adds_at_once_end_well(fihrist: Run, articles: Articles, started: Start) -> None:
    paths = [str(articles(250, seed, f"{seed}.jsonl")) for seed in (1, 2)]
    both = [started("add", path) for path in paths]
    for process in both:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        assert out.startswith("added ")
    assert state(fihrist) == (250, 250, 0), "both files hold the same ids"


@both_databases
def test_an_add_beside_a_keeper_leaves_the_index_to_it(
    fihrist: Run, articles: Articles, started: Start, settings: Settings
) -> None:
    keeper = started("keep", stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    while holder(lock_path(settings)) is None:
        assert keeper.poll() is None
    done = fihrist("add", str(articles(5)))
    assert done.stdout == "added 5, unchanged 0, replaced 0, failed 0\n"
    assert f"the keeper (process {keeper.pid}) puts it into the index" in done.stderr
    asked = fihrist("rebuild")
    assert (asked.returncode, asked.stderr) == (
        0,
        f"the keeper (process {keeper.pid}) rebuilds the index\n",
    )
    keeper.communicate(timeout=20)
    fihrist("add", str(articles(5)))
    assert state(fihrist) == (5, 5, 0)


def test_delete_by_id_url_and_query(fihrist: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [
        {"id": "1", "title": "النفط", "text": "ميناء البصرة."},
        {"title": "المطر", "text": "سقط المطر.", "url": "https://n.example/rain"},
        {"id": "3", "title": "النفط", "text": "مصفى بيجي."},
        {"id": "4", "title": "الشعر", "text": "شعر المتنبي."},
    ]
    path.write_bytes(b"\n".join(map(orjson.dumps, lines)))
    fihrist("add", str(path))
    assert fihrist("delete", "4").stdout == "deleted 1\n"
    assert state(fihrist) == (3, 3, 0)
    assert fihrist("delete", "--url", "https://n.example/rain").stdout == "deleted 1\n"
    assert fihrist("delete", "--query", "البصرة").stdout == "deleted 1\n"
    assert state(fihrist) == (1, 1, 0)
    missing = fihrist("delete", "4")
    assert (missing.returncode, missing.stderr) == (1, "fihrist: no article has the id 4\n")
    assert fihrist("delete", "3", "--url", "x").returncode == 2


def test_an_id_of_two_sources_is_not_deleted_unasked(fihrist: Run, articles: Articles) -> None:
    for source in ("north", "south"):
        fihrist("add", str(articles(1)), "--source", source)
    done = fihrist("delete", "a0")
    assert done.returncode == 2
    assert "2 articles have the id a0; say which" in done.stderr
    assert state(fihrist) == (2, 2, 0)


@every_engine
def test_rebuild_makes_the_index_anew(fihrist: Run, articles: Articles) -> None:
    fihrist("add", str(articles(4)))
    assert fihrist("rebuild").stdout == "rebuilt: 4 articles\n"
    report = orjson.loads(fihrist("status", "--json").stdout)
    assert report["index"]["generation"] == "2.4"


def test_status_of_a_home_that_is_not_there(fihrist: Run, settings: Settings) -> None:
    done = fihrist("status")
    assert done.returncode == 0
    assert "none yet: `fihrist add` makes one" in done.stdout
    assert not settings.home.exists()


@pytest.mark.parametrize("command", [["rebuild"], ["delete", "1"]])
def test_a_command_without_an_archive_says_what_makes_one(fihrist: Run, command: list[str]) -> None:
    done = fihrist(*command)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "`fihrist add` makes one" in done.stderr


def test_an_index_without_its_archive_takes_nothing_in(
    fihrist: Run, settings: Settings, articles: Articles
) -> None:
    fihrist("add", str(articles(1)))
    for file in settings.home.glob("archive.db*"):
        file.unlink()
    done = fihrist("add", str(articles(1)))
    assert done.returncode == 1
    assert "an index without its archive" in done.stderr
    assert "archive   none yet" in fihrist("status").stdout


def test_ctrl_c_leaves_what_was_stored(
    fihrist: Run, articles: Articles, started: Start, settings: Settings
) -> None:
    process = started("add", str(articles(4000)))
    assert process.stderr is not None
    said = process.stderr.readline()
    process.send_signal(2)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    stored = int(out.split()[1].rstrip(","))
    assert int(said.split()[1]) <= stored < 4000
    with Archive.open(settings.archive_url, create=False) as archive:
        assert archive.stats().articles == stored
    assert fihrist("status").returncode == 0
