"""What is found and what is not: single queries against single texts, a floor per group.

Lowering a floor takes an edit here, on purpose.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

PAIRS = Path(__file__).parents[3] / "shared" / "data" / "dev" / "matches" / "pairs.tsv"

FLOORS = {
    "clitics": 1.0,
    "no_overstem": 1.0,
    "orthography": 1.0,
    "verbs": 1.0,
    "english": 1.0,
    "operators": 1.0,
    "phrases": 1.0,
    "names": 0.96,
    "names_ar": 1.0,
    "numbers": 1.0,
    "broken_plurals": 1.0,
}


class Case(NamedTuple):
    group: str
    query: str
    text: str
    match: str
    why: str


def cases() -> list[Case]:
    lines = PAIRS.read_text(encoding="utf-8").split("\n")[1:]
    return [Case(*line.split("\t")) for line in lines if line]


@pytest.fixture(scope="module")
def found(
    judge: Callable[[list[tuple[str, str]]], list[bool]],
) -> dict[str, list[tuple[Case, bool]]]:
    """Every case by its group, with whether its query found its text."""
    groups: dict[str, list[tuple[Case, bool]]] = defaultdict(list)
    hits = judge([(case.query, case.text) for case in cases()])
    for case, hit in zip(cases(), hits, strict=True):
        groups[case.group].append((case, hit))
    return groups


@pytest.mark.skipif(not PAIRS.is_file(), reason="the pairs (shared/data/dev/matches) are absent")
@pytest.mark.parametrize("group", FLOORS)
def test_matching_stays_above_its_floor(
    found: dict[str, list[tuple[Case, bool]]], group: str
) -> None:
    judged = [(case, hit) for case, hit in found[group] if case.match]
    wrong = [case for case, hit in judged if hit != (case.match == "1")]
    assert 1 - len(wrong) / len(judged) >= FLOORS[group], wrong
