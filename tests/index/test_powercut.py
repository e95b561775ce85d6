"""No power, no room, no right to write: nothing that was said is lost, and the message says what
to do. `python -m tests.bench.powercut` cuts a hundred times."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from index.archive import Archive
from index.keeping.backup import verify
from index.keeping.doctor import examine
from search.settings import load_settings
from tests.index import powercut
from tests.index.powercut import COMMANDS, HELD, Bench
from tests.index.small_disk import read_only, small_disk

ROOM = 20_000
"""Bytes that are left on a full disk: less than any of the commands takes."""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with powercut.bench(tmp_path_factory.mktemp("powercut"), seed=20261123) as made:
        yield made


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_cut_at_any_moment_loses_nothing_and_can_be_run_again(
    bench: Bench, command: str
) -> None:
    assert bench.cut(command).command == command


def says_what_to_do(text: str, place: Path) -> None:
    assert "Traceback" not in text
    assert str(place) in text
    assert any(word in text for word in ("room", "full", "write", "written", "writable")), text


@pytest.mark.parametrize("command", COMMANDS)
def test_on_a_full_disk_a_command_says_so_and_works_once_there_is_room(
    bench: Bench, command: str
) -> None:
    done = powercut.on_a_full_disk(bench, command, ROOM)
    assert done.returncode == 1, done.stdout + done.stderr
    says_what_to_do(done.stderr, bench.folder)


def test_in_a_home_that_cannot_be_written_commands_say_so_and_a_backup_can_be_made(
    bench: Bench, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        disk = stack.enter_context(small_disk(bench.folder / "sealed", 160))
        if disk is None:
            pytest.skip("mounting a disk for reading only takes root")
        home = bench.home("add", disk)
        # Acknowledged, and so far only in the database's log.
        shutil.copy(home / "archive.db", tmp_path)
        read_only(disk, True)
        try:
            for command in COMMANDS:
                if command == "backup":  # it reads, and is below
                    continue
                process = bench.start(home, bench.arguments(command, home))
                _, said = process.communicate(timeout=60)
                assert process.returncode in (1, 2), (command, said)
                says_what_to_do(said, disk)
            done = bench.run(home, "backup", str(tmp_path / "b.zip"))
            assert done.returncode == 0, done.stderr
            assert verify(tmp_path / "b.zip").archive.rows["article"] == HELD
            report = examine(load_settings(home=home), mend=False, say=lambda _: None)
            assert "home-unwritable" in [finding.name for finding in report.left]
        finally:
            read_only(disk, False)
        bench.finish(home, *bench.arguments("add", home))
        bench.sound(home)


def test_a_backup_of_a_home_that_cannot_be_written_has_what_is_only_in_the_log(
    bench: Bench, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        disk = stack.enter_context(small_disk(bench.folder / "logged", 160))
        if disk is None:
            pytest.skip("mounting a disk for reading only takes root")
        home = bench.home("add", tmp_path)
        with Archive.open(load_settings(home=home).archive_url) as archive:
            archive.mark_changed([1])
            archive.delete([archive.changes(0, 1)[0].id])
            # As a cut leaves it: the last writes are in the log alone.
            shutil.copytree(home, disk / "home")
        assert (disk / "home" / "archive.db-wal").stat().st_size > 0
        (disk / "home" / "archive.db-shm").unlink()
        read_only(disk, True)
        try:
            done = bench.run(disk / "home", "backup", str(tmp_path / "b.zip"))
        finally:
            read_only(disk, False)
        assert done.returncode == 0, done.stderr
        assert verify(tmp_path / "b.zip").archive.rows["article"] == HELD - 1
