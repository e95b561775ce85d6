"""Words whose stem no ending shows: broken plurals and the adjectives of countries, by table.

plurals.tsv: a singular, a TAB, its plurals. Facts from the Arramooz dictionary (GPL) and
the pluralia of the news, kept where both are among wordfreq's words, then reviewed by hand. A
plural that is as often another word was left out: أنصار and the name ناصر, إعلام (media) and the
flags أعلام, which folding makes one. nations.tsv explains itself.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from search.analysis.letters import normal

PLURALS, NATIONS = "plurals.tsv", "nations.tsv"
SEPARATOR = " ; "


def rows(table: str) -> Iterator[list[str]]:
    """The lines of a table beside this module, cut at tabs; remarks begin with #."""
    text = files(__package__).joinpath(table).read_text(encoding="utf-8")
    return (line.split("\t") for line in text.splitlines() if not line.startswith("#"))


def _without_article(word: str) -> str:
    return normal(word).removeprefix("ال") if word.startswith("ال") else normal(word)


@cache
def classes() -> dict[str, str]:
    """Bare form → stem, of each listed word; a base is its own stem."""
    found: dict[str, str] = {}
    for singular, plurals in rows(PLURALS):
        base = normal(singular)
        found |= {normal(plural): base for plural in plurals.split()}
    for nouns, adjectives, _, _ in rows(NATIONS):
        noun, *others = (nouns + SEPARATOR + adjectives).split(SEPARATOR)
        found |= {_without_article(word): _without_article(noun) for word in others}
    found |= {base: base for base in found.values() if base not in found}
    return found
