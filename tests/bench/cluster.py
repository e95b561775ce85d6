"""Three OpenSearch nodes at work, one of them killed: `python -m tests.bench.cluster [SECONDS]`.

Prints what was seen: articles lost, searches failed, the longest search, degraded answers, the
time until all answers were whole again. Each drill takes SECONDS (60).
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from search.engines import open_engine
from search.settings import Settings
from tests.cluster import drills
from tests.cluster.drills import Report
from tests.cluster.nodes import Cluster, started

ARTICLES = 1_000
SLOW = 2.0
"""Seconds of a search that is told of by itself."""


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    with tempfile.TemporaryDirectory() as folder, started() as cluster:
        home = drills.home_on(cluster, Path(folder), "bench")
        indexing(cluster, home, seconds)
        open_engine(home).remove()
        drills.fill(open_engine(home), 1, ARTICLES, 1)
        for manager, name in ((True, "the cluster's manager"), (False, "a node with primaries")):
            report = drills.killed_while_searching(cluster, home, seconds, manager)
            told(f"{name} killed while searching", report)
        told("index made anew and swapped", drills.swapped_while_searching(home, ARTICLES, seconds))


def indexing(cluster: Cluster, home: Settings, seconds: float) -> None:
    report = drills.killed_while_indexing(cluster, home, seconds)
    print(
        f"a node killed while indexing: {report.acknowledged} acknowledged in"
        f" {report.seconds:.0f} s, {report.lost} lost, {report.retries} batches sent again"
    )
    events(report)


def told(name: str, report: Report) -> None:
    taken = [seen.seconds * 1000 for seen in report.searches]
    points = statistics.quantiles(taken, n=100)
    degraded = [seen for seen in report.searches if seen.degraded]
    short = [s for s in report.searches if s.total != ARTICLES and not s.degraded and not s.error]
    print(
        f"{name}: {len(taken)} searches in {report.seconds:.0f} s, {len(report.failed)} failed,"
        f" {len(degraded)} degraded, {len(short)} short of articles unsaid;"
        f" p50 {points[49]:.0f} ms, p99 {points[98]:.0f} ms, longest {report.longest * 1000:.0f} ms"
    )
    for seen in report.searches:
        if seen.seconds > SLOW:
            print(f"  {seen.at:5.1f} s a search of {seen.seconds:.1f} s")
    for seen in report.failed:
        print(f"  {seen.at:5.1f} s failed after {seen.seconds:.1f} s: {seen.error}")
    if degraded:
        print(f"  whole again after {max(seen.at for seen in degraded):.1f} s")
    events(report)


def events(report: Report) -> None:
    for at, what in report.events[:12]:
        print(f"  {at:5.1f} s {what}")


if __name__ == "__main__":
    main()
