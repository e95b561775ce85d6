"""Articles in ZIP and tar archives; bombs and damage are refused with a reason."""

from __future__ import annotations

import gzip
import io
import random
import tarfile
import zipfile
from pathlib import Path

import pytest

from index.draft import Failure, RawArticle
from index.readers import read, unpacking

FILES = {
    "news/a.txt": "ينبع نهر دجلة من جبال طوروس.".encode(),
    "news/b.jsonl": '{"title": "دجلة", "text": "نهر."}\n{broken\n'.encode(),
    "news/c.jsonl.gz": gzip.compress('{"title": "الفرات"}\n'.encode()),
    "news/.hidden.txt": b"x",
    "__MACOSX/news/a.txt": b"x",
    "news/picture.png": b"\x89PNG",
    "../../outside.txt": "الفرات أطول أنهار غرب آسيا.".encode(),
}


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def tarred(path: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz" if path.name.endswith("gz") else "w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("news/link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return path


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tgz", "a"])
def test_articles_of_an_archive_are_read_as_those_of_a_folder(tmp_path: Path, name: str) -> None:
    path = (zipped if name in ("a.zip", "a") else tarred)(tmp_path / name, FILES)
    found = list(read(str(path)))
    assert [(item.where, type(item).__name__) for item in found] == [
        (f"{path}/news/a.txt", "RawArticle"),
        (f"{path}/news/b.jsonl:1", "RawArticle"),
        (f"{path}/news/b.jsonl:2", "Failure"),
        (f"{path}/news/c.jsonl.gz:1", "RawArticle"),
        (f"{path}/../../outside.txt", "RawArticle"),
    ]
    assert [path.name for path in tmp_path.parent.glob("outside*")] == []


def test_an_archive_in_a_folder_is_read_with_it(tmp_path: Path) -> None:
    zipped(tmp_path / "b.zip", FILES)
    (tmp_path / "a.txt").write_bytes(FILES["news/a.txt"])
    assert sum(isinstance(item, RawArticle) for item in read(str(tmp_path))) == 5


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_an_archive_without_articles_says_what_it_takes(tmp_path: Path, pack: object) -> None:
    assert callable(pack)
    (failure,) = read(str(pack(tmp_path / "a.arc", {"a.png": b"\x89PNG"})))
    assert isinstance(failure, Failure)
    assert "holds no articles" in failure.reason


def test_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "GRACE", 1 << 20)
    bomb = b"\0" * (8 << 20)
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(bomb))
    zipped(tmp_path / "b.zip", {"a.txt": bomb})
    tarred(tmp_path / "c.tar.gz", {"a.txt": bomb})
    for name in ("a.txt.gz", "b.zip", "c.tar.gz"):
        found = list(read(str(tmp_path / name)))
        assert all(isinstance(item, Failure) for item in found)
        assert "as a bomb does" in repr(found[0])


def test_an_archive_of_too_many_files_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "MEMBERS", 2)
    found = list(read(str(zipped(tmp_path / "a.zip", FILES))))
    assert isinstance(found[-1], Failure)
    assert "over 2 files" in found[-1].reason


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz"])
def test_a_torn_archive_is_reported(tmp_path: Path, name: str) -> None:
    path = (zipped if name == "a.zip" else tarred)(
        tmp_path / name, {"a.txt": random.Random(0).randbytes(2000).hex().encode()}
    )
    path.write_bytes(path.read_bytes()[:700])
    found = list(read(str(path)))
    assert any(isinstance(item, Failure) for item in found)


def test_an_office_document_is_no_archive_of_articles(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.docx", {"[Content_Types].xml": b"<x/>", "word/document.xml": b"x"})
    (failure,) = read(str(path))
    assert isinstance(failure, Failure)
    assert "office document" in failure.reason
