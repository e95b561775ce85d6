"""What the archive keeps, replaces and numbers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from index.archive import Archive, Change
from index.draft import Draft, Sentence
from search.article import Article, Segment, Translation, article_id
from search.errors import ArchiveError, BadArticle
from search.settings import Settings
from tests.index.conftest import both_databases

Make = Callable[..., Draft]

pytestmark = both_databases


def statuses(archive: Archive, *drafts: Draft) -> list[str]:
    return [outcome.status for outcome in archive.add(drafts)]


def test_an_article_comes_back_as_it_went_in(archive: Archive, draft: Make) -> None:
    values = {"url": "https://n.example/1", "published": "2020-08-31", "outlet": "أخبار"}
    more = {"agency": "وكالة", "place": "بغداد", "category": "سياسة", "metadata": {"page": 3}}
    given_draft = draft(
        "1",
        "الجملة الأولى.",
        "الجملة الثانية.",
        others=("The first.", "The second."),
        title_other="A title",
        source_id="n-1",
        **values,
        **more,
    )
    archive.add([given_draft])
    assert archive.articles([1]) == [
        Article(
            id=article_id("1"),
            seq=1,
            lang="ar",
            title=Segment("عنوان 1", "A title"),
            segments=(
                Segment("الجملة الأولى.", "The first.", None, 0),
                Segment("الجملة الثانية.", "The second.", None, 1),
            ),
            source_id="n-1",
            url="https://n.example/1",
            published="2020-08-31",
            outlet="أخبار",
            agency="وكالة",
            place="بغداد",
            category="سياسة",
            metadata={"page": 3},
        )
    ]


def test_english_that_came_from_a_translator_names_it(archive: Archive, draft: Make) -> None:
    archive.add([draft("1", "جملة.", others=("A sentence.",), translator="google")])
    (article,) = archive.articles([1])
    assert article.segments == (Segment("جملة.", "A sentence.", Translation("google")),)
    assert article.title == Segment("عنوان 1", None), "no English, so nobody translated it"
    assert article.state == "partial"


def test_the_same_article_again_changes_nothing(archive: Archive, draft: Make) -> None:
    assert statuses(archive, draft("1", "جملة."), draft("2", "أخرى.")) == ["added", "added"]
    before = archive.latest()
    assert statuses(archive, draft("2", "أخرى."), draft("1", "جملة.")) == ["unchanged"] * 2
    assert archive.latest() == before
    assert archive.stats().articles == 2


def test_a_changed_article_replaces_and_keeps_its_seq(archive: Archive, draft: Make) -> None:
    archive.add([draft("1", "قديم."), draft("2", "أخرى.")])
    (outcome,) = archive.add([draft("1", "جديد.")])
    assert (outcome.status, outcome.seq) == ("replaced", 1)
    assert archive.articles([1])[0].segments[0].ar == "جديد."
    assert [change.seq for change in archive.changes(0, 10)] == [2, 1], "one change an article"


def test_the_same_url_replaces(archive: Archive, draft: Make) -> None:
    archive.add([draft("1", "قديم.", url="u", source_id="one")])
    (outcome,) = archive.add([draft("by address", "جديد.", url="u")])
    assert (outcome.status, outcome.id) == ("replaced", article_id("1"))
    assert archive.articles([1])[0].source_id == "one", "the id once given is kept"
    assert statuses(archive, draft("by address", "جديد.", url="u")) == ["unchanged"]


def test_two_given_ids_are_two_articles_whatever_their_url(archive: Archive, draft: Make) -> None:
    first = draft("1", "جملة.", url="https://n.example/", source_id="1")
    second = draft("2", "جملة.", url="https://n.example/", source_id="2")
    assert statuses(archive, first, second) == ["added", "added"]
    assert statuses(archive, first, second) == ["unchanged", "unchanged"]
    assert archive.find_url("https://n.example/") == [article_id("1"), article_id("2")]


def test_one_batch_may_hold_an_article_twice(archive: Archive, draft: Make) -> None:
    drafts = [draft("1", "قديم."), draft("1", "جديد."), draft("1", "جديد.")]
    assert statuses(archive, *drafts) == ["added", "replaced", "unchanged"]
    assert archive.articles([1])[0].segments[0].ar == "جديد."
    assert archive.changes(0, 10) == [Change(1, article_id("1"), 1, False)]


def test_a_deleted_article_leaves_a_change_and_its_seq_is_not_used_again(
    archive: Archive, draft: Make
) -> None:
    archive.add([draft("1", "جملة."), draft("2", "أخرى.", source_id="two")])
    assert archive.delete(archive.find("two")) == 1
    assert archive.delete([article_id("2")]) == 0
    assert archive.changes(2, 10) == [Change(3, article_id("2"), 2, True)]
    (again,) = archive.add([draft("2", "أخرى.", source_id="two")])
    assert (again.status, again.seq) == ("added", 3)


def test_an_id_of_several_sources_finds_each(archive: Archive, draft: Make) -> None:
    archive.add([draft(f"{s}-7", "جملة.", source_id="7") for s in ("a", "b")])
    assert archive.find("7") == [article_id("a-7"), article_id("b-7")]
    assert archive.find(article_id("b-7")) == [article_id("b-7")]


def test_changes_come_in_order_and_in_pieces(archive: Archive, draft: Make) -> None:
    archive.add([draft(str(n), "جملة.") for n in range(5)])
    assert [c.number for c in archive.changes(0, 2)] == [1, 2]
    assert [c.number for c in archive.changes(2, 10)] == [3, 4, 5]
    assert archive.changes(5, 10) == []
    assert archive.latest() == 5


def test_a_batch_is_stored_whole_or_not_at_all(archive: Archive, draft: Make) -> None:
    with pytest.raises(BadArticle, match="cannot be stored"):
        archive.add([draft("1", "جملة."), draft("2", "\ud800")])
    assert archive.stats().articles == 0


def test_what_a_database_may_refuse_is_replaced(archive: Archive, draft: Make) -> None:
    given_draft = draft("1", "جمل\0ة.", source_id="n\0", url="u\0", outlet="أ\0ب")
    assert statuses(archive, given_draft) == ["added"]
    assert statuses(archive, given_draft) == ["unchanged"]
    assert archive.find("n\0") == archive.find_url("u\0") == [article_id("1")]
    (article,) = archive.articles([1])
    assert (article.source_id, article.url, article.outlet) == ("n\ufffd", "u\ufffd", "أ\ufffdب")
    assert article.segments[0].ar == "جمل\0ة.", "the text is kept to the letter"
    archive.remember({"جمل\0ة.": "A sen\0ten\ud800ce."}, "ar-en", "google")
    assert archive.articles([1])[0].segments[0].en == "A sen\ufffdten\ufffdce."


WRITER = """
import sys
from index.archive import Archive
from index.draft import Draft
name = sys.argv[2]
with Archive.open(sys.argv[1], create=False) as archive:
    for number in range(0, 60, 2):
        texts = [f"{name}-{number}", f"{name}-{number + 1}", f"shared-{number}"]
        archive.add([Draft(text, f"{text} {name}", "ar", text, None, ()) for text in texts])
"""


def test_who_follows_the_changes_of_several_writers_misses_none(
    archive: Archive, settings: Settings
) -> None:
    command = [sys.executable, "-c", WRITER, settings.archive_url]
    writers = [subprocess.Popen([*command, name]) for name in ("a", "b", "c")]
    seen: dict[str, int] = {}
    after = 0
    running = True
    while running:
        running = any(writer.poll() is None for writer in writers)
        for change in archive.changes(after, 1_000):
            assert change.number > after
            after = change.number
            seen[change.id] = change.seq
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    stored = archive.articles(range(1, 1_000))
    assert len(stored) == 3 * 60 + 30, "the shared ones once"
    assert seen == {article.id: article.seq for article in stored}
    assert after == archive.latest() == 3 * 90, "each add of a shared one changed it"


def test_an_archive_keeps_its_uuid(settings: Settings) -> None:
    with Archive.open(settings.archive_url) as first:
        name = first.uuid
    with Archive.open(settings.archive_url, create=False) as again:
        assert again.uuid == name


def test_an_archive_that_is_not_there_says_what_makes_one(settings: Settings) -> None:
    with pytest.raises(ArchiveError, match="`fihrist add` makes one"):
        Archive.open(settings.archive_url, create=False)


def test_an_archive_of_a_newer_schema_is_refused(settings: Settings, archive: Archive) -> None:
    archive.set_note("schema", "99")
    with pytest.raises(ArchiveError, match="schema 99, made by a newer Fihrist"):
        Archive.open(settings.archive_url)


def test_a_rebuild_asked_for_twice_is_one(archive: Archive) -> None:
    assert not archive.rebuild_asked()
    archive.ask_rebuild()
    archive.ask_rebuild()
    assert archive.rebuild_asked()
    archive.rebuild_done()
    assert not archive.rebuild_asked()


texts = st.text(st.characters(codec="utf-8"), max_size=40)


@given(st.data())
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_sentences_of_any_text_come_back(archive: Archive, data: st.DataObject) -> None:
    raw = data.draw(texts)
    places = data.draw(st.lists(st.integers(0, len(raw)), max_size=8).map(sorted))
    spans = list(zip(places[::2], places[1::2], strict=False))
    sentences = tuple(
        Sentence(start, end, number // 2, data.draw(st.none() | texts))
        for number, (start, end) in enumerate(spans)
    )
    made = Draft("same", raw, "ar", data.draw(texts), data.draw(st.none() | texts), sentences)
    archive.add([made])
    (article,) = archive.articles([1])
    assert [(s.ar or "", s.en, s.paragraph) for s in article.segments] == [
        (raw[s.start : s.end], s.other, s.paragraph) for s in sentences
    ]
    assert ((article.title.ar or ""), article.title.en) == (made.title, made.title_other)
