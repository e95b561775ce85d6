"""What `fihrist add` says while it works: a moving line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys

import click
from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

from index.draft import Failure
from index.ingest import Tally


class Progress:
    """Writes to stderr. `stored N` is said after each transaction: that many are safe."""

    def __init__(self) -> None:
        self._bar: Bar | None = None
        if sys.stderr.isatty():
            columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
            self._bar = Bar(*columns, console=Console(stderr=True))
            self._task = self._bar.add_task("reading", total=None)
            self._bar.start()
        self._stored = 0

    def stored(self, tally: Tally) -> None:
        self._stored = tally.stored
        if self._bar is None:
            click.echo(f"stored {tally.stored}", err=True)
        else:
            self._bar.update(self._task, description=f"stored {tally.stored}")

    def failed(self, failure: Failure) -> None:
        self.say(f"{failure.where}: {failure.reason}")

    def indexing(self) -> None:
        """The rest of the work is the index's."""
        if self._bar is not None:
            self._bar.update(self._task, description=f"stored {self._stored}, indexing")

    def say(self, line: str) -> None:
        if self._bar is None:
            click.echo(line, err=True)
        else:
            self._bar.console.print(line, markup=False, highlight=False, soft_wrap=True)

    def end(self) -> None:
        """Leave the last line standing."""
        if self._bar is not None:
            self._bar.stop()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
