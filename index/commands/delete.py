"""`fihrist delete`: articles out of the archive, and out of the index."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from index.archive import Archive
from index.commands.stopping import INTERRUPTED, stopping
from index.home import open_archive
from index.keeping import takedown
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
@click.option("--takedown", "whole", is_flag=True, help="Leave nothing of it in any file.")
@click.option("--refuse", is_flag=True, help="Nor let it be added again.")
@click.option("--readmit", metavar="ID", help="Let what was refused under this id be added again.")
@click.option("--yes", is_flag=True, help="Do not ask before deleting what a query finds.")
@click.pass_context
def delete(
    ctx: click.Context,
    name: str | None,
    url: str | None,
    query: str | None,
    whole: bool,
    refuse: bool,
    readmit: str | None,
    yes: bool,
) -> None:
    """Delete an article by its id or source_id, by its URL, or all that a query finds.

    With it go its sentences in the memory that no other article has. --takedown also makes the
    index and the archive's file anew, in which deleted text stands until its place is used again.
    """
    if sum(value is not None for value in (name, url, query, readmit)) != 1:
        raise click.UsageError("give one of ID, --url, --query and --readmit")
    settings = settings_of(ctx)
    with open_archive(settings, create=False) as archive, stopping() as stop:
        if readmit is not None:
            _readmit(archive, readmit)
            return
        ids = list(_found(settings, query)) if query is not None else _named(archive, name, url)
        # Asked where there is somebody to ask; a script has said what it wants.
        if query is not None and ids and not yes and sys.stdin.isatty():
            click.confirm(f"Delete {len(ids)} articles?", abort=True, err=True)
        if refuse:
            archive.forgetting.refuse(ids)
        out = takedown.take_down if whole else takedown.delete
        with Workers() as workers:
            _report(out(archive, settings, ids, workers, stop), whole)
    if stop.is_set():
        sys.exit(INTERRUPTED)


def _report(taken: takedown.Taken, whole: bool) -> None:
    also = f", and {taken.sentences} sentences of the memory" if taken.sentences else ""
    click.echo(f"deleted {taken.articles}{also}")
    if taken.keeper:
        how = "makes the index anew without it" if whole else "takes it out of the index"
        click.echo(f"the keeper {how}", err=True)
    if whole:
        click.echo("backups and exports made before still hold it: replace them", err=True)


def _readmit(archive: Archive, name: str) -> None:
    if not archive.forgetting.readmit([name]):
        raise NotFound(f"no article is refused under the id {name}")
    click.echo("it may be added again")


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
