"""`fihrist evaluate DIR`: index a judged collection in a temporary home and measure the ranking."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from threading import Event

import click
import orjson

from index.compose import compose
from index.draft import RawArticle
from index.home import bring_level, open_archive
from index.workers import Workers
from search.cli import settings_of
from search.engines import open_engine
from search.errors import BadArticle, FihristError
from search.evaluation import measure, read_judgements, read_topics
from search.service import SearchService
from search.settings import Settings

_BATCH = 1000


@click.command(short_help="Measure the ranking on a judged collection.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--queries", default="ar", show_default=True, help="Which queries.<lang>.tsv to ask.")
@click.option(
    "--translation",
    default="none",
    show_default=True,
    help="Which text_en_<key> is the articles' English; none: Arabic alone.",
)
@click.option("--engine", help="The engine to measure (default: FIHRIST_ENGINE).")
@click.option(
    "--names",
    type=click.Choice(["on", "off"]),
    default="on",
    show_default=True,
    help="Whether names are also found by their other spellings.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def evaluate(
    ctx: click.Context,
    /,
    folder: Path,
    queries: str,
    translation: str,
    engine: str | None,
    names: str,
    as_json: bool,
) -> None:
    """Index FOLDER (docs.jsonl) in a temporary home, ask its questions through the same search as
    the site, and print nDCG@10, MRR@10, recall@10, recall@100 and the milliseconds of a page."""
    topics = read_topics(folder / f"queries.{queries}.tsv")
    judgements = read_judgements(folder / "qrels.tsv")
    with _temporary(settings_of(ctx, engine=engine)) as settings:
        docs = fill(settings, folder / "docs.jsonl", translation)
        found = measure(SearchService(settings), topics, judgements, names=names == "on")
    found |= {"queries": len(topics), "docs": docs}
    if as_json:
        click.echo(orjson.dumps(found))
        return
    for name, value in found.items():
        click.echo(f"{name:<12}{value:>10}")


@contextmanager
def _temporary(settings: Settings) -> Iterator[Settings]:
    """The settings with a home of its own, and on a cluster an index of its own; both go after."""
    with tempfile.TemporaryDirectory(prefix="fihrist-evaluate-") as home:
        prefix = f"{settings.opensearch_prefix[:80]}-evaluate-{os.getpid()}"
        own = settings.model_copy(
            update={"home": Path(home), "database_url": None, "opensearch_prefix": prefix}
        )
        try:
            yield own
        finally:
            open_engine(own).remove()


def fill(settings: Settings, file: Path, translation: str) -> int:
    """Add and index the collection; how many articles it has."""
    with open_archive(settings) as archive, Workers() as workers:
        raws = _articles(file, translation)
        while drafts := [compose(raw) for raw in islice(raws, _BATCH)]:
            archive.add(drafts)
        bring_level(archive, settings, workers, "add", Event())
        return archive.stats().articles


def _articles(file: Path, translation: str) -> Iterator[RawArticle]:
    key = f"text_en_{translation}"
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            where = f"{file}:{number}"
            try:
                found = orjson.loads(line)
                raw = RawArticle(
                    where,
                    found["text_ar"],
                    title=found.get("title", ""),
                    id=found["id"],
                    url=found.get("url"),
                    lang="ar",
                    text_en=found[key] if translation != "none" else None,
                    translator=translation if translation != "none" else None,
                )
            except (orjson.JSONDecodeError, TypeError) as error:
                raise BadArticle(f"{where}: not a JSON object: {error}") from None
            except KeyError as error:
                have = ", ".join(k.removeprefix("text_en_") for k in found if "text_en_" in k)
                raise FihristError(
                    f"{where}: no {error} here; translations there are: {have or 'none'}"
                ) from None
            yield raw
