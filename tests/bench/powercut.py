"""Cut the power of each command at random moments: `python -m tests.bench.powercut [ROUNDS]`.

100 rounds by default, some 10 seconds each. Every home must come back in order with all that was
said to be done, and the command end well when it is run again.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.index import powercut


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    mended: Counter[str] = Counter()
    cut: Counter[str] = Counter()
    with (
        tempfile.TemporaryDirectory() as folder,
        powercut.bench(Path(folder), seed=time.time_ns()) as bench,
    ):
        for one in powercut.rounds(bench, count):
            over = ", over already" if one.over else ""
            what = f", mended {', '.join(one.mended)}" if one.mended else ""
            print(f"{one.command:<10}{one.seconds:6.2f} s: {one.said}{over}{what}", flush=True)
            mended.update(one.mended)
            cut[one.command] += not one.over
    print(f"{count} rounds, {sum(cut.values())} of them cut: {dict(cut)}")
    print(f"nothing that was said was lost, every home completed; mended: {dict(mended)}")


if __name__ == "__main__":
    main()
