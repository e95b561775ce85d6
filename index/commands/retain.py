"""`fihrist retain`: articles out that are too old."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime

import click

from index.commands.stopping import INTERRUPTED, stopping
from index.home import open_archive
from index.keeping import takedown
from index.keeping.retention import Rules, days_of, expired, rules_of
from index.workers import Workers
from search.cli import settings_of
from search.errors import SettingsError
from search.settings import Settings


@click.command()
@click.option("--older-than", metavar="DAYSd", help="Such as 365d, instead of FIHRIST_RETENTION.")
@click.option("--outlet", metavar="NAME", help="Only articles of this outlet.")
@click.option("--undated", is_flag=True, help="Also undated ones, by the day they were added.")
@click.option("--dry-run", is_flag=True, help="Only say how many there are.")
@click.pass_context
def retain(
    ctx: click.Context, older_than: str | None, outlet: str | None, undated: bool, dry_run: bool
) -> None:
    """Delete articles that are too old, by FIHRIST_RETENTION or --older-than.

    Their age counts from the end of the day, month or year they state.
    """
    settings = settings_of(ctx)
    rules = _rules(settings, older_than, outlet, undated)
    with open_archive(settings, create=False) as archive, stopping() as stop:
        ids = expired(archive, rules, datetime.now(UTC))
        if dry_run:
            click.echo(f"{len(ids)} of {archive.stats().articles} articles are too old")
            return
        with Workers() as workers:
            taken = takedown.delete(archive, settings, ids, workers, stop)
        click.echo(f"deleted {taken.articles}")
        if taken.keeper:
            click.echo("the keeper takes them out of the index", err=True)
    if stop.is_set():
        sys.exit(INTERRUPTED)


def _rules(settings: Settings, older_than: str | None, outlet: str | None, undated: bool) -> Rules:
    if older_than is not None:
        if not re.fullmatch(r"[1-9][0-9]{0,4}d", older_than):
            raise click.BadParameter("give days, such as 365d", param_hint="--older-than")
        return Rules(days_of(older_than), undated=undated, only=outlet)
    if not settings.retention:
        raise SettingsError(
            "FIHRIST_RETENTION: nothing is too old by it; set it, or give --older-than 365d"
        )
    said = rules_of(settings)
    return Rules(said.days, said.outlets, said.undated or undated, outlet)
