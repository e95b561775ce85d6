"""Deleting and taking down: every copy goes, and what other articles have stays."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from sqlalchemy import select

from index.archive import Archive
from index.archive.database import connect, reading
from index.draft import Draft
from index.home import lock_path
from index.lock import holder
from index.tables import article as rows
from index.tables import former, refusal
from index.translation.memory import Memory
from search.article import article_id
from search.engines import open_engine
from search.settings import Settings, load_settings
from tests.index.conftest import both_databases, every_engine, make_draft, start

Make = Callable[..., Draft]
Run = Callable[..., subprocess.CompletedProcess[str]]
Start = Callable[..., subprocess.Popen[str]]

SECRET = "قرمزشلوف"  # a word that is nowhere else
OLDER = "زغبرطوش"  # the same, of an earlier version
ENGLISH = "Quazzimbort"


def story(text: str, **values: str) -> bytes:
    return orjson.dumps({"title": "عنوان", "text": text} | values) + b"\n"


def bytes_of(home: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(home.rglob("*")) if file.is_file())


@pytest.fixture
def secret_home(fihrist: Run, settings: Settings, tmp_path: Path) -> list[bytes]:
    """A home with an article of two versions, its English in the memory, machine's and people's in
    both directions; the bytes by which any of it is known."""
    file = tmp_path / "news.jsonl"
    common = "قال وزير النفط العراقي ذلك."
    for text in (OLDER, SECRET):
        lines = story(f"وصل {text} إلى بغداد.\n{common}", id="s", url="https://n.example/secret")
        file.write_bytes(lines + story(common, id="other"))
        assert fihrist("add", str(file)).returncode == 0
        pairs = tmp_path / "pairs.jsonl"
        pair = {"ar": f"وصل {text} إلى بغداد.", "en": f"{ENGLISH} came."}
        both = [pair | {"from": side} for side in ("ar", "en")]
        both.append({"ar": common, "en": "So said Iraq's oil minister."})
        pairs.write_bytes(b"".join(orjson.dumps(each) + b"\n" for each in both))
        assert fihrist("memory", "import", str(pairs)).returncode == 0
    with Archive.open(settings.archive_url) as archive:
        (name,) = archive.find("s")
        engine = connect(settings.archive_url, create=False)
        with reading(engine) as connection:
            body = connection.execute(select(rows.c.body).where(rows.c.id == name)).scalar_one()
        engine.dispose()
    stored = open_engine(settings).reader().get(name)
    assert stored is not None
    words = [word.encode() for word in (SECRET, OLDER, ENGLISH, ENGLISH.lower())]
    return [*words, bytes(body), stored, b"n.example/secret"]


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"], indirect=True)
def test_after_a_takedown_no_file_of_the_home_holds_any_of_it(
    secret_home: list[bytes], settings: Settings, fihrist: Run
) -> None:
    held = bytes_of(settings.home)
    assert sum(trace in held for trace in secret_home) >= 4, "or the test sees nothing"
    done = fihrist("delete", "s", "--takedown", "--refuse")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("deleted 1, and ")
    assert "backups" in done.stderr
    left = bytes_of(settings.home)
    assert [trace for trace in secret_home if trace in left] == []


@both_databases
def test_the_memory_keeps_what_another_article_has(
    secret_home: list[bytes], settings: Settings, fihrist: Run
) -> None:
    assert fihrist("delete", "--url", "https://n.example/secret").returncode == 0
    exported = fihrist("memory", "export", "-", "--format", "jsonl").stdout
    assert [orjson.loads(line)["en"] for line in exported.splitlines()] == [
        "So said Iraq's oil minister."
    ]
    with Archive.open(settings.archive_url) as archive:
        (other,) = archive.articles([2])
        assert other.segments[0].en == "So said Iraq's oil minister."
        assert not archive.forgetting.due()


def test_on_postgresql_a_takedown_writes_the_tables_anew(
    settings: Settings, postgres_url: Callable[[], str], draft: Make
) -> None:
    url = postgres_url()
    with Archive.open(url) as archive:
        archive.add([draft("1", "أولى.")])
        engine = connect(url, create=False)

        def file() -> int:
            with reading(engine) as connection:
                asked = connection.exec_driver_sql("SELECT pg_relation_filenode('article')")
                return int(asked.scalar_one())

        before = file()
        archive.compact()
        assert file() != before
        engine.dispose()


def test_what_was_refused_is_refused_under_its_id_and_its_address_until_readmitted(
    secret_home: list[bytes], fihrist: Run, tmp_path: Path
) -> None:
    assert fihrist("delete", "--query", SECRET, "--refuse").returncode == 0
    again = tmp_path / "again.jsonl"
    again.write_bytes(
        story(SECRET, id="s")
        + story("نص آخر.", url="https://n.example/secret?utm_source=x")
        + story("غيره.", id="t", url="https://n.example/secret")
        + story("سواه.", id="u")
    )
    done = fihrist("add", str(again))
    assert done.returncode == 1
    assert done.stdout == "added 1, unchanged 0, replaced 0, failed 3\n"
    assert f"s: it was taken down; `fihrist delete --readmit {article_id(_id('s'))}`" in done.stderr
    assert fihrist("delete", "--readmit", article_id(_id("s"))).stdout == "it may be added again\n"
    assert fihrist("add", str(again)).stdout == "added 1, unchanged 1, replaced 0, failed 2\n"
    assert fihrist("delete", "--readmit", "a" * 26).returncode == 1


def _id(given_id: str) -> str:
    return f"\x1fid\x1f{given_id}"


@every_engine
def test_a_takedown_with_a_live_keeper_is_finished_by_it(
    fihrist: Run, started: Start, settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "news.jsonl"
    file.write_bytes(story(SECRET, id="s") + story("نص آخر.", id="t"))
    fihrist("add", str(file))
    keeper = started("keep", stdin=subprocess.PIPE)
    while holder(lock_path(settings)) is None:
        assert keeper.poll() is None
    before = open_engine(settings).reader().info.generation
    assert "the keeper makes the index anew" in fihrist("delete", "s", "--takedown").stderr
    while open_engine(settings).reader().info.generation.split(".")[0] == before.split(".")[0]:
        assert keeper.poll() is None
    assert open_engine(settings).reader().info.articles == 1


def test_a_damaged_article_can_be_deleted(
    archive: Archive, settings: Settings, draft: Make
) -> None:
    archive.add([draft("1", "أولى.")])
    engine = connect(settings.archive_url, create=False)
    with engine.begin() as connection:
        connection.execute(rows.update().values(body=b"x"))
    engine.dispose()
    assert archive.delete([archive.changes(0, 1)[0].id]) == 1


texts = st.lists(st.sampled_from(["أ.", "ب.", "ج.", "د."]), min_size=1, max_size=3)


@trying(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(texts, min_size=1, max_size=4), st.data())
def test_a_sweep_leaves_exactly_the_sentences_of_what_is_held(
    tmp_path_factory: pytest.TempPathFactory, articles: list[list[str]], data: st.DataObject
) -> None:
    """Machine translations of every sentence; some articles replaced, some deleted."""
    home = tmp_path_factory.mktemp("home")
    with Archive.open(load_settings(home=home).archive_url) as archive:
        made = {str(n): text for n, text in enumerate(articles)}
        archive.add([make_draft(name, *text, title="") for name, text in made.items()])
        archive.remember({text: text.upper() + "!" for text in "أ. ب. ج. د.".split()}, "ar-en", "g")
        for name in data.draw(st.sets(st.sampled_from(sorted(made)))):
            made[name] = data.draw(texts)
            archive.add([make_draft(name, *made[name], title="")])
        gone = data.draw(st.sets(st.sampled_from(sorted(made))))
        had = {text for name in gone for text in [*articles[int(name)], *made[name]]}
        archive.delete([article_id(name) for name in gone])
        archive.forgetting.sweep()
        held = {text for name, each in made.items() if name not in gone for text in each}
        with reading(archive._engine) as connection:
            known = set(Memory(connection).lookup({"أ.", "ب.", "ج.", "د."}, "ar-en"))
            left = connection.execute(select(former.c.seq)).scalars().all()
            assert connection.execute(select(refusal)).all() == []
        assert known == {"أ.", "ب.", "ج.", "د."} - (had - held)
        assert not {seq - 1 for seq in left} & {int(name) for name in gone}


def test_a_killed_takedown_is_gone_on_with_by_the_next_keeper(
    settings: Settings, draft: Make, archive: Archive
) -> None:
    archive.add([draft("1", "أولى."), draft("2", "ثانية.")])
    archive.remember({"أولى.": "First."}, "ar-en", "google")
    archive.delete([archive.changes(0, 1)[0].id])
    assert archive.forgetting.due()
    keeper = start(settings, "keep", stdin=subprocess.PIPE)
    try:
        while archive.forgetting.due():
            assert keeper.poll() is None
    finally:
        keeper.kill()
        keeper.communicate()
