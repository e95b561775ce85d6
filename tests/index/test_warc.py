"""Web archives: the pages in them, with their address and the moment they were fetched."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from index.draft import Failure, RawArticle
from index.readers import read
from tests.pages.parts import document, paragraphs
from tests.pages.stories import STORIES

STORY = STORIES[0]
PAGE = document("", f"<h1>{STORY.title}</h1><p>قبل يومين</p>{paragraphs(STORY.paragraphs)}")


def warc(path: Path, *records: tuple[str, str, str, bytes]) -> Path:
    """records: address, status line, Content-Type, body; fetched at 2020-08-31T10:20Z."""
    pack = gzip.compress if path.suffix == ".gz" else bytes
    path.write_bytes(b"".join(pack(_record(*record)) for record in records))
    return path


def _record(url: str, status: str, kind: str, body: bytes) -> bytes:
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
        "WARC-Date: 2020-08-31T10:20:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>\r\n"
        f"Content-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "crawl"])
def test_pages_are_read_with_address_charset_and_moment(tmp_path: Path, name: str) -> None:
    path = warc(
        tmp_path / name,
        ("https://a.example/n/1", "200 OK", "text/html; charset=windows-1256",
         PAGE.encode("cp1256", "xmlcharrefreplace")),
        ("https://a.example/x.png", "200 OK", "image/png", b"\x89PNG"),
        ("https://a.example/gone", "404 Not Found", "text/html", PAGE.encode()),
    )  # fmt: skip
    (found,) = read(str(path))
    assert isinstance(found, RawArticle)
    assert (found.title, found.url) == (STORY.title, "https://a.example/n/1")
    assert found.published == "2020-08-29"
    assert found.where == f"{path}:1"


def test_a_page_does_not_take_the_place_of_another_sites_article(tmp_path: Path) -> None:
    head = '<link rel="canonical" href="https://a.example/n/1">'
    other = document(head, f"<h1>{STORY.title}</h1>{paragraphs(STORY.paragraphs)}")
    path = warc(
        tmp_path / "a.warc",
        ("https://a.example/n/1", "200 OK", "text/html; charset=utf-8", PAGE.encode()),
        ("https://b.example/n/1", "200 OK", "text/html; charset=utf-8", other.encode()),
    )
    found = [item.url for item in read(str(path)) if isinstance(item, RawArticle)]
    assert found == ["https://a.example/n/1", "https://b.example/n/1"]


def test_a_torn_web_archive_gives_what_is_whole(tmp_path: Path) -> None:
    body = f"{PAGE}<!--{'x' * 60_000}-->".encode()
    record = ("https://a.example/n/1", "200 OK", "text/html", body)
    path = warc(tmp_path / "a.warc", record, record)
    whole = path.read_bytes()
    path.write_bytes(gzip.compress(whole)[:-30])
    first, *rest = read(str(path), "warc")
    assert isinstance(first, RawArticle)
    assert any(isinstance(item, Failure) for item in rest)


def test_a_web_archive_without_pages_says_so(tmp_path: Path) -> None:
    path = warc(tmp_path / "a.warc", ("https://a.example/x", "200 OK", "image/png", b"\x89PNG"))
    (failure,) = read(str(path))
    assert isinstance(failure, Failure)
    assert "no pages" in failure.reason
