"""Who composes articles on their way in: worker processes where there are many."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from index.archive import Archive
from index.draft import RawArticle
from index.ingest import Ingest
from index.workers import MANY, Workers

LONG = 4 << 20  # characters


class Asking(Workers):
    """Never starts a process; asked: for each chunk, whether it was told that there are many."""

    def __init__(self) -> None:
        super().__init__(1)
        self.asked: list[bool] = []

    def ready(self, many: bool) -> bool:
        self.asked.append(many)
        return super().ready(many)


@pytest.fixture
def workers() -> Asking:
    return Asking()


@pytest.fixture
def ingest(archive: Archive, workers: Asking) -> Ingest:
    return Ingest(archive, workers, lambda _: None, lambda _: None, threading.Event())


def some(count: int, text: str = "نص.") -> Iterator[RawArticle]:
    return (RawArticle(str(number), text, id=str(number)) for number in range(count))


def test_of_many_articles_already_the_first_are_for_the_processes(
    ingest: Ingest, workers: Asking
) -> None:
    ingest.run(some(MANY))
    assert workers.asked == [True] * 7
    assert ingest.tally.added == 200


def test_fewer_do_not_start_processes(ingest: Ingest, workers: Asking) -> None:
    ingest.run(some(MANY - 1))
    assert workers.asked == [False] * 7
    assert ingest.tally.added == 199


def test_long_articles_do_not_wait_for_each_other(ingest: Ingest, workers: Asking) -> None:
    def items() -> Iterator[RawArticle]:
        yield RawArticle("1", "كلمة " * (LONG // 5 + 1), id="1")
        yield RawArticle("2", "نص.", id="2")
        assert workers.asked == [False]

    ingest.run(items())
    assert workers.asked == [False, False]
