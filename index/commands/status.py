"""`fihrist status`: what the home holds and how it stands."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click
import orjson

from index.archive import Stats
from index.archive.counts import Counts
from index.fetching.watch.report import summary
from index.home import archive_file, lock_path, open_archive
from index.lock import holder
from search.cli import settings_of
from search.engines import open_engine
from search.errors import IndexFailure, Unavailable
from search.settings import Settings

_NO_COST = {"characters": 0}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def status(ctx: click.Context, as_json: bool) -> None:
    """Say what the home holds: articles, index, missing English, keeper."""
    report = _report(settings_of(ctx))
    if as_json:
        click.echo(orjson.dumps(report, option=orjson.OPT_INDENT_2).decode())
        return
    for line in _lines(report):
        click.echo(line)


def _report(settings: Settings) -> dict[str, Any]:
    stats, counted, sources = _stats(settings)
    other = holder(lock_path(settings))
    return {
        "home": str(settings.home),
        "engine": settings.engine,
        "archive": stats
        and {
            "articles": stats.articles,
            "change": stats.change,
            "bytes": stats.bytes,
            "untranslated": {"articles": stats.incomplete, "sentences": stats.missing},
        },
        "translation": counted and asdict(counted),
        "sources": sources,
        "index": _index(settings, stats),
        "writer": other and {"pid": other.pid, "role": other.role},
        "keeper": other is not None and other.role == "keeper",
    }


def _stats(settings: Settings) -> tuple[Stats | None, Counts | None, str | None]:
    file = archive_file(settings)
    if file is not None and not file.exists():
        return None, None, None
    with open_archive(settings, create=False) as archive:
        return archive.stats(), archive.translation(), summary(archive.sources.all())


def _index(settings: Settings, stats: Stats | None) -> dict[str, Any]:
    engine = open_engine(settings)
    try:
        info = engine.reader().info
    except Unavailable as error:  # a cluster that does not answer
        return {"state": error.code, "detail": str(error), "bytes": 0}
    except IndexFailure as error:
        return {"state": error.code, "detail": str(error), "bytes": engine.size()}
    lag = None if stats is None else stats.change - info.applied
    return {
        "state": _state(lag),
        "generation": info.generation,
        "articles": info.articles,
        "lag": lag,
        "bytes": engine.size(),
    }


def _state(lag: int | None) -> str:
    if lag is None:
        return "alone"
    return "level" if lag == 0 else "behind" if lag > 0 else "ahead"


def _lines(report: dict[str, Any]) -> list[str]:
    archive, index, writer = report["archive"], report["index"], report["writer"]
    lines = [f"home      {report['home']}"]
    if archive is None:
        lines.append("archive   none yet: `fihrist add` makes one")
    else:
        size = _megabytes(archive["bytes"])
        lines.append(f"archive   {archive['articles']} articles, {size}")
        lines += _translation_lines(report["translation"])
    if report["sources"] is not None:
        lines.append(f"sources   {report['sources']} (`fihrist watch list`)")
    lines.append(f"index     {_index_line(index, report['engine'])}")
    lines.append(
        f"writer    {writer['role']} (process {writer['pid']})" if writer else "writer    none"
    )
    return lines


def _translation_lines(counted: dict[str, Any]) -> list[str]:
    """What is missing and why, who translated, and what it cost; nothing where nobody was asked."""
    lines = []
    if counted["pending_articles"]:
        refused = ", ".join(f"{name} {count}" for name, count in sorted(counted["refused"].items()))
        lines.append(
            f"missing   {counted['pending_sentences']} sentences of {counted['pending_articles']}"
            f" articles have no translation{f'; refused: {refused}' if refused else ''}"
        )
    if counted["done"]:
        done = ", ".join(f"{name} {count}" for name, count in sorted(counted["done"].items()))
        lines.append(f"memory    {done}")
    if counted["spent"]:
        spent = ", ".join(
            f"{name} {cost['characters']}"
            f" ({counted['today'].get(name, _NO_COST)['characters']} today)"
            for name, cost in sorted(counted["spent"].items())
        )
        lines.append(f"asked     {spent} characters")
    return lines


def _index_line(index: dict[str, Any], engine: str) -> str:
    if "generation" not in index:
        return str(index["detail"])
    lag = f", {abs(index['lag'])} changes {index['state']}" if index["lag"] else ""
    return (
        f"{engine}, generation {index['generation']}, {index['articles']} articles,"
        f" {_megabytes(index['bytes'])}{lag}"
    )


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
