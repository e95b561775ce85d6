"""CSV and TSV: a row is an article, its columns found by their names or as they are mapped.

Source: RFC 4180; semicolons too, which spreadsheets write in some countries. Dates may be written
as people write them.
"""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Iterator, Mapping
from typing import IO, cast

from index.dates import published_date
from index.draft import Failure, RawArticle
from index.layout import LABELS, fold
from index.readers.decoding import ADVICE, CODE_PAGES, UTF16_MARKS, binary_kind, code_page
from index.readers.item import LIMIT, LIMIT_STATED, Item
from index.readers.jsonl import FIELDS, from_record
from search.errors import BadArticle

_HEAD = 1 << 16  # bytes by which encoding and separator are told
_SEPARATORS = ",\t;|"
_ALSO = {
    "text": "body content article النص المحتوى الخبر نص-الخبر",
    "title": "header العنوان-الرئيسي عنوان-الخبر",
    "published": "published-at pubdate publish-date datetime تاريخ",
    "url": "address permalink رابط رابط-الخبر",
    "outlet": "publisher newspaper site الموقع المؤسسة الناشر",
    "id": "identifier المعرف الرقم",
    "lang": "language اللغة",
    "category": "topic التصنيفات الباب",
}
_NAMES = {fold(name): name for name in FIELDS} | LABELS
_NAMES |= {fold(word): name for name, words in _ALSO.items() for word in words.split()}


def read_table(item: Item) -> Iterator[RawArticle | Failure]:
    """An article or a failure for each row under the header; `PATH:LINE` is the row's last line."""
    head = cast(io.BufferedReader, item.stream).peek(_HEAD)
    # The module's limit on a field is 131,072 characters and can only be set for all of it.
    csv.field_size_limit(LIMIT)
    line = 0
    try:
        encoding = _encoding(head)
        separator = _separator(head.decode(encoding, "replace"))
        lines = _Lines(item.stream, encoding)
        rows = csv.reader(lines, delimiter=separator)
        header = next(rows, None)
        fields = _fields(header or [], item.columns)
        for row in rows:
            if lines.ended:  # the module takes the end of the file for the end of the quotes
                reason = f"a quote is opened under line {line or 1} and never closed: mend it"
                yield Failure(f"{item.where}:{rows.line_num}", reason)
                return
            line = rows.line_num
            if any(cell.strip() for cell in row):
                yield _article(row, header or [], fields, f"{item.where}:{line}")
    except BadArticle as error:
        yield Failure(item.where, str(error))
    except (OSError, EOFError, zlib.error, UnicodeError, csv.Error) as error:
        where = f"{item.where}:{line + 1}"
        yield Failure(where, f"it cannot be read further ({error}): export it anew as UTF-8")
    else:
        if not line:
            yield Failure(item.where, "it has no rows: give a header and one article a row")


def _encoding(head: bytes) -> str:
    kind = binary_kind(head)
    if kind is not None:
        raise BadArticle(f"it is {kind}, not a table in text: export it as CSV in UTF-8")
    if head.startswith(UTF16_MARKS):
        return "utf-16"
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:
            text = code_page(head)
            if text is None:
                raise BadArticle(f"its encoding cannot be told: {ADVICE}") from None
            return next(name for name in CODE_PAGES if _decodes(head, name, text))
    return "utf-8-sig"


def _decodes(head: bytes, name: str, text: str) -> bool:
    return head.decode(name, "replace") == text


def _separator(text: str) -> str:
    """The sign that the header has most of."""
    header = text.lstrip("\ufeff").split("\n", 1)[0]
    return max(_SEPARATORS, key=header.count)


class _Lines:
    """The lines of a stream, which stays open; BadArticle for one that is too long. ended: whether
    one was asked for behind the last."""

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self._stream, self._encoding = stream, encoding
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        text = io.TextIOWrapper(self._stream, self._encoding, newline="")
        try:
            while line := text.readline(LIMIT + 1):
                if len(line) > LIMIT:
                    raise BadArticle(f"a line is longer than {LIMIT_STATED}: split the article")
                yield line
            self.ended = True
        finally:
            text.detach()


def _fields(header: list[str], columns: Mapping[str, str]) -> dict[int, str]:
    """The field of each column that is one; mapped columns first."""
    names = [" ".join(name.split()) for name in header]
    unknown = [f"{column!r}" for column in columns.values() if column not in names]
    if unknown:
        raise BadArticle(f"there is no column {', '.join(unknown)}: there are {', '.join(names)}")
    fields = {names.index(column): field for field, column in columns.items()}
    for index, name in enumerate(names):
        field = _NAMES.get(fold(name))
        if field is not None and index not in fields and field not in fields.values():
            fields[index] = field
    if not {"title", "text"} & set(fields.values()):
        raise BadArticle(
            f"no column of {', '.join(names[:20]) or 'it'} is title or text:"
            " say which with --columns title=…,text=…"
        )
    return fields


def _key(name: str, index: int) -> str:
    """The metadata key of a column that is no field; the name of a field is one already."""
    return name if name and name not in FIELDS else f"{name} column {index + 1}".strip()


def _article(
    row: list[str], header: list[str], fields: dict[int, str], where: str
) -> RawArticle | Failure:
    if len(row) > len(header):
        return Failure(where, f"it has {len(row)} cells under {len(header)} headings: quote them")
    record: dict[str, str] = {}
    for index, cell in enumerate(row):
        if cell.strip():
            record[fields.get(index) or _key(header[index].strip(), index)] = cell
    if stated := record.get("published"):
        record["published"] = published_date(stated) or stated
    try:
        return from_record(record, where)
    except BadArticle as error:
        return Failure(where, str(error))
