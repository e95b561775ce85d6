"""Ending a long command in order: the first signal asks, the second insists."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from types import FrameType

INTERRUPTED = 130
"""The exit code of a command ended by Ctrl-C, as shells have it."""


@contextmanager
def stopping() -> Iterator[Event]:
    """An event that Ctrl-C and SIGTERM set; the second one raises KeyboardInterrupt."""
    stop = Event()

    def ask(number: int, frame: FrameType | None) -> None:
        del number, frame
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    earlier = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)


def end_with_input(stop: Event) -> None:
    """Set the event when standard input ends, whose other end the parent holds."""

    def watch() -> None:
        # Not sys.stdin: a thread that waits in it holds its lock, and Python cannot end cleanly.
        while os.read(0, 1024):
            pass
        stop.set()

    Thread(target=watch, daemon=True).start()
