"""What arrives: files, folders and standard input, read into raw articles.

A reader yields a RawArticle for each article and a Failure for each item it cannot read; one bad
item never stops the rest, and nothing here raises for what a file holds. Memory is bounded by
the largest single item (`files.LIMIT`), not by the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from index.draft import Failure, RawArticle
from index.readers.files import Item, items
from index.readers.formats import READERS, SUPPORTED, UNREAD

__all__ = ["READERS", "read"]


def read(
    path: str,
    format: str | None = None,  # noqa: A002 - the option's name
    columns: Mapping[str, str] | None = None,
) -> Iterator[RawArticle | Failure]:
    """Every article at `path`: a file, a folder (recursed, sorted, hidden names left out) or `-`.

    format: one of READERS for what has no telling name; None goes by name, then by content.
    columns: of tables, the column of each field that its name does not tell.
    """
    if format is not None and format not in READERS:
        kind = UNREAD.get(format, repr(format))
        yield Failure(path, f"{kind} cannot be read: choose --format {SUPPORTED}")
        return
    for item in items(path, format):
        if isinstance(item, Item):
            yield from READERS[item.format](replace(item, columns=columns or {}))
        else:
            yield item
