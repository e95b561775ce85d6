"""A reload that waits: SIGHUP puts new workers into the place of the old, one after another."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from granian.server import Server

LOAD_WITHIN = 60  # seconds for a new worker to load, before the old one ends anyway


class Reloading(Server):  # type: ignore[misc,valid-type]  # granian chooses it at run time
    """granian, but a reload waits for each new worker before the old one ends.

    granian itself gives a new worker some seconds, however long it takes to load.
    """

    markers: Path | None = None
    _reloads = False

    def _reload(self, spawn_target: Any, target_loader: Any) -> None:
        self._reloads = True
        try:
            super()._reload(spawn_target, target_loader)
        finally:
            self._reloads = False

    def _spawn_worker(self, *arguments: Any, **named: Any) -> Any:
        worker = super()._spawn_worker(*arguments, **named)
        if self._reloads:
            worker.start = partial(self._start, worker, worker.start)
        return worker

    def _start(self, worker: Any, start: Callable[[], None]) -> None:
        start()
        self._await(worker)

    def _await(self, worker: Any) -> None:
        assert self.markers is not None
        loaded = marker(self.markers, worker.inner.pid)
        deadline = time.monotonic() + LOAD_WITHIN
        while not loaded.exists() and worker.is_alive() and time.monotonic() < deadline:
            time.sleep(0.05)


def marker(folder: Path, pid: int) -> Path:
    """The file by which a worker says that it has loaded."""
    return folder / f"loaded-{pid}"
