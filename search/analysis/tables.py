"""The reviewed word lists beside this module, which explain themselves in their first lines."""

import re
from collections.abc import Iterator
from importlib.resources import files

from search.analysis.letters import fold_letters

_DOUBLE_HAMZA = re.compile(r"(?<=[يو])ء(?=\s)")


def rows(table: str) -> Iterator[list[str]]:
    """The lines of a table, cut at tabs, their Arabic in normal form; remarks begin with #.

    Folding the text as a whole takes 2 ms where folding each of its 7,000 words takes 12.
    """
    text = files(__package__).joinpath(table).read_text(encoding="utf-8")
    folded = _DOUBLE_HAMZA.sub("", fold_letters(text))
    return (line.split("\t") for line in folded.splitlines() if not line.startswith("#"))
