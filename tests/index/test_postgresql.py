"""What only an archive on a PostgreSQL server meets: who refuses, who went away, what is full."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

import psycopg
import pytest
from psycopg import sql

from index.archive import Archive
from index.archive.database import connect, writing
from index.draft import Draft
from search.article import article_id
from search.errors import ArchiveError
from search.settings import load_settings
from tests.postgres_server import PASSWORD, USER, Server

Make = Callable[..., Draft]


@pytest.fixture
def url(postgres_url: Callable[[], str]) -> str:
    return postgres_url()


@pytest.fixture
def archive(url: str) -> Iterator[Archive]:
    with Archive.open(url) as opened:
        yield opened


def schema_of(url: str) -> str:
    return url.rpartition("%3D")[2]


@contextmanager
def within(postgres: Server, url: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A connection of its own in the archive's schema."""
    with postgres.connect() as connection:
        connection.execute(sql.SQL("SET search_path = {}").format(sql.Identifier(schema_of(url))))
        yield connection


def refused(url: str) -> str:
    """What is said of an archive that cannot be opened; never the password."""
    with pytest.raises(ArchiveError) as caught:
        Archive.open(url)
    said = str(caught.value)
    assert "\n" not in said
    assert PASSWORD not in said
    assert quote(PASSWORD, safe="") not in said
    return said


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_the_usual_ways_to_write_its_address_are_taken(url: str, scheme: str) -> None:
    with Archive.open(url.replace("postgresql+psycopg", scheme)) as archive:
        assert archive.latest() == 0


def test_no_server_there_is_said_to_be_so(postgres: Server, free_port: Callable[[], int]) -> None:
    elsewhere = postgres.url().replace(f":{postgres.port}/", f":{free_port()}/")
    assert "no PostgreSQL server answers there" in refused(elsewhere)
    assert "no PostgreSQL server answers" in refused(postgres.url(host="nowhere.invalid"))


def test_a_wrong_password_is_said_to_be_so(postgres: Server) -> None:
    assert "refuses the user or the password" in refused(postgres.url(password=PASSWORD + "x"))
    assert "refuses the user or the password" in refused(postgres.url(username="nobody"))


def test_a_missing_database_is_said_to_be_so(postgres: Server) -> None:
    said = refused(postgres.url("nosuch"))
    assert f"{USER}:***@127.0.0.1:{postgres.port}/nosuch" in said
    assert "createdb -E UTF8" in said


def test_a_server_that_is_too_old_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.archive.database.OLDEST", 99)
    assert "Fihrist needs 99 or newer" in refused(url)


def test_a_database_without_unicode_is_refused(postgres: Server) -> None:
    with postgres.connect() as connection:
        connection.execute("CREATE DATABASE ascii ENCODING 'SQL_ASCII' TEMPLATE template0")
    assert "encoded in SQL_ASCII; make one with" in refused(postgres.url("ascii"))


def test_a_user_without_rights_is_told(postgres: Server, url: str) -> None:
    with postgres.connect() as connection:
        connection.execute("CREATE ROLE guest LOGIN PASSWORD 'guest'")
    Archive.open(url).close()
    schema = schema_of(url)
    assert "make it the database's owner" in refused(
        postgres.url(schema=schema, username="guest", password="guest")
    )


def test_a_read_only_database_is_searched_and_not_written(
    archive: Archive, url: str, draft: Make
) -> None:
    archive.add([draft("1", "جملة.")])
    with Archive.open(f"{url}%20-cdefault_transaction_read_only%3Don") as standby:
        assert [article.seq for article in standby.articles([1])] == [1]
        with pytest.raises(ArchiveError, match="a standby, or the database is read-only"):
            standby.add([draft("2", "جملة.")])


FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON change EXECUTE FUNCTION full_disk();
"""


def test_a_full_disk_loses_nothing_stored(
    archive: Archive, postgres: Server, url: str, draft: Make
) -> None:
    """A trigger stands in for the disk: it gives the server's own error for it."""
    archive.add([draft("1", "جملة.")])
    with within(postgres, url) as connection:
        connection.execute(FULL)
        with pytest.raises(ArchiveError, match="server's disk is full"):
            archive.add([draft("2", "جملة.")])
        assert [article.seq for article in archive.articles([1, 2])] == [1]
        connection.execute("DROP TRIGGER full_disk ON change")
    (outcome,) = archive.add([draft("2", "جملة.")])
    assert (outcome.status, outcome.seq) == ("added", 2), "and goes on when there is room"


def test_a_writer_waits_for_another(
    archive: Archive, postgres: Server, url: str, draft: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.add([draft("1", "جملة.")])
    monkeypatch.setattr("index.archive.database.PATIENCE", 0.1)
    with within(postgres, url) as other:
        with other.transaction():
            other.execute("UPDATE counter SET value = value")
            with pytest.raises(ArchiveError, match="another process has been writing"):
                archive.add([draft("2", "جملة.")])
            assert [a.seq for a in archive.articles([1])] == [1], "readers do not wait"
        assert [outcome.status for outcome in archive.add([draft("2", "جملة.")])] == ["added"]


def test_a_restarted_server_is_connected_to_again(
    archive: Archive, postgres: Server, draft: Make
) -> None:
    archive.add([draft("1", "جملة.")])
    postgres.stop()
    try:
        with pytest.raises(ArchiveError, match="no PostgreSQL server answers there"):
            archive.latest()
    finally:
        postgres.start()
    assert archive.latest() == 1
    assert [outcome.seq for outcome in archive.add([draft("2", "جملة.")])] == [2]


def test_a_connection_cut_in_a_transaction_stores_nothing(
    archive: Archive, postgres: Server, url: str, draft: Make
) -> None:
    """The add waits for a lock when its server process is ended under it."""
    archive.add([draft("1", "جملة.")])
    said: list[ArchiveError] = []

    def add() -> None:
        try:
            archive.add([draft("2", "جملة.")])
        except ArchiveError as error:
            said.append(error)

    adding = threading.Thread(target=add)
    with within(postgres, url) as other, other.transaction():
        other.execute("UPDATE counter SET value = value")
        adding.start()
        ended = 0
        while not ended:
            ended = other.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE wait_event_type = 'Lock' AND application_name = 'fihrist'"
            ).fetchone()[0]  # type: ignore[index,assignment]  # one row of one number
        adding.join()
    assert "the server went away" in str(said[0])
    assert archive.latest() == 1
    assert [article.id for article in archive.articles([1, 2])] == [article_id("1")]


def test_what_is_stored_is_on_the_disk_whatever_the_server_does_by_default(
    url: str,
) -> None:
    engine = connect(f"{url}%20-csynchronous_commit%3Doff", create=False)
    with writing(engine) as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar_one() == "on"
        assert connection.exec_driver_sql("SHOW lock_timeout").scalar_one() == "30s"
    engine.dispose()


def test_the_size_is_that_of_its_tables(archive: Archive, draft: Make) -> None:
    archive.add([draft(str(number), "جملة. " * 50) for number in range(50)])
    assert 100_000 < archive.stats().bytes < 2_000_000


def test_settings_that_are_printed_hide_the_password(url: str) -> None:
    assert "postgresql" not in repr(load_settings(database_url=url))


KILLED = """
import os, signal
from tests.postgres_server import programs, serving
with serving(programs()) as server:
    print(server.port, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_tests_server_ends_when_their_run_is_killed(postgres: Server) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True, check=False
    )
    assert done.returncode == -9
    deadline = time.monotonic() + 20
    while answers(int(done.stdout)):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
