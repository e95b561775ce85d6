"""The hand-checked misspellings of spelling.tsv: each is corrected to what was meant, and what is
right is left alone, in one index of all that is meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from search.article import Article, Segment
from search.page import SearchRequest
from search.service import SearchService

FILE = Path(__file__).with_name("spelling.tsv")


def cases() -> list[tuple[str, str]]:
    """(typed, meant), an empty meant for what needs no correction."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    found = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    assert all(len(columns) == 3 for columns in found), found
    return [(typed, meant) for typed, meant, _ in found]


def test_every_misspelling_is_corrected_and_nothing_else(
    serve: Callable[..., SearchService],
) -> None:
    meant = dict.fromkeys(
        re.sub(r'["~]|\d|title:', "", right).casefold() for _, right in cases() if right
    )
    sides = (("ar", text) if re.search("[ء-ي]", text) else ("en", text) for text in meant)
    service = serve(
        *(
            Article(
                *(f"id{seq:024}", seq, lang, Segment(None, None)),  # type: ignore[arg-type]  # one of two literals
                (Segment(text, None) if lang == "ar" else Segment(None, text),),
            )
            for seq, (lang, text) in enumerate(sides, 1)
        )
    )
    wrong = {
        typed: (found, right)
        for typed, right in cases()
        if (found := service.search(SearchRequest(typed)).query.corrected or "") != right
    }
    assert not wrong


def test_no_case_stands_twice() -> None:
    typed = [each for each, _ in cases()]
    assert len(typed) == len(set(typed))
