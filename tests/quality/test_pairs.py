"""The project's own hand-checked pairs (tests/quality/pairs/*.tsv): every one holds.

A file is read by people first. `## group` begins a group; other lines that begin with # are
remarks. A pair is a line: query TAB text TAB match TAB why. match is 1 where the query, all words
required, must find the text, 0 where it must not. A text that begins with `EN:` is the English
side of an article, any other the Arabic. A new file is taken up by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

FILES = sorted(Path(__file__).with_name("pairs").glob("*.tsv"))
Judge = Callable[[list[tuple[str, str]]], list[bool]]


class Case(NamedTuple):
    group: str
    query: str
    text: str
    match: str
    why: str


def read(file: Path) -> list[Case]:
    """The pairs of a file; ValueError names the line that is none."""
    cases, group = [], ""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("## "):
            group = line.removeprefix("## ")
        elif line.strip() and not line.startswith("#"):
            columns = line.split("\t")
            if len(columns) != 4 or columns[2] not in ("0", "1") or not group:
                raise ValueError(f"{file.name}:{number}: not query, text, 0 or 1, why")
            cases.append(Case(group, *columns))
    return cases


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_pair_holds(file: Path, judge: Judge) -> None:
    wrong = defaultdict(list)
    cases = read(file)
    hits = judge([(case.query, case.text) for case in cases])
    for case, hit in zip(cases, hits, strict=True):
        if hit != (case.match == "1"):
            wrong[case.group].append(case)
    assert not wrong, "\n".join(
        f"{group}: {case.query!r} {'misses' if case.match == '1' else 'finds'} {case.text!r}"
        f" ({case.why})"
        for group, cases in wrong.items()
        for case in cases
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_pair_stands_twice(file: Path) -> None:
    pairs = [(case.query, case.text) for case in read(file)]
    assert len(pairs) == len(set(pairs)), {pair for pair in pairs if pairs.count(pair) > 1}
