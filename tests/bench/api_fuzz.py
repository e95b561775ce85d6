"""Ten thousand requests made from the OpenAPI document: `python -m tests.bench.api_fuzz`.

Prints how many were made and whether every check of schemathesis held. Not a timed test.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from search.settings import load_settings
from tests.bench.foundation import FIHRIST, serving
from tests.web.fuzzing import ROOT, STATEFUL, fuzz
from web.keys import Key, keys_of

WANTED = 10_000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--examples", type=int, default=1_600, help="an address and phase")
    options.add_argument("--port", type=int, default=8766)
    options.add_argument("--timeout", type=float, default=3_600)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        subprocess.run(
            [FIHRIST, "--home", home, "add", ROOT / "seeds"], check=True, capture_output=True
        )
        secret = keys_of(load_settings(home=home)).add(Key("", "secret", "fuzz"))[1]
        with serving(home, given.port):
            server = f"http://127.0.0.1:{given.port}"
            runs = [
                fuzz(server, secret, examples, phases, given.timeout)
                for phases, examples in (
                    ("examples,coverage,fuzzing", given.examples),
                    (STATEFUL, given.examples // 10),  # each waits for the index
                )
            ]
    passed, cases = all(run.passed for run in runs), sum(run.cases for run in runs)
    for run in runs:
        if not run.passed:
            print(run.said)
    print(f"{cases} requests, {'every check held' if passed else 'checks failed'}")
    sys.exit(0 if passed and cases >= WANTED else 1)


if __name__ == "__main__":
    main()
