"""Whoosh as its author last released it, 2.7.4, beside the continuation that is installed.

Both are the package `whoosh`, so that one environment cannot have them at once: the tests that use
it run again in a process that finds 2.7.4 first.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCK = Path(__file__).with_name("whoosh-original.lock")
TESTS = ("tests/engines", "tests/query", "tests/search/test_model.py")
CHOSEN = "(whoosh or query) and not opensearch and not original"


@pytest.fixture(scope="module")
def original(require: Callable[[str, bool, str], None]) -> Path:
    """A folder with Whoosh 2.7.4 and nothing else, fetched once into the user's cache."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fihrist"
    folder = cache / "whoosh-2.7.4"
    if not folder.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as beside:
            fetched = Path(beside) / "fetched"
            done = fetch(fetched)
            reason = f"Whoosh 2.7.4 cannot be fetched: {done.stderr.strip()[-300:]}"
            require("whoosh274", done.returncode == 0, reason)
            with suppress(OSError):  # another run has put it there meanwhile
                fetched.rename(folder)
    return folder


def fetch(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    command += ["--require-hashes", "--only-binary", ":all:", "--no-deps", "-r", str(LOCK)]
    return subprocess.run(
        [*command, "--retries", "1", "--target", str(folder)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def run(original: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A Python process that finds Whoosh 2.7.4 first."""
    return subprocess.run(
        [sys.executable, *arguments],
        env=os.environ | {"PYTHONPATH": str(original)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_engine_and_the_query_language_are_the_same_on_the_original(original: Path) -> None:
    said = run(original, "-c", "import whoosh; print(whoosh.versionstring(), whoosh.__file__)")
    assert said.stdout == f"2.7.4 {original}/whoosh/__init__.py\n"
    done = run(original, "-m", "pytest", "-q", "-p", "no:cacheprovider", *TESTS, "-k", CHOSEN)
    assert done.returncode == 0, done.stdout[-5_000:]
    counts = done.stdout.splitlines()[-1]
    assert "skipped" not in counts
    assert int(counts.split()[0]) > 250
