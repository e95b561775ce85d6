"""Processes for composing and analysing, which are most of the work of taking articles in.

They start by forkserver: a plain fork would copy locks that the engine's threads hold.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing.connection import wait
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

CHUNK = 32
"""Articles in one task: some 50 ms of work, against which the hand-over does not count."""

MANY = 200
"""Articles from which on starting the processes pays: it takes as long as 200 articles do."""

# Imported once by the fork server: its children begin with the modules of the work and the word
# lists loaded, and share their memory. None of them starts a thread.
_PRELOAD = ["index.ingest", "index.keeper", "index.preload"]


class Workers:
    """Worker processes that start when there is much to do; until then, and on a single core,
    the work is better done where it is wanted."""

    def __init__(self, processes: int | None = None) -> None:
        self.processes = processes or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None

    def ready(self, many: bool) -> bool:
        """Whether tasks can be submitted; starts the processes if there are `many`."""
        if self._pool is None and many and self.processes > 1:
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(_PRELOAD)
            self._pool = ProcessPoolExecutor(self.processes, context, _begin)
            _collect_seldom()
        return self._pool is not None

    def submit(self, task: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Hand over a task, picklable with its arguments, when ready."""
        assert self._pool is not None
        return self._pool.submit(task, *args, **kwargs)

    def rest(self) -> None:
        """End the processes, if there are any, and drop what waits; a later task of many starts
        new ones."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.rest()


def _begin() -> None:
    # Ctrl-C reaches every process of a terminal: the parent decides what is still done.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _collect_seldom()


def _collect_seldom() -> None:
    # Articles and documents hold no cycles: looking for them every 700 new objects, through all
    # that the analysis caches, takes a tenth of the time.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _end_with_parent() -> None:
    """A killed parent cannot end its workers, and they would wait for tasks for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
