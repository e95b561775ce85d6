"""`fihrist watch`: sources on the web, looked at as often as they change."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from threading import Event
from typing import BinaryIO

import click
import orjson

from index.commands.stopping import INTERRUPTED, stopping
from index.fetching import SystemClock, fetcher_of
from index.fetching.errors import FetchError
from index.fetching.watch.adding import offered_at, source_of
from index.fetching.watch.opml import LARGEST, Outline, read_opml, write_opml
from index.fetching.watch.report import lines, report
from index.fetching.watch.watcher import Watcher
from index.home import bring_level, open_archive
from index.workers import Workers
from search.cli import settings_of
from search.errors import UsageError


@click.group(invoke_without_command=True)
@click.pass_context
def watch(ctx: click.Context) -> None:
    """Follow feeds, sitemaps and pages: what is new there is added as it comes.

    Without a command: run, until it is stopped.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(run)


@watch.command()
@click.option("--once", is_flag=True, help="Look at what is due, and end.")
@click.pass_context
def run(ctx: click.Context, once: bool = False) -> None:
    """Look at every source when it is due, and add what is new."""
    logging.basicConfig(level=logging.INFO, format="fihrist watch: %(message)s")
    settings = settings_of(ctx)
    with open_archive(settings) as archive, Workers() as workers, stopping() as stop:
        if not archive.sources.all():
            raise UsageError("nothing is watched yet: `fihrist watch add URL`")

        def level() -> None:
            # To its end also when stopping, so that what was added is found.
            bring_level(archive, settings, workers, "watch", Event())

        clock = SystemClock(stop)
        with fetcher_of(settings, clock) as fetcher:
            done = Watcher(archive, fetcher, clock, level).run(stop, once)
    click.echo(str(done))
    if stop.is_set() and once:
        sys.exit(INTERRUPTED)


@watch.command()
@click.argument("urls", nargs=-1, required=True, metavar="URL…")
@click.option("--page", is_flag=True, help="Watch a web page itself, though it names feeds.")
@click.pass_context
def add(ctx: click.Context, urls: tuple[str, ...], page: bool) -> None:
    """Watch these addresses: feeds, sitemaps or web pages."""
    settings, refused = settings_of(ctx), False
    with open_archive(settings) as archive, stopping() as stop:
        clock = SystemClock(stop)
        with fetcher_of(settings, clock) as fetcher:
            for url in urls:
                try:
                    offer = offered_at(url, page, fetcher, clock)
                except FetchError as error:
                    click.echo(f"{url}: {error}", err=True)
                    refused = True
                    continue
                new = archive.sources.add([offer.source])
                click.echo(f"{url}: {offer.said}" + ("" if new else " (watched already)"))
    sys.exit(1 if refused else 0)


@watch.command()
@click.argument("urls", nargs=-1, required=True, metavar="URL…")
@click.pass_context
def remove(ctx: click.Context, urls: tuple[str, ...]) -> None:
    """Watch these addresses no more; their articles stay."""
    missing = False
    with open_archive(settings_of(ctx)) as archive:
        for url in urls:
            if not archive.sources.remove(url):
                click.echo(
                    f"{url}: it is not watched (`fihrist watch list` names what is)", err=True
                )
                missing = True
    sys.exit(1 if missing else 0)


@watch.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """Say of every source when it was last seen, what was new, and what fails and why."""
    with open_archive(settings_of(ctx)) as archive:
        rows = report(archive)
    if as_json:
        click.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode())
        return
    for line in lines(rows):
        click.echo(line)


@watch.command("import")
@click.argument("file", type=click.File("rb"))
@click.pass_context
def import_(ctx: click.Context, file: BinaryIO) -> None:
    """Watch the feeds of an OPML file (- is standard input)."""
    outlines = read_opml(file.read(LARGEST + 1))
    if not outlines:
        raise UsageError("the list names no feeds: nothing is watched by it")
    refused = 0
    with open_archive(settings_of(ctx)) as archive:
        clock, sources = SystemClock(Event()), []
        for outline in outlines:
            try:
                sources.append(source_of(outline, clock))
            except FetchError as error:
                click.echo(f"{outline.url}: {error}", err=True)
                refused += 1
        added = archive.sources.add(sources)
    click.echo(f"added {len(added)}, known {len(sources) - len(added)}, refused {refused}")
    sys.exit(1 if refused else 0)


@watch.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True), default="-")
@click.pass_context
def export(ctx: click.Context, file: str) -> None:
    """Write what is watched as OPML (to standard output by default)."""
    with open_archive(settings_of(ctx)) as archive:
        sources = archive.sources.all()
    made = write_opml(Outline(each.url, each.title, each.folder) for each in sources)
    if file == "-":
        click.echo(made.decode(), nl=False)
        return
    try:
        Path(file).write_bytes(made)
    except OSError as error:
        raise UsageError(f"{file} cannot be written ({error.strerror})") from None
