"""What an answer comes to: what is kept, what is refused until when, what is asked for again."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.archive.ledger import Refusal
from index.translation.errors import BadAnswer, Down, InputRejected, ProviderError
from index.translation.memory import Entry
from index.translation.work.asking import Answer, Fate
from index.translation.work.queue import Sentence

TRIES = 3
"""How often an engine is asked for a sentence before the next of the chain is."""

RETRY = (2.0, 10.0)
"""Seconds after a first and a second refusal."""

DAY = 86_400.0
"""Seconds after which what an engine has failed TRIES times is tried again; twice as long after
each further time, at most LONGEST days."""

LONGEST = 30

FAULTS = 5
"""Failed requests after which a sentence, asked for alone by then, counts as refused."""

REJECTED = "rejected"
UNANSWERED = "unanswered"


@dataclass(slots=True)
class Outcome:
    """Of one answer: kept and refused with their sentences, and those to be asked for again."""

    kept: list[tuple[Sentence, Entry]] = field(default_factory=list)
    refused: list[tuple[Sentence, Refusal]] = field(default_factory=list)
    back: list[Sentence] = field(default_factory=list)


def outcome_of(engine: str, sentences: Sequence[Sentence], answer: Answer) -> Outcome:
    """What the engine's answer for these sentences comes to."""
    made = Outcome()
    now = int(time.time())
    for sentence, fate in zip(sentences, answer.fates, strict=True):
        fate = fate or _failed(sentence, answer.fault)
        if fate is None:
            made.back.append(sentence)
        elif fate.text is not None:
            entry = Entry(sentence.key, engine, fate.text, now, fate.quality)
            made.kept.append((sentence, entry))
        else:
            reason = fate.reason or UNANSWERED
            made.refused.append((sentence, refused(engine, sentence, reason)))
    return made


def _failed(sentence: Sentence, fault: ProviderError | None) -> Fate | None:
    """A sentence that a fault left unanswered is asked for again, until it seems to be the one
    that makes the faults. A ban, or too many requests, is not a sentence's doing."""
    if isinstance(fault, (Down, BadAnswer, InputRejected)):
        sentence.faults += 1
    return Fate(None, UNANSWERED) if sentence.faults >= FAULTS else None


def refused(engine: str, sentence: Sentence, reason: str) -> Refusal:
    """The refusal of a sentence, with the moment from which the engine may be asked again."""
    # A text that is not taken will not be taken in ten seconds either.
    tries = max(sentence.tries.get(engine, 0) + 1, TRIES if reason == REJECTED else 0)
    days = min(2.0 ** (tries - TRIES), LONGEST)
    pause = RETRY[tries - 1] if tries <= len(RETRY) else DAY * days
    return Refusal(sentence.key, engine, reason, tries, int(time.time() + pause))
