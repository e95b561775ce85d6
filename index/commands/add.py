"""`fihrist add`: articles into the archive, and into the index."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

import click

from index.archive import Archive
from index.commands.progress import Progress
from index.commands.stopping import INTERRUPTED, stopping
from index.commands.translating import PATIENCE, Meter, summary, translate_missing
from index.draft import Failure, RawArticle
from index.home import MOMENT, bring_level, lock_path, open_archive
from index.ingest import Ingest, Tally
from index.keeper import Keeper
from index.lock import WriterLock, holder
from index.readers import READERS, read
from index.readers.jsonl import FIELDS
from index.translation import NONE, Translator, chain_of
from index.workers import Workers
from search.cli import settings_of
from search.settings import Settings

if TYPE_CHECKING:
    from index.fetching.adding import Adding

Items = Iterator[RawArticle | Failure]


def _columns(_ctx: click.Context, _option: click.Parameter, value: str | None) -> dict[str, str]:
    """title=Headline,text=Body as a mapping; a field that no article has is a usage error."""
    columns: dict[str, str] = {}
    for part in (value or "").split(",") if value else ():
        field, equals, column = (piece.strip() for piece in part.partition("="))
        if not equals or not column or field not in FIELDS:
            raise click.BadParameter(
                f"{part!r} is not FIELD=COLUMN with a field of {', '.join(FIELDS)}"
            )
        columns[field] = column
    return columns


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be added, as the options say."""

    paths: tuple[str, ...]
    format: str | None
    columns: dict[str, str]
    limit: int | None

    def items(self, settings: Settings, say: Callable[[str], None], stop: Event) -> Items:
        """The raw articles of all paths and addresses. say: takes a line for the user."""
        with ExitStack() as stack:
            web: Adding | None = None
            for path in self.paths:
                if not path.lower().startswith(("http://", "https://")):
                    yield from read(path, self.format, self.columns)
                    continue
                if web is None:
                    web = stack.enter_context(self._web(settings, say, stop))
                yield from web.read(path, self.format, self.columns)

    def _web(
        self, settings: Settings, say: Callable[[str], None], stop: Event
    ) -> AbstractContextManager[Adding]:
        # Imported here: files alone do not need it.
        from index.fetching.adding import adding

        return adding(settings, say, self.limit, stop)


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH|URL…")
@click.option(
    "--format",
    "format_",
    type=click.Choice(sorted(READERS)),
    help="What the files hold (default: by name, then by content).",
)
@click.option(
    "--columns",
    metavar="FIELD=COLUMN,…",
    callback=_columns,
    help="Which column of a CSV is title, text, url, published …, where its name does not tell.",
)
@click.option(
    "--limit",
    type=click.IntRange(1),
    help="Items of a feed, pages of a sitemap at most (default: 1000, the newest).",
)
@click.option("--source", metavar="NAME", help="Keep the ids of different sources apart.")
@click.option("--translator", metavar="NAME", help="Who makes missing English; none asks nobody.")
@click.pass_context
def add(
    ctx: click.Context,
    paths: tuple[str, ...],
    format_: str | None,
    columns: dict[str, str],
    limit: int | None,
    source: str | None,
    translator: str | None,
) -> None:
    """Add the articles of files, folders, standard input (-), or addresses on the web.

    An article already held is left alone, or replaced if it changed.
    """
    settings = settings_of(ctx, translator=translator)
    chain = chain_of(settings)  # a wrong name ends here, before anything is stored
    with open_archive(settings) as archive, Workers() as workers, stopping() as stop:
        wanted = _Wanted(paths, format_, columns, limit)
        tally = _add(archive, settings, workers, wanted, source, stop)
        ended = None
        if settings.translator != NONE and tally.lacking and not stop.is_set():
            ended = _translate(archive, settings, chain, tally, stop)
            bring_level(archive, settings, workers, "add", stop)
    if stop.is_set():
        click.echo("stopped; add the same again for the rest", err=True)
        sys.exit(INTERRUPTED)
    sys.exit(1 if tally.failed or ended else 0)


def _add(
    archive: Archive,
    settings: Settings,
    workers: Workers,
    wanted: _Wanted,
    source: str | None,
    stop: Event,
) -> Tally:
    """Store everything, indexing on the way where no other process writes the index."""
    with ExitStack() as stack:
        lock = stack.enter_context(WriterLock(lock_path(settings), "add"))
        keeper: Keeper | None = None
        if lock.acquire(MOMENT):
            keeper = stack.enter_context(Keeper(archive, settings, workers, stop))
        progress = stack.enter_context(Progress())
        ingest = Ingest(archive, workers, progress.stored, progress.failed, stop)
        try:
            ingest.run(
                wanted.items(settings, progress.say, stop), source, keeper.level if keeper else None
            )
            progress.indexing()
            if keeper is not None:
                keeper.level.finish(stop)
            elif not bring_level(archive, settings, workers, "add", stop):
                progress.say(_left_to(settings))
        finally:
            progress.end()
            _report(ingest.tally, settings)
    return ingest.tally


def _translate(
    archive: Archive,
    settings: Settings,
    chain: Sequence[Translator],
    tally: Tally,
    stop: Event,
) -> str | None:
    """Translate what was added, and say what came of it; why it ended with work left, if so."""
    with Meter() as meter:
        done = translate_missing(
            archive, settings, chain, stop, meter.show, PATIENCE, only=sorted(tally.lacking)
        )
    click.echo(summary(done), err=True)
    if done.ended:
        click.echo(f"fihrist: {done.ended}; `fihrist translate` goes on later", err=True)
    return done.ended


def _left_to(settings: Settings) -> str:
    other = holder(lock_path(settings))
    who = f"the keeper (process {other.pid})" if other else "the next keeper"
    return f"stored; {who} puts it into the index"


def _report(tally: Tally, settings: Settings) -> None:
    if tally.lacking and settings.translator == NONE:
        partly = f", {tally.partial} only a part" if tally.partial else ""
        english = f"; {tally.unread} English ones have no Arabic" if tally.unread else ""
        click.echo(
            f"{tally.pending} articles have no English{partly}{english}: they are found in their"
            " own language; `fihrist translate --translator google` has it made (their sentences"
            " then go to that provider), or give it as title_en and text_en",
            err=True,
        )
    click.echo(str(tally))
