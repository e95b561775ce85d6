"""Pairs an article's text with the English that came with it, without ever guessing.

Rule: paragraphs are paired by number where both sides have equally many, else the blocks between
blank lines where those are equally many, else the whole text is one. Within a pair, sentences
are paired by number where both have equally many (and, where the pair holds several paragraphs,
similar lengths), else the pair as a whole is the segment.
Source: DESIGN (An article); that translations keep proportion in length: Gale & Church, A
Program for Aligning Sentences in Bilingual Corpora (1993).
Known false positive: a paragraph in which one sentence was split and another joined.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.draft import Sentence
from index.sentences import cut, paragraphs, shorten

Span = tuple[int, int]

_BLANK = re.compile(r"\n\s*\n")
_WORD = re.compile(r"\w")
_FACTOR = 2
_SLACK = 20  # characters: short sentences vary more


def alone(text: str, body: Sequence[Span]) -> list[Sentence]:
    """The sentences of paragraphs that came without a translation."""
    return [
        Sentence(*piece, number)
        for number, span in enumerate(worded(text, body))
        for sentence in cut(text, *span)
        for piece in shorten(text, *sentence)
    ]


def aligned(text: str, body: Sequence[Span], dropped: int, other: str) -> list[Sentence]:
    """The paragraphs `body` of `text` with their translation in `other`.

    dropped: how many paragraphs the cleaning took off the end; where `other` still has them,
    they are taken off it too.
    """
    ours = worded(text, body)
    theirs = worded(other, list(paragraphs(other)))
    if dropped and len(theirs) == len(ours) + dropped:
        theirs = theirs[: len(ours)]
    if not ours or not theirs:
        return alone(text, body)
    if len(ours) == len(theirs):
        return [
            sentence
            for number, (mine, its) in enumerate(zip(ours, theirs, strict=True))
            for sentence in _pair(text, [mine], other, [its], number)
        ]
    our_blocks, their_blocks = _blocks(text, ours), _blocks(other, theirs)
    if len(our_blocks) != len(their_blocks):
        our_blocks, their_blocks = [ours], [theirs]
    found: list[Sentence] = []
    number = 0
    for mines, itss in zip(our_blocks, their_blocks, strict=True):
        found += _pair(text, mines, other, itss, number)
        number += len(mines)
    return found


def worded(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans that hold a letter or digit: a line of stars is no paragraph."""
    return [span for span in spans if _WORD.search(text, *span)]


def _blocks(text: str, spans: Sequence[Span]) -> list[list[Span]]:
    """The paragraphs in groups, parted where a blank line stands between them."""
    blocks: list[list[Span]] = []
    for index, span in enumerate(spans):
        if index and not _BLANK.search(text, spans[index - 1][1], span[0]):
            blocks[-1].append(span)
        else:
            blocks.append([span])
    return blocks


def _pair(
    text: str, ours: Sequence[Span], other: str, theirs: Sequence[Span], number: int
) -> list[Sentence]:
    """One unit: sentence by sentence where the counts agree, else whole.

    A long sentence stays whole: its translation has no place at which to be cut.
    """
    mine = [(*s, number + i) for i, span in enumerate(ours) for s in cut(text, *span)]
    its = [sentence for span in theirs for sentence in cut(other, *span)]
    if len(mine) == len(its) and (len(ours) == len(theirs) == 1 or _plausible(mine, its)):
        return [
            Sentence(start, end, paragraph, other[slice(*translated)])
            for (start, end, paragraph), translated in zip(mine, its, strict=True)
        ]
    whole = other[theirs[0][0] : theirs[-1][1]]
    return [Sentence(ours[0][0], ours[-1][1], number, whole)]


def _plausible(mine: Sequence[tuple[int, int, int]], its: Sequence[Span]) -> bool:
    """Whether every pair's lengths keep the proportion of the whole, within `_FACTOR`."""
    ours = [end - start + _SLACK for start, end, _ in mine]
    theirs = [end - start + _SLACK for start, end in its]
    whole = sum(theirs) / sum(ours)
    return all(
        whole / _FACTOR <= their / our <= whole * _FACTOR
        for our, their in zip(ours, theirs, strict=True)
    )
