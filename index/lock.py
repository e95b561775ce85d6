"""Who may write the index: one process at a time, by a locked file in the home.

The system takes the lock back when a process ends, however it ends, so nothing goes stale.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal

import orjson

from search.errors import IndexBusy

Role = Literal["keeper", "add", "delete", "rebuild", "move", "restore", "doctor", "retain", "watch"]

_RETRY = 0.05  # seconds between two tries


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that holds the lock, and what it is."""

    pid: int
    role: str


class WriterLock:
    """The lock of one home: `with WriterLock(path, "add"):` after a successful acquire."""

    def __init__(self, path: Path, role: Role) -> None:
        self._path = path
        self._role = role
        self._file: int | None = None

    def acquire(self, timeout: float | None = 0.0, stop: threading.Event | None = None) -> bool:
        """Take the lock; False where another held it for `timeout` seconds (None: for ever),
        or where `stop` was set meanwhile. Raises IndexBusy where the file cannot be made."""
        deadline = None if timeout is None else time.monotonic() + timeout
        file = self._open()
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                late = deadline is not None and time.monotonic() >= deadline
                if late or (stop is not None and stop.is_set()):
                    os.close(file)
                    return False
                time.sleep(_RETRY)
        os.truncate(file, 0)
        os.pwrite(file, orjson.dumps({"pid": os.getpid(), "role": self._role}), 0)
        self._file = file
        return True

    def _open(self) -> int:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise IndexBusy(
                f"cannot lock {self._path}: {error.strerror}; its folder must be one that this user"
                " can write"
            ) from None

    def release(self) -> None:
        """Give the lock back, if held."""
        if self._file is not None:
            os.truncate(self._file, 0)
            os.close(self._file)
            self._file = None

    def __enter__(self) -> WriterLock:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


def holder(path: Path) -> Holder | None:
    """Who holds the lock now; None where nobody does. Waits a moment for the holder to say."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        for _ in range(20):
            if _is_free(file):
                return None
            with suppress(orjson.JSONDecodeError):
                said = orjson.loads(os.pread(file, 200, 0))
                return Holder(said["pid"], said["role"])
            time.sleep(_RETRY)
    finally:
        os.close(file)
    return Holder(0, "unknown")


def _is_free(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    fcntl.flock(file, fcntl.LOCK_UN)
    return True
