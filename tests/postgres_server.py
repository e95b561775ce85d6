"""A real PostgreSQL server for the tests, from Debian's package, on loopback.

Run as a script it is the server's minder: it starts the server in a folder of its own, obeys
lines on standard input (`stop`, `start`), and ends the server and removes the folder when that
input ends, which it does also when the test run is killed.

fsync is off: the tests kill clients and servers, never the power, and PostgreSQL's own promise to
be durable is not ours to test.
"""

from __future__ import annotations

import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import URL

USER, PASSWORD = "fihrist", "a pass/word: @?"
"""The server's superuser; its password has every sign that a URL must quote."""

_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "logging_collector": "off",
}


def programs() -> Path | None:
    """The folder of the newest server's programs, None where there is no server."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=_version)
    return found[-1].parent if found else None


def _version(program: Path) -> float:
    return float(program.parts[-3])


@dataclass(slots=True)
class Server:
    """A running server, as the tests see it."""

    port: int
    _minder: subprocess.Popen[str]

    def url(self, database: str = "postgres", schema: str | None = None, **other: str) -> str:
        """The address of a database; other: another `username`, `password` or `host`."""
        known = {"username": USER, "password": PASSWORD, "host": "127.0.0.1"} | other
        query = {"options": f"-csearch_path={schema}"} if schema else {}
        made = URL.create(
            "postgresql+psycopg", port=self.port, database=database, query=query, **known
        )
        return made.render_as_string(hide_password=False)

    def connect(self, database: str = "postgres") -> psycopg.Connection[tuple[Any, ...]]:
        """A connection of its own, for what Fihrist does not do: each statement is one
        transaction."""
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=USER,
            password=PASSWORD,
            dbname=database,
            autocommit=True,
        )

    def new_schema(self) -> str:
        """The address of a new, empty schema."""
        schema = f"s{secrets.token_hex(8)}"
        with self.connect() as connection:
            connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
        return self.url(schema=schema)

    def stop(self) -> None:
        """Stop the server as a restart does: at once, without loss."""
        self._tell("stop")

    def start(self) -> None:
        self._tell("start")

    def _tell(self, command: str) -> None:
        assert self._minder.stdin is not None
        self._minder.stdin.write(command + "\n")
        self._minder.stdin.flush()
        _said(self._minder, "done")


def _said(minder: subprocess.Popen[str], word: str) -> None:
    assert minder.stdout is not None
    line = minder.stdout.readline().strip()
    if line != word:
        raise RuntimeError(f"the PostgreSQL server did not start: {line}")


@contextmanager
def serving(bin_folder: Path, options: Mapping[str, str] | None = None) -> Iterator[Server]:
    """A server, ready for connections. options: settings of its own instead of the tests'."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    given = json.dumps(_OPTIONS | dict(options or {}))
    command = [sys.executable, __file__, str(bin_folder), str(port), given]
    # A session of its own: Ctrl-C is for the tests, whose fixtures still use the server.
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as minder:
        _said(minder, "done")
        yield Server(port, minder)
        assert minder.stdin is not None
        minder.stdin.close()
        minder.wait(30)


class _Minder:
    """Keeps one server; root, whom PostgreSQL refuses, runs it as the package's own user."""

    def __init__(self, bin_folder: Path, port: int, folder: Path, options: dict[str, str]) -> None:
        self._bin, self._port, self._folder = bin_folder, port, folder
        self._options = options
        self._as: dict[str, str | list[str]] = {}
        if os.getuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(folder, user.pw_uid, user.pw_gid)
            self._as = {"user": "postgres", "group": "postgres", "extra_groups": []}

    def make(self) -> None:
        secret = self._folder / "password"
        secret.write_text(PASSWORD, encoding="utf-8")
        secret.chmod(0o644)
        command: list[str | Path] = [
            self._bin / "initdb",
            "-D",
            self._folder / "data",
            "-U",
            USER,
            "--no-sync",
        ]
        command += ["--auth=scram-sha-256", f"--pwfile={secret}", "--locale=C", "-E", "UTF8"]
        self._run(command)

    def start(self) -> None:
        options = self._options | {
            "port": str(self._port),
            "unix_socket_directories": str(self._folder),
        }
        # pg_ctl waits until the server answers.
        settings = " ".join(f"-c {name}={value}" for name, value in options.items())
        self._pg_ctl("start", "-l", self._folder / "log", "-o", settings)

    def stop(self) -> None:
        self._pg_ctl("stop", "-m", "fast")

    def end(self) -> None:
        if (self._folder / "data" / "postmaster.pid").exists():
            self._pg_ctl("stop", "-m", "immediate")

    def _pg_ctl(self, *arguments: str | Path) -> None:
        self._run([self._bin / "pg_ctl", "-w", "-s", "-D", self._folder / "data", *arguments])

    def _run(self, command: list[str | Path]) -> None:
        subprocess.run(
            command,
            check=True,
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=sys.stderr,
            **self._as,  # type: ignore[call-overload]  # keywords of three types
        )


def _mind(bin_folder: Path, port: int, options: dict[str, str]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    folder = Path(tempfile.mkdtemp(prefix="fihrist-postgres-"))
    try:
        minder = _Minder(bin_folder, port, folder, options)
        minder.make()
        minder.start()
        try:
            print("done", flush=True)
            for line in sys.stdin:
                {"stop": minder.stop, "start": minder.start}[line.strip()]()
                print("done", flush=True)
        finally:
            minder.end()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    _mind(Path(sys.argv[1]), int(sys.argv[2]), json.loads(sys.argv[3]))
