"""`fihrist status`: what the home holds and how it stands."""

from __future__ import annotations

from typing import Any

import click
import orjson

from index.archive import Stats
from index.home import archive_file, lock_path, open_archive
from index.lock import holder
from search.cli import settings_of
from search.engines import open_engine
from search.errors import IndexFailure, Unavailable
from search.settings import Settings


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
    stats = _stats(settings)
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
        "index": _index(settings, stats),
        "writer": other and {"pid": other.pid, "role": other.role},
        "keeper": other is not None and other.role == "keeper",
    }


def _stats(settings: Settings) -> Stats | None:
    file = archive_file(settings)
    if file is not None and not file.exists():
        return None
    with open_archive(settings, create=False) as archive:
        return archive.stats()


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
        missing = archive["untranslated"]
        if missing["articles"]:
            lines.append(
                f"English   {missing['sentences']} sentences of {missing['articles']} articles"
                " have no translation"
            )
    lines.append(f"index     {_index_line(index, report['engine'])}")
    lines.append(
        f"writer    {writer['role']} (process {writer['pid']})" if writer else "writer    none"
    )
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
