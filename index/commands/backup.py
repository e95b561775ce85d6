"""`fihrist backup` and `fihrist restore`: a home into one file, and back."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from index.commands.stopping import INTERRUPTED, stopping
from index.home import bring_level, lock_path, open_archive
from index.keeper import rebuild
from index.keeping.backup import back_up, verify
from index.keeping.manifest import Manifest
from index.keeping.restore import restore as put_back
from index.lock import WriterLock
from index.workers import Workers
from search.cli import settings_of
from search.settings import Settings

_file = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@click.command()
@_file
@click.option("--index", "with_index", is_flag=True, help="Take the index along too.")
@click.pass_context
def backup(ctx: click.Context, file: Path, with_index: bool) -> None:
    """Back the home up into FILE, while it is used: articles, memory, glossary, keys.

    FILE is written beside, read back and then renamed; only its owner can read it. The index is
    left out unless asked for: a restore makes it anew.
    """
    manifest = back_up(settings_of(ctx), file, with_index, _say)
    click.echo(_line(manifest, file))


@click.command()
@_file
@click.option("--replace", is_flag=True, help="Move what is in the home aside first.")
@click.option("--check", is_flag=True, help="Only read FILE and check its sums.")
@click.option("--no-index", is_flag=True, help="Leave the index to the next `fihrist serve`.")
@click.pass_context
def restore(ctx: click.Context, file: Path, replace: bool, check: bool, no_index: bool) -> None:
    """Put a backup back into a home that is empty, and make its index.

    End `fihrist serve` first. A restore that was cut short is run again and goes on.
    """
    settings = settings_of(ctx)
    if check:
        click.echo(f"{_line(verify(file), file)}: all sums are right")
        return
    manifest = put_back(settings, file, replace, _say)
    click.echo(f"restored {_line(manifest, file)}")
    if not no_index:
        _index(settings)


def _index(settings: Settings) -> None:
    with open_archive(settings, create=False) as archive, stopping() as stop:
        _say("indexing")
        with Workers() as workers:
            if settings.engine == "opensearch":
                # Of what the cluster has, nobody can say how it goes with this archive.
                with WriterLock(lock_path(settings), "restore") as lock:
                    lock.acquire(None, stop)
                    rebuild(archive, settings, workers, stop)
            else:
                bring_level(archive, settings, workers, "restore", stop)
    if stop.is_set():
        sys.exit(INTERRUPTED)


def _say(line: str) -> None:
    click.echo(line, err=True)


def _line(manifest: Manifest, file: Path) -> str:
    articles = manifest.archive.rows.get("article", 0)
    index = f", index of {manifest.index.articles}" if manifest.index else ""
    size = f"{file.stat().st_size / 1e6:.1f} MB"
    return f"{file}: {articles} articles, change {manifest.archive.change}{index}, {size}"
