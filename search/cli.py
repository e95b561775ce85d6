"""The `fihrist` command: finds its subcommands by entry point and turns errors into exit codes."""

from __future__ import annotations

import os
import sys
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

import click

from search.errors import FihristError, outcome
from search.settings import Settings, load_settings


class Commands(click.Group):
    """A group whose commands are entry points, imported when called (start-up stays quick)."""

    def _entry_points(self) -> dict[str, EntryPoint]:
        return {e.name: e for e in entry_points(group="fihrist.commands")}

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return sorted(self._entry_points())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        entry = self._entry_points().get(cmd_name)
        if entry is None:
            return None
        command = entry.load()
        assert isinstance(command, click.Command)
        return command


def settings_of(ctx: click.Context, **options: Any) -> Settings:
    """The settings for a command: environment, then `--home`, then the command's own options."""
    return load_settings(home=ctx.find_root().params.get("home"), **options)


_EPILOG = """\b
English by machine:
  Nothing leaves this machine unless you name a translator, by --translator or
  FIHRIST_TRANSLATOR. google is recommended: free, and each sentence goes to
  Google. To keep everything here: none (the default), libretranslate on a
  server of your own, or offline. 1,000 short news articles are some 700,000
  characters. `fihrist translate --help` compares the translators.
"""


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]}, epilog=_EPILOG)
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    help="The data directory (default: FIHRIST_HOME, else the user's data folder).",
)
@click.version_option(package_name="fihrist")
def cli(home: Path | None) -> None:
    """Bilingual full-text search for Arabic news."""
    del home


def main() -> None:
    """Run the command line; a FihristError is one line on stderr and an exit code."""
    try:
        cli(standalone_mode=True)
    except FihristError as error:
        click.echo(f"fihrist: {error}", err=True)
        sys.exit(outcome(error).exit_code)
    except BrokenPipeError:
        # The reader of our output went away (`| head`): say nothing more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
