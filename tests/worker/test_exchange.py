"""Sentence pairs in and out: TMX 1.4b, JSON Lines, whose word stands."""

from __future__ import annotations

import io
import tracemalloc
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from translate.storage.tmx import tmxfile

from index.archive import Archive
from index.translation.exchange import jsonl, tmx
from index.translation.exchange.moving import bring, take_out
from index.translation.exchange.pair import Pair, Unusable
from index.translation.memory import Direction
from search.article import Segment
from search.errors import BadArticle
from tests.worker.conftest import Add, Translate

English = Callable[[int], list[str | None]]
BOTH: tuple[Direction, Direction] = ("ar-en", "en-ar")

OTHERS = """<?xml version="1.0"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header creationtool="OmegaT" srclang="AR-SA" segtype="sentence"
 o-tmf="x" adminlang="en" datatype="plaintext" creationtoolversion="4"/><body>
<tu changedate="20240102T030405Z"><tuv xml:lang="AR-SA"><seg>جملة</seg></tuv>
 <tuv xml:lang="EN-US"><seg>A <bpt i="1">&lt;b></bpt>bold<ept i="1">&lt;/b></ept> &amp; <hi>high
</hi> sentence</seg></tuv><tuv xml:lang="fr"><seg>Une phrase</seg></tuv></tu>
<tu><tuv lang="en"><seg>alone</seg></tuv></tu>
<tu srclang="*all*"><tuv lang="en"><seg>word</seg></tuv><tuv lang="ar"><seg>كلمة</seg></tuv></tu>
</body></tmx>""".encode()


def test_another_tools_tmx_is_read_without_its_codes() -> None:
    first, second, third = tmx.read(io.BytesIO(OTHERS), "a.tmx")
    assert first == Pair("جملة", "A bold & high\n sentence", ("ar-en",), None, 1_704_164_645)
    assert second == Unusable("a.tmx:8", "it has not both Arabic and English")
    assert third == Pair("كلمة", "word", BOTH)


def test_what_is_written_is_tmx_to_other_tools() -> None:
    out = io.BytesIO()
    pairs = [Pair('"أ" <ب> & ج', "a <b> & 'c'\x00", ("ar-en",), "google", 1_700_000_000)]
    assert tmx.write(iter(pairs), out) == 1
    (unit,) = tmxfile.parsestring(out.getvalue()).units  # type: ignore[no-untyped-call]
    assert (unit.source, unit.target) == ('"أ" <ب> & ج', "a <b> & 'c'\ufffd")


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(
    lambda text: bool(text.strip()) and "\ufffe" not in text and "\uffff" not in text
)
PAIRS = st.builds(
    Pair,
    TEXTS,
    TEXTS,
    st.sampled_from([("ar-en",), ("en-ar",)]),
    st.sampled_from(["people", "google"]),
    st.integers(0, 2_000_000_000),
)


@pytest.mark.parametrize("form", [tmx, jsonl])
@given(pairs=st.lists(PAIRS, max_size=5))
def test_pairs_come_back_as_they_went(form: object, pairs: list[Pair]) -> None:
    out = io.BytesIO()
    form.write(iter(pairs), out)  # type: ignore[attr-defined]  # a module
    out.seek(0)
    assert list(form.read(out, "x")) == pairs  # type: ignore[attr-defined]


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE tmx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    b"<tmx><body><tu><tuv xml:lang='ar'><seg>&b;</seg></tuv></tu></body></tmx>"
)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (BOMB, "declares the entity"),
        (b'<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]><tmx/>', "declares the entity"),
        (b"<html></html>", "it is no TMX"),
        (b"<tmx><body>", "no whole XML"),
        (b"\xff\xfe\x00", "no whole XML"),
        (b'<?xml version="1.0" encoding="nonsense"?><tmx/>', "a.tmx: it"),
    ],
)
def test_what_is_no_tmx_or_is_dangerous_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(BadArticle, match=said):
        list(tmx.read(io.BytesIO(data), "a.tmx"))


def test_bad_lines_of_jsonl_are_named() -> None:
    data = b'{"ar": "\xd8\xa3", "en": "a"}\n\nno\n[]\n{"ar": "\xd8\xa3", "en": "a", "from": "fr"}\n'
    good, *bad = jsonl.read(io.BytesIO(data), "p")
    assert good == Pair("أ", "a", ("ar-en",), "people")
    assert [each.where for each in bad if isinstance(each, Unusable)] == ["p:3", "p:4", "p:5"]


class _Endless(io.BytesIO):
    """A TMX file of so many pairs, made as it is read."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._parts = self._made(count)
        self._left = b""

    @staticmethod
    def _made(count: int) -> Iterator[bytes]:
        yield b"<tmx version='1.4'><header srclang='ar'/><body>"
        for number in range(count):
            yield (
                f"<tu><tuv xml:lang='ar'><seg>جملة {number}</seg></tuv>"
                f"<tuv xml:lang='en'><seg>sentence {number}</seg></tuv></tu>"
            ).encode()
        yield b"</body></tmx>"

    def read(self, size: int | None = -1) -> bytes:
        size = size or 0
        while len(self._left) < size and (part := next(self._parts, None)) is not None:
            self._left += part
        taken, self._left = self._left[:size], self._left[size:]
        return taken


def test_memory_does_not_grow_with_the_file() -> None:
    peaks = []
    for count in (2_000, 20_000):
        tracemalloc.start()
        assert len(deque(tmx.read(_Endless(count), "x"), 1)) == 1
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]


def test_a_persons_correction_stands_whatever_machines_do(
    archive: Archive, add: Add, translate: Translate, english: English
) -> None:
    (seq,) = add(["تمت الجلسة أمس.", "وصل الوفد إلى بغداد."])
    latest = archive.latest()
    made = bring(archive, [Pair("تمّت الجلسة أمس.", "The session closed yesterday.", BOTH)])
    assert (made.kept, made.articles) == (2, 1)
    assert archive.changes(latest, 9)[0].seq == seq
    translate()
    translate(again=True)
    (article,) = archive.articles([seq])
    wanted = Segment("تمت الجلسة أمس.", "The session closed yesterday.", None, 0)
    assert article.segments[0] == wanted
    assert article.segments[1].translation is not None


def test_a_machines_pairs_pass_the_gate_and_the_rest_is_counted(archive: Archive) -> None:
    pairs: list[Pair | Unusable] = [
        Pair("وصل الوفد إلى بغداد.", "The delegation reached Baghdad.", ("ar-en",), "google"),
        Pair("وصل الوفد إلى أربيل.", "وصل الوفد إلى أربيل.", ("ar-en",), "google"),
        Pair("كلمة", " ", ("ar-en",)),
        Unusable("x:4", "it is no JSON"),
    ]
    made = bring(archive, pairs)
    assert (made.kept, made.refused, made.unusable) == (1, {"untranslated": 1, "empty": 1}, 1)


def test_what_goes_out_comes_in_again_on_another_archive(
    archive: Archive, add: Add, translate: Translate, tmp_path: Path
) -> None:
    add(["وصل الوفد إلى بغداد أمس.", "تمت الجلسة."], ["وصل الوفد إلى بغداد أمس."])
    translate()
    bring(archive, [Pair("تمت الجلسة.", "Closed.", ("ar-en",)), Pair("أخرى", "other", BOTH)])
    out = list(take_out(archive))
    assert sorted((pair.ar, pair.en, pair.engine, pair.directions) for pair in out) == sorted(
        [
            ("أخرى", "other", "people", ("ar-en",)),
            ("أخرى", "other", "people", ("en-ar",)),
            ("تمت الجلسة.", "Closed.", "people", ("ar-en",)),
            *((pair.ar, pair.en, "libretranslate", ("ar-en",)) for pair in out if pair.quality),
        ]
    )
    assert len(out) == 5
    with Archive.open(f"sqlite:///{tmp_path / 'other.db'}") as other:
        assert bring(other, out).kept == 5
        key = ["engine", "ar", "en"]
        again = [[getattr(p, k) for k in key] for p in take_out(other)]
        assert sorted(again) == sorted([getattr(p, k) for k in key] for p in out)
    assert [pair.en for pair in take_out(archive, "people") if pair.ar == "تمت الجلسة."] == [
        "Closed."
    ]
