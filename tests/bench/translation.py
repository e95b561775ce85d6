"""What translating costs, against a provider on loopback: `python -m tests.bench.translation WHAT`.

kill [ROUNDS]      kills a run of 2,000 sentences at a random moment, in each round, and counts what
                   the provider was asked twice for (budget: total ≤ 1.02 × distinct)
often [KILLS]      kills one run of 2,000 sentences so many times
rate [SENTENCES]   100 ms a request, eight at once: share of the ideal (budget ≥ 90 %), our CPU
search [ARTICLES]  p95 of searches while 10,000 articles wait to be translated (budget ≤ 1.5 × idle)
again [ARTICLES]   adds and translates the corpus, and adds it again: what the provider is asked
                   then (budget: nothing)
memory [PAIRS]     a TMX file of a million pairs in: seconds and peak memory
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event
from urllib.parse import urlencode

import orjson
from pyarabic.araby import strip_tashkeel, strip_tatweel

from index.archive import Archive
from index.commands.translating import translate_missing
from index.translation import chain_of
from search.settings import load_settings
from tests.translation.provider_server import ProviderServer
from tests.worker import killing
from tests.worker.conftest import sentences
from tests.worker.test_serving import serving

CORPUS = Path(__file__).parents[3] / "shared" / "data" / "corpus"


def kill(folder: Path, count: int) -> None:
    """Three rounds at a time: most of one is waiting, for the provider and for claims to end."""

    def one(number: int) -> float:
        chance = random.Random(time.time_ns() + number)
        made = killing.killed(folder / str(number), 2_000, 1, chance, chance.random)
        print(f"round {number}: asked {made.asked} of {made.distinct}, × {made.ratio:.4f}")
        return made.ratio

    with ThreadPoolExecutor(3) as rounds:
        ratios = list(rounds.map(one, range(1, count + 1)))
    print(f"{count} rounds: worst × {max(ratios):.4f}, mean × {statistics.mean(ratios):.4f}")


def often(folder: Path, count: int) -> None:
    chance = random.Random(time.time_ns())
    made = killing.killed(folder / "home", 2_000, count, chance, lambda: chance.uniform(0, 0.1))
    vain = made.asked - made.distinct
    print(f"{count} kills of one run: asked {made.asked} of {made.distinct}, × {made.ratio:.4f}")
    print(f"{vain / count:.1f} sentences in vain for each kill, of 40 that may be at stake")


class Letters(dict[str, str]):
    """Answers by letters: as long as the Arabic, with its numbers and stops, so that the gate
    takes them of whatever text; the server's own English is of a few words, which long sentences
    repeat."""

    _LATIN = str.maketrans(
        "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأإؤئ", "abtxjhkddrzsxsdtzagfqklmnhwyyhaaaawy"
    )

    def get(self, sentence: str, _default: object = None) -> str:
        plain: str = strip_tatweel(strip_tashkeel(sentence))
        return plain.translate(self._LATIN)


def _provider(pipe: Connection, delay: float) -> None:
    with ProviderServer() as server:
        server.delay = delay
        server.answers = Letters()
        pipe.send(server.url)
        pipe.recv()
        pipe.send((len(server.asked), server.times))


class Elsewhere:
    """A provider in a process of its own, whose CPU is not counted as ours. asked and times (of
    the requests) are there when it has ended."""

    def __init__(self, delay: float) -> None:
        self._ours, theirs = get_context("spawn").Pipe()
        self._process = get_context("spawn").Process(target=_provider, args=(theirs, delay))
        self._process.start()
        self.url: str = self._ours.recv()
        self.asked = 0
        self.times: list[float] = []

    def __enter__(self) -> Elsewhere:
        return self

    def __exit__(self, *_: object) -> None:
        self._ours.send(None)
        self.asked, self.times = self._ours.recv()
        self._process.join()


def rate(folder: Path, count: int) -> None:
    for name in ("libretranslate", "google"):
        home = folder / name
        killing.store(home, sentences(count))
        with Elsewhere(0.1) as provider:
            settings = load_settings(
                home=home,
                translator=name,
                libretranslate_url=provider.url,
                provider_url=provider.url,
                translate_rate=0,
                translate_concurrency=8,
            )
            with Archive.open(settings.archive_url) as archive:
                chain = chain_of(settings)
                cpu = time.process_time()
                tally = translate_missing(
                    archive, settings, chain, Event(), lambda _tally: None, 60.0
                )
                cpu = time.process_time() - cpu
        ideal = len(provider.times) * 0.1 / 8
        span = provider.times[-1] - provider.times[0] + 0.1
        print(
            f"{name}: translated {tally.translated}, asked {provider.asked}"
            f" in {len(provider.times)} requests\n"
            f"  ideal {ideal:.2f} s, taken {span:.2f} s: {100 * ideal / span:.1f} %\n"
            f"  our CPU: {1000 * cpu / tally.translated:.2f} ms a sentence,"
            f" {100 * cpu / span:.0f} % of a core; load {os.getloadavg()[0]:.1f}"
        )


def corpus(path: Path, count: int, characters: int | None = None) -> None:
    """So many articles of the measurement corpus as article JSONL, cut at so many characters."""
    with gzip.open(CORPUS / "articles.jsonl.gz") as lines, path.open("wb") as out:
        for line in islice(lines, count):
            row = orjson.loads(line)
            text = row["text_ar"][:characters]
            row = {"id": row["id"], "title": row.get("title", ""), "text": text}
            out.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))


def again(folder: Path, count: int) -> None:
    source = folder / "corpus.jsonl"
    corpus(source, count)
    for turn in ("the first time", "again"):
        with Elsewhere(0.0) as provider:
            command = [*killing.FIHRIST, "--home", str(folder / "home"), "add", str(source)]
            began = time.monotonic()
            done = subprocess.run(
                command,
                env=killing.environment(provider),
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
            taken = time.monotonic() - began
        print(f"{turn}: {done.stdout.strip()}; {taken:.0f} s")
        print(f"{turn}: {provider.asked} sentences asked in {len(provider.times)} requests")


def search(folder: Path, count: int) -> None:
    home = folder / "home"
    source = folder / "corpus.jsonl"
    corpus(source, count, 800)
    queries = [
        line.split("\t")[2]
        for line in (CORPUS / "queries.tsv").read_text(encoding="utf-8").splitlines()
    ]
    with ProviderServer() as nobody:
        command = [*killing.FIHRIST, "--home", str(home), "add", str(source)]
        env = killing.environment(nobody, FIHRIST_TRANSLATOR="none")
        subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL, stderr=None)
    idle: list[float] = []
    busy: list[float] = []
    for number in range(3):  # in turn, so that what else the machine does falls on both
        # The provider has a process of its own: beside it a client waits for the interpreter.
        with Elsewhere(0.1) as server:
            with serving(home, 8790 + 2 * number, server) as address:
                idle += times_of(address, queries)
            with serving(home, 8791 + 2 * number, server, "--translate") as address:
                left = missing(home)
                while missing(home) > left - 20:
                    time.sleep(0.05)
                left, began = missing(home), time.monotonic()
                busy += times_of(address, queries)
                pace = (left - missing(home)) / (time.monotonic() - began)
                print(
                    f"round {number + 1}: {pace:.0f} sentences a second beside the searches;"
                    f" {len(busy)} searches so far"
                )
    for name, values in (("idle", idle), ("translating", busy)):
        p50, p95 = statistics.median(values), statistics.quantiles(values, n=20)[18]
        print(f"{name}: p50 {p50:.2f} ms, p95 {p95:.2f} ms")
    ratio = statistics.quantiles(busy, n=20)[18] / statistics.quantiles(idle, n=20)[18]
    print(f"p95 × {ratio:.2f}; load {os.getloadavg()[0]:.1f}")


def missing(home: Path) -> int:
    """Sentences that are not translated."""
    with Archive.open(load_settings(home=home).archive_url, create=False) as archive:
        return archive.stats().missing


def times_of(address: str, queries: list[str]) -> list[float]:
    """Milliseconds of each query, asked five times, after a first round that is not counted."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"))
    taken = []
    for counted in (False, *[True] * 5):
        for query in queries:
            path = "/api/v1/search?" + urlencode({"q": query, "match": "all"})
            began = time.perf_counter()
            connection.request("GET", path)
            connection.getresponse().read()
            if counted:
                taken.append((time.perf_counter() - began) * 1000)
    connection.close()
    return taken


def memory(folder: Path, count: int) -> None:
    def pairs() -> Iterator[str]:
        yield "<tmx version='1.4'><header srclang='ar'/><body>\n"
        for number in range(count):
            yield (
                f"<tu><tuv xml:lang='ar'><seg>وصل الوفد رقم {number} إلى بغداد</seg></tuv>"
                f"<tuv xml:lang='en'><seg>Delegation {number} reached Baghdad</seg></tuv></tu>\n"
            )
        yield "</body></tmx>\n"

    file = folder / "pairs.tmx"
    with file.open("w", encoding="utf-8") as out:
        out.writelines(pairs())
    began = time.monotonic()
    command = [*killing.FIHRIST, "--home", str(folder / "home"), "memory", "import", str(file)]
    subprocess.run(command, check=True)
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = usage.ru_maxrss / 1000
    print(f"{count} pairs in {time.monotonic() - began:.0f} s, peak memory {peak:.0f} MB")


def main() -> None:
    what: dict[str, tuple[Callable[[Path, int], None], int]] = {
        "kill": (kill, 50),
        "often": (often, 50),
        "rate": (rate, 3_000),
        "search": (search, 10_000),
        "again": (again, 19_481),
        "memory": (memory, 1_000_000),
    }
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("what", choices=what)
    options.add_argument("count", type=int, nargs="?")
    given = options.parse_args()
    run, count = what[given.what]
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), given.count or count)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
