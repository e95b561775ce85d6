"""CSV and TSV: rows become articles, by the names of their columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from index.commands.add import add
from index.draft import Failure, RawArticle
from index.readers import read

ROW = 'افتتاح جسر,"افتتحت المحافظة جسراً، على دجلة.\nوحضر جمع.",31 آب 2020,https://a.example/1,سالم'


def rows(
    tmp_path: Path, data: str | bytes, name: str = "a.csv", **columns: str
) -> list[RawArticle | Failure]:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read(str(path), None, columns))


def only(tmp_path: Path, data: str | bytes, name: str = "a.csv", **columns: str) -> RawArticle:
    (article,) = rows(tmp_path, data, name, **columns)
    assert isinstance(article, RawArticle)
    return article


@pytest.mark.parametrize(
    "header",
    [
        "title,text,published,url,editor",
        "Headline,Body,Date,Link,editor",
        "العنوان,النص,التاريخ,الرابط,editor",
    ],
)
def test_columns_are_found_by_their_names_in_both_languages(tmp_path: Path, header: str) -> None:
    found = only(tmp_path, f"{header}\r\n{ROW}\r\n")
    assert found.title == "افتتاح جسر"
    assert found.text == "افتتحت المحافظة جسراً، على دجلة.\nوحضر جمع."
    assert (found.published, found.url) == ("2020-08-31", "https://a.example/1")
    assert found.metadata == {"editor": "سالم"}
    assert found.where.endswith("a.csv:3")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.tsv", "title\ttext\nجسر\tعلى دجلة, في الموصل\n"),
        ("a.csv", "title;text\nجسر;على دجلة, في الموصل\n"),
    ],
)
def test_tabs_and_semicolons_part_cells_as_well(tmp_path: Path, name: str, data: str) -> None:
    assert only(tmp_path, data, name).text == "على دجلة, في الموصل"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1256", "iso8859_6"])
def test_spreadsheets_encodings_are_recognised(tmp_path: Path, encoding: str) -> None:
    rest = "والزائرين من المدن الأخرى في المحافظة وهم يعبرون النهر إلى الجانب الأيمن" * 3
    data = f"title,text\nافتتاح جسر,{rest}\n".encode(encoding)
    assert only(tmp_path, data).title == "افتتاح جسر"


def test_columns_may_be_mapped(tmp_path: Path) -> None:
    found = only(tmp_path, "A,B,title\nجسر,على دجلة,7\n", title="A", text="B")
    assert (found.title, found.text, found.metadata) == ("جسر", "على دجلة", {"title column 3": "7"})


@pytest.mark.parametrize(
    ("data", "columns", "reason"),
    [
        ("a,b\n1,2\n", {}, "--columns title="),
        ("title,b\n1,2\n", {"text": "Body"}, "no column 'Body'"),
        ("", {}, "--columns"),
        ("title,text\n", {}, "no rows"),
        ("title\nx,y\n", {}, "2 cells under 1"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(
    tmp_path: Path, data: str, columns: dict[str, str], reason: str
) -> None:
    (failure,) = rows(tmp_path, data, **columns)
    assert isinstance(failure, Failure)
    assert reason in failure.reason


def test_a_bad_row_is_reported_by_line_and_the_rest_is_read(tmp_path: Path) -> None:
    first, second, third = rows(tmp_path, "title,text\nأ,ب\nأ,ب,ج\nت,ث\n")
    assert isinstance(first, RawArticle)
    assert isinstance(second, Failure)
    assert second.where.endswith(":3")
    assert isinstance(third, RawArticle)


def test_a_field_that_no_article_has_is_a_usage_error() -> None:
    result = CliRunner().invoke(add, ["--columns", "headline=A", "x.csv"])
    assert result.exit_code == 2
    assert "headline=A" in result.output


def test_a_quote_that_is_never_closed_swallows_no_rows(tmp_path: Path) -> None:
    first, failure = rows(tmp_path, 'title,text\nجسر,على دجلة\n"سد,على الفرات\nميناء,في البصرة\n')
    assert isinstance(first, RawArticle)
    assert isinstance(failure, Failure)
    assert "a quote is opened under line 2 and never closed" in failure.reason


def test_the_last_row_needs_no_line_end(tmp_path: Path) -> None:
    assert only(tmp_path, 'title,text\nجسر,"على ""دجلة"""').text == 'على "دجلة"'
