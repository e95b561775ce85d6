"""How often the gate refuses real translations, and what it catches of planted faults.

    python -m tests.bench.gate [--show ENGINE]

Real: FLORES dev, 997 sentences by seven engines and by people, and people's Arabic of the English
(shared/data/dev/flores). What it refuses there is shown with --show: most of it is wrong indeed.
Planted: faults made of one engine's output, `per` of each kind, seeded.
"""

from __future__ import annotations

import argparse
import html
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from index.translation.gate import Reason, judge
from index.translation.in_step import in_step
from search.article import Lang
from tests.translation import scenes

FLORES = Path(__file__).parents[3] / "shared" / "data" / "dev" / "flores" / "docs.jsonl"
ENGINES = (
    "google",
    "microsoft",
    "bergamot_base",
    "bergamot_base_memory",
    "nllb",
    "opusmt",
    "argos",
)


@dataclass(frozen=True, slots=True)
class Pair:
    source: str
    text: str


Plant = Callable[[Pair, random.Random], str | None]


def pairs(engine: str) -> list[Pair]:
    """The sentences with an engine's translations ("ref": people's)."""
    rows = map(orjson.loads, FLORES.read_bytes().splitlines())
    return [Pair(row["text_ar"], row[f"text_en_{engine}"]) for row in rows]


def _tail(pair: Pair, chance: random.Random, size: int, times: int) -> str:
    words = pair.text.split()
    start = chance.randrange(max(1, len(words) - size))
    return " ".join(words[: start + size] + words[start : start + size] * times)


def _cut(pair: Pair, share: float) -> str:
    return pair.text[: int(len(pair.text) * share)].rstrip(" .!?\"'”’)")


def _left(pair: Pair, share: float) -> str:
    """The end of it in the source's language."""
    made, source = pair.text.split(), pair.source.split()
    kept = -max(1, round(len(source) * share))
    return " ".join(made[: round(len(made) * (1 - share))] + source[kept:])


def _number(pair: Pair, chance: random.Random, drop: bool) -> str | None:
    """A digit changed in, or the whole of, a number that is written so in both."""
    both = set(re.findall(r"\d+", pair.text)) & set(re.findall(r"\d+", pair.source))
    own = sorted(word for word in both if int(word) > 2 and pair.text.count(word) == 1)
    if not own:
        return None
    word = chance.choice(own)
    place = chance.randrange(len(word))
    digit = chance.choice([d for d in "123456789" if d != word[place]])
    other = word[:place] + digit + word[place + 1 :]
    return pair.text.replace(word, "" if drop else other)


PLANTED: dict[str, Plant] = {
    "nothing": lambda _p, chance: (
        chance.choice([None, "", "   ", "\u200b", "...", "<b></b>"]) or ""
    ),
    "error page": lambda _p, _c: scenes.ERROR_PAGE,
    "error page's text": lambda _p, chance: chance.choice(
        ["502 Bad Gateway nginx", "Error 500 (Server Error)!!1 500. That's an error."]
    ),
    "captcha": lambda _p, _c: scenes.CAPTCHA,
    "allowance used up": lambda _p, _c: scenes.QUOTA,
    "a page around it": lambda p, _c: f"<html><body><div>{p.text}</div></body></html>",
    "as it was": lambda p, _c: p.source,
    "half left as it was": lambda p, _c: _left(p, 0.5),
    "a word for ever": lambda p, chance: _tail(p, chance, 1, 20),
    "three words for ever": lambda p, chance: _tail(p, chance, 3, 8),
    "a clause again": lambda p, chance: _tail(p, chance, 7, 1) if len(p.text.split()) > 9 else None,
    "all of it twice": lambda p, _c: f"{p.text} {p.text}",
    "letters for ever": lambda p, chance: p.text + chance.choice(["-p", "ha", "!"]) * 200,
    "cut after a third": lambda p, _c: _cut(p, 0.33),
    "cut after a half": lambda p, _c: _cut(p, 0.5),
    "a digit changed": lambda p, chance: _number(p, chance, drop=False),
    "a number dropped": lambda p, chance: _number(p, chance, drop=True),
    "Latin-1 of UTF-8": lambda p, _c: p.source.encode().decode("latin-1"),
    "lost characters": lambda p, chance: p.text.replace(chance.choice(p.text.split()), "\ufffd", 1),
}
"""Faults that must not be stored."""

ONE_WAY: dict[str, Plant] = {"a third left in Arabic": lambda p, _c: _left(p, 0.34)}
"""Faults of English made of Arabic: Arabic keeps Latin names, so that a third may be right."""

_OWN = ("&#39;", "&quot;", "&amp;", " & ", "<", ">")
MENDED: dict[str, Callable[[str], str]] = {
    "references": lambda text: html.escape(text),
    "references of references": lambda text: html.escape(html.escape(text)),
    "bold": lambda text: f"<b>{text}</b>",
    "controls": lambda text: "\x00\u202b" + text.replace(" ", " \u200f", 1) + "\x07\u202c",
}
"""Faults that are taken off: what is stored must be the text without them."""


def caught(
    plant: Plant, real: Sequence[Pair], source: Lang = "ar", target: Lang = "en"
) -> tuple[int, int, Counter[Reason]]:
    """How many planted faults were refused, of how many, for what."""
    chance = random.Random(1)
    planted = [(pair, plant(pair, chance)) for pair in real]
    verdicts = [judge(p.source, text, source, target) for p, text in planted if text is not None]
    reasons = Counter(verdict.reason for verdict in verdicts if verdict.reason)
    return reasons.total(), len(verdicts), reasons


def unseen(real: Sequence[Pair]) -> dict[str, int]:
    """What form alone cannot show: how many of each are refused all the same."""
    shifts = zip(real, [*real[1:], real[0]], strict=True)
    made = {
        "the next sentence's translation": [(p.source, other.text) for p, other in shifts],
        "the right words, with a full stop after the first two thirds": [
            (p.source, _cut(p, 0.67) + ".") for p in real
        ],
    }
    return {
        name: sum(judge(source, text, "ar", "en").reason is not None for source, text in some)
        for name, some in made.items()
    }


def mended(plant: Callable[[str], str], real: Sequence[Pair]) -> tuple[int, int]:
    """How many faults were taken off, of how many."""
    plain = [pair for pair in real if not any(mark in pair.text for mark in _OWN)]
    clean = [(p, v.text) for p in plain if (v := judge(p.source, p.text, "ar", "en")).text]
    good = sum(judge(p.source, plant(p.text), "ar", "en").text == text for p, text in clean)
    return good, len(clean)


def refused(engine: str, show: bool = False) -> Counter[Reason]:
    """What the gate refuses of an engine's real output."""
    found: Counter[Reason] = Counter()
    for pair in pairs(engine):
        verdict = judge(pair.source, pair.text, "ar", "en")
        if verdict.reason:
            found[verdict.reason] += 1
            if show:
                print(f"  {verdict.reason}\n    {pair.source}\n    {pair.text}")
    return found


def reversed_pairs() -> list[Pair]:
    """People's Arabic as a translation of people's English."""
    return [Pair(pair.text, pair.source) for pair in pairs("ref")]


def false_shifts(engine: str, size: int = 12) -> tuple[int, int]:
    """Batches of so many real sentences that would be taken for out of step, and how many."""
    real = pairs(engine)
    runs = [real[start : start + size] for start in range(0, len(real), size)]
    doubted = (not in_step([p.source for p in run], [p.text for p in run]) for run in runs)
    return sum(doubted), len(runs)


def caught_shifts(engine: str, size: int = 12) -> tuple[int, int]:
    """Batches in which two lines were merged and another was cut in two that are seen, of all."""
    real, chance, seen = pairs(engine), random.Random(1), 0
    runs = [real[start : start + size] for start in range(0, len(real) - size, size)]
    for run in runs:
        lines = [pair.text for pair in run]
        place = chance.randrange(size - 2)
        lines[place : place + 2] = [" ".join(lines[place : place + 2])]
        half = len(lines[-1]) // 2
        lines[-1:] = [lines[-1][:half], lines[-1][half:]]
        seen += not in_step([pair.source for pair in run], lines)
    return seen, len(runs)


def print_real(show: str | None) -> None:
    print("| real translations | refused of 997 | quality, mean | why |\n|---|---|---|---|")
    for engine in (*ENGINES, "ref"):
        real = pairs(engine)
        reasons = refused(engine, show == engine)
        quality = sum(judge(p.source, p.text, "ar", "en").quality for p in real) / len(real)
        why = ", ".join(f"{reason} {count}" for reason, count in reasons.items())
        share = f"{reasons.total()} ({reasons.total() / len(real):.2%})"
        print(f"| {engine} | {share} | {quality:.3f} | {why} |")
    backward = [judge(p.source, p.text, "en", "ar") for p in reversed_pairs()]
    print(f"| people's Arabic of English | {sum(v.reason is not None for v in backward)} | | |")


def print_planted() -> None:
    ways: tuple[tuple[str, list[Pair], Lang, Lang, dict[str, Plant]], ...] = (
        ("Google's English", pairs("google"), "ar", "en", PLANTED | ONE_WAY),
        ("people's Arabic", reversed_pairs(), "en", "ar", PLANTED),
    )
    for title, real, source, target, plants in ways:
        print(f"\n| planted in {title} | caught | why |\n|---|---|---|")
        sums = Counter[str]()
        for name, plant in plants.items():
            good, count, reasons = caught(plant, real, source, target)
            sums.update(good=good, count=count)
            print(f"| {name} | {good}/{count} ({good / count:.2%}) | {dict(reasons)} |")
        print(f"| all | {sums['good']}/{sums['count']} ({sums['good'] / sums['count']:.2%}) | |")
    for name, change in MENDED.items():
        good, count = mended(change, pairs("google"))
        print(f"| {name} (taken off) | {good}/{count} | |")
    for name, good in unseen(pairs("google")).items():
        print(f"| not promised: {name} | {good}/997 | |")


def main(show: str | None) -> None:
    print_real(show)
    print_planted()
    for engine in ("google", "argos"):
        print(f"batches of 12 by {engine} taken for out of step: %d/%d" % false_shifts(engine))
        print(f"batches of 12 by {engine} out of step and seen: %d/%d" % caught_shifts(engine))
    real = pairs("google")
    started = time.process_time()
    for pair in real:
        judge(pair.source, pair.text, "ar", "en")
    print(f"{(time.process_time() - started) / len(real) * 1e6:.0f} µs of CPU a sentence")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", help="print what is refused of this engine's")
    main(parser.parse_args().show)
