"""`fihrist serve` and `fihrist demo`: a running service from one command."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click

from search.cli import settings_of
from search.engines import open_engine
from search.errors import SettingsError
from search.settings import Settings, is_loopback
from web.keeping import HOPELESS, Keeping, command
from web.keys import keys_of
from web.server import check_port, run

SEEDS = Path(__file__).resolve().parent.parent / "seeds"

log = logging.getLogger("fihrist.serve")
Command = TypeVar("Command", bound=Callable[..., Any])


def _serving_options(command: Command) -> Command:
    for option in (
        click.option(
            "--translate/--no-translate",
            default=None,
            help="Translate what is missing while serving, by --translator or FIHRIST_TRANSLATOR.",
        ),
        click.option("--translator", metavar="NAME", help="Who translates, such as google."),
        click.option("--allow-public", is_flag=True, default=None, help="Let other machines in."),
        click.option("--workers", type=int, help="Serving processes (default: one a core)."),
        click.option("--port", type=int, help="Port to serve on (default 8000)."),
        click.option("--host", help="Address to serve on (default 127.0.0.1)."),
    ):
        command = option(command)
    return command


@click.command()
@_serving_options
@click.pass_context
def serve(ctx: click.Context, /, **options: Any) -> None:
    """Serve the site and the API, and keep the index level with the archive."""
    start(settings_of(ctx, **options))


@click.command()
@_serving_options
@click.pass_context
def demo(ctx: click.Context, /, **options: Any) -> None:
    """Add the articles that come with Fihrist, then serve."""
    settings = settings_of(ctx, **options)
    check(settings)
    added = subprocess.run(  # noqa: S603 - our own command
        command(settings, "add", str(SEEDS)), check=False
    )
    if added.returncode:
        sys.exit(added.returncode)
    start(settings)


def check(settings: Settings) -> None:
    """Raise SettingsError or PortUnavailable where serving cannot work or should not."""
    closed = not settings.anonymous and keys_of(settings).any_live()
    if not (is_loopback(settings.host) or settings.allow_public or closed):
        raise SettingsError(
            f"FIHRIST_HOST: {settings.host} can be reached from other machines, and anyone there"
            " could search; make keys with `fihrist keys add`, or, if that is meant, say"
            " --allow-public or FIHRIST_ALLOW_PUBLIC=1; and name the site's hosts in"
            " FIHRIST_ALLOWED_HOSTS"
        )
    if settings.translate and settings.translator == "none":
        raise SettingsError(
            "FIHRIST_TRANSLATOR: nobody is named to translate; name one, such as google, here or"
            " with --translator, or serve without --translate"
        )
    check_port(settings.host, settings.port)


def start(settings: Settings) -> None:
    """Check, start the keeper, then serve until told to end; all that was started ends with us."""
    logging.basicConfig(level=logging.INFO, format="fihrist: %(message)s", stream=sys.stderr)
    check(settings)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    announce = partial(click.echo, f"Fihrist serves http://{host}:{settings.port}", err=True)
    if not _has_archive(settings):
        log.warning("the archive of this index is not here: serving read-only")
        open_engine(settings).reader()  # nobody would mend it; a keeper does, or says why not
        run(settings, announce)
        return
    # Until granian takes the signals over, SIGTERM too must come to `finally`.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    kept = [Keeping(settings, "keeper", ["keep"], _give_up)]
    if settings.translate:
        arguments = ["translate", "--translator", settings.translator, "--stay"]
        kept.append(Keeping(settings, "translator", arguments, _give_up, idle=True))
    try:
        run(settings, announce)
    finally:
        for each in reversed(kept):  # the keeper last: it indexes what still came
            each.stop()
        if any(each.hopeless for each in kept):
            sys.exit(HOPELESS)


def _give_up() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def _has_archive(settings: Settings) -> bool:
    """False where an index was copied here without its archive: no keeper may make another."""
    if settings.database_url is None:
        return (settings.home / "archive.db").exists() or not settings.index_dir.exists()
    return True  # a server's; or the keeper says what is wrong with it
