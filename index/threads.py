"""Threads in which requests wait. Daemons, so that one stuck in the system's resolver cannot keep
the process from ending, which concurrent.futures' threads do."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

SWITCH = 0.0005
"""Seconds that a thread computes on while others wait for the interpreter's lock (Python's own: 5
ms). A request waits for it four times: with eight at once and 100 ms each, planning and writing
beside them, 83 % of the ideal became 91 %."""

T = TypeVar("T")

Task = Callable[[], None]


@contextmanager
def prompt() -> Iterator[None]:
    """Let threads of this process that wait for an answer go on soon after it has come."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


class Threads(Generic[T]):
    """Runs tasks in at most so many threads. A task hands on results with give(); whoever wants
    them take()s them."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._tasks: SimpleQueue[Task] = SimpleQueue()
        self._results: SimpleQueue[T | BaseException] = SimpleQueue()
        self._started = 0
        self._idle = threading.Semaphore(0)

    def submit(self, task: Task) -> None:
        """Run a task. Not to be called by two threads at once."""
        if not self._idle.acquire(blocking=False) and self._started < self._count:
            self._started += 1
            threading.Thread(target=self._work, daemon=True).start()
        self._tasks.put(task)

    def give(self, result: T) -> None:
        """A result, for take()."""
        self._results.put(result)

    def take(self, timeout: float) -> list[T]:
        """The results there are, waiting for a first one at most so many seconds. Raises what a
        task raised."""
        taken: list[T] = []
        while True:
            try:
                found = self._results.get_nowait() if taken else self._results.get(timeout=timeout)
            except Empty:
                return taken
            if isinstance(found, BaseException):
                raise found
            taken.append(found)

    def _work(self) -> None:
        while True:
            task = self._tasks.get()
            try:
                task()
            except BaseException as error:
                self._results.put(error)
            self._idle.release()
