"""`fihrist delete`: articles out of the archive, and out of the index."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from index.archive import Archive
from index.commands.stopping import INTERRUPTED, stopping
from index.home import bring_level, open_archive
from index.workers import Workers
from search.cli import settings_of
from search.errors import NotFound, UsageError
from search.page import MAX_LIMIT, SearchRequest
from search.service import SearchService
from search.settings import Settings


@click.command()
@click.argument("name", required=False, metavar="ID")
@click.option("--url", help="Delete the article with this URL.")
@click.option("--query", metavar="Q", help="Delete every article that has all words of a query.")
@click.option("--yes", is_flag=True, help="Do not ask before deleting what a query finds.")
@click.pass_context
def delete(
    ctx: click.Context, name: str | None, url: str | None, query: str | None, yes: bool
) -> None:
    """Delete an article by its id or source_id, by its URL, or all that a query finds."""
    if sum(value is not None for value in (name, url, query)) != 1:
        raise click.UsageError("give one of ID, --url and --query")
    settings = settings_of(ctx)
    with open_archive(settings, create=False) as archive, stopping() as stop:
        if query is not None:
            ids = list(_found(settings, query))
            # Asked where there is somebody to ask; a script has said what it wants.
            if ids and not yes and sys.stdin.isatty():
                click.confirm(f"Delete {len(ids)} articles?", abort=True, err=True)
        else:
            ids = _named(archive, name, url)
        click.echo(f"deleted {archive.delete(ids)}")
        with Workers() as workers:
            if not bring_level(archive, settings, workers, "delete", stop) and not stop.is_set():
                click.echo("the keeper takes it out of the index", err=True)
    if stop.is_set():
        sys.exit(INTERRUPTED)


def _named(archive: Archive, name: str | None, url: str | None) -> list[str]:
    ids = archive.find(name) if name is not None else archive.find_url(url or "")
    if not ids:
        raise NotFound(f"no article has the {'id' if name is not None else 'URL'} {name or url}")
    if name is not None and len(ids) > 1:
        raise UsageError(f"{len(ids)} articles have the id {name}; say which: {', '.join(ids)}")
    return ids


def _found(settings: Settings, query: str) -> Iterator[str]:
    """Ids of every article that matches, gathered before any is deleted."""
    service, cursor = SearchService(settings), None
    while True:
        page = service.search(
            SearchRequest(
                q=query,
                match="all",
                sort="newest",
                highlight="none",
                limit=MAX_LIMIT,
                cursor=cursor,
            )
        )
        yield from (hit.id for hit in page.hits)
        cursor = page.links["next"]
        if cursor is None:
            return
