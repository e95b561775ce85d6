"""An article in Whoosh's terms: what is indexed, and what is kept in columns.

Postings are made here, from terms that come ready, without Whoosh's analysis. Whoosh rounds the
lengths of fields to a byte; ours are columns of their own, so that BM25 reads true ones.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Format, Positions

from search.engines.embedded import KEYS, WHOLE, WORDS, option
from search.engines.protocol import IndexDocument

NONE = (1 << 64) - 1
"""What a column of keys says of an article without the key."""

Posting = tuple[bytes, int, float, bytes]
"""What Whoosh keeps of a term: its bytes, twice how often it stands there, and its positions."""


_NOTHING = b"\0"


class Bare(Format):
    """Postings of an article and a weight alone. Whoosh's own such format cannot be merged: it
    reads its empty values back as None; a zero byte for each is compressed to nothing."""

    posting_size = 1


class Whole(FieldType):
    """A value that is one term as it stands, or a list of such."""

    def __init__(self) -> None:
        super().__init__(Bare(), None)

    def index(self, value: str | list[str], **_: Any) -> list[Posting]:
        values = [value] if isinstance(value, str) else value
        return [(each.encode(), 1, 1.0, _NOTHING) for each in values]


class Words(FieldType):
    """Sentences of terms between single spaces; frequencies only if `counted`."""

    def __init__(self, counted: bool) -> None:
        super().__init__(Bare(), None)
        self.counted = counted

    def index(self, value: Sequence[str], **_: Any) -> Iterator[Posting]:
        counts = Counter(term for line in value for term in line.split())
        for term, count in counts.items():
            times = count if self.counted else 1
            yield term.encode(), times, float(times), _NOTHING


class Places(FieldType):
    """Sentences of terms with their positions; a sentence's end takes one position."""

    def __init__(self) -> None:
        super().__init__(Positions(), None)

    def index(self, value: Sequence[str], **_: Any) -> Iterator[Posting]:
        places: dict[str, list[int]] = defaultdict(list)
        for at, term in _numbered(value):
            places[term].append(at)
        for term, found in places.items():
            yield term.encode(), len(found), float(len(found)), self.format.encode(found)


def _numbered(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    at = 0
    for terms in (line.split() for line in lines):
        yield from enumerate(terms, at)
        at += len(terms) + bool(terms)


@cache
def schema() -> Schema:
    """The fields of IndexDocument."""
    made = Schema()
    for name in WHOLE:
        made.add(name, Whole())
    for name in KEYS:
        made.add(name, COLUMN(NumericColumn("Q", default=NONE)))
    for name in WORDS:
        kind = option(name)
        made.add(name, Places() if kind == "position" else Words(kind == "freq"))
        made.add(length(name), COLUMN(NumericColumn("I")))
    made.add("stored", COLUMN(VarBytesColumn()))
    return made


def length(field: str) -> str:
    """The column with the number of terms in a field."""
    return f"{field}_length"


def fields(document: IndexDocument) -> dict[str, Any]:
    """An article as keywords of Whoosh's add_document."""
    words = {**document.layers, "meta": document.meta}
    whole: dict[str, Any] = {name: getattr(document, name) for name in ("id", "source_id", "url")}
    keys = {name: getattr(document, name) for name in KEYS}
    lengths = {length(name): sum(len(line.split()) for line in words[name]) for name in words}
    whole |= {**document.facets, "names": document.names}
    return {**whole, **keys, **words, **lengths, "stored": document.stored}
