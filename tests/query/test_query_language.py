"""The query language, one line a rule: what was typed, the tree it makes, what was mended."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search.errors import BadQuery
from search.page import MAX_QUERY
from search.query.ast import (
    All,
    Either,
    Fuzzy,
    Leaf,
    Node,
    Not,
    Phrase,
    Prefix,
    Range,
    Required,
    Scoped,
    Wildcard,
    Word,
    leaves,
)
from search.query.corrections import MAX_CORRECTIONS, MAX_PATTERNS, MAX_TERMS, SENTENCES
from search.query.parser import parse


def show(node: Node | None) -> str:
    """A tree in one line: `&` joins what AND joined, a blank what stood side by side."""
    match node:
        case None:
            return "nothing"
        case All(children, explicit):
            return f"({(' & ' if explicit else ' ').join(map(show, children))})"
        case Either(children):
            return f"({' | '.join(map(show, children))})"
        case Not(child):
            return f"not {show(child)}"
        case Required(child):
            return f"+{show(child)}"
        case Scoped(field, child):
            return f"{field}:{show(child)}"
        case _:
            return show_leaf(node)


def show_leaf(leaf: Leaf) -> str:
    match leaf:
        case Word(text):
            return text
        case Phrase(text, slop):
            return f'"{text}"' + ("" if slop is None else f"~{slop}")
        case Prefix(text):
            return f"prefix<{text}>"
        case Wildcard(pattern):
            return f"wild<{pattern}>"
        case Fuzzy(text, distance):
            return f"fuzzy<{text},{distance}>"
        case Range(low, high, include_low, include_high):
            return f"{'[' if include_low else '{'}{low} {high}{']' if include_high else '}'}"


PLAIN = [
    ("", "nothing"),
    ("   ", "nothing"),
    ("حمرين", "حمرين"),
    ("coalition drawdown", "(coalition drawdown)"),
    ("what is Hamrin?", "(what is Hamrin)"),
    ("- من هو جمال خاشقجي؟", "(من هو جمال خاشقجي)"),
    ("ما معنى كلمة عربي؟ما أصلها", "(ما معنى كلمة عربي؟ما أصلها)"),
    ("يو اس بي - سي ؟", "(يو اس بي سي)"),
    ("محمد (صلى الله عليه وسلم) في مكة", "(محمد صلى الله عليه وسلم في مكة)"),
    ("وكالة كل العراق [أين]", "(وكالة كل العراق أين)"),
    ("بغداد، البصرة؛ الموصل…", "(بغداد البصرة الموصل)"),
    ("co-operation in al-Anbar", "(co-operation in al-Anbar)"),
    ("Iraq's Iraq’s 'quoted'", "(Iraq's Iraq’s quoted)"),
    ("U.S.-led: 3.5 1,000 50%", "(U.S.-led 3.5 1,000 50%)"),
    ("C++ C# -- — AT&T R&D", "(C++ C# AT&T R&D)"),
    ("a - b + c & d / e", "(a b c d e)"),
    ("عاجل ! انفجار", "(عاجل انفجار)"),
    ("بغداد و البصرة أو الموصل ليس أربيل", "(بغداد و البصرة أو الموصل ليس أربيل)"),
    ("cats and dogs or not", "(cats and dogs or not)"),
    ("ANDORRA NOTE ORB", "(ANDORRA NOTE ORB)"),
    ("http://example.com/?q=a:b", "http://example.com/?q=a:b"),
    ("a:b:c mailto:x title: x", "(a:b:c mailto:x title x)"),
    ("title：x", "title：x"),
    ("/hamrin/ ~home a~b", "(hamrin home a~b)"),
    ("حُمْرِين", "حُمْرِين"),
    ("\u200fحمرين\u200f \ufeffHamrin\u200b", "(حمرين Hamrin)"),
    ("می\u200cخواهم", "می\u200cخواهم"),
    ("\U0001f1ee\U0001f1f6 \U000e0041Iraq", "Iraq"),
    ("a\x00b\ud800c", "(a b c)"),
    ("()", "nothing"),
]

LANGUAGE = [
    ('"جبال حمرين"', '"جبال حمرين"'),
    ("“a b” „a b“ „a b” «a b» »a b« ＂a b＂", '("a b" "a b" "a b" "a b" "a b" "a b")'),
    ('“a b" "a b” «a b" «a b”', '("a b" "a b" "a b" "a b")'),
    ('"قال «نعم» ثم" «قال "لا" ثم»', '("قال «نعم» ثم" "قال "لا" ثم")'),
    ('rock"n roll"x', '(rock "n roll" x)'),
    ('"a b"~5 «a b»~٣ "a b"~0', '("a b"~5 "a b"~3 "a b"~0)'),
    ('"a AND (b) title:c* NOT"', '"a AND (b) title:c* NOT"'),
    ("a AND b", "(a & b)"),
    ("a && b AND c", "(a & b & c)"),
    ("a OR b || c|d | e", "(a | b | c | d | e)"),
    ("a AND b OR c AND d", "((a & b) | (c & d))"),
    ("a b OR c", "(a (b | c))"),
    ("a AND b c", "((a & b) c)"),
    ("a b AND c d", "(a (b & c) d)"),
    ("(a b) OR c", "((a b) | c)"),
    ("(a b) AND c", "((a b) & c)"),
    ("(a AND b) AND c", "(a & b & c)"),
    ("((a)) (b (c))", "(a b c)"),
    ("NOT x", "not x"),
    ("a NOT b -c !d", "(a not b not c not d)"),
    ("NOT a AND b", "(not a & b)"),
    ("a AND NOT b OR -c", "((a & not b) | not c)"),
    ("NOT NOT a -(-b) NOT -c", "(a b c)"),
    ("+a b +(c d) NOT +e", "(+a b +(c d) not e)"),
    ('-"a b" -title:x +lang:ar', '(not "a b" not title:x +lang:ar)'),
    ("-\u200fحمرين (-b)", "(not حمرين not b)"),
    ("title:x TITLE:y Id:9", "(title:x title:y id:9)"),
    ('title:(a OR b) outlet:"a b" place:«بغداد»', '(title:(a | b) outlet:"a b" place:"بغداد")'),
    ("url:https://example.com/a?b=c:d", "url:https://example.com/a?b=c:d"),
    ("title:text:x category:(title:x)", "(title:text:x category:title:x)"),
    ("حمر* ham*, (ha*)", "(prefix<حمر> prefix<ham> prefix<ha>)"),
    ("ca?t c*t *رين ح?ر*ن c**t", "(wild<ca?t> wild<c*t> wild<*رين> wild<ح?ر*ن> wild<c*t>)"),
    ("كيغنز~ word~2 word~1? word~0", "(fuzzy<كيغنز,1> fuzzy<word,2> fuzzy<word,1> word)"),
    ("title:ham* -place:كيغنز~2", "(title:prefix<ham> not place:fuzzy<كيغنز,2>)"),
    ("published:2020-08", "published:2020-08"),
    ('published:"2020-08" published:2020-08-31', "(published:2020-08 published:2020-08-31)"),
    ("published:2020-08-31T10:00:00Z", "published:2020-08-31T10:00:00Z"),
    ("published:(2019 OR 2020)", "published:(2019 | 2020)"),
    ("published:[2020-01 TO 2020-06]", "published:[2020-01 2020-06]"),
    ("published:{2020 TO 2021]", "published:{2020 2021]"),
    ("published:[2020 TO *] published:[ TO 2021}", "(published:[2020 None] published:[None 2021})"),
    ("published:>2020 published:<=2021-05", "(published:{2020 None] published:[None 2021-05])"),
    ("published:>=2020 published:<2021", "(published:[2020 None] published:[None 2021})"),
]

MENDED = [
    ("AND", "AND", ["operator_as_word"]),
    ("AND OR NOT", "(AND OR NOT)", ["operator_as_word"] * 3),
    ("(NOT)", "NOT", ["operator_as_word"]),
    ("a AND", "a", ["dangling_operator"]),
    ("OR a OR OR b NOT", "(a | b)", ["dangling_operator"] * 3),
    ("a AND OR b", "(a & b)", ["dangling_operator"]),
    ("(AND a) b", "(a b)", ["dangling_operator"]),
    ("a | ()", "a", ["dangling_operator"]),
    ('say "a b', "(say a b)", ["unbalanced_quote"]),
    ('12" of rain in 24" pipes', "(12 of rain in 24 pipes)", ["unbalanced_quote"] * 2),
    ("a »b», «c", '(a "b" c)', ["unbalanced_quote"]),
    ('title:"abc', "title:abc", ["unbalanced_quote"]),
    ('"" a "…"', "a", ["empty_quotes"] * 2),
    ('title:"" a', "a", ["field_without_value", "empty_quotes"]),
    ("(a b", "(a b)", ["unbalanced_bracket"]),
    ("a) b (c", "(a b c)", ["unbalanced_bracket"] * 2),
    ("title:(abc", "title:abc", ["unbalanced_bracket"]),
    ("title:() a", "a", ["field_without_value"]),
    ('"a b"~', '"a b"', ["slop_without_number"]),
    ('"a b"~999999999999999999999', '"a b"~50', ["slop_capped"]),
    ("word~9", "fuzzy<word,2>", ["distance_capped"]),
    ("a~ al-Anbar~ b*d~1", "(a al-Anbar wild<b*d>)", ["fuzzy_left_out"] * 3),
    ("*", "nothing", ["wildcard_alone"]),
    ("a * b", "(a b)", ["wildcard_alone"]),
    ("a* ?b* *ب", "(a b ب)", ["wildcard_too_short", "leading_question_mark", "wildcard_too_short"]),
    ("?what is", "(what is)", ["leading_question_mark"]),
    ("al-anb* example.com/*x", "(al-anb example.com/*x)", ["wildcard_in_compound"] * 2),
    ("a*b*c*d*e*f*g*h*i*j*k*l", "a*b*c*d*e*f*g*h*i*j*k*l", ["too_many_wildcards"]),
    ("published:2020-13-45", "2020-13-45", ["bad_date"]),
    ("published:[2020 TO soon]", "(2020 soon)", ["bad_date"]),
    ("published:>soon", "soon", ["bad_date"]),
    ('published:"last week"', '"last week"', ["bad_date"]),
    ("published:(2020 OR soon)", "(2020 | soon)", ["bad_date"]),
    ("published:202*", "prefix<202>", ["bad_date"]),
    ("؟!", "nothing", ["no_words"]),
]


@pytest.mark.parametrize(("text", "tree"), PLAIN)
def test_ordinary_text_is_words_and_nothing_is_mended(text: str, tree: str) -> None:
    parsed = parse(text)
    assert show(parsed.root) == tree
    if tree != "nothing":
        assert parsed.corrections == ()


@pytest.mark.parametrize(("text", "tree"), LANGUAGE)
def test_the_language(text: str, tree: str) -> None:
    parsed = parse(text)
    assert show(parsed.root) == tree
    assert parsed.corrections == ()


@pytest.mark.parametrize(("text", "tree", "codes"), MENDED)
def test_what_cannot_be_meant_is_mended_and_told(text: str, tree: str, codes: list[str]) -> None:
    parsed = parse(text)
    assert show(parsed.root) == tree
    assert [correction.code for correction in parsed.corrections] == codes


def test_places_are_characters_of_the_text_as_typed() -> None:
    text = "\u200fحُمْرين AND «جبال حمرين»~3 (ham* OR title:Keegans~)"
    places = [(text[leaf.start : leaf.end]) for leaf, _ in leaves(parse(text).root)]
    assert places == ["حُمْرين", "«جبال حمرين»~3", "ham*", "Keegans~"]


def test_a_correction_says_where_and_reads_as_a_sentence() -> None:
    (correction,) = parse("حمرين AND ham* word~9").corrections
    assert (correction.position, correction.length) == (19, 2)
    assert correction.code == "distance_capped"
    assert correction.detail == "Similar words are looked for up to 2 letters away."


def test_every_code_is_shown_by_an_example_here() -> None:
    shown = {code for _, _, codes in MENDED for code in codes}
    assert set(SENTENCES) - shown == {
        "brackets_too_deep",
        "too_many_terms",
        "too_many_patterns",
        "more_corrections",
    }


def test_every_sentence_is_a_sentence() -> None:
    assert all(text.endswith(".") and len(text) <= 90 for text in SENTENCES.values())


def test_leaves_know_whether_they_are_denied() -> None:
    found = [(show(leaf), denied) for leaf, denied in leaves(parse("a NOT (b OR -c) +d").root)]
    assert found == [("a", False), ("b", True), ("c", False), ("d", False)]


def test_neighbouring_corrections_of_a_kind_are_told_as_one() -> None:
    (correction,) = parse("a " + "(" * 2000).corrections
    assert (correction.code, correction.position, correction.length) == (
        "unbalanced_bracket",
        2,
        2000,
    )


def test_a_flood_of_corrections_is_cut_short() -> None:
    told = parse("( " * 2000).corrections
    assert len(told) == MAX_CORRECTIONS + 1
    assert told[-1].code == "more_corrections"


def test_brackets_deeper_than_fifty_are_left_out() -> None:
    assert parse("(" * 50 + "a" + ")" * 50).corrections == ()
    told = parse("(" * 51 + "a" + ")" * 51).corrections
    assert [(c.position, c.code) for c in told] == [
        (50, "brackets_too_deep"),
        (52, "brackets_too_deep"),
    ]
    assert show(parse("(" * 2000 + "a" + ")" * 2000).root) == "a"


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("a " * 1200, 2000),
        ("a AND " * 1200, None),
        ("(" + "a OR " * 1200 + "b)", None),
        ("a-" * 1200, 1999),
        ('"' + "a " * 1200 + '" b', 0),
        ("AND " * 1200, None),
    ],
)
def test_words_past_the_thousandth_are_ignored(text: str, position: int | None) -> None:
    parsed = parse(text)
    told = [c for c in parsed.corrections if c.code != "operator_as_word"]
    assert [c.code for c in told if c.code != "more_corrections"] in (["too_many_terms"], [])
    if position is not None:
        assert told[0].position == position
    texts = [leaf.text for leaf, _ in leaves(parsed.root) if isinstance(leaf, Word | Phrase)]
    assert sum(len(text.replace("-", " ").split()) for text in texts) == MAX_TERMS


def test_a_query_that_is_too_long_is_refused_with_its_length() -> None:
    assert parse("a" * MAX_QUERY).root == Word("a" * MAX_QUERY, 0, MAX_QUERY)
    with pytest.raises(BadQuery, match="10,001 characters; it may have up to 10,000"):
        parse("a" * (MAX_QUERY + 1))


def test_a_short_query_is_parsed_once() -> None:
    assert parse("جبال حمرين") is parse("جبال حمرين")


def test_patterns_beyond_the_limit_are_words() -> None:
    parsed = parse("ab* " * MAX_PATTERNS + "كيغنز~2 نه?ر*")
    read = [leaf for leaf, _ in leaves(parsed.root)]
    assert read[:-2] == [replace(read[0], start=at, end=at + 3) for at in range(0, 80, 4)]
    assert read[-2:] == [Word("كيغنز", 80, 87), Word("نهر", 88, 93)]
    assert [(c.code, c.position) for c in parsed.corrections] == [
        ("too_many_patterns", 80),
        ("too_many_patterns", 88),
    ]
