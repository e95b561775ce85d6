"""A line's words as an index takes them."""

from __future__ import annotations

from search.document import columns_of
from search.stored import Columns


def line(text: str) -> Columns:
    """The columns of a line that has a word."""
    found = columns_of(text)
    assert found is not None
    return found
