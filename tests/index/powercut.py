"""Power cuts, full disks and read-only homes, and what each command leaves then.

A cut is SIGKILL of a command's whole process group at a random moment of its run. Afterwards the
doctor must bring the home in order, all that was said must hold, and the command must end well
when it is run again. That what a disk was told to keep is kept without power too is SQLite's and
fsync's promise; no test here can cut that.
"""

from __future__ import annotations

import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson

from index.archive import Archive
from index.keeping.backup import verify
from index.keeping.doctor import examine
from search.engines import open_engine
from search.settings import load_settings
from tests.index.conftest import write_articles
from tests.index.newsroom import FEED, newsroom
from tests.index.small_disk import fill, small_disk
from tests.translation.provider_server import ProviderServer

FIHRIST = (sys.executable, "-P", "-m", "search")
HELD, NEW = 60, 250
"""Articles that a home holds before, and that are added."""

COMMANDS = (
    "add",
    "watch",
    "translate",
    "keep",
    "rebuild",
    "backup",
    "restore",
    "takedown",
    "retain",
)


@dataclass(frozen=True, slots=True)
class Cut:
    """One round: after how many seconds the command was cut, what it had said, whether it was
    over already, and what the doctor mended."""

    command: str
    seconds: float
    said: str
    over: bool
    mended: tuple[str, ...]


class Bench:
    """A template home, copied for each round, and the commands that run on the copies."""

    def __init__(self, folder: Path, server: ProviderServer, feed: str, seed: int) -> None:
        self.folder, self._feed = folder, feed
        self._server = server
        self._chance = random.Random(seed)
        self._whole: dict[str, float] = {}
        self._template = folder / "template"
        self.source = write_articles(folder / "new.jsonl", NEW, seed=2)
        self._make()

    def _make(self) -> None:
        old = self.folder / "old.jsonl"
        lines = write_articles(old, HELD).read_bytes().splitlines()
        dated = [
            orjson.loads(line) | {"id": f"h{n}", "published": "2020-01-01" if n < 9 else None}
            for n, line in enumerate(lines)
        ]
        old.write_bytes(b"".join(orjson.dumps(line) + b"\n" for line in dated))
        self.finish(self._template, "add", str(old))
        self.finish(self._template, "watch", "add", self._feed)
        self.finish(self._template, "backup", "--index", str(self.folder / "whole.zip"))

    def arguments(self, command: str, home: Path) -> list[str]:
        """The command line of a round."""
        return {
            "add": ["add", str(self.source)],
            "watch": ["watch", "run", "--once"],
            "translate": ["translate"],
            "keep": ["keep"],
            "rebuild": ["rebuild"],
            "backup": ["backup", "--index", str(home.parent / "backup.zip")],
            "restore": ["restore", "--replace", str(self.folder / "whole.zip")],
            "takedown": ["delete", "h20", "--takedown"],
            "retain": ["retain", "--older-than", "365d"],
        }[command]

    def home(self, command: str, parent: Path) -> Path:
        """A copy of the template, with work for the command in it."""
        home = parent / "home"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(self._template, home)
        if command == "keep":
            with Archive.open(load_settings(home=home).archive_url) as archive:
                archive.mark_changed(range(1, HELD + 1))
        if command == "backup":
            shutil.copyfile(self.folder / "whole.zip", parent / "backup.zip")
        return home

    def start(
        self, home: Path, arguments: list[str], limit: int | None = None
    ) -> subprocess.Popen[str]:
        """limit: bytes that a file may grow to."""

        def limited() -> None:
            if limit is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        plain = {n: v for n, v in os.environ.items() if not n.startswith("FIHRIST_")}
        own = {
            "FIHRIST_LIBRETRANSLATE_URL": self._server.url,
            "FIHRIST_TRANSLATOR": "libretranslate" if arguments == ["translate"] else "none",
            "FIHRIST_TRANSLATE_RATE": "0",
            "FIHRIST_FETCH_ALLOW_PRIVATE": "yes",  # the feed is on loopback
            "FIHRIST_FETCH_DELAY": "0",
        }
        return subprocess.Popen(
            [*FIHRIST, "--home", str(home), *arguments],
            env=plain | own,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=limited if limit is not None else None,
        )

    def end(
        self, home: Path, *arguments: str, limit: int | None = None
    ) -> subprocess.CompletedProcess[str]:
        """A command to its own end: `keep` has one only where it cannot go on."""
        process = self.start(home, list(arguments), limit)
        process.wait(240)
        out, err = process.communicate()
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def due(self, home: Path) -> None:
        """Every source is looked at at once: who looks has it for some minutes, dead or alive."""
        with closing(sqlite3.connect(home / "archive.db")) as base, base:
            base.execute("UPDATE source SET next_at = 0")

    def run(self, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command to its end; `keep` until the index is level."""
        process = self.start(home, list(arguments))
        if arguments == ("keep",):
            _until_level(home, process)
            assert process.stdin is not None
            process.stdin.close()
            process.stdin = None
        out, err = process.communicate(timeout=240)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def finish(self, home: Path, *arguments: str) -> float:
        """Run a command that must end well; the seconds it took."""
        began = time.monotonic()
        done = self.run(home, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return time.monotonic() - began

    def cut(self, command: str) -> Cut:
        """One round of one command."""
        parent = self.folder / "round"
        parent.mkdir(exist_ok=True)
        home = self.home(command, parent)
        arguments = self.arguments(command, home)
        if command not in self._whole:
            self._whole[command] = self.finish(home, *arguments)
            home = self.home(command, parent)
        seconds = self._chance.uniform(0.4, 1.0) * self._whole[command]
        began, process = time.monotonic(), self.start(home, arguments)
        over = True
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            over = False
            os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        if over:  # the machine was busier when it was measured
            self._whole[command] = time.monotonic() - began
        mended = self.check(command, home, out, err)
        if command == "watch":
            self.due(home)
        done = self.run(home, *arguments)
        again = {"takedown": 1, "restore": 0}.get(command, 0)
        # What was taken down already is not there a second time.
        assert done.returncode in (0, again), done.stdout + done.stderr
        if command == "watch":
            with Archive.open(load_settings(home=home).archive_url) as archive:
                assert archive.stats().articles == HELD + FEED
        self.sound(home)
        return Cut(command, seconds, _last(out, err), over, mended)

    def check(self, command: str, home: Path, out: str, err: str) -> tuple[str, ...]:
        """The doctor brings the home in order, and what was said holds; what was mended."""
        settings = load_settings(home=home)
        if (home / ".restore" / "ready").exists():
            self.finish(home, *self.arguments("restore", home))
        report = examine(settings, mend=True, say=lambda _: None)
        assert report.well, report.left
        with Archive.open(settings.archive_url, create=False) as archive:
            held = archive.stats().articles
            stored = [int(n) for n in re.findall(r"^stored (\d+)\n", err, re.MULTILINE)]
            deleted = [int(n) for n in re.findall(r"^deleted (\d+)", out, re.MULTILINE)]
            low = HELD - {"takedown": 1, "retain": 9}.get(command, 0)
            assert held >= max(low, HELD + max(stored) if stored else 0)
            assert held == low or not deleted
            assert open_engine(settings).reader().info.articles == held
        if command == "backup":
            assert verify(home.parent / "backup.zip").archive.rows["article"] == HELD
        return tuple(finding.name for finding in report.mended)

    def sound(self, home: Path) -> None:
        """Nothing at all is left to be mended."""
        report = examine(load_settings(home=home), mend=False, say=lambda _: None)
        assert report.well, report.left


def _last(out: str, err: str) -> str:
    lines = (out + err).strip().splitlines()
    return lines[-1][:60] if lines else "nothing"


def _until_level(home: Path, process: subprocess.Popen[str]) -> None:
    settings = load_settings(home=home)
    with Archive.open(settings.archive_url, create=False) as archive:
        while open_engine(settings).reader().info.applied < archive.latest():
            if process.poll() is not None:
                return
            time.sleep(0.05)


@contextmanager
def bench(folder: Path, seed: int) -> Iterator[Bench]:
    """A bench with a translation provider on loopback."""
    with ProviderServer() as server, newsroom() as feed:
        yield Bench(folder, server, feed, seed)


def rounds(one: Bench, count: int, commands: tuple[str, ...] = COMMANDS) -> Iterator[Cut]:
    """So many cuts, the commands in turn."""
    for number in range(count):
        yield one.cut(commands[number % len(commands)])


def on_a_full_disk(one: Bench, command: str, left: int) -> subprocess.CompletedProcess[str]:
    """A command where only `left` bytes are free; then with room again, which must end well."""
    with ExitStack() as stack:
        disk = stack.enter_context(small_disk(one.folder / "disk", 160))
        parent = disk or one.folder / "limited"
        parent.mkdir(exist_ok=True)
        home = one.home(command, parent)
        arguments = one.arguments(command, home)
        if disk is not None:
            ballast = fill(disk, left)
            done = one.end(home, *arguments)
            ballast.unlink()
        else:  # a file may not grow, which programs meet as they do a full disk
            done = one.end(home, *arguments, limit=left)
        one.check(command, home, done.stdout, done.stderr)
        if command == "watch":
            one.due(home)
        again = one.run(home, *arguments)
        # What was deleted before the disk was full is not there a second time.
        assert again.returncode in (0, {"takedown": 1}.get(command, 0)), again.stderr
        one.sound(home)
    return done
