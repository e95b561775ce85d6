"""No search holds a worker: one that takes too long is answered for, a process that hangs ends.

Engines run in native code that cannot be interrupted. So a search runs in a thread of its own,
whose request is answered with 503 when the time is up; the thread goes on until the engine gives
it back. Where all such threads are lost, or native code keeps the interpreter's lock, the process
ends itself and the service starts another one.
"""

from __future__ import annotations

import faulthandler
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from typing import TypeVar

from search.errors import Unavailable

T = TypeVar("T")

GRACE = 30.0
"""Seconds that a process may have no thread free, or the interpreter locked, before it ends."""

_HUNG = 70  # its exit code: EX_SOFTWARE of sysexits.h


class Deadline:
    """Runs tasks in `threads` threads, each waited for `seconds` at most."""

    def __init__(self, seconds: float, threads: int) -> None:
        self._seconds = seconds
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="search")
        self._lock = threading.Lock()
        self._lost = 0
        self._full_since: float | None = None

    def run(self, task: Callable[[], T]) -> T:
        """The task's result. Raises Unavailable when it takes longer, or waits longer for a
        thread, and what the task raises."""
        future = self._pool.submit(task)
        try:
            return future.result(self._seconds)
        except Late:
            if future.done():  # the task's own time-out, not ours
                raise
            if not future.cancel():
                self._lose(future)
            raise Unavailable(
                f"the search took longer than {self._seconds:g} seconds and was given up:"
                " ask for fewer words or patterns, or try again"
            ) from None

    def hung(self, now: float) -> bool:
        """Whether every thread has been lost for longer than GRACE."""
        with self._lock:
            return self._full_since is not None and now - self._full_since > GRACE

    def _lose(self, future: Future[T]) -> None:
        with self._lock:
            self._lost += 1
            if self._lost == self._threads:
                self._full_since = time.monotonic()
        future.add_done_callback(self._find)

    def _find(self, _: Future[T]) -> None:
        with self._lock:
            self._lost -= 1
            self._full_since = None


def watch(deadline: Deadline, beat: float = 1.0) -> None:
    """End this process when it hangs. Never returns: for a thread of its own.

    The timer of faulthandler runs outside the interpreter, so it also ends a process whose
    threads all wait for a lock that native code keeps.
    """
    while True:
        faulthandler.dump_traceback_later(GRACE, exit=True)
        if deadline.hung(time.monotonic()):
            os._exit(_HUNG)
        time.sleep(beat)
