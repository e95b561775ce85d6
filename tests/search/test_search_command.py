"""`fihrist search`: plain lines, and the HTTP body with --json."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import click
import orjson

from search.commands import marked
from search.page import Marked

Command = Callable[..., list[str]]


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_hits_are_shown_in_both_languages_with_marks(fihrist: Command, seeded_home: Path) -> None:
    done = run(fihrist(seeded_home, "search", "Hamrin", "--limit", 1))
    assert done.returncode == 0, done.stderr
    assert "**Hamrin**" in done.stdout
    assert "**حمرين**" in done.stdout
    assert done.stdout.splitlines()[-1].split()[1].startswith("article")


def test_json_is_the_http_body(fihrist: Command, seeded_home: Path) -> None:
    done = run(fihrist(seeded_home, "search", "حمرين", "--json", "--filter", "lang:ar"))
    page = orjson.loads(done.stdout)
    assert page["query"]["q"] == "حمرين"
    assert page["links"]["self"].startswith("/api/v1/search?q=")
    assert page["hits"]


def test_a_wrong_filter_is_a_usage_error_on_one_line(fihrist: Command, seeded_home: Path) -> None:
    done = run(fihrist(seeded_home, "search", "x", "--filter", "outlet"))
    assert done.returncode == 2
    assert done.stderr.startswith("fihrist: filter: 'outlet' is not field:value")
    assert done.stderr.count("\n") == 1


def test_without_an_index_the_command_says_so(fihrist: Command, tmp_path: Path) -> None:
    done = run(fihrist(tmp_path, "search", "x"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_marks_are_bold_on_a_terminal_and_starred_elsewhere() -> None:
    side = Marked([("جبال ", False), ("حمرين", True)], "rtl")
    assert marked(side, styled=False) == "جبال **حمرين**"
    assert marked(side, styled=True) == "جبال " + click.style("حمرين", bold=True)
