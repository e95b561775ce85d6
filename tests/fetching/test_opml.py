"""Lists of feeds in and out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.fetching.watch.opml import Outline, read_opml, write_opml
from search.errors import UsageError

LIST = """<?xml version="1.0" encoding="windows-1256"?><opml version="1.0"><head/><body>
<outline text="العراق"><outline text="صحف"><outline type="rss" text="الرافدين" xmlUrl="http://a.example/rss?a=1&b=2"/>
</outline><outline title="دجلة" xmlurl="http://b.example/atom"/></outline>
<outline text="x" xmlUrl="http://a.example/rss?a=1&amp;b=2"/><outline text="note"/></body></opml>"""


def test_feeds_are_found_in_their_folders_each_once() -> None:
    assert read_opml(LIST.encode("windows-1256")) == [
        Outline("http://a.example/rss?a=1&b=2", "الرافدين", "العراق/صحف"),
        Outline("http://b.example/atom", "دجلة", "العراق"),
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"", "no OPML"), (b"<rss/>", "no OPML"), (b"\x89PNG", "a PNG picture"), (b"text", "no OPML")],
)
def test_what_is_no_list_says_so(data: bytes, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        read_opml(data)


@pytest.mark.parametrize("reference", ["&#0;", "&#1;", "&#x1F;", "&#x0b;", "&#xD800;", "&#011;"])
def test_a_character_that_xml_forbids_costs_no_feed(reference: str) -> None:
    given = f'<opml><body><outline text="a{reference}b" xmlUrl="http://a.example/"/></body></opml>'
    assert read_opml(given.encode()) == [Outline("http://a.example/", "ab")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_entity_is_expanded_and_nothing_outside_is_read(encoding: str) -> None:
    bomb = (
        '<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">'
        '<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        '<opml><body><outline text="&b;&f;" xmlUrl="http://a.example/&b;"/></body></opml>'
    )
    for outline in read_opml(bomb.encode(encoding)):
        assert "aaaaaaaaaa" not in f"{outline}"
        assert "root:" not in f"{outline}"


names = st.text("ابتCd&<>\"'é", min_size=1, max_size=5)


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.builds(
            Outline,
            st.integers().map(lambda n: f"http://a.example/{n}"),
            names,
            st.none() | st.lists(names, min_size=1, max_size=3).map("/".join),
        ),
        max_size=5,
        unique_by=lambda outline: outline.url,
    )
)
def test_what_is_written_is_read_again(outlines: list[Outline]) -> None:
    again = read_opml(write_opml(outlines))
    assert sorted(again, key=str) == sorted(outlines, key=str)
