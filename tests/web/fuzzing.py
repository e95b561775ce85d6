"""Requests that schemathesis makes from the OpenAPI document, all checks, to a running service."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

WAIT = "FIHRIST_FUZZ_WAIT"
ROOT = Path(__file__).parents[2]
STATEFUL = "stateful"
"""The phase that asks for what it has sent; the hooks then wait for the index."""


@dataclass(frozen=True)
class Fuzzed:
    """How it ended: whether every check held, how many requests were made, what was said."""

    passed: bool
    cases: int
    said: str


def fuzz(server: str, secret: str, examples: int, phases: str, timeout: float) -> Fuzzed:
    """Run every check on every address, `examples` requests an address and phase."""
    command = [sys.executable, "-m", "schemathesis.cli"]
    command += ["--config-file", str(ROOT / "tests" / "web" / "schemathesis.toml")]
    command += ["run", f"{server}/api/v1/openapi.json", "--checks", "all", "--no-color"]
    command += ["--header", f"Authorization: Bearer {secret}", "--phases", phases]
    command += ["--max-examples", str(examples), "--generation-database", "none"]
    with tempfile.TemporaryDirectory() as folder:  # it leaves a cache where it runs
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), WAIT: "1" if phases == STATEFUL else ""},
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout,
        )
    cases = re.search(r"(\d[\d,]*) generated", done.stdout)
    number = int(cases[1].replace(",", "")) if cases else 0
    return Fuzzed(done.returncode == 0, number, done.stdout + done.stderr)
