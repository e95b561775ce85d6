"""Text and dates of all layouts stay better than trafilatura's alone (tests.bench.pages)."""

from __future__ import annotations

from tests.bench.pages import baseline, measure, ours
from tests.pages import aside, layouts


def test_text_and_dates_stay_above_the_floor_and_the_baseline() -> None:
    """A change that lowers a figure lowers it here, deliberately."""
    pages = [*layouts.pages(), *aside.pages()]
    assert len(pages) == 45
    score, dates = measure(ours, pages)
    plain, plain_dates = measure(baseline, pages)
    assert score.f1 >= 0.985
    assert score.recall >= 0.995
    assert dates["right"] >= 45
    assert score.f1 > plain.f1 + 0.05
    assert dates["right"] > plain_dates["right"]
