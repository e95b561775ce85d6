"""Plain text: one file is one article."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from index.draft import Failure, RawArticle
from index.readers.decoding import decode
from index.readers.item import LIMIT, LIMIT_STATED, Item
from search.errors import BadArticle


def read_text(item: Item) -> Iterator[RawArticle | Failure]:
    """The file's text as it stands; what in it is title and what text is the cleaning's matter."""
    try:
        text = decode(whole(item))
    except BadArticle as error:
        yield Failure(item.where, str(error))
        return
    if text.strip():
        yield RawArticle(item.where, text)
    else:
        yield Failure(item.where, "it is empty: give it a text, or remove it")


def whole(item: Item) -> bytes:
    """All bytes of an item; BadArticle where they cannot be read or are too many."""
    try:
        data = item.stream.read(LIMIT + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise BadArticle(f"it cannot be read to its end ({error}): make it anew") from None
    if len(data) > LIMIT:
        raise BadArticle(f"it is longer than {LIMIT_STATED}: split it into articles")
    return data
