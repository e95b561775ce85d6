"""A home backed up while it is used, and restored: all of it, checked, or nothing."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Any

import orjson
import pytest
import zstandard
from sqlalchemy import select

from index.archive import Archive
from index.archive.database import connect, reading
from index.archive.ledger import Done, Refusal, Spent
from index.archive.transfer import COPIED
from index.draft import Draft
from index.home import bring_level, open_archive
from index.keeping.backup import back_up, verify
from index.keeping.manifest import FORMAT
from index.keeping.restore import restore
from index.tables import SCHEMA_VERSION
from index.translation.glossary import Entry as Term
from index.workers import Workers
from search.errors import ArchiveError, BackupError, IndexBusy
from search.page import SearchRequest
from search.service import SearchService
from search.settings import Settings, load_settings
from tests.index.conftest import both_databases, start
from tests.index.test_old_homes import make_old
from web.keys import Key, Keys

Make = Callable[..., Draft]
Run = Callable[..., subprocess.CompletedProcess[str]]

COUNT = 400


def quiet(_: str) -> None:
    pass


def elsewhere(settings: Settings, database: str | None = None) -> Settings:
    home = settings.home.with_name("restored")
    return settings.model_copy(update={"home": home, "database_url": database})


def rows(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """All that an archive holds."""
    engine = connect(settings.archive_url, create=False)
    with reading(engine) as connection:
        found = {
            table.name: [
                tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))
            ]
            for table in COPIED
        }
    engine.dispose()
    return found


def fill(settings: Settings, make: Make) -> None:
    """Something in every table, a key, and a database that this version does not know."""
    with Archive.open(settings.archive_url) as archive:
        archive.add([make(str(number), f"جملة {number}.") for number in range(20)])
        archive.remember({"جملة 2.": "Sentence 2.", "جملة 3.": "Sentence 3."}, "ar-en", "google")
        archive.delete([archive.articles([1])[0].id])
        archive.add([make("3", "جملة أخرى.")])
        archive.work.offer("translate", ["a", "b"])
        archive.ask_rebuild()
        archive.forgetting.refuse(["a" * 26])
        archive.pairs.set_terms([Term("داعش", "ISIS", ("Daesh",))], replace=False)
        refused = Refusal(b"k" * 16, "google", "empty", 1, 0)
        archive.ledger.keep(Done((), (refused,), (Spent("google", 1, 2, 30),), [3]), token=1)
    settings.home.mkdir(exist_ok=True)
    Keys(settings.home / "keys.db").add(Key("", "secret", "import"))
    with closing(sqlite3.connect(settings.home / "later.db")) as later:
        later.execute("PRAGMA journal_mode = WAL")
        later.execute("CREATE TABLE source AS SELECT 'https://n.example/feed' AS url")
        later.commit()


@both_databases
@pytest.mark.parametrize("into", ["sqlite", "postgresql", "a file elsewhere"])
def test_everything_comes_back_in_either_database(
    settings: Settings, draft: Make, tmp_path: Path, into: str, request: pytest.FixtureRequest
) -> None:
    fill(settings, draft)
    file = tmp_path / "backup.zip"
    made = back_up(settings, file, with_index=False, say=quiet)
    assert (made.archive.rows["article"], made.archive.rows["memory"]) == (19, 2)
    url = f"sqlite:///{tmp_path}/other/archive.db" if into == "a file elsewhere" else None
    if into == "postgresql":
        postgres_url: Callable[[], str] = request.getfixturevalue("postgres_url")
        url = postgres_url()
    there = elsewhere(settings, url)
    assert restore(there, file, replace=False, say=quiet) == made
    assert rows(there) == rows(settings)
    with open_archive(there, create=False) as archive:
        assert archive.uuid == made.archive.uuid
    assert [key.name for key in Keys(there.home / "keys.db").all()] == ["import"]
    with closing(sqlite3.connect(there.home / "later.db")) as later:
        assert later.execute("SELECT url FROM source").fetchall() == [("https://n.example/feed",)]
    assert not (there.home / ".restore").exists()


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"], indirect=True)
@pytest.mark.parametrize("with_index", [True, False])
def test_a_backup_taken_under_load_restores_to_the_same_results_and_counts(
    settings: Settings, articles: Callable[..., Path], tmp_path: Path, with_index: bool
) -> None:
    """The articles go in one after another, so a backup of n of them must answer as a home does
    into which only the first n were ever added."""
    source = articles(COUNT)
    lines = source.read_text("utf-8").splitlines(keepends=True)
    adding = start(settings, "add", "-", "--format", "jsonl", stdin=subprocess.PIPE)
    assert adding.stdin is not None
    try:
        adding.stdin.write("".join(lines[:150]))
        adding.stdin.flush()
        deadline = time.monotonic() + 60
        while not (settings.home / "archive.db").exists() or not _stored(settings):
            assert time.monotonic() < deadline
            assert adding.poll() is None
        adding.stdin.write("".join(lines[150:]))
        adding.stdin.flush()
        file = tmp_path / "backup.zip"
        before = _stored(settings)
        made = back_up(settings, file, with_index, quiet)
        _answers(settings)
        after = _stored(settings)
    finally:
        adding.communicate(timeout=120)
    count = made.archive.rows["article"]
    assert before <= count <= after
    there, reference = elsewhere(settings), load_settings(home=tmp_path / "reference")
    reference = reference.model_copy(update={"engine": settings.engine})
    restore(there, file, replace=False, say=quiet)
    part = tmp_path / "part.jsonl"
    part.write_text("".join(lines[:count]), "utf-8")
    added = start(reference, "add", str(part))
    assert added.communicate(timeout=120)[0].startswith(f"added {count},")
    with open_archive(there, create=False) as archive, Workers(1) as workers:
        bring_level(archive, there, workers, "restore", Event())
        assert archive.stats().articles == count
    assert _answers(there) == _answers(reference)


def _stored(settings: Settings) -> int:
    with closing(sqlite3.connect(settings.home / "archive.db", timeout=30)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name='article'").fetchone():
            return 0
        return int(connection.execute("SELECT count(*) FROM article").fetchone()[0])


def _answers(settings: Settings) -> list[Any]:
    """Totals, and the order of what is found, of some queries."""
    service = SearchService(settings)
    pages = [
        service.search(SearchRequest(q=query, limit=50, facets=("lang",)))
        for query in ("النفط", "وزير البصرة", '"النفط العراقي"', "خبر 7", "")
    ]
    return [
        (page.total, page.facets, [(hit.source_id, round(hit.score, 3)) for hit in page.hits])
        for page in pages
    ]


def test_only_its_owner_can_read_a_backup_or_what_is_restored_of_it(
    settings: Settings, draft: Make, tmp_path: Path
) -> None:
    fill(settings, draft)
    file = tmp_path / "backup.zip"
    back_up(settings, file, False, quiet)
    restore(elsewhere(settings), file, False, quiet)
    databases = sorted(elsewhere(settings).home.glob("*.db"))
    assert [path.name for path in databases] == ["archive.db", "keys.db", "later.db"]
    assert {path.stat().st_mode & 0o777 for path in [file, *databases]} == {0o600}


def test_only_an_earlier_backup_is_replaced(
    settings: Settings, draft: Make, tmp_path: Path
) -> None:
    fill(settings, draft)
    file = tmp_path / "backup.zip"
    file.write_text("a letter")
    with pytest.raises(BackupError, match="is no backup that could be replaced"):
        back_up(settings, file, False, quiet)
    assert file.read_text() == "a letter"
    file.unlink()
    back_up(settings, file, False, quiet)
    back_up(settings, file, False, quiet)
    with pytest.raises(BackupError, match="there is no folder"):
        back_up(settings, tmp_path / "nowhere" / "b.zip", False, quiet)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_home_that_is_not_empty_is_left_alone_unless_told(
    settings: Settings, draft: Make, tmp_path: Path
) -> None:
    fill(settings, draft)
    file = tmp_path / "backup.zip"
    back_up(settings, file, False, quiet)
    with Archive.open(settings.archive_url) as archive:
        archive.add([draft("later", "لاحقة.")])
    with pytest.raises(BackupError, match=r"is not empty \(archive.db.*--replace"):
        restore(settings, file, False, quiet)
    restore(settings, file, True, quiet)
    with Archive.open(settings.archive_url) as archive:
        assert archive.stats().articles == 19
    (aside,) = settings.home.glob("replaced-*")
    with Archive.open(f"sqlite:///{aside / 'archive.db'}") as archive:
        assert archive.stats().articles == 20


def test_a_database_with_an_archive_is_left_alone(
    settings: Settings, draft: Make, tmp_path: Path, postgres_url: Callable[[], str]
) -> None:
    fill(settings, draft)
    file = tmp_path / "backup.zip"
    back_up(settings, file, False, quiet)
    there = elsewhere(settings, postgres_url())
    Archive.open(there.archive_url).close()
    with pytest.raises(BackupError, match="holds an archive: name an empty database"):
        restore(there, file, True, quiet)


def test_a_home_at_work_is_not_restored_into(
    settings: Settings, draft: Make, tmp_path: Path, started: Callable[..., Any]
) -> None:
    fill(settings, draft)
    file = tmp_path / "backup.zip"
    back_up(settings, file, False, quiet)
    keeper = started("keep", stdin=subprocess.PIPE)
    while (
        not (settings.home / "keeper.lock").exists()
        or not (settings.home / "keeper.lock").read_bytes()
    ):
        assert keeper.poll() is None
    with pytest.raises(IndexBusy, match=r"the keeper .* end it first"):
        restore(settings, file, True, quiet)


@pytest.mark.parametrize("schema", range(1, SCHEMA_VERSION))
def test_a_backup_of_an_older_home_is_upgraded_when_it_is_restored(
    settings: Settings, tmp_path: Path, schema: int
) -> None:
    make_old(settings, schema)
    file = tmp_path / "backup.zip"
    assert back_up(settings, file, False, quiet).archive.schema_version == schema
    with closing(sqlite3.connect(settings.home / "archive.db")) as connection:
        asked = "SELECT value FROM home WHERE name = 'schema'"
        assert connection.execute(asked).fetchone() == (str(schema),), "it is not touched"
    restore(elsewhere(settings), file, False, quiet)
    with open_archive(elsewhere(settings), create=False) as archive:
        assert archive.note("schema") == str(SCHEMA_VERSION)
        assert archive.stats().articles == 2


# What is not what it says


def changed(file: Path, **values: Any) -> Path:
    """A copy of a backup with another manifest; `members` adds to those there are."""
    made = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w") as new:
        manifest = orjson.loads(old.read("manifest.json"))
        for name, value in values.items():
            if isinstance(value, dict):
                manifest[name] |= value
            elif isinstance(value, list):
                manifest[name] += value
            else:
                manifest[name] = value
        new.writestr("manifest.json", orjson.dumps(manifest))
        for info in old.infolist():
            if info.filename != "manifest.json":
                new.writestr(info, old.read(info))
    return made


@pytest.fixture
def backup(settings: Settings, draft: Make, tmp_path: Path) -> Path:
    fill(settings, draft)
    file = tmp_path / "backup.zip"
    back_up(settings, file, False, quiet)
    return file


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"format": FORMAT + 1}, "newer Fihrist .*: update Fihrist"),
        ({"archive": {"schema_version": SCHEMA_VERSION + 1}}, "newer Fihrist .*: update Fihrist"),
        ({"archive": {"rows": {"article": 7}}}, "is not what its manifest says"),
        ({"archive": {"uuid": "other"}}, "is not what its manifest says"),
        ({"made_at": 7}, "is no backup of Fihrist: made_at"),
    ],
)
def test_a_backup_of_a_newer_fihrist_or_with_other_counts_is_refused(
    settings: Settings, backup: Path, values: dict[str, Any], said: str
) -> None:
    with pytest.raises(BackupError, match=said):
        restore(elsewhere(settings), changed(backup, **values), False, quiet)
    left = [path.name for path in elsewhere(settings).home.glob("*")]
    assert set(left) <= {"keeper.lock"}


@pytest.mark.parametrize(
    "name",
    ["../x.db", "/tmp/x.db", "index/../../x", "..", "a/b.db", ".ssh.db", "index/1/..", "x\\y.db",
     "index//x", "index-../x", "x.sh", "replaced-1/x.db", "keeper.lock"],
)  # fmt: skip
def test_no_name_leads_out_of_the_home(settings: Settings, backup: Path, name: str) -> None:
    member = {"name": name, "bytes": 1, "blake2b": "0" * 64}
    with pytest.raises(BackupError, match="is no name of a file of a home"):
        restore(elsewhere(settings), changed(backup, members=[member]), False, quiet)


def test_a_member_that_unpacks_to_more_than_it_says_is_refused(
    settings: Settings, backup: Path
) -> None:
    member = {"name": "bomb.db", "bytes": 10, "blake2b": "0" * 64}
    bomb = changed(backup, members=[member])
    with zipfile.ZipFile(bomb, "a") as package:
        package.writestr("bomb.db.zst", zstandard.compress(bytes(200 << 20)))
    began = time.process_time()
    with pytest.raises(BackupError, match=r"bomb\.db is not what was put in"):
        restore(elsewhere(settings), bomb, False, quiet)
    assert time.process_time() - began < 5, "it is not unpacked to its end"


def test_what_would_not_fit_on_the_disk_is_refused_before_anything_is_unpacked(
    settings: Settings, backup: Path
) -> None:
    member = {"name": "large.db", "bytes": 10**15, "blake2b": "0" * 64}
    with pytest.raises(BackupError, match="MB free and the backup takes"):
        restore(elsewhere(settings), changed(backup, members=[member]), False, quiet)


def test_a_backup_with_any_byte_changed_or_cut_off_is_refused_or_whole(
    settings: Settings, backup: Path
) -> None:
    """The ZIP's own dates and the like may change: then all that matters is still right."""
    chance, whole = random.Random(20260727), backup.read_bytes()
    broken = backup.with_name("broken.zip")
    refused = 0
    for _ in range(150):
        data = bytearray(whole)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        broken.write_bytes(data)
        try:
            assert verify(broken) == verify(backup)
        except BackupError:
            refused += 1
    assert refused > 100
    for length in (0, 1, 100, len(whole) // 2, len(whole) - 1):
        broken.write_bytes(whole[:length])
        with pytest.raises(BackupError, match=r"damaged|cut short"):
            verify(broken)


# Cut short


@pytest.mark.parametrize("renames", range(6))
@pytest.mark.parametrize("replace", [False, True])
def test_a_restore_killed_while_it_changes_the_home_is_gone_on_with(
    settings: Settings, backup: Path, replace: bool, renames: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = settings if replace else elsewhere(settings)
    before = rows(settings)
    plain, left = Path.replace, [renames]

    def killed(self: Path, target: Path) -> Path:
        if self.name in ("archive.db", "keys.db", "later.db", "archive.db-wal"):
            left[0] -= 1
            if left[0] == -1:
                raise KeyboardInterrupt
        return plain(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", killed)
        try:
            restore(there, backup, replace, quiet)
        except KeyboardInterrupt:
            with pytest.raises(ArchiveError, match="run the same `fihrist restore` again"):
                open_archive(there)
            other = shutil.copy(backup, backup.with_name("other.zip"))
            with pytest.raises(BackupError, match="of another backup"):
                restore(there, changed(Path(other), made_at="2026-01-01T00:00:00Z"), True, quiet)
            restore(there, backup, replace, quiet)
    assert rows(there) == before
    assert Keys(there.home / "keys.db").all()[0].name == "import"


@pytest.mark.parametrize(
    "at",
    ["index.archive.transfer._read_back", "index.keeping.restore.sync"],
    ids=["before", "after"],
)
def test_a_restore_into_a_server_killed_around_the_handing_over_is_gone_on_with(
    settings: Settings,
    backup: Path,
    at: str,
    postgres_url: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there = elsewhere(settings, postgres_url())

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(at, killed)
        with pytest.raises(KeyboardInterrupt):
            restore(there, backup, False, quiet)
    with pytest.raises(ArchiveError, match="run the same `fihrist restore` again"):
        open_archive(there)
    restore(there, backup, False, quiet)
    assert rows(there) == rows(settings)
