"""The table of word levels, and the file it is kept in between processes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.kept import kept
from search.analysis.lexicon import Lexicon, arabic, table_of


@given(st.dictionaries(st.text("ابتث\ud800", min_size=1), st.integers(1, 1_023)), st.text("ابتث"))
def test_a_table_gives_each_word_its_value_and_no_other_word_any(
    entries: dict[str, int], other: str
) -> None:
    lexicon = Lexicon(table_of(entries))
    assert {word for word in [*entries, other] if lexicon.knows(word)} == set(entries)
    assert [lexicon.level(word) for word in entries] == list(entries.values())


def test_the_levels_of_wordfreq_decide() -> None:
    assert arabic().level("العراق") > arabic().level("حمرين")
    assert arabic().is_feminine("حكومه")
    assert not arabic().is_feminine("الله")
    assert arabic().begins_with_root_al("المانيا")
    assert not arabic().knows("قققققق")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "fihrist"


class Making:
    """Makes a table, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> bytes:
        self.times += 1
        return b"table"


def test_a_table_is_made_once_until_a_source_changes(folder: Path, tmp_path: Path) -> None:
    source = tmp_path / "words"
    source.write_text("one")
    make = Making()
    assert [kept("t", [source], make) for _ in range(3)] == [b"table"] * 3
    assert make.times == 1
    source.write_text("three")
    assert kept("t", [source], make) == b"table"
    assert make.times == 2
    (file,) = folder.iterdir()
    assert file.match("t-*.table")


def test_two_installations_do_not_make_each_others_table_again(
    folder: Path, tmp_path: Path
) -> None:
    sources = [tmp_path / "a", tmp_path / "b"]
    for source in sources:
        source.write_text("one")
    make = Making()
    for source in sources * 3:
        kept("t", [source], make)
    assert make.times == 2


@pytest.mark.parametrize("damage", [b"", b"table", b"x" * 37])
def test_a_damaged_file_is_made_again(folder: Path, damage: bytes) -> None:
    make = Making()
    kept("t", [], make)
    (file,) = folder.iterdir()
    file.write_bytes(damage)
    assert kept("t", [], make) == b"table"
    assert make.times == 2


def test_a_folder_that_cannot_be_written_is_done_without(folder: Path) -> None:
    folder.write_text("a file stands in its place")
    make = Making()
    assert [kept("t", [], make) for _ in range(2)] == [b"table"] * 2
    assert make.times == 2
