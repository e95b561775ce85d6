"""What the gate refuses and catches on real output, pinned; lowering a floor takes an edit here."""

from __future__ import annotations

import pytest

from index.translation.gate import judge
from tests.bench import gate

pytestmark = pytest.mark.skipif(
    not gate.FLORES.is_file(), reason="the translations (shared/data/dev/flores) are absent"
)


@pytest.mark.parametrize("engine", ["google", "microsoft"])
def test_less_than_one_in_two_hundred_real_translations_is_refused(engine: str) -> None:
    assert gate.refused(engine).total() / 997 < 0.005


def test_peoples_arabic_passes_too() -> None:
    verdicts = [judge(p.source, p.text, "en", "ar") for p in gate.reversed_pairs()]
    assert sum(verdict.reason is not None for verdict in verdicts) / 997 < 0.005


def test_ninety_nine_in_a_hundred_planted_faults_are_caught() -> None:
    real = gate.pairs("google")
    sums = [gate.caught(plant, real)[:2] for plant in (gate.PLANTED | gate.ONE_WAY).values()]
    assert all(good / count >= 0.99 for good, count in sums)


def test_every_reference_tag_and_control_is_taken_off() -> None:
    for change in gate.MENDED.values():
        good, count = gate.mended(change, gate.pairs("google"))
        assert good == count


def test_batches_out_of_step_are_seen_and_others_left_alone() -> None:
    assert gate.caught_shifts("google")[0] / gate.caught_shifts("google")[1] >= 0.99
    assert gate.false_shifts("google")[0] <= 1  # one line of it is cut short indeed
