"""`fihrist doctor`: what is wrong with a home, and what of it can be mended."""

from __future__ import annotations

import sys

import click
import orjson

from index.keeping.doctor import Report, examine
from search.cli import settings_of


@click.command()
@click.option("--mend", is_flag=True, help="Mend what is safe to mend.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def doctor(ctx: click.Context, mend: bool, as_json: bool) -> None:
    """Check archive, index, memory, keys, settings and disk, and hold them against each other.

    Reads everything once; `fihrist serve` may run meanwhile. Ends with 1 where something is left
    that ought to be mended.
    """
    report = examine(settings_of(ctx), mend, lambda line: click.echo(line, err=True))
    if as_json:
        click.echo(orjson.dumps(_told(report), option=orjson.OPT_INDENT_2).decode())
    else:
        for line in _lines(report):
            click.echo(line)
    sys.exit(0 if report.well else 1)


def _told(report: Report) -> dict[str, object]:
    told = [finding.told(True) for finding in report.mended]
    told += [finding.told(False) for finding in report.left]
    return {"well": report.well, "findings": told}


def _lines(report: Report) -> list[str]:
    lines = [f"mended   {each.name}: {each.detail}" for each in report.mended]
    for each in report.left:
        lines += [f"{each.severity:<9}{each.name}: {each.detail}", f"         {each.remedy}"]
    if not report.left:
        lines.append("all is well")
    return lines
