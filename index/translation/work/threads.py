"""Threads in which requests wait. Daemons, so that one stuck in the system's resolver cannot keep
the process from ending, which concurrent.futures' threads do."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

T = TypeVar("T")


class Threads(Generic[T]):
    """Runs tasks in at most so many threads; their results come by take(), as they end."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._tasks: SimpleQueue[Callable[[], T]] = SimpleQueue()
        self._results: SimpleQueue[T | BaseException] = SimpleQueue()
        self._started = 0
        self.under_way = 0

    @property
    def free(self) -> int:
        return self._count - self.under_way

    def submit(self, task: Callable[[], T]) -> None:
        self.under_way += 1
        if self._started < min(self.under_way, self._count):
            self._started += 1
            threading.Thread(target=self._work, name="translate", daemon=True).start()
        self._tasks.put(task)

    def take(self, timeout: float) -> list[T]:
        """The results there are, waiting for a first one at most so many seconds. Raises what a
        task raised."""
        taken: list[T] = []
        while self.under_way:
            try:
                found = (
                    self._results.get(timeout=timeout) if not taken else self._results.get_nowait()
                )
            except Empty:
                break
            self.under_way -= 1
            if isinstance(found, BaseException):
                raise found
            taken.append(found)
        return taken

    def _work(self) -> None:
        while True:
            task = self._tasks.get()
            try:
                self._results.put(task())
            except BaseException as error:
                self._results.put(error)
