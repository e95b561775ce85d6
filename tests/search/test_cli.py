"""The command line: every command is there, errors are one line and an exit code."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

COMMANDS = {e.name for e in entry_points(group="fihrist.commands")}


def fihrist(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from search.cli import main; main()", "--home", home, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_its_help(command: str, tmp_path: Path) -> None:
    done = fihrist(command, "--help", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Usage:")


def test_an_error_is_one_line_with_the_remedy(tmp_path: Path) -> None:
    done = fihrist("search", "حمرين", home=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("fihrist: there is no index")
    assert "fihrist add" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_wrong_use_exits_with_2(tmp_path: Path) -> None:
    assert fihrist("no-such-command", home=tmp_path).returncode == 2
    assert fihrist("search", "x", "--limit", "many", home=tmp_path).returncode == 2
