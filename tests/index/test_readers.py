"""What files become: raw articles, or a reason with its place."""

from __future__ import annotations

import codecs
import gzip
import io
import os
import threading
from pathlib import Path

import pytest

from index.compose import compose
from index.draft import Failure, RawArticle
from index.readers import files, read
from tests.index.reading import RIVER, articles, line, only_failure, write


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
