"""What files become: raw articles, or a reason with its place."""

from __future__ import annotations

import codecs
import gzip
import io
import json
import os
import re
import threading
from collections.abc import Iterable
from pathlib import Path

import pytest

from index.compose import compose
from index.draft import Failure, RawArticle
from index.readers import files, jsonl, read, text
from index.readers import item as limits

RIVER = "ينبع نهر دجلة من جبال طوروس في تركيا ويمر بمدينة بغداد ثم يلتقي بنهر الفرات في القرنة."


def articles(found: Iterable[RawArticle | Failure]) -> list[RawArticle]:
    return [item for item in found if isinstance(item, RawArticle)]


def failures(found: Iterable[RawArticle | Failure]) -> list[Failure]:
    return [item for item in found if isinstance(item, Failure)]


def only_failure(path: Path, format_: str | None = None) -> Failure:
    found = list(read(str(path), format_))
    assert len(found) == 1
    assert isinstance(found[0], Failure)
    return found[0]


def write(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def line(**record: object) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"


def test_a_text_file_is_one_article(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", RIVER)
    assert list(read(str(path))) == [RawArticle(str(path), RIVER)]


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + RIVER.encode(),
        RIVER.encode("utf-16"),
        codecs.BOM_UTF16_BE + RIVER.encode("utf-16-be"),
        RIVER.encode("cp1256"),
        RIVER.encode("iso8859_6"),
    ],
    ids=["utf-8-bom", "utf-16-le", "utf-16-be", "windows-1256", "iso-8859-6"],
)
def test_other_encodings_of_arabic_are_recognised(tmp_path: Path, data: bytes) -> None:
    path = write(tmp_path / "a.txt", data)
    assert [article.text for article in articles(read(str(path)))] == [RIVER]


@pytest.mark.parametrize(
    "data",
    [
        "Le café est fermé à midi.".encode("latin-1"),
        "Тигр берёт начало в Турции и течёт через Багдад.".encode("cp1251"),
        "底格里斯河发源于土耳其。".encode("gb18030"),
        b"\xff\xfe\x00",
    ],
)
def test_an_encoding_that_cannot_be_told_is_refused_with_advice(
    tmp_path: Path, data: bytes
) -> None:
    assert "iconv -f" in only_failure(write(tmp_path / "a.txt", data)).reason


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04rest", "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"%PDF-1.7", "PDF"),
        (b"\xd8\x00\x01\x02", "NUL bytes"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a"])
def test_a_binary_file_is_refused_by_its_kind(
    tmp_path: Path, name: str, data: bytes, kind: str
) -> None:
    failure = only_failure(write(tmp_path / name, data))
    assert failure.where == str(tmp_path / name)
    assert kind in failure.reason


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.jsonl.gz"])
@pytest.mark.parametrize("data", [b"", b"\n \n", codecs.BOM_UTF8])
def test_an_empty_file_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    data = gzip.compress(data) if name.endswith("gz") else data
    assert "is empty" in only_failure(write(tmp_path / name, data)).reason


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "No such file" in only_failure(tmp_path / "none.txt").reason


def test_a_name_that_no_system_takes_is_refused() -> None:
    found = list(read("a\x00b.txt"))
    assert isinstance(found[0], Failure)


def test_a_device_is_refused_and_not_read_for_ever() -> None:
    assert "a device or a socket" in only_failure(Path("/dev/zero")).reason


def test_a_named_pipe_nobody_writes_to_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "FIFO_PATIENCE", 0.05)
    os.mkfifo(tmp_path / "pipe.txt")
    assert "nothing was written to this pipe" in only_failure(tmp_path / "pipe.txt").reason


def test_a_named_pipe_with_a_writer_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "pipe.txt"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_text, args=(RIVER, "utf-8"))
    writer.start()
    assert [article.text for article in articles(read(str(path)))] == [RIVER]
    writer.join()


def test_what_the_shell_hands_over_by_a_pipe_is_read_however_late_it_comes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`fihrist add <(command)` gives /dev/fd/63, a link to a pipe."""
    monkeypatch.setattr(files, "FIFO_PATIENCE", 0)
    reading, writing = os.pipe()

    def write_late() -> None:
        os.write(writing, RIVER.encode())
        os.close(writing)

    later = threading.Timer(0.2, write_late)
    later.start()
    assert [article.text for article in articles(read(f"/dev/fd/{reading}"))] == [RIVER]
    later.join()
    os.close(reading)


def test_a_link_that_leads_to_itself_is_refused_alone_and_passed_over_in_a_folder(
    tmp_path: Path,
) -> None:
    write(tmp_path / "real.txt", RIVER)
    (tmp_path / "a.txt").symlink_to("b.txt")
    (tmp_path / "b.txt").symlink_to("a.txt")
    (tmp_path / "again").symlink_to(".")
    assert "symbolic links" in only_failure(tmp_path / "a.txt").reason
    assert [article.text for article in articles(read(str(tmp_path)))] == [RIVER]


def test_a_folder_is_read_in_order_without_hidden_names(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden.txt", ".git/d.txt", "memory.jsonl"):
        write(tmp_path / name, RIVER)
    assert [Path(found.where).name for found in read(str(tmp_path))] == ["a.txt", "b.txt", "c.txt"]


def test_a_folder_without_articles_says_what_it_takes(tmp_path: Path) -> None:
    write(tmp_path / "picture.png", b"\x89PNG")
    assert ".txt, .text, .jsonl, .ndjson" in only_failure(tmp_path).reason


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.json", "[]", "JSON Lines"),
    ],
)
def test_a_format_not_read_yet_says_what_is(
    tmp_path: Path, name: str, data: str, kind: str
) -> None:
    reason = only_failure(write(tmp_path / name, data)).reason
    assert kind in reason
    assert "text, jsonl" in reason


@pytest.mark.parametrize("format_", ["xls", "docx"])
def test_asking_for_a_format_not_read_says_what_is(tmp_path: Path, format_: str) -> None:
    path = write(tmp_path / "a.txt", RIVER)
    assert "--format text, jsonl" in only_failure(path, format_).reason


def test_a_file_without_telling_name_goes_by_content(tmp_path: Path) -> None:
    json_path = write(tmp_path / "export", "\ufeff " + line(title="دجلة", text=RIVER))
    text_path = write(tmp_path / "note", RIVER)
    assert articles(read(str(json_path)))[0].title == "دجلة"
    assert articles(read(str(text_path)))[0].text == RIVER


def test_a_stated_format_wins_over_the_name(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", line(title="دجلة", text=RIVER))
    assert articles(read(str(path), "jsonl"))[0].title == "دجلة"


@pytest.mark.parametrize("packed", [False, True])
def test_standard_input_is_read(packed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    data = line(id="1", title="دجلة", text=RIVER).encode()

    class Input:
        buffer = io.BytesIO(gzip.compress(data) if packed else data)

    monkeypatch.setattr("sys.stdin", Input)
    assert [(found.where, found.id) for found in articles(read("-"))] == [("-:1", "1")]


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


def test_the_same_article_twice_has_one_identity(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", line(title="دجلة", text=RIVER) * 2)
    assert len({compose(article).identity for article in articles(read(str(path)))}) == 1


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv", "a.html", "a.rss"])
@pytest.mark.parametrize("mark", [codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE])
def test_utf_32_is_not_taken_for_utf_16(tmp_path: Path, name: str, mark: bytes) -> None:
    """Its mark begins as that of UTF-16 does, and each letter would stand between NULs."""
    encoding = "utf-32-le" if mark == codecs.BOM_UTF32_LE else "utf-32-be"
    path = write(tmp_path / name, mark + RIVER.encode(encoding))
    (failure,) = read(str(path))
    assert isinstance(failure, Failure)
    assert "text in UTF-32" in failure.reason
