"""English words to stems: Snowball, with a reviewed table where it joins what news keeps apart."""

import re

import snowballstemmer

from search.analysis.irregular import LEMMAS
from search.analysis.letters import Step, run

_SNOWBALL = snowballstemmer.stemmer("english")

# Snowball gives each of these the stem of another word (organ, univers, polici, gener, sever,
# new, intern, statu). One stem a line, then the words that share it.
_REVIEWED = """
organization organization organizations organizational
organize organize organizes organized organizing organizer organizers
university university universities
universe universe universes
universal universal universally
general general generals generally
generate generate generates generated generating generator generators
generation generation generations
generic generic
generous generous generously generosity
several several
severe severe severely severity
news news
international international internationally
internal internal internally
policy policy policies
police police policed policing
business business businesses
busy busy busier busily
party party parties
part part parts
minister minister ministers
ministry ministry ministries
million million millions
military military
militia militia militias
militant militant militants
arm arm
arms arms
army army armies
secretary secretary secretaries
secret secret secrets secretly
execution execution executions
executive executive executives
communist communist communists communism
community community communities
commune commune communes
communicate communicate communicates communicated communicating communication communications
marginal marginal marginally
import import imports imported importing importer importers
important important importantly importance
"""
_STEMS = {
    word: line.split()[0] for line in _REVIEWED.strip().splitlines() for word in line.split()[1:]
}
# British spellings come to the American ones: organisation, labour, centre, programme.
_ISE = re.compile(r"(?<=[a-z]{3})is(?=(?:e[drs]?|ers?|ing|ations?|ational)$)")
_NOT_ISE = re.compile(
    r"(?:(?:r|m|w|ch|v|c|pr|urpr|dv|rv|xerc|mprov|prom|nterpr|ompr|franch|exp|precis|rais|prais|no)"
    r"is|[aou]is)(?:e[drs]?|ers?|ing)$"
)
_SPELLINGS = {
    "programme": "program", "programmes": "programs", "centre": "center", "centres": "centers",
    "defence": "defense", "offence": "offense", "licence": "license", "tonne": "ton",
    "tonnes": "tons", "metre": "meter", "metres": "meters", "litre": "liter",
    "litres": "liters", "theatre": "theater", "theatres": "theaters", "labour": "labor",
    "harbour": "harbor", "harbours": "harbors", "neighbour": "neighbor",
    "neighbours": "neighbors", "neighbouring": "neighboring", "favour": "favor",
    "colour": "color", "honour": "honor", "armour": "armor", "armoured": "armored",
    "behaviour": "behavior", "rumour": "rumor", "rumours": "rumors", "grey": "gray",
    "aeroplane": "airplane", "aeroplanes": "airplanes", "cheque": "check",
}  # fmt: skip


def _american(word: str) -> str:
    known = _SPELLINGS.get(word)
    if known or "is" not in word:
        return known or word
    return word if _NOT_ISE.search(word) else _ISE.sub("iz", word)


def _snowball(word: str) -> str:
    known = _STEMS.get(word)
    return known or str(_SNOWBALL.stemWord(word))


STEM: tuple[Step, ...] = (
    Step("american spelling", lambda word: word.isalpha(), _american),
    Step("irregular", LEMMAS.__contains__, LEMMAS.__getitem__),
    Step("snowball", lambda word: word.isalpha(), _snowball),
)


def stem(bare: str) -> str:
    """Take an English word in normal form to its stem."""
    return run(STEM, bare)
