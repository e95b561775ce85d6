"""What the API does in a second, and what an export costs: `python -m tests.bench.http`.

Prints requests a second, p50/p95/p99 and bytes of page, JSON, facets and suggestions over HTTP,
with the share of each part of a search as the service itself measures it; of each kind first every
query once, which is new to the worker that gets it. Then an export of everything with the workers'
memory. Clients run on the same cores; the workers' CPU a request depends little on what else does.
Not a timed test.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import orjson

from search.settings import load_settings
from tests.bench.foundation import CORPUS, FIHRIST, fetch, megabytes, row, serving
from web.keys import Key, keys_of

SEEDS = Path(__file__).parents[2] / "seeds"
SUGGEST = "/api/v1/suggest"
KINDS = {
    "page": ("/search", {}),
    "JSON": ("/api/v1/search", {}),
    "JSON with facets": (
        "/api/v1/search",
        {"facets": "outlet,agency,place,category,published:month"},
    ),
    "suggestions": (SUGGEST, {}),
}
PARTS = ("parse", "engine", "highlight", "facets", "correct", "render")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--home", type=Path, help="use this home as it is")
    options.add_argument("--corpus", type=Path, default=CORPUS / "gloss.jsonl.gz")
    options.add_argument("--queries", type=Path, default=CORPUS / "queries.tsv")
    options.add_argument("--articles", type=int, default=19_481, help="made where no corpus is")
    options.add_argument("--seconds", type=float, default=5, help="for each kind of request")
    options.add_argument("--clients", type=int, default=4)
    options.add_argument("--port", type=int, default=8767)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = given.home or filled(Path(folder), given)
        secret = keys_of(load_settings(home=home)).add(Key("", "secret", "bench"))[1]
        with serving(home, given.port):
            for name in KINDS:
                measure(name, given, queries(given))
            for format_ in ("ndjson", "csv"):
                export(given.port, secret, format_)


def filled(folder: Path, given: argparse.Namespace) -> Path:
    """A home with the corpus; where that is absent, with articles made of the seeds' sentences."""
    source = given.corpus
    if not source.exists():
        source = folder / "made.jsonl"
        source.write_bytes(b"".join(made(given.articles)))
        row("articles made of the seeds' sentences", str(given.articles))
    command = [FIHRIST, "--home", folder / "home", "add", source]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "home"


def made(count: int) -> Iterator[bytes]:
    """Articles of four paragraphs, drawn from the seeds with a fixed seed."""
    pairs = [(a, e) for a, e in sentences() if len(a) > 20]
    chance = random.Random(7)
    for number in range(count):
        drawn = chance.sample(pairs, 4)
        article = {
            "id": f"made-{number}",
            "title": drawn[0][0][:80],
            "title_en": drawn[0][1][:80],
            "text": "\n".join(arabic for arabic, _ in drawn),
            "text_en": "\n".join(english for _, english in drawn),
            "outlet": f"صحيفة {chance.randrange(40)}",
            "place": chance.choice(("بغداد", "البصرة", "أربيل", "الموصل")),
            "published": f"20{chance.randrange(10, 25)}-{chance.randrange(1, 13):02}",
        }
        yield orjson.dumps(article) + b"\n"


def sentences() -> Iterator[tuple[str, str]]:
    for line in (SEEDS / "encyclopedia.jsonl").read_bytes().splitlines():
        article = orjson.loads(line)
        arabic, english = article["text"].split("\n"), article.get("text_en", "").split("\n")
        yield from ((a, e) for a, e in zip(arabic, english, strict=False) if a and e)


def queries(given: argparse.Namespace) -> list[str]:
    """The corpus' queries; else pairs of words of the seeds, in both languages."""
    if given.queries.exists():
        lines = given.queries.read_text("utf-8").splitlines()
        return [line.split("\t")[2] for line in lines]
    words = [re.findall(r"\w{4,}", side) for pair in sentences() for side in pair]
    chance = random.Random(7)
    return [" ".join(chance.sample(each, 2)) for each in words if len(each) > 1][:200]


def measure(name: str, given: argparse.Namespace, whole: list[str]) -> None:
    path, more = KINDS[name]
    # Suggestions are asked for while a query is typed.
    asked = [q[: len(q) * 2 // 3 + 1] for q in whole] if path == SUGGEST else whole
    timed(f"{name}, new queries", given, path, more, asked, len(asked))
    before = seconds_of_parts(given.port)
    timed(name, given, path, more, asked, None)
    spent = {p: s - before[p] for p, s in seconds_of_parts(given.port).items()}
    for encoding in ("gzip", "identity"):
        sent = sizes(given.port, path, more, asked[:100], encoding)
        row(
            f"{name}: bytes as {encoding} p50 / largest",
            f"{sent[len(sent) // 2]}",
            f"{sent[-1]}",
        )
    if total := sum(spent.values()):
        row(f"{name}: shares", *(f"{part} {spent[part] / total:.0%}" for part in PARTS))


def sizes(port: int, path: str, more: dict[str, str], asked: list[str], encoding: str) -> list[int]:
    """The bytes of each answer's body as it is sent, smallest first."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    found = []
    for query in asked:
        address = f"{path}?{urlencode({'q': query, **more})}"
        connection.request("GET", address, headers={"Accept-Encoding": encoding})
        found.append(len(connection.getresponse().read()))
    connection.close()
    return sorted(found)


def timed(
    name: str,
    given: argparse.Namespace,
    path: str,
    more: dict[str, str],
    asked: list[str],
    requests: int | None,
) -> None:
    """Print the rate and the times of so many requests, or of as many as the seconds allow."""
    taken: list[float] = []
    numbers = iter(range(requests)) if requests else count()
    clients = [
        threading.Thread(target=client, args=(given, path, more, asked, numbers, taken))
        for _ in range(given.clients)
    ]
    began, spent = time.perf_counter(), cpu_seconds()
    for each in clients:
        each.start()
    for each in clients:
        each.join()
    rate = len(taken) / (time.perf_counter() - began)
    spent = cpu_seconds() - spent
    points = statistics.quantiles(taken, n=100)
    row(f"{name}: requests/s", f"{rate:.0f}")
    row(f"{name}: ms p50 / p95 / p99", *(f"{points[at]:.2f}" for at in (49, 94, 98)))
    row(f"{name}: ms of CPU a request", f"{spent / len(taken) * 1000:.2f}")


def client(
    given: argparse.Namespace,
    path: str,
    more: dict[str, str],
    asked: list[str],
    numbers: Iterator[int],
    taken: list[float],
) -> None:
    """Ask one after the other until the numbers, or where they do not end the time, are up."""
    connection = http.client.HTTPConnection("127.0.0.1", given.port)
    end = time.perf_counter() + given.seconds
    for number in numbers:
        began = time.perf_counter()
        if isinstance(numbers, count) and began > end:
            break
        query = asked[number % len(asked)]
        status = fetch(connection, f"{path}?{urlencode({'q': query, **more})}")
        assert status == 200, status
        taken.append((time.perf_counter() - began) * 1000)
    connection.close()


def seconds_of_parts(port: int) -> dict[str, float]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    connection.close()
    found = re.findall(r'^fihrist_search_part_seconds_sum\{part="(\w+)"\} (\S+)', text, re.M)
    return dict.fromkeys(PARTS, 0.0) | {part: float(value) for part, value in found}


def export(port: int, secret: str, format_: str) -> None:
    """Everything, read as fast as it comes; then the workers' memory beside what it was."""
    before = memory()
    connection = http.client.HTTPConnection("127.0.0.1", port)
    headers = {"Authorization": f"Bearer {secret}"}
    began = time.perf_counter()
    connection.request("GET", f"/api/v1/export?format={format_}", headers=headers)
    answer = connection.getresponse()
    size, highest = 0, before
    while piece := answer.read(1 << 20):
        size += len(piece)
        highest = max(highest, memory())
    seconds = time.perf_counter() - began
    total = answer.headers["X-Total-Count"]
    connection.close()
    row(f"export {format_}: articles, MB, s", total, megabytes(size), f"{seconds:.1f}")
    row("  largest worker, MB before / peak", megabytes(before), megabytes(highest))


def memory() -> int:
    """Anonymous memory of the largest worker, in bytes."""
    found = [0]
    for folder in workers():
        with suppress(OSError):
            lines = (folder / "status").read_text().splitlines()
            line = next((x for x in lines if x.startswith("RssAnon")), "x 0")
            found.append(int(line.split()[1]) * 1024)
    return max(found)


def cpu_seconds() -> float:
    """What the workers have spent so far, in user and system mode."""
    ticks = 0
    for folder in workers():
        with suppress(OSError):
            ticks += sum(map(int, stat(folder)[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def workers() -> Iterator[Path]:
    """The folders under /proc of the processes that the service of this bench has spawned."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if b"spawn_main" in (folder / "cmdline").read_bytes():
                service = stat(folder)[1]
                if int(stat(folder.parent / service)[1]) == os.getpid():
                    yield folder


def stat(folder: Path) -> list[str]:
    """The fields of a process behind its name: state, parent and so on."""
    return (folder / "stat").read_text().rpartition(")")[2].split()


if __name__ == "__main__":
    main()
