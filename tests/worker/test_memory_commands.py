"""`fihrist memory` and `fihrist glossary`, as a person who corrects translations calls them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import orjson
import pytest

from tests.worker import killing

Run = subprocess.CompletedProcess[str]


def fihrist(home: Path, *arguments: object) -> Run:
    command = [*killing.FIHRIST, "--home", str(home), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_correction_goes_out_as_a_machines_and_comes_back_as_a_persons(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "memory.jsonl"
    text = tmp_path / "a.jsonl"
    text.write_bytes(orjson.dumps({"id": "a", "text": "وصل الوفد إلى بغداد أمس."}))
    fihrist(home, "add", text)
    row = {"ar": "وصل الوفد إلى بغداد أمس.", "en": "The delegate came to Baghdad yesterday."}
    file.write_bytes(orjson.dumps(row | {"translator": "google"}))
    done = fihrist(home, "memory", "import", file)
    assert (done.returncode, done.stdout) == (
        0,
        "kept 1, refused 0, unusable 0, articles 1\n",
    )
    tmx = tmp_path / "memory.tmx"
    assert fihrist(home, "memory", "export", tmx).stdout == "exported 1\n"
    tmx.write_text(tmx.read_text("utf-8").replace("delegate came", "delegation arrived"), "utf-8")
    fihrist(home, "memory", "import", tmx, "--translator", "people")
    found = orjson.loads(fihrist(home, "search", "delegation", "--json").stdout)
    snippet = found["hits"][0]["snippets"][0]
    assert "".join(part for part, _ in snippet["en"]["segments"]).startswith("The delegation")
    assert snippet["translation"] is None
    exported = fihrist(home, "memory", "export", "-", "--format", "jsonl").stdout
    assert {orjson.loads(line)["translator"] for line in exported.splitlines()} == {
        "google",
        "people",
    }


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.tmx", "<html/>", "it is no TMX"),
        ("a.txt", "", "say whether it is tmx or jsonl"),
    ],
)
def test_a_file_that_is_none_is_refused_with_the_reason(
    name: str, content: str, said: str, tmp_path: Path
) -> None:
    file = tmp_path / name
    file.write_text(content, "utf-8")
    done = fihrist(tmp_path / "home", "memory", "import", file)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_terms_go_in_and_out(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "terms.tsv"
    file.write_text("حمرين\tHamrin\n", "utf-8")
    assert fihrist(home, "glossary", "import", file).stdout == "terms 1\n"
    assert fihrist(home, "glossary", "export", "-").stdout == "حمرين\tHamrin\n"
    everything = fihrist(home, "glossary", "export", "--all", "-").stdout
    assert "داعش\tISIS\t" in everything
    assert "حمرين\tHamrin\n" in everything
