"""Processes beside the serving ones, started and watched: the keeper, and the translator."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from search.settings import Settings

log = logging.getLogger("fihrist.serve")

FIRST_DELAY, LAST_DELAY = 0.5, 30.0  # seconds before one that ended is started again
SETTLED = 30.0  # seconds after which it counts as well and the delay starts anew
HOPELESS = 2  # exit code where trying again cannot help: a wrong setting, a foreign index
NICENESS = 10  # they yield to the workers: neither indexing nor translating must slow answers
PATIENCE = 5.0  # seconds for such a process to finish its batch when the service stops


def command(settings: Settings, *arguments: str) -> list[str]:
    """The command line of a `fihrist` process on this home, whatever the working directory."""
    return [sys.executable, "-P", "-m", "search", "--home", str(settings.home), *arguments]


class Keeping:
    """Keeps one such process alive until stopped.

    It reads our end of a pipe: when this process ends, however, it reads EOF and ends.
    """

    def __init__(
        self,
        settings: Settings,
        name: str,
        arguments: Sequence[str],
        give_up: Callable[[], None],
        *,
        idle: bool = False,
    ) -> None:
        """name: for messages; arguments: of the `fihrist` command; give_up: called once, from a
        thread, when the process ends as HOPELESS; idle: it runs only where nobody else would."""
        self.hopeless = False
        self._idle = idle
        self._name = name
        self._give_up = give_up
        self._command = command(settings, *arguments)
        self._stopping = threading.Event()
        self._process = self._start()
        self._thread = threading.Thread(target=self._watch, name=name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the process: it finishes its batch, or is ended after PATIENCE seconds."""
        self._stopping.set()
        self._thread.join()
        process = self._process
        if process.stdin:
            process.stdin.close()
        for end in (process.terminate, process.kill):
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)
                break
            end()
        process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        # Its own group: Ctrl-C reaches us alone, and we end it in order. Not a session of its own:
        # where Linux shares the processor out by sessions, niceness tells only within one.
        process = subprocess.Popen(  # noqa: S603 - our own command, nothing of a request in it
            self._command, stdin=subprocess.PIPE, process_group=0
        )
        with suppress(OSError):  # it may have ended already
            os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
            if self._idle and hasattr(os, "SCHED_IDLE"):  # Linux: others take over at once
                os.sched_setscheduler(process.pid, os.SCHED_IDLE, os.sched_param(0))
        return process

    def _watch(self) -> None:
        delay, started = FIRST_DELAY, time.monotonic()
        while not self._stopping.wait(0.1):
            code = self._process.poll()
            if code is None:
                continue
            if code == HOPELESS:  # it has said why
                self.hopeless = True
                self._give_up()
                return
            if time.monotonic() - started > SETTLED:
                delay = FIRST_DELAY
            log.warning("the %s ended (code %s); started again in %.1f s", self._name, code, delay)
            if self._stopping.wait(delay):
                return
            delay, started = min(delay * 2, LAST_DELAY), time.monotonic()
            if self._process.stdin:
                self._process.stdin.close()
            self._process = self._start()
