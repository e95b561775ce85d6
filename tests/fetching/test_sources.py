"""Sources and leads in the archive, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.archive import Archive
from index.archive.sources import Lead, Source

URL, OTHER = "http://a.example/rss", "http://b.example/rss"


@pytest.fixture(params=["sqlite", "postgresql"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    url = f"sqlite:///{tmp_path / 'archive.db'}"
    if request.param == "postgresql":
        new: Callable[[], str] = request.getfixturevalue("postgres_url")
        url = new()
    with Archive.open(url) as opened:
        yield opened


def source(url: str = URL, next_at: int = 0) -> Source:
    return Source(url, 100, next_at, 1800, "الرافدين", "صحف")


def lead(key: bytes, state: str = "held", **values: object) -> Lead:
    made = Lead(key * 16, URL, "held", b"d" * 16, 100)
    return replace(made, state=state, **values)  # type: ignore[arg-type]  # fields of Lead


def test_a_source_is_added_once_and_one_that_was_stopped_begins_anew(archive: Archive) -> None:
    assert archive.sources.add([source(), source(), source(OTHER)]) == [source(), source(OTHER)]
    assert archive.sources.add([source()]) == []
    archive.sources.looked(URL, {"stopped": True, "reason": "gone", "total": 7}, ())
    assert archive.sources.add([source(next_at=50)]) == [source(next_at=50)]
    assert archive.sources.all() == [replace(source(next_at=50), total=7), source(OTHER)]


def test_only_one_of_two_gets_a_source(archive: Archive) -> None:
    archive.sources.add([source()])
    assert archive.sources.claim(source(), 500)
    assert not archive.sources.claim(source(), 600)
    assert [each.next_at for each in archive.sources.all()] == [500]


def test_leads_are_written_with_the_look_and_go_with_the_source(archive: Archive) -> None:
    archive.sources.add([source()])
    held = lead(b"h", content=b"c" * 16)
    waiting = lead(b"w", "waiting", url="http://a.example/w", reason="status 500", tries=2)
    archive.sources.looked(URL, {"total": 1}, [waiting, held])
    assert archive.sources.leads([held.key, waiting.key, b"x" * 16]) == {
        held.key: held,
        waiting.key: waiting,
    }
    assert archive.sources.waiting(URL) == archive.sources.refused(URL, 5) == [waiting]
    assert archive.sources.counts() == {URL: {"held": 1, "waiting": 1}}
    assert archive.sources.same(b"c" * 16, b"other" * 3)
    assert not archive.sources.same(b"c" * 16, held.key)
    archive.sources.looked(URL, {"total": 2}, [replace(waiting, state="held", url=None)])
    assert archive.sources.counts() == {URL: {"held": 2}}
    assert archive.sources.remove(URL)
    assert not archive.sources.remove(URL)
    assert archive.sources.leads([held.key]) == {}


def test_a_source_moves_with_its_leads_but_not_onto_another(archive: Archive) -> None:
    archive.sources.add([source(), source(OTHER)])
    archive.sources.looked(URL, {"total": 1}, [lead(b"h")])
    assert archive.sources.move(URL, "http://c.example/rss")
    assert archive.sources.counts() == {"http://c.example/rss": {"held": 1}}
    assert not archive.sources.move(OTHER, "http://c.example/rss")
    stopped = {each.url: each for each in archive.sources.all()}[OTHER]
    assert stopped.stopped
    assert stopped.reason == "it moved to http://c.example/rss, which is watched already"


def test_leads_are_forgotten_after_their_time(archive: Archive) -> None:
    archive.sources.add([source()])
    archive.sources.looked(URL, {"total": 1}, [lead(b"o", at=99), lead(b"n", at=100)])
    assert archive.sources.forget(100) == 1
    assert archive.sources.counts() == {URL: {"held": 1}}
