"""`fihrist search`: the service's answer on the command line."""

from __future__ import annotations

import sys
from typing import Any, get_args

import click
import orjson

from search.article import SIDES
from search.cli import settings_of
from search.errors import BadParameter
from search.page import (
    MAX_LIMIT,
    Hit,
    Marked,
    MatchMode,
    Page,
    Pair,
    QueryLang,
    SearchRequest,
    Sort,
)
from search.service import SearchService


@click.command()
@click.argument("query")
@click.option("--json", "as_json", is_flag=True, help="Print the HTTP body.")
@click.option(
    "--limit",
    type=click.IntRange(1, MAX_LIMIT),
    default=10,
    show_default=True,
    help="Show at most so many articles.",
)
@click.option(
    "--lang",
    type=click.Choice(get_args(QueryLang)),
    default="auto",
    show_default=True,
    help="The language of the query.",
)
@click.option(
    "--match",
    type=click.Choice(get_args(MatchMode)),
    default="auto",
    show_default=True,
    help="Whether all words must occur; auto: where few articles have all, some do.",
)
@click.option(
    "--sort",
    type=click.Choice(get_args(Sort)),
    default="relevance",
    show_default=True,
    help="Which articles come first.",
)
@click.option(
    "--filter",
    "filters",
    multiple=True,
    metavar="FIELD:VALUE",
    help="Only articles with this, such as place:بغداد; may be repeated.",
)
@click.pass_context
def search(
    ctx: click.Context, /, query: str, as_json: bool, filters: tuple[str, ...], **options: Any
) -> None:
    """Search the articles for QUERY, in Arabic or English."""
    request = SearchRequest(q=query, filters=tuple(filter_pair(f) for f in filters), **options)
    page = SearchService(settings_of(ctx)).search(request)
    if as_json:
        sys.stdout.buffer.write(orjson.dumps(page) + b"\n")
        return
    for line in _lines(page, styled=sys.stdout.isatty()):
        click.echo(line)


def filter_pair(text: str) -> tuple[str, str]:
    """`field:value` as a pair. Raises BadParameter."""
    field, colon, value = text.partition(":")
    if not colon or not value.strip():
        raise BadParameter("filter", f"{text!r} is not field:value, such as outlet:Reuters")
    return field, value.strip()


def _lines(page: Page, *, styled: bool) -> list[str]:
    lines = [correction.detail for correction in page.query.corrections]
    if page.query.corrected:
        lines.append(f"Did you mean: {page.query.corrected}")
    for hit in page.hits:
        lines += _hit(hit, styled=styled)
    return [*lines, _total(page)]


def _hit(hit: Hit, *, styled: bool) -> list[str]:
    known = (hit.outlet, hit.agency, hit.place, hit.category, hit.published, hit.id)
    lines = _pair(hit.title, indent="", styled=styled)
    lines.append(" · ".join(value for value in known if value))
    for pair in hit.snippets:
        lines += _pair(pair, indent="    ", styled=styled)
    return [*lines, ""]


def _pair(pair: Pair, indent: str, *, styled: bool) -> list[str]:
    sides = (getattr(pair, side) for side in SIDES)
    return [indent + marked(side, styled=styled) for side in sides if side is not None]


def marked(side: Marked, *, styled: bool) -> str:
    """A text with its marks: bold on a terminal, **so** elsewhere."""
    return "".join(
        (click.style(text, bold=True) if styled else f"**{text}**") if is_marked else text
        for text, is_marked in side.segments or []
    )


def _total(page: Page) -> str:
    total = page.total
    count = f"{total.value} article{'' if total.value == 1 else 's'}"
    if page.query.relaxed:
        count += f" ({total.all_words} with all words, the others with some)"
    return f"{count}, {page.took_ms:.1f} ms"
