"""Question frames: words about the question are dropped, and only in their constructions."""

from __future__ import annotations

import pytest

from search.query.frames import framed
from search.query.frames_arabic import framed_arabic, said_of_anything


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("according to the passage where is hamrin", "where is hamrin"),
        ("which of the following statements about marshes is true", "about marshes"),
        ("based on the information given in the text what was the cause", "what was the cause"),
        ("what is mentioned in the article about dams", "what is about dams"),
        ("a statement of the ministry", "a statement of the ministry"),
        ("the passage of ships through hormuz", "the passage of ships through hormuz"),
        ("text of the agreement", "text of the agreement"),
        ("", ""),
    ],
)
def test_what_is_left_is_the_subject(text: str, left: str) -> None:
    words = text.split()
    dropped = framed(words)
    assert " ".join(word for at, word in enumerate(words) if at not in dropped) == left


@pytest.mark.parametrize(
    ("question", "unsaid"),
    [
        ("اين تقع كركوك", "تقع"),
        ("كم عدد سكان الموصل", "عدد"),
        ("ماذا تعني كلمه فهرست", "تعني"),
        ("في اي عام حدثت المعركه", "حدثت"),
        ("وفقا للنص ما معني البيعه", "معني"),
        ("شنو صار بالموصل", "صار"),
        ("عدد القتلي في الموصل", ""),
        ("هجوم من بغداد وقع امس", ""),
        ("", ""),
    ],
)
def test_an_answer_need_not_say_what_is_said_of_anything(question: str, unsaid: str) -> None:
    words = question.split()
    found = said_of_anything(words, framed_arabic(words))
    assert " ".join(words[at] for at in sorted(found)) == unsaid
