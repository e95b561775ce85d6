"""What `fihrist translate` and `fihrist add --translator` share: a worker, and what it says."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from threading import Event

import click
from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

from index.archive import Archive
from index.translation import Translator
from index.translation.glossary import Glossary, bundled
from index.translation.work.backlog import Backlog
from index.translation.work.links import links_of
from index.translation.work.worker import Tally, Worker
from search.settings import Settings

RATES = {"google": 5.0, "mymemory": 2.0, "deepl": 10.0}
"""Requests a second, where FIHRIST_TRANSLATE_RATE does not say; other providers: any number.
None of them states a rate for this use; these have to be taken as careful guesses."""

PATIENCE = 120.0
"""Seconds without any answer after which a command ends, by default."""

_SAY = 10.0  # seconds between two lines where there is no terminal


def translate_missing(
    archive: Archive,
    settings: Settings,
    chain: Sequence[Translator],
    stop: Event,
    report: Callable[[Tally], None],
    patience: float | None,
    *,
    only: Sequence[int] | None = None,
    limit: int | None = None,
    again: bool = False,
) -> Tally:
    """Run a worker to its end; Worker and Backlog say what the options mean."""

    def rate(name: str) -> float | None:
        given = settings.translate_rate
        return (RATES.get(name) if given is None else given) or None

    by = chain[0].name if again else None
    glossary = Glossary([*bundled(), *archive.pairs.terms()])
    worker = Worker(
        archive,
        links_of(chain, archive.ledger, glossary, settings.translate_budget, rate),
        glossary,
        Backlog(archive.ledger, only, limit, by),
        stop,
        settings.translate_concurrency,
        patience,
        by,
        report,
    )
    return worker.run()


def summary(tally: Tally) -> str:
    """One line: `translated 12, refused 1 (numbers 1), characters google 800`."""
    refused = sum(tally.refused.values())
    why = ", ".join(f"{reason} {count}" for reason, count in sorted(tally.refused.items()))
    cost = ", ".join(f"{name} {count}" for name, count in sorted(tally.characters.items()))
    parts = [
        f"translated {tally.translated}",
        f"articles {tally.articles}",
        f"refused {refused} ({why})" if refused else "refused 0",
        f"characters {cost}" if cost else "characters 0",
    ]
    return ", ".join(parts)


class Meter:
    """Progress on stderr: a moving line on a terminal, a line every ten seconds elsewhere."""

    def __init__(self) -> None:
        self._bar: Bar | None = None
        self._said = time.monotonic()

    def show(self, tally: Tally) -> None:
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], description=summary(tally))
        elif time.monotonic() - self._said >= _SAY:
            self._said = time.monotonic()
            click.echo(summary(tally), err=True)

    def __enter__(self) -> Meter:
        if sys.stderr.isatty():
            columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
            self._bar = Bar(*columns, console=Console(stderr=True))
            self._bar.add_task("translating", total=None)
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()
