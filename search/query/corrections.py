"""What the parser mends, and how it says so: one table of codes and their sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from search.query.ast import Correction

MAX_SLOP = 50  # words between the words of a phrase; beyond a long sentence nearness says nothing
MAX_DISTANCE = 2  # edits; three make of a short word almost any other
MAX_DEPTH = 50  # brackets in brackets
MAX_TERMS = 1_000
MAX_WILDCARDS = 10  # marks in one pattern
MAX_PATTERNS = 20  # each is compared with every term of the index
MAX_CORRECTIONS = 20  # listed one by one; a last one stands for the rest

SENTENCES = {
    "unbalanced_quote": "A quotation mark without its partner was left out.",
    "empty_quotes": "Quotation marks with no word between them were left out.",
    "unbalanced_bracket": "A bracket without its partner was left out.",
    "brackets_too_deep": f"Brackets more than {MAX_DEPTH} deep were left out.",
    "dangling_operator": "AND, OR, NOT, |, + or - with nothing to apply to was left out.",
    "operator_as_word": "AND, OR or NOT alone is searched as a word.",
    "field_without_value": "A field name with nothing to look for in it was left out.",
    "bad_date": "This is not a date such as 2020, 2020-08 or 2020-08-31, so it is read as words.",
    "slop_without_number": "~ after a phrase needs a number of words; the phrase is read plainly.",
    "slop_capped": f"At most {MAX_SLOP} words may lie between those of a phrase.",
    "distance_capped": f"Similar words are looked for up to {MAX_DISTANCE} letters away.",
    "fuzzy_left_out": "~ works on one plain word of two letters or more; it was left out.",
    "wildcard_alone": "* alone stands for nothing and was left out.",
    "wildcard_too_short": "* and ? need two letters beside them; the word is read plainly.",
    "wildcard_in_compound": "* works in one word without other marks; it was left out.",
    "too_many_wildcards": f"A pattern takes up to {MAX_WILDCARDS} marks; they were left out.",
    "too_many_patterns": f"Words with * ? or ~ after the first {MAX_PATTERNS} are read plainly.",
    "leading_question_mark": "A question mark before a word is punctuation; * stands for letters.",
    "too_many_terms": f"Only the first {MAX_TERMS:,} words were searched.",
    "no_words": "There is no word to search for here.",
    "more_corrections": "More was mended from here on in the same ways.",
}


@dataclass(frozen=True, slots=True)
class Note:
    """A correction in the making: a code of SENTENCES and the place, start ≤ place < end."""

    code: str
    start: int
    end: int


def corrections(notes: Iterable[Note], length: int) -> tuple[Correction, ...]:
    """The notes by place, neighbours of one code as one, a flood of them cut short.

    length: of the query text, in characters.
    """
    listed: list[Note] = []
    for note in sorted(notes, key=lambda note: (note.start, note.end)):
        last = listed[-1] if listed else None
        if last is not None and last.code == note.code and last.end == note.start:
            listed[-1] = Note(note.code, last.start, note.end)
        else:
            listed.append(note)
    if len(listed) > MAX_CORRECTIONS:
        rest = Note("more_corrections", listed[MAX_CORRECTIONS].start, length)
        listed[MAX_CORRECTIONS:] = [rest]
    return tuple(
        Correction(note.start, note.end - note.start, note.code, SENTENCES[note.code])
        for note in listed
    )
