"""Kill `fihrist add` at 50 random moments: `python -m tests.bench.crash [ROUNDS]`.

Each must leave a home that opens, holds all that was said to be stored, and can be completed.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.index import test_crash


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    with tempfile.TemporaryDirectory() as folder:
        killed = test_crash.rounds(Path(folder), count, seed=time.time_ns())
    for one in killed:
        over = ", over already" if one.over else ""
        print(f"killed after {one.seconds:.2f} s: said {one.said}, held {one.held}{over}")
    print(f"{len(killed)} rounds, nothing lost, every home completed")


if __name__ == "__main__":
    main()
