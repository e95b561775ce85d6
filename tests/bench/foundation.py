"""What Fihrist costs, beside SQLite FTS5 in the same run: `python -m tests.bench.foundation`.

Prints articles a second in, bytes, peak memory, and the times of a page of ten with marked
snippets in both languages, in process and over HTTP, on shared/data/corpus. Not a timed test.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

import orjson

from search.page import SearchRequest
from search.service import SearchService
from search.settings import load_settings
from tests.bench import fts5, places

CORPUS = Path(__file__).parents[3] / "shared" / "data" / "corpus"
FIHRIST = Path(sys.executable).with_name("fihrist")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpus", type=Path, default=CORPUS / "gloss.jsonl.gz")
    options.add_argument("--queries", type=Path, default=CORPUS / "queries.tsv")
    options.add_argument("--limit", type=int, help="index only so many articles")
    options.add_argument("--home", type=Path, help="use this home as it is; index nothing")
    options.add_argument("--port", type=int, default=8765)
    options.add_argument("--engine", choices=places.ENGINES, default="tantivy")
    options.add_argument("--store", choices=places.STORES, default="sqlite")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, places.ready(given.engine, given.store):
        run(given, Path(folder))


def run(given: argparse.Namespace, folder: Path) -> None:
    database = folder / "fts5.db"
    count, seconds = fts5.build(given.corpus, database, given.limit)
    fts5_rate, fts5_bytes = count / seconds, size(database)
    row("SQLite FTS5: articles/s in, MB", f"{fts5_rate:.0f}", megabytes(fts5_bytes))
    home = given.home or folder / "home"
    if given.home is None:
        index(given, home, fts5_rate)
    for part, share in (("index", 1.2), ("archive", 0.4)):
        found = held(home)[part]
        ratio = found / fts5_bytes
        row(f"{part}, MB (× FTS5; budget ≤ {share})", megabytes(found), f"{ratio:.2f}")
    queries = questions(given.queries)
    pages(home, database, queries)
    over_http(home, given.port, queries)


def questions(file: Path) -> list[str]:
    return [line.split("\t")[2] for line in file.read_text(encoding="utf-8").splitlines()]


def held(home: Path) -> dict[str, int]:
    """Bytes of the archive and of the index, wherever they are."""
    told = subprocess.run(
        [str(FIHRIST), "--home", str(home), "status", "--json"], stdout=subprocess.PIPE, check=True
    )
    report = orjson.loads(told.stdout)
    return {part: report[part]["bytes"] for part in ("index", "archive")}


def index(given: argparse.Namespace, home: Path, yardstick: float) -> None:
    summary, articles, seconds = added(given.corpus, given.limit, home)
    rate = articles / seconds
    row(f"fihrist add: {summary}", f"{seconds:.1f} s")
    row("articles/s in (× FTS5; budget ≥ 0.35)", f"{rate:.0f}", f"{rate / yardstick:.2f}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    row("peak memory of the largest process, MB", megabytes(peak))


def added(corpus: Path, limit: int | None, home: Path) -> tuple[str, int, float]:
    """`fihrist add`: its last line, how many it added, its seconds."""
    source = corpus
    if limit is not None:
        source = home.parent / "part.jsonl"
        shorten(corpus, source, limit)
    started = time.perf_counter()
    command = [str(FIHRIST), "--home", str(home), "add", str(source)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    seconds = time.perf_counter() - started
    summary = done.stdout.decode().splitlines()[-1]
    return summary, int(summary.split()[1].rstrip(",")), seconds


def pages(home: Path, database: Path, queries: list[str]) -> None:
    """Ours and FTS5's in turn, query by query; the first round warms both and is not counted."""
    service = SearchService(load_settings(home=home))
    theirs = fts5.Searcher(database)
    ours_ms: list[float] = []
    theirs_ms: list[float] = []
    for counted in (False, True, True, True):
        for query in queries:
            request = SearchRequest(q=query, match="all")
            a = timed(answer, service, request)
            b = timed(theirs.page, query)
            if counted:
                ours_ms.append(a)
                theirs_ms.append(b)
    row("page in process, ms p50 / p95", *quantiles(ours_ms))
    row("SQLite FTS5 in process, ms p50 / p95", *quantiles(theirs_ms))
    ratios = [f"{a / b:.2f}" for a, b in zip(points(ours_ms), points(theirs_ms), strict=True)]
    row("ours ÷ FTS5 (budget ≤ 0.4 / 0.2)", *ratios)


def over_http(home: Path, port: int, queries: list[str]) -> None:
    started = time.perf_counter()
    with serving(home, port):
        row("cold start to first answer, s (budget ≤ 1.5)", f"{time.perf_counter() - started:.2f}")
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for path, name in (("/api/v1/search", "JSON"), ("/search", "HTML page")):
            taken: list[float] = []
            for counted in (False, True, True):
                for query in queries:
                    target = f"{path}?{urlencode({'q': query, 'match': 'all'})}"
                    ms = timed(fetch, connection, target)
                    if counted:
                        taken.append(ms)
            row(f"{name} over HTTP, ms p50 / p95", *quantiles(taken))
        row("serving workers, MB resident without mapped files", *resident())


@contextmanager
def serving(home: Path, port: int) -> Iterator[None]:
    command = [str(FIHRIST), "--home", str(home), "serve", "--port", str(port), "--workers", "2"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            while True:
                try:
                    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                    if fetch(connection, "/api/v1/search?q=x") == 200:
                        break
                except OSError:
                    time.sleep(0.01)
                if server.poll() is not None:
                    raise SystemExit("fihrist serve ended; run it by hand to see why")
            yield
        finally:
            server.terminate()


def fetch(connection: http.client.HTTPConnection, target: str) -> int:
    connection.request("GET", target)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def resident() -> list[str]:
    """Anonymous memory of every worker, largest first."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            command = (status.parent / "cmdline").read_bytes()
            text = status.read_text()
        except OSError:
            continue
        if b"spawn_main" in command:  # granian's workers
            anonymous = next((x for x in text.splitlines() if x.startswith("RssAnon")), "x 0")
            found.append(int(anonymous.split()[1]) * 1024)
    return [megabytes(each) for each in sorted(found, reverse=True)]


def shorten(corpus: Path, target: Path, limit: int) -> None:
    with gzip.open(corpus, "rb") as lines, target.open("wb") as out:
        out.writelines(islice(lines, limit))


def answer(service: SearchService, request: SearchRequest) -> bytes:
    return orjson.dumps(service.search(request))


def timed(call: Callable[..., object], *arguments: object) -> float:
    """Milliseconds of one call."""
    started = time.perf_counter()
    call(*arguments)
    return (time.perf_counter() - started) * 1000


def points(values: list[float]) -> tuple[float, float]:
    return statistics.median(values), statistics.quantiles(values, n=20)[-1]


def quantiles(values: list[float]) -> tuple[str, ...]:
    return tuple(f"{point:.2f}" for point in points(values))


def size(path: Path) -> int:
    if path.is_dir():
        return sum(size(child) for child in path.iterdir())
    return path.stat().st_size if path.exists() else 0


def megabytes(count: float) -> str:
    return f"{count / 1e6:.1f}"


def row(name: str, *values: str) -> None:
    print(f"{name:<58}{'  '.join(f'{value:>9}' for value in values)}", flush=True)


if __name__ == "__main__":
    os.environ.pop("FIHRIST_HOME", None)
    main()
