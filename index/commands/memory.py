"""`fihrist memory`: translations brought in, corrected and taken out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Literal

import click

from index.commands.stopping import stopping
from index.home import bring_level, open_archive
from index.translation.exchange import jsonl, tmx
from index.translation.exchange.moving import Import, bring, take_out
from index.translation.exchange.pair import Pair, Unusable
from index.workers import Workers
from search.cli import settings_of
from search.errors import BadArticle

Format = Literal["tmx", "jsonl"]
_READERS: dict[str, Callable[[IO[bytes], str], Iterator[Pair | Unusable]]] = {
    "tmx": tmx.read,
    "jsonl": jsonl.read,
}
_WRITERS: dict[str, Callable[[Iterator[Pair], IO[bytes]], int]] = {
    "tmx": tmx.write,
    "jsonl": jsonl.write,
}
_format = click.option(
    "--format", "format_", type=click.Choice(sorted(_READERS)), help="Default: by the file's name."
)


@click.group()
def memory() -> None:
    """Bring sentence pairs in, or take them out, as TMX 1.4b or JSON Lines.

    A pair that people made or corrected goes before any machine's, and no machine's replaces it.
    """


@memory.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_format
@click.option(
    "--translator",
    metavar="NAME",
    help="Whose they are, whatever the file says; people, for corrections.",
)
@click.pass_context
def import_(ctx: click.Context, file: Path, format_: Format | None, translator: str | None) -> None:
    """Keep the pairs of FILE; articles that hold their sentences show them."""
    settings = settings_of(ctx)
    read = _READERS[_format_of(file, format_)]
    with open_archive(settings) as archive, stopping() as stop:
        with file.open("rb") as stream:
            made = bring(archive, read(stream, str(file)), translator)
        with Workers() as workers:
            bring_level(archive, settings, workers, "add", stop)
    _say(made)
    sys.exit(1 if made.unusable or made.refused else 0)


def _say(made: Import) -> None:
    for fault in made.faults:
        click.echo(f"{fault.where}: {fault.reason}", err=True)
    why = ", ".join(f"{reason} {count}" for reason, count in sorted(made.refused.items()))
    refused = sum(made.refused.values())
    click.echo(
        f"kept {made.kept}, refused {refused}{f' ({why})' if why else ''},"
        f" unusable {made.unusable}, articles {made.articles}"
    )


@memory.command("export")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@_format
@click.option("--translator", metavar="NAME", help="Only these; people, for corrections.")
@click.pass_context
def export(ctx: click.Context, file: Path, format_: Format | None, translator: str | None) -> None:
    """Write the memory to FILE (- is standard output)."""
    write = _WRITERS[_format_of(file, format_)]
    with open_archive(settings_of(ctx), create=False) as archive:
        pairs = take_out(archive, translator)
        if str(file) == "-":
            write(pairs, sys.stdout.buffer)
            return
        with file.open("wb") as stream:
            count = write(pairs, stream)
    click.echo(f"exported {count}")


def _format_of(file: Path, stated: Format | None) -> str:
    found = stated or file.suffix.lower().removeprefix(".")
    if found not in _READERS:
        raise BadArticle(f"{file}: say whether it is tmx or jsonl, with --format")
    return found
