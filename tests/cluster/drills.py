"""What is done to a cluster at work: nodes killed, indexes swapped; and what was seen meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from search.article import Article, Segment
from search.document import index_document
from search.engines import open_engine
from search.engines.plan import Everything, Term
from search.engines.protocol import Engine
from search.errors import IndexFailure, Unavailable
from search.page import SearchRequest
from search.service import SearchService
from search.settings import Settings, load_settings
from tests.cluster.nodes import Cluster, Node

ARCHIVE = "drill"
WORDS = "نهر دجله جبل حمرين سد دوكان سامراء تكريت الموصل كركوك".split()
DEADLINE = 10.0
"""Seconds within which a search must answer: FIHRIST_OPENSEARCH_TIMEOUT of the drills."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One search: when it began (seconds of the drill), how long it took, how many articles it
    found, whether it said that a part was missing; the error where it failed."""

    at: float
    seconds: float
    total: int
    degraded: bool
    error: str = ""


@dataclass
class Report:
    """What a drill saw. lost: acknowledged articles that are not there in the end."""

    searches: list[Seen] = field(default_factory=list)
    events: list[tuple[float, str]] = field(default_factory=list)
    acknowledged: int = 0
    lost: int = 0
    retries: int = 0
    seconds: float = 0.0

    @property
    def failed(self) -> list[Seen]:
        return [seen for seen in self.searches if seen.error]

    @property
    def longest(self) -> float:
        return max((seen.seconds for seen in self.searches), default=0.0)


def home_on(cluster: Cluster, folder: Path, prefix: str) -> Settings:
    """A home on the cluster: three shards, each on two nodes."""
    return load_settings(
        home=folder, engine="opensearch", opensearch_url=cluster.url, opensearch_prefix=prefix,
        opensearch_shards=3, opensearch_timeout=DEADLINE,
    )  # fmt: skip


def article(seq: int) -> Article:
    """All have نهر; the rest of the words differ from one to the next."""
    sentences = tuple(
        Segment(" ".join([WORDS[0], *(WORDS[(seq * 7 + n * k) % 10] for k in range(12))]), None)
        for n in range(1, 4)
    )
    return Article(f"id{seq:024}", seq, "ar", Segment(f"خبر {seq}", None), sentences)


def fill(engine: Engine, first: int, last: int, applied: int) -> None:
    """Articles of these numbers in one commit."""
    writer = engine.writer(ARCHIVE)
    try:
        for seq in range(first, last + 1):
            writer.put(index_document(article(seq), with_subwords=True))
        writer.commit(applied)
    finally:
        writer.close()


def killed_while_indexing(cluster: Cluster, settings: Settings, seconds: float) -> Report:
    """Index batches of 50 as the keeper does, again from what is applied where the cluster
    refused; a node with a primary shard is killed after a third of the time."""
    engine = open_engine(settings)
    fill(engine, 1, 1, 1)
    report, started = Report(), time.monotonic()
    victim: Node | None = None
    batch = 1
    while victim is None or time.monotonic() - started < seconds:
        if victim is None and time.monotonic() - started > seconds / 3:
            # While a bulk is on its way: the next batch goes in as the node dies.
            victim = holder(cluster, settings)
            threading.Timer(0.02, victim.kill).start()
            report.events.append((time.monotonic() - started, f"{victim.name} killed"))
        try:
            fill(engine, batch * 50 + 1, batch * 50 + 50, batch + 1)
            batch += 1
        except (Unavailable, IndexFailure) as error:
            report.retries += 1
            report.events.append((time.monotonic() - started, str(error)[:100]))
            time.sleep(0.2)
    report.acknowledged = (batch - 1) * 50 + 1
    report.seconds = time.monotonic() - started
    assert victim is not None
    revive(cluster, victim)
    report.events.append((time.monotonic() - started, "green again"))
    reader = open_engine(settings).reader()
    found = reader.search(Everything(), "oldest", report.acknowledged + 1_000).matches
    seqs = {match.newest & ((1 << 28) - 1) for match in found}
    report.lost = len(({1} | set(range(51, batch * 50 + 1))) - seqs)
    return report


def killed_while_searching(
    cluster: Cluster, settings: Settings, seconds: float, manager: bool = True
) -> Report:
    """Search without a pause; a node is killed after a quarter of the time, at `manager` the one
    that manages the cluster, and started again at half of it."""
    report = Report()
    with searching(settings, report) as elapsed:
        until(elapsed, seconds / 4)
        victim = manager_of(cluster) if manager else holder(cluster, settings)
        victim.kill()
        report.events.append((elapsed(), f"{victim.name} killed"))
        until(elapsed, seconds / 2)
        cluster.start(victim)
        cluster.wait()
        report.events.append((elapsed(), "green again"))
        until(elapsed, max(seconds, elapsed() + 2))
    report.seconds = elapsed()
    return report


def swapped_while_searching(settings: Settings, articles: int, seconds: float) -> Report:
    """Search without a pause while the index is made anew and swapped in, over and over."""
    report = Report()
    engine = open_engine(settings)
    with searching(settings, report) as elapsed:
        swaps = 0
        while elapsed() < seconds or swaps < 2:
            writer = engine.rebuild(ARCHIVE)
            for seq in range(1, articles + 1):
                writer.put(index_document(article(seq), with_subwords=True))
            writer.commit(articles)
            writer.publish()
            writer.close()
            swaps += 1
            report.events.append((elapsed(), "swapped"))
        until(elapsed, elapsed() + 1)
    report.seconds = elapsed()
    return report


@contextmanager
def searching(settings: Settings, report: Report) -> Iterator[Callable[[], float]]:
    """Two threads that search; gives the seconds since they began."""
    service = SearchService(settings)
    service.warm()  # word lists take seconds of a busy machine, and are not what is drilled
    started = time.monotonic()
    stop = threading.Event()

    def elapsed() -> float:
        return time.monotonic() - started

    def search() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            word = WORDS[number % 10]
            seen = Seen(elapsed(), 0.0, 0, degraded=False)
            try:
                page = service.search(SearchRequest(q=f"{WORDS[0]} {word}", match="any"))
                seen = replace(seen, total=page.total.value, degraded=page.degraded)
            except Exception as error:  # whatever it is, the drill counts it as a failed search
                seen = replace(seen, error=repr(error))
            report.searches.append(replace(seen, seconds=elapsed() - seen.at))

    threads = [threading.Thread(target=search) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield elapsed
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def holder(cluster: Cluster, settings: Settings) -> Node:
    """A node that holds a primary shard of the home's served index."""
    with cluster.client() as client:
        shards = client.cat.shards(index=settings.opensearch_prefix, params={"format": "json"})
    names = {shard["node"] for shard in shards if shard["prirep"] == "p"}
    return next(node for node in cluster.nodes if node.name in names)


def manager_of(cluster: Cluster) -> Node:
    with cluster.client() as client:
        told = client.cat.cluster_manager(params={"format": "json"})
    return next(node for node in cluster.nodes if node.name == told[0]["node"])


def revive(cluster: Cluster, node: Node) -> None:
    """Start a killed node and wait until every shard has its copies again."""
    cluster.start(node)
    cluster.wait()


def until(elapsed: Callable[[], float], moment: float) -> None:
    time.sleep(max(0.0, moment - elapsed()))


def count(settings: Settings) -> int:
    """How many articles a search for the word that all have finds."""
    return open_engine(settings).reader().count(Term("ar_bare", WORDS[0]))
