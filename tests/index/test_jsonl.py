"""JSON Lines: what is kept, what is refused by its line, how long one may be."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from index.compose import compose
from index.draft import Failure, RawArticle
from index.readers import item as limits
from index.readers import jsonl, read, text
from tests.index.reading import RIVER, articles, failures, line, only_failure, write


def test_json_lines_keep_every_stated_field_and_unknown_keys(tmp_path: Path) -> None:
    record = {
        "id": 7,
        "url": "https://example.org/7",
        "title": "نهر دجلة",
        "text": RIVER,
        "lang": "ar",
        "published": "2017-01-20",
        "outlet": "الموسوعة",
        "agency": None,
        "title_en": "The Tigris",
        "text_en": "It rises in Turkey.",
        "translator": "bundled",
        "editor": {"name": "سالم", "n": [1, 2]},
    }
    path = write(tmp_path / "a.jsonl", line(**record))
    (found,) = articles(read(str(path)))
    assert (found.where, found.id, found.agency) == (f"{path}:1", "7", None)
    assert (found.published, found.translator) == ("2017-01-20", "bundled")
    assert found.metadata == {"editor": {"name": "سالم", "n": [1, 2]}}


def test_broken_lines_are_reported_by_number_and_the_rest_is_read(tmp_path: Path) -> None:
    good = line(title="دجلة", text=RIVER)
    lines = [
        good,
        "{broken\n",
        "\n",
        "[1, 2]\n",
        '"text"\n',
        line(title=5, text=RIVER),
        line(title="دجلة", text=["x"]),
        good,
    ]
    path = write(tmp_path / "a.jsonl", "".join(lines).encode() + b'{"title": "\xff"}\n')
    found = list(read(str(path)))
    assert [article.where for article in articles(found)] == [f"{path}:1", f"{path}:8"]
    assert {item.where: re.split(r" \(|:", item.reason)[0] for item in failures(found)} == {
        f"{path}:2": "the line is not JSON",
        f"{path}:4": "it is a list, not an article",
        f"{path}:5": "it is a string, not an article",
        f"{path}:6": "title is a number",
        f"{path}:7": "text is a list",
        f"{path}:9": "the line is not UTF-8",
    }


def test_a_lone_surrogate_never_reaches_the_archive(tmp_path: Path) -> None:
    data = r'{"title": "a \ud800 b", "text": "x", "lang": "ar", "k\ude00": ["\ud83d"], "n": 1e3}'
    path = write(tmp_path / "a.jsonl", data + "\n" + data.replace("1e3", "NaN"))
    found = list(read(str(path)))
    draft = compose(articles(found)[0])
    assert draft.title == "a \ufffd b"
    assert draft.metadata == {"k\ufffd": ["\ufffd"], "n": 1000.0}
    draft.identity.encode("utf-8")
    assert "NaN" in failures(found)[0].reason


def test_utf_16_json_lines_are_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", (line(title="دجلة") + line(title="الفرات")).encode("utf-16"))
    assert [article.title for article in articles(read(str(path)))] == ["دجلة", "الفرات"]


def test_gzip_is_unpacked_and_a_torn_one_reported(tmp_path: Path) -> None:
    packed = gzip.compress(line(title="دجلة").encode() * 5000)
    whole = write(tmp_path / "a.jsonl.gz", packed)
    torn = write(tmp_path / "b.jsonl.gz", packed[:-20])
    assert len(articles(read(str(whole)))) == 5000
    assert "cannot be read further" in failures(read(str(torn)))[0].reason


def test_20_mb_on_one_line_are_one_article(tmp_path: Path) -> None:
    body = RIVER.replace(".", " ") * 140_000
    path = write(tmp_path / "a.jsonl", line(title="طويل", text=body) + line(title="قصير"))
    found = articles(read(str(path)))
    assert path.stat().st_size > 20_000_000
    assert [len(article.text) for article in found] == [len(body), 0]
    assert all(s.end - s.start <= 600 for s in compose(found[0]).sentences)


def test_a_line_over_the_limit_is_refused_and_the_next_one_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonl, "LIMIT", 100)
    monkeypatch.setattr(text, "LIMIT", 100)
    path = write(tmp_path / "a.jsonl", line(title="x" * 200) + line(title="دجلة"))
    found = list(read(str(path)))
    assert found[0] == Failure(
        f"{path}:1", f"the line is longer than {limits.LIMIT_STATED}: split the article"
    )
    assert articles(found)[0].where == f"{path}:2"
    assert "longer than" in only_failure(write(tmp_path / "b.txt", "x" * 101)).reason


def test_a_stream_of_lines_is_read_one_by_one(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", line(title="دجلة") * 100_000)
    found = read(str(path))
    assert isinstance(next(iter(found)), RawArticle)
    assert sum(1 for _ in found) == 99_999
