"""`fihrist glossary`: the English that terms are given whatever an engine makes of them."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from index.home import open_archive
from index.translation.glossary import bundled, read
from search.cli import settings_of
from search.errors import BadArticle


@click.group()
def glossary() -> None:
    """Force the English of terms, by a TSV file of one's own.

    A line is the Arabic term, TAB, its English and, if there are any, TAB and other English forms
    parted by |, which are replaced. Terms come with Fihrist; a line without English takes one out.
    """


@glossary.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="In place of all that was imported before.")
@click.pass_context
def import_(ctx: click.Context, file: Path, replace: bool) -> None:
    """Take the terms of FILE; they hold for what is translated from now on."""
    try:
        with file.open(encoding="utf-8-sig") as stream:
            terms = list(read(stream, str(file)))
    except UnicodeDecodeError as error:
        raise BadArticle(f"{file}: it is not UTF-8: {error}") from None
    with open_archive(settings_of(ctx)) as archive:
        archive.pairs.set_terms(terms, replace)
    click.echo(f"terms {len(terms)}")


@glossary.command("export")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--all", "everything", is_flag=True, help="Also the terms that come with Fihrist.")
@click.pass_context
def export(ctx: click.Context, file: Path, everything: bool) -> None:
    """Write one's own terms to FILE (- is standard output)."""
    with open_archive(settings_of(ctx), create=False) as archive:
        terms = archive.pairs.terms()
    known = {term.term for term in terms}
    given = [term for term in bundled() if term.term not in known] if everything else []
    text = "".join(f"{term.line()}\n" for term in [*given, *terms])
    if str(file) == "-":
        sys.stdout.write(text)
        return
    file.write_text(text, encoding="utf-8")
    click.echo(f"terms {len(given) + len(terms)}")
