"""Shared work: each piece to one worker at a time, and none is lost, on both databases."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

from index.archive import Archive
from index.archive.work import Waiting
from search.settings import Settings
from tests.index.conftest import both_databases

pytestmark = both_databases


def items(archive: Archive, limit: int = 10, lease: float = 60.0) -> list[str]:
    return [job.item for job in archive.work.claim("translate", limit, lease)]


def test_what_is_offered_is_claimed_once(archive: Archive) -> None:
    archive.work.offer("translate", ["b", "a", "c"])
    archive.work.offer("summarise", ["x"])
    assert items(archive, 2) == ["a", "b"]
    assert items(archive) == ["c"]
    assert items(archive) == []
    assert archive.work.waiting("translate") == Waiting(ready=0, later=0, claimed=3)
    assert archive.work.waiting("summarise") == Waiting(ready=1, later=0, claimed=0)


def test_what_was_offered_first_is_claimed_first(archive: Archive) -> None:
    archive.work.offer("translate", ["z"])
    (job,) = archive.work.claim("translate", 1, 0.0)
    archive.work.offer("translate", ["a"])
    assert items(archive, 1) == ["z"]
    assert job.tries == 1


def test_done_strikes_off(archive: Archive) -> None:
    archive.work.offer("translate", ["a", "b"])
    jobs = archive.work.claim("translate", 10, 60.0)
    assert archive.work.done(jobs[:1]) == 1
    assert archive.work.done(jobs[:1]) == 0
    assert archive.work.waiting("translate") == Waiting(0, 0, claimed=1)


def test_a_claim_whose_lease_ended_falls_to_the_next(archive: Archive) -> None:
    archive.work.offer("translate", ["a"])
    (first,) = archive.work.claim("translate", 1, 0.0)
    (second,) = archive.work.claim("translate", 1, 60.0)
    assert (first.tries, second.tries) == (1, 2)
    assert archive.work.done([first]) == 0, "it is the second's now"
    assert archive.work.renew([first], 60.0) == []
    assert archive.work.release([first]) == 0
    assert archive.work.done([second]) == 1


def test_a_late_worker_may_still_finish_what_nobody_else_took(archive: Archive) -> None:
    archive.work.offer("translate", ["a"])
    (job,) = archive.work.claim("translate", 1, 0.0)
    assert archive.work.renew([job], 60.0) == [job]
    assert items(archive) == [], "renewed, it is not to be had"
    assert archive.work.done([job]) == 1


def test_what_is_released_waits_for_its_delay(archive: Archive) -> None:
    archive.work.offer("translate", ["a", "b"])
    one, two = archive.work.claim("translate", 2, 60.0)
    archive.work.release([one])
    archive.work.release([two], delay=60.0)
    assert archive.work.waiting("translate") == Waiting(ready=1, later=1, claimed=0)
    assert [(job.item, job.tries) for job in archive.work.claim("translate", 2, 60.0)] == [("a", 2)]


def test_work_offered_while_somebody_does_it_is_done_once_more(archive: Archive) -> None:
    archive.work.offer("translate", ["a", "b"])
    jobs = archive.work.claim("translate", 2, 60.0)
    archive.work.offer("translate", ["a"])
    assert items(archive) == [], "not while he has it"
    assert archive.work.done(jobs) == 2
    assert [(job.item, job.tries) for job in archive.work.claim("translate", 2, 60.0)] == [("a", 1)]


def test_an_offer_does_not_shorten_a_delay(archive: Archive) -> None:
    archive.work.offer("translate", ["a"])
    archive.work.release(archive.work.claim("translate", 1, 60.0), delay=60.0)
    archive.work.offer("translate", ["a"])
    assert items(archive) == []


WORKER = """
import sys
from index.archive import Archive
with Archive.open(sys.argv[1], create=False) as archive:
    input()
    while jobs := archive.work.claim("translate", 3, 60.0):
        for job in jobs:
            print(job.item, flush=True)
        assert archive.work.done(jobs) == len(jobs)
"""


def test_workers_at_once_share_without_doing_anything_twice(
    archive: Archive, settings: Settings
) -> None:
    offered = [f"{number:03}" for number in range(150)]
    archive.work.offer("translate", offered)
    command = [sys.executable, "-c", WORKER, settings.archive_url]
    workers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    done = Counter(line for worker in workers for line in worker.communicate(timeout=60)[0].split())
    assert done == Counter(offered)
    assert [worker.returncode for worker in workers] == [0, 0, 0]


def test_a_killed_worker_takes_nothing_with_it(archive: Archive, settings: Settings) -> None:
    archive.work.offer("translate", ["a"])
    claim = (
        "import sys; from index.archive import Archive; import os, signal;"
        " Archive.open(sys.argv[1]).work.claim('translate', 1, float(sys.argv[2]));"
        " os.kill(os.getpid(), signal.SIGKILL)"
    )
    command = [sys.executable, "-c", claim, settings.archive_url]
    assert subprocess.run([*command, "0.001"], check=False).returncode == -9
    (job,) = archive.work.claim("translate", 1, 60.0)
    assert (job.item, job.tries) == ("a", 2)
