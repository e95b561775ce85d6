"""Text and fields of all layouts stay better than trafilatura's alone (tests.bench.pages)."""

from __future__ import annotations

from tests.bench.pages import baseline, fields, measure, ours
from tests.pages import aside, layouts, stating


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


def test_fields_stay_above_the_floor_and_the_baseline() -> None:
    pages = [*layouts.pages(), *aside.pages(), *stating.pages()]
    assert len(pages) == 60
    found, plain = fields(ours, pages), fields(baseline, pages)
    assert {name: each.precision for name, each in found.items()} == dict.fromkeys(found, 1.0)
    recall = {name: round(each.recall, 2) for name, each in found.items()}
    # What only a copyright line names is not taken for the outlet.
    assert recall == {"title": 1, "author": 1, "outlet": 0.72, "published": 1, "url": 1}
    for name, each in found.items():
        assert each.precision >= plain[name].precision, name
        assert each.recall >= plain[name].recall, name
