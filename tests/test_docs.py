"""The documents cannot drift: what can be set, run or depended on stands in them."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import click
import pytest

from search.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_in_the_readme(name: str) -> None:
    assert f"FIHRIST_{name.upper()}" in README


@pytest.mark.parametrize("entry", entry_points(group="fihrist.commands"), ids=lambda e: e.name)
def test_every_command_is_in_the_readme(entry: object) -> None:
    command = entry.load()  # type: ignore[attr-defined]  # pytest's parameters have no type
    assert isinstance(command, click.Command)
    assert command.hidden or f"fihrist {command.name}" in README


@pytest.mark.parametrize("requirement", PROJECT["dependencies"])
def test_every_dependency_has_its_line_in_architecture(requirement: str) -> None:
    name = re.split(r"[<>=\[]", requirement)[0]
    rows = [line for line in ARCHITECTURE.splitlines() if line.startswith("|")]
    assert any(re.search(rf"\b{re.escape(name)}\b", row.split("|")[1]) for row in rows)


def test_no_requirement_is_locked_without_its_hash() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        lines = (ROOT / name).read_text("utf-8").replace("\\\n", " ").splitlines()
        pinned = [line for line in lines if "==" in line]
        assert pinned
        assert all("--hash=sha256:" in line for line in pinned)
        assert not any(word in " ".join(lines) for word in ("http", "--index-url", "--find-links"))
