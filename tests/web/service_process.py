"""`fihrist serve` as a process of a test: what it says, its children, its answers."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path


@dataclass
class Serving:
    """A `fihrist serve` process that has said it serves."""

    process: subprocess.Popen[str]
    port: int
    said: list[str] = field(default_factory=list)

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        return self.ask("GET", path, None, headers)

    def ask(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        """One request on a connection of its own; raises OSError where nobody answers."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def children(self, containing: str) -> list[int]:
        return [
            pid
            for pid, parent, line in processes()
            if parent == self.process.pid and containing in line
        ]

    def workers(self) -> list[int]:
        return self.children("spawn_main")

    def keepers(self) -> list[int]:
        return [pid for pid in self.children(" keep") if alive(pid)]


def processes() -> Iterator[tuple[int, int, str]]:
    """(pid, parent's pid, command line) of every process."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            yield int(folder.name), parent, line


def alive(pid: int) -> bool:
    """Whether the process runs: a zombie that nobody reaped does not."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def until(holds: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False


@contextmanager
def serving(command: list[str], port: int) -> Iterator[Serving]:
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    service = Serving(process, port)
    ready = threading.Event()

    def listen() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            service.said.append(line)
            if f"Fihrist serves http://127.0.0.1:{port}" in line:
                ready.set()

    listener = threading.Thread(target=listen)
    listener.start()
    try:
        assert ready.wait(30), "".join(service.said)
        yield service
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        listener.join(30)
        assert process.stdout is not None
        process.stdout.close()
