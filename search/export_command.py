"""`fihrist export`: articles out, in both languages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import get_args

import click

from search.cli import settings_of
from search.commands import filter_pair
from search.export import Format, table
from search.export import export as exported
from search.export import lines as json_lines
from search.page import MatchMode, SearchRequest
from search.service import SearchService


@click.command()
@click.option(
    "--format",
    "format_",
    type=click.Choice(get_args(Format)),
    default="jsonl",
    show_default=True,
    help="JSON Lines with all sentence pairs, or a table.",
)
@click.option("--query", default="", metavar="Q", help="Only what this finds (default: all).")
@click.option(
    "--match",
    type=click.Choice(get_args(MatchMode)),
    default="auto",
    show_default=True,
    help="Whether all words must occur.",
)
@click.option(
    "--filter",
    "filters",
    multiple=True,
    metavar="FIELD:VALUE",
    help="Only articles with this, such as place:بغداد; may be repeated.",
)
@click.option("--from", "since", metavar="DATE", help="Only articles of this date or later.")
@click.option("--to", "until", metavar="DATE", help="Only articles before this date.")
@click.option("--cursor", help="Go on behind the article with this cursor.")
@click.option("--bom", is_flag=True, help="Begin a table with the mark by which Excel knows UTF-8.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to a file (default: standard output).",
)
@click.pass_context
def export(
    ctx: click.Context,
    format_: Format,
    query: str,
    match: MatchMode,
    filters: tuple[str, ...],
    since: str | None,
    until: str | None,
    cursor: str | None,
    bom: bool,
    output: Path | None,
) -> None:
    """Write articles, in both languages, in the order in which they were first added.

    Each has a cursor; an export that was cut short goes on with --cursor and the last one.
    """
    if bom and format_ != "csv":
        raise click.UsageError("--bom is for --format csv")
    pairs = tuple(filter_pair(text) for text in filters)
    asked = SearchRequest(query, match=match, filters=pairs, since=since, until=until)
    found = exported(SearchService(settings_of(ctx)), asked, cursor)
    pieces = table(found.records, bom) if format_ == "csv" else json_lines(found.records)
    if output is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return
    with output.open("wb") as file:
        file.writelines(pieces)
    click.echo(f"{found.total} articles", err=True)
