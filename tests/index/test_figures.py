"""How translation stands, from the archive over the keeper's file to /metrics."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client.parser import text_string_to_metric_families

from index.archive import Archive
from index.archive.ledger import Done, Spent
from index.draft import Draft
from index.figures import Figures
from search.settings import Settings
from web.app import create_app


def told(settings: Settings) -> dict[str, float]:
    text = create_app(settings).test_client().get("/metrics").text
    samples = (s for family in text_string_to_metric_families(text) for s in family.samples)
    return {f"{s.name}{sorted(s.labels.values())}": s.value for s in samples}


def test_metrics_tell_translation_as_the_keeper_counted_it(
    archive: Archive, settings: Settings, draft: Callable[..., Draft]
) -> None:
    figures = Figures(archive, settings)
    assert "fihrist_sentences_pending[]" not in told(settings)  # no keeper has told anything
    archive.add([draft("a", "جملة أولى.")])
    archive.ledger.keep(Done((), (), (Spent("google", 2, 3, 40),), ()), token=1)
    figures.tell()
    after = told(settings)
    assert after["fihrist_sentences_pending[]"] == archive.translation().pending_sentences > 0
    assert after["fihrist_provider_characters['google']"] == 40


def test_figures_are_not_counted_again_at_once(
    archive: Archive, settings: Settings, draft: Callable[..., Draft]
) -> None:
    figures = Figures(archive, settings)
    figures.tell()
    before = settings.figures_file.stat().st_ino
    archive.add([draft("a", "جملة أولى.")])
    figures.tell()
    assert settings.figures_file.stat().st_ino == before
