"""Exports: the same articles as a search counts, once each, from any of them on; tables inert."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Literal

import orjson
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from search import export as module
from search.article import Article, Segment
from search.cli import cli
from search.document import index_document
from search.engines import open_engine
from search.errors import BadParameter
from search.export import export, inert, lines, table
from search.page import SearchRequest
from search.service import SearchService
from search.settings import Settings

Put = Callable[..., SearchService]
WORDS = ("نهر", "جبل", "مدينة", "سوق")


@pytest.fixture(params=["tantivy", "whoosh", pytest.param("opensearch", marks=pytest.mark.cluster)])
def settings(
    request: pytest.FixtureRequest, homes: Callable[[str], AbstractContextManager[Settings]]
) -> Iterator[Settings]:
    with homes(request.param) as made:
        yield made


@pytest.fixture
def put(settings: Settings) -> Put:
    """put(*articles): index them in one more commit; the service."""
    service = SearchService(settings)
    commits = iter(range(1, 100))

    def index(*articles: Article) -> SearchService:
        writer = open_engine(settings).writer("archive")
        for each in articles:
            writer.put(index_document(each, with_subwords=True))
        writer.commit(next(commits))
        writer.close()
        return service

    return index


def article(seq: int, text: str, **known: Any) -> Article:
    pair = Segment(text, f"English of {seq}.")
    return Article(f"id{seq:024}", seq, "ar", Segment(f"خبر {seq}", None), (pair,), **known)


def seqs(records: Iterator[dict[str, Any]]) -> list[int]:
    return [record["seq"] for record in records]


@pytest.mark.parametrize("q", ["", "نهر", "نهر جبل", "مدينة سوق جبل", "خبر -نهر", "؟"])
@pytest.mark.parametrize("match", ["auto", "all", "any"])
def test_walk_export_and_total_agree(
    put: Put, q: str, match: Literal["auto", "all", "any"]
) -> None:
    chance = random.Random(7)
    service = put(*(article(n, " ".join(chance.sample(WORDS, 2))) for n in range(1, 60)))
    asked = SearchRequest(q, match=match)
    found = export(service, asked)
    exported = seqs(found.records)
    assert exported == sorted(exported)
    page = service.search(SearchRequest(q, match=match, limit=100))
    assert found.total == len(exported) == page.total.value
    assert {f"id{seq:024}" for seq in exported} == {hit.id for hit in page.hits}


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_a_walk_gives_what_it_said_while_articles_come(
    put: Put, sort: Literal["relevance", "newest", "oldest"]
) -> None:
    service = put(*(article(n, "نهر " * (1 + n % 3)) for n in range(1, 12)))
    walked: list[str] = []
    totals, cursor, coming = set(), None, 100
    while True:
        page = service.search(SearchRequest("نهر", sort=sort, limit=4, cursor=cursor))
        walked += [hit.id for hit in page.hits]
        totals.add(page.total.value)
        if page.links["next"] is None:
            break
        cursor = page.links["next"].rpartition("cursor=")[2]
        put(article(coming, "جبل"))
        coming += 1
    assert totals == {11}
    assert sorted(walked) == [f"id{n:024}" for n in range(1, 12)]


def test_articles_that_come_meanwhile_are_not_in_it(put: Put) -> None:
    service = put(*(article(n, "نهر") for n in range(1, 6)))
    found = export(service, SearchRequest())
    begun = [next(found.records)["seq"]]
    put(*(article(n, "نهر") for n in range(6, 9)))
    assert begun + seqs(found.records) == [1, 2, 3, 4, 5]


def test_it_goes_on_from_any_article_to_the_end_it_had(put: Put) -> None:
    service = put(*(article(n, "نهر") for n in range(1, 6)))
    cursors = [record["cursor"] for record in export(service, SearchRequest()).records]
    put(article(9, "نهر"), article(2, "نهر جديد"))
    for place, cursor in enumerate(cursors, 1):
        rest = export(service, SearchRequest(), cursor)
        assert rest.total == 5 - place
        assert seqs(rest.records) == list(range(place + 1, 6))


@pytest.mark.parametrize("gaps", [1, 3, 5_000])
def test_gaps_and_crowds_of_seqs_are_walked_through(
    put: Put, gaps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_AT_ONCE", 4)
    monkeypatch.setattr(module, "_STEP", 16)
    wanted = [*range(1, 30, gaps), 40_000, 40_001]
    service = put(*(article(n, "نهر") for n in wanted))
    assert seqs(export(service, SearchRequest()).records) == wanted


def test_an_empty_index_exports_nothing(put: Put) -> None:
    found = export(put(), SearchRequest())
    assert (found.total, seqs(found.records)) == (0, [])


@pytest.mark.parametrize("cursor", ["x", "1", "1.2.3", "-1.2", "١.٢", "1.2\n"])
def test_what_is_no_cursor_is_refused(put: Put, cursor: str) -> None:
    with pytest.raises(BadParameter, match="cursor"):
        export(put(article(1, "نهر")), SearchRequest(), cursor)


def test_a_line_holds_both_languages_and_what_is_known(put: Put) -> None:
    service = put(article(1, "نهر", outlet="و", published="2020-08", metadata={"k": 1}))
    (line,) = b"".join(lines(export(service, SearchRequest()).records)).splitlines()
    record = orjson.loads(line)
    assert record["segments"] == [
        {"ar": "نهر", "en": "English of 1.", "translation": None, "paragraph": 0}
    ]
    assert (record["outlet"], record["published"], record["metadata"]) == ("و", "2020-08", {"k": 1})
    assert record["cursor"] == "1.1"


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_table_reads_back_as_it_was(put: Put) -> None:
    service = put(article(1, 'نهر "دجلة", قال\nثم', place="أ,ب"))
    head, row = rows(b"".join(table(export(service, SearchRequest()).records)))
    named = dict(zip(head, row, strict=True))
    assert named["text_ar"] == 'نهر "دجلة", قال\nثم'
    assert (named["place"], named["text_en"], named["state"]) == ("أ,ب", "English of 1.", "partial")


def test_a_mark_for_excel_comes_when_asked_for() -> None:
    assert b"".join(table([], bom=True)).startswith(b"\xef\xbb\xbf")
    assert b"".join(table([])).startswith(b'"id"')


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "\n=1",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_what_a_spreadsheet_would_run_is_text(put: Put, formula: str) -> None:
    service = put(article(1, f"{formula} نهر", outlet=formula.strip(), place=formula.strip()))
    head, row = rows(b"".join(table(export(service, SearchRequest()).records)))
    named = dict(zip(head, row, strict=True))
    assert all(named[name].startswith("'") for name in ("text_ar", "outlet", "place"))


@given(st.text())
def test_no_cell_ever_begins_a_formula(text: str) -> None:
    cell = inert(text)
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert cell in (text, f"'{text}")


def test_the_command_writes_lines_and_tables(put: Put, settings: Settings, tmp_path: Path) -> None:
    put(article(1, "نهر"), article(2, "جبل"))
    environment = {
        "FIHRIST_HOME": str(settings.home),
        "FIHRIST_ENGINE": settings.engine,
        "FIHRIST_OPENSEARCH_URL": settings.opensearch_url,
        "FIHRIST_OPENSEARCH_PREFIX": settings.opensearch_prefix,
    }

    def run(*arguments: str) -> bytes:
        done = CliRunner().invoke(cli, ["export", *arguments], env=environment)
        assert done.exit_code == 0, done.output
        return done.stdout_bytes

    assert [orjson.loads(line)["seq"] for line in run().splitlines()] == [1, 2]
    assert [orjson.loads(line)["seq"] for line in run("--query", "جبل").splitlines()] == [2]
    assert len(rows(run("--format", "csv", "--cursor", "1.2"))) == 2
    file = tmp_path / "out.csv"
    run("--format", "csv", "--bom", "-o", str(file))
    assert len(rows(file.read_bytes())) == 3
    refused = CliRunner().invoke(cli, ["export", "--bom"], env=environment)
    assert refused.exit_code == 2
