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
from tests.web.fuzzing import ROOT, fuzz
from web.keys import Key, keys_of

WANTED = 10_000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--examples", type=int, default=1_000, help="an address and phase")
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
            phases = "examples,coverage,fuzzing,stateful"
            done = fuzz(server, secret, given.examples, phases, given.timeout)
    if not done.passed:
        print(done.said)
    print(f"{done.cases} requests, {'every check held' if done.passed else 'checks failed'}")
    sys.exit(0 if done.passed and done.cases >= WANTED else 1)


if __name__ == "__main__":
    main()
