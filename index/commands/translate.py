"""`fihrist translate`: the translations that are missing."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from threading import Event

import click

from index import translation
from index.archive import Archive
from index.commands.stopping import INTERRUPTED, end_with_input, stopping
from index.commands.translating import PATIENCE, Meter, summary, translate_missing
from index.home import bring_level, open_archive
from index.translation import NONE, Translator, chain_of
from index.translation.work.worker import Tally
from index.workers import Workers
from search.cli import settings_of
from search.errors import SettingsError
from search.settings import Settings

_EPILOG = """\b
Whom to name:
  google          recommended; free, no key. It blocks who asks too much.
  deepl           FIHRIST_PROVIDER_KEY; by its plan, the free one has 500,000
                  characters a month.
  mymemory        free, no key; 5,000 characters a day.
  libretranslate  free; FIHRIST_LIBRETRANSLATE_URL is its server, which can be
                  this machine.
  offline         free; models on this machine, some 40 MB once
                  (pip install 'fihrist[offline]').
  google,offline  what the first does not give is asked of the next.

\b
What it costs: characters of the Arabic. 1,000 articles have 700,000 (radio
news) to 4,300,000 (long reports). A sentence is paid for once, however many
articles hold it; what a glossary or a batch in disorder asks again counts.
FIHRIST_TRANSLATE_BUDGET bounds a day; `fihrist status` tells what was spent.

\b
What leaves this machine: the sentences, titles among them, to the provider
named, and its key; not which article they are of. With offline, or
libretranslate on 127.0.0.1, nothing.
"""


@click.command(epilog=_EPILOG)
@click.option("--translator", metavar="NAME", help="Who translates; several: google,offline.")
@click.option("--limit", type=click.IntRange(1), help="Translate only so many articles.")
@click.option("--again", is_flag=True, help="Also what other machines translated before.")
@click.option(
    "--patience",
    type=click.FloatRange(0),
    default=PATIENCE,
    show_default=True,
    help="End after so many seconds without any answer.",
)
@click.option("--fetch-models", is_flag=True, help="Let offline download the model it lacks.")
@click.option("--stay", is_flag=True, hidden=True)
@click.pass_context
def translate(
    ctx: click.Context,
    translator: str | None,
    limit: int | None,
    again: bool,
    patience: float,
    fetch_models: bool,
    stay: bool,
) -> None:
    """Fill in the translations that are missing, the newest articles first.

    What was begun can be stopped (Ctrl-C) or killed at any time, and is gone on with by the next
    call. Sentences leave this machine for the provider that is named; none is asked by default.
    """
    settings = settings_of(ctx, translator=translator)
    if fetch_models:
        translation.fetch_models(settings, lambda said: click.echo(f"offline: {said}", err=True))
    chain = named_chain(settings)
    with open_archive(settings, create=stay) as archive, stopping() as stop:
        if stay:
            _stay(archive, settings, chain, stop)
            return
        with Meter() as meter:
            tally = translate_missing(
                archive, settings, chain, stop, meter.show, patience, limit=limit, again=again
            )
        if not stop.is_set():
            with Workers() as workers:
                bring_level(archive, settings, workers, "add", stop)
        click.echo(f"{summary(tally)}, pending {archive.stats().missing}")
    if stop.is_set():
        click.echo("stopped; `fihrist translate` goes on with the rest", err=True)
        sys.exit(INTERRUPTED)
    if tally.ended:
        click.echo(f"fihrist: {tally.ended}; `fihrist translate` goes on later", err=True)
        sys.exit(1)


def named_chain(settings: Settings) -> Sequence[Translator]:
    """The chain of the settings. Raises SettingsError where nobody is named."""
    if settings.translator == NONE:
        raise SettingsError(
            "FIHRIST_TRANSLATOR: nobody is named to translate; name one, such as google, there or"
            " with --translator"
        )
    return chain_of(settings)


def _stay(archive: Archive, settings: Settings, chain: Sequence[Translator], stop: Event) -> None:
    """Translate what comes until standard input ends or SIGTERM comes, as `serve` wants it."""
    logging.basicConfig(level=logging.INFO, format="fihrist translator: %(message)s")
    log = logging.getLogger("fihrist.translation")
    end_with_input(stop)
    said = Tally()

    def report(tally: Tally) -> None:
        if tally.translated - said.translated >= 1_000:
            log.info("%s", summary(tally))
            said.translated = tally.translated

    tally = translate_missing(archive, settings, chain, stop, report, None)
    if tally.ended and not stop.is_set():
        log.error("%s", tally.ended)
        sys.exit(1)
