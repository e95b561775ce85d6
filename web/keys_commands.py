"""`fihrist keys`: make, list and revoke the keys of the API."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import UTC, datetime
from urllib.parse import urlsplit

import click
import orjson

from search.checks import checked
from search.cli import settings_of
from search.commands import filter_pair
from search.errors import BadParameter, NotFound
from search.page import MAX_LIMIT, SearchRequest
from web.keys import Key, Kind, keys_of

_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"\[[0-9a-f:.]+\]|[a-z0-9.-]+")


@click.group()
def keys() -> None:
    """Make, list and revoke the keys of the API."""


@keys.command()
@click.argument("kind", type=click.Choice(["public", "secret"]))
@click.argument("name")
@click.option("--origin", "origins", multiple=True, metavar="URL", help="A site that may use it.")
@click.option(
    "--filter",
    "filters",
    multiple=True,
    metavar="FIELD:VALUE",
    help="Narrow every search under it, such as outlet:Reuters; may be repeated.",
)
@click.option("--max-limit", type=click.IntRange(1, MAX_LIMIT), help="Most hits of a page.")
@click.option("--per-minute", type=click.IntRange(1), help="Most requests a minute.")
@click.pass_context
def add(
    ctx: click.Context,
    kind: Kind,
    name: str,
    origins: tuple[str, ...],
    filters: tuple[str, ...],
    max_limit: int | None,
    per_minute: int | None,
) -> None:
    """Make a key and print it, this once.

    A public key searches, from the pages of its origins; it stands in their source, for all to
    read. Browsers hold it to its origins, programs need not: what it may find is decided by its
    filters. A secret key searches, adds, deletes and exports, without any filter.
    """
    if kind == "public" and not origins:
        raise click.UsageError("a public key needs --origin, the site whose pages may use it")
    if kind == "secret" and (origins or filters or max_limit):
        raise click.UsageError("a secret key takes no --origin, --filter or --max-limit")
    pairs = tuple(_filter(text) for text in filters)
    wanted = Key(
        "", kind, name, tuple(map(canonical_origin, origins)), pairs, max_limit, per_minute
    )
    made, token = keys_of(settings_of(ctx)).add(wanted)
    click.echo(f"key {made.id}; it is shown once and cannot be shown again:", err=True)
    click.echo(token)


@keys.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """List the keys: what they allow, never what they are."""
    found = keys_of(settings_of(ctx)).all()
    if as_json:
        click.echo(orjson.dumps([asdict(key) for key in found], option=orjson.OPT_INDENT_2))
        return
    for key in found:
        click.echo(_line(key))


@keys.command()
@click.argument("key_id", metavar="ID")
@click.pass_context
def revoke(ctx: click.Context, key_id: str) -> None:
    """End a key: from the next request on, in every worker."""
    if not keys_of(settings_of(ctx)).revoke(key_id):
        raise NotFound(f"no live key has the id {key_id}; `fihrist keys list` names them")
    click.echo(f"revoked {key_id}", err=True)


def canonical_origin(text: str) -> str:
    """An origin as browsers send it. Raises BadParameter for anything else.

    Source: RFC 6454, 6.2: scheme, host and, where it is not the scheme's own, the port.
    """
    wrong = BadParameter("origin", f"{text!r} is no origin such as https://news.example")
    try:
        parts = urlsplit(text.strip().rstrip("/").lower())
        port = parts.port
    except ValueError:
        raise wrong from None
    host = parts.netloc.rpartition(":")[0] if port is not None else parts.netloc
    if parts.scheme not in _PORTS or not _NAME.fullmatch(host):
        raise wrong
    if parts.path or parts.query or parts.fragment:
        raise wrong
    return f"{parts.scheme}://{host}" + ("" if port in (None, _PORTS[parts.scheme]) else f":{port}")


def _filter(text: str) -> tuple[str, str]:
    pair = filter_pair(text)
    checked(SearchRequest(filters=(pair,)))
    return pair


def _line(key: Key) -> str:
    made = datetime.fromtimestamp(key.created_at, UTC)
    parts = [key.id, key.kind, key.name, f"made {made:%Y-%m-%d}"]
    parts += [f"origin {origin}" for origin in key.origins]
    parts += [f"filter {field}:{value}" for field, value in key.filters]
    if key.max_limit is not None:
        parts.append(f"at most {key.max_limit} hits a page")
    if key.per_minute is not None:
        parts.append(f"{key.per_minute} requests a minute")
    if key.revoked_at is not None:
        parts.append(f"revoked {datetime.fromtimestamp(key.revoked_at, UTC):%Y-%m-%d}")
    return "  ".join(parts)
