"""Which listed English words have another stem than Snowball gives them, and which.

Made from three sources: the lemma table of the lemminflect package (the SPECIALIST lexicon; read
from its data file, since its import loads numpy and a model), wordfreq's list, and the reviewed
families beside this module. Only words whose stem differs from Snowball's are kept: 18,000 of
105,000, in a dictionary that loads in 20 ms. It is made once and kept for the next process
(kept.py).

- A form goes to its lemma, spelled the American way: withdrew, crises, colours. Between several
  lemmas the commonest decides, but for the reviewed forms.
- A form that is a noun by itself (building, left) is that, unless it is reviewed.
- A listed word without a lemma is a name: it stays whole (Hamas, Abbas, Mohammed, Beijing), but
  for a plural -s whose singular is common enough beside it (Houthis, airstrikes).
- A nationality takes the stem of its country (nations.tsv): Iraqi, Iraq.
"""

import gzip
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import snowballstemmer

from search.analysis import classes, lexicon, spelling, tables
from search.analysis.kept import kept
from search.analysis.letters import normal

FAMILIES = Path(__file__).with_name("families.txt")

# Forms that are also other words, and what they are in the news; a word beside itself stays.
# Known false positives: saw, the tool; rose, the flower; leaves, the verb.
_READ_AS = dict(
    pair.split(":")
    for pair in (
        "found:find thought:think saw:see shot:shoot fell:fall rose:rise felt:feel done:do "
        "given:give known:know spoke:speak drunk:drink drove:drive fallen:fall lives:life "
        "leaves:leaf bacteria:bacterium dying:die axes:axis undertaking:undertake glasses:glass "
        "worst:worst arms:arms customs:customs goods:goods remains:remains riches:riches "
        "clothes:clothes mars:mars wales:wales chile:chile"
    ).split()
)
# A name's plural: its singular occurs at least half as often; as often where it ends in a or o
# (Hamas is not several Hamas, nor Abbas, nor Texas). Centibels.
_HALF = 30
_SHORTEST = 3

Lemmas = Mapping[str, Mapping[str, tuple[str, ...]]]
"""form → part of speech → lemmas"""


def lemma_file() -> Path:
    """The file of the lemminflect package's lemmas: form, part of speech, lemmas."""
    spec = find_spec("lemminflect")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).with_name("resources") / "lemma_lu.csv.gz"


def _read_lemmas(path: Path) -> Lemmas:
    lemmas: dict[str, dict[str, tuple[str, ...]]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            form, part, found = line.rstrip("\n").split(",")
            whole = tuple(filter(str.isalpha, found.split("/")))  # without over-take
            if whole and form.isalpha():
                lemmas.setdefault(form, {})[part] = whole
    return lemmas


def families() -> dict[str, str]:
    """lemma → the first word of its reviewed family."""
    lines = FAMILIES.read_text(encoding="utf-8").splitlines()
    groups = [line.split() for line in lines if line and not line.startswith("#")]
    return {word: group[0] for group in groups for word in group}


def nations() -> dict[str, str]:
    """An English country, its other names and its people → the country's first name, in normal
    form."""
    stems: dict[str, str] = {}
    for _, _, nouns, people in tables.rows(classes.NATIONS):
        found = [normal(name) for name in (nouns + classes.SEPARATOR + people).split(" ; ")]
        stems.update(dict.fromkeys(filter(None, found), found[0]))
    return stems


class _Maker:
    """Decides the stems of the words that the lists know."""

    def __init__(self, lemmas: Lemmas, levels: Mapping[str, int]) -> None:
        self._lemmas, self._levels = lemmas, levels
        self._nations, self._families = nations(), families()
        self._snowball: Callable[[str], str] = snowballstemmer.stemmer("english").stemWord
        self._of_lemma: dict[str, str] = {}

    def differing(self) -> Iterator[tuple[str, str]]:
        """(word, stem) of every word to which Snowball gives another stem."""
        rare = (
            form
            for form, parts in self._lemmas.items()
            if any(lemma in self._levels for found in parts.values() for lemma in found)
        )
        people = (name + "s" for name in self._nations)
        for word in {*self._levels, *rare, *self._nations, *people, *_READ_AS, *self._families}:
            stem = self._stem(word)
            if stem != self._snowball(word):
                yield word, stem

    def _stem(self, word: str) -> str:
        lemma = self._lemma(word)
        if lemma not in self._of_lemma:
            self._of_lemma[lemma] = self._stem_of_lemma(lemma)
        return self._of_lemma[lemma]

    def _stem_of_lemma(self, lemma: str) -> str:
        if lemma in self._nations:
            return self._nations[lemma]
        if lemma not in self._lemmas and lemma not in self._families:
            return lemma  # a name
        lemma = spelling.american(lemma, self._levels.__contains__)
        return self._families.get(lemma) or self._snowball(lemma)

    def _lemma(self, word: str) -> str:
        if word in self._nations:
            return word
        if word in _READ_AS:
            return _READ_AS[word]
        if word not in self._lemmas:
            return self._singular(word)
        parts = self._lemmas[word]
        found = [lemma for lemmas in parts.values() for lemma in lemmas]
        if word in found and not _participle(word, parts):
            return word
        return max((lemma for lemma in found if lemma != word), key=self._level)

    def _singular(self, word: str) -> str:
        """What a name is the plural of, or the name."""
        rest = word[:-1]
        if not word.endswith("s") or len(rest) < _SHORTEST or rest[-1] in "su":
            return word
        if rest in self._nations:
            return rest
        fewer = 0 if rest[-1] in "ao" else _HALF
        common = rest in self._levels and self._level(rest) >= self._level(word) - fewer
        return rest if common else word

    def _level(self, word: str) -> int:
        return self._levels.get(word, 0)


def _participle(word: str, parts: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a word is an adjective only as its verb's form: broken, withdrawn."""
    return "noun" not in parts and any(lemma != word for lemma in parts.get("verb", ()))


def _made() -> bytes:
    """word TAB stem, a line each."""
    levels = {
        word: 900 - centibels
        for centibels, words in enumerate(lexicon.by_frequency(lexicon.data_file("en")))
        for word in words
        if word.isascii() and word.isalpha()
    }
    maker = _Maker(_read_lemmas(lemma_file()), levels)
    return "\n".join(f"{word}\t{stem}" for word, stem in sorted(maker.differing())).encode()


@cache
def stems() -> dict[str, str]:
    """The listed words whose stem is not Snowball's, read once a process."""
    reviewed = (FAMILIES, FAMILIES.with_name(classes.NATIONS))
    modules = (__file__, spelling.__file__, snowballstemmer.__file__)
    sources = (lemma_file(), lexicon.data_file("en"), *reviewed, *map(Path, modules))
    lines = kept("english", sources, _made).decode().split("\n")
    return dict(line.split("\t") for line in lines)
