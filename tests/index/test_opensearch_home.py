"""A home whose index is on a cluster: restored into, and looked through."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from threading import Event

import orjson
import pytest

from index.archive import Archive
from index.draft import Draft
from index.home import bring_level
from index.keeping.backup import back_up
from index.keeping.doctor import examine
from index.workers import Workers
from search.engines import open_engine
from search.errors import BackupError
from search.page import SearchRequest
from search.service import SearchService
from search.settings import Settings, load_settings
from tests.index.backups import elsewhere, quiet
from tests.index.conftest import start
from tests.index.test_doctor import in_index, names

Make = Callable[..., Draft]
Run = Callable[..., subprocess.CompletedProcess[str]]

on_a_cluster = pytest.mark.parametrize(
    "engine", [pytest.param("opensearch", marks=pytest.mark.cluster)], indirect=True
)


def add(settings: Settings, make: Make, *numbers: int) -> None:
    with Archive.open(settings.archive_url) as archive, Workers(1) as workers:
        archive.add([make(str(n), f"جملة رقم {n}.") for n in numbers])
        bring_level(archive, settings, workers, "add", Event())


def count(settings: Settings) -> int:
    return SearchService(settings).search(SearchRequest(q="جملة")).total.value


def run(settings: Settings, *arguments: str) -> tuple[str, str]:
    """A command that ends well: what it wrote."""
    process = start(settings, *arguments, stdin=subprocess.PIPE)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out, err


@on_a_cluster
def test_a_backup_is_restored_and_the_clusters_index_is_made_of_it(
    settings: Settings, draft: Make, tmp_path: Path
) -> None:
    """What the cluster has is ahead of the backup by two articles."""
    add(settings, draft, 0, 1, 2)
    file = tmp_path / "backup.zip"
    with pytest.raises(BackupError, match="the index is on the cluster"):
        back_up(settings, file, True, quiet)
    run(settings, "backup", str(file))
    add(settings, draft, 3, 4)
    assert count(settings) == 5
    there = elsewhere(settings)
    out, err = run(there, "restore", str(file))
    assert out.startswith("restored ")
    assert err.splitlines()[-1] == "indexing"
    assert count(there) == 3
    assert open_engine(there).reader().info.articles == 3
    assert examine(there, mend=False, say=quiet).left == ()
    add(there, draft, 5)
    assert count(there) == 4


def backup_of_another(draft: Make, folder: Path) -> Path:
    """A backup of another home's archive, of two articles."""
    other, file = load_settings(home=folder / "other"), folder / "backup.zip"
    add(other, draft, 7, 8)
    back_up(other, file, False, quiet)
    return file


@on_a_cluster
def test_a_restore_with_replace_takes_the_place_of_another_archives_index(
    settings: Settings, draft: Make, tmp_path: Path
) -> None:
    file = backup_of_another(draft, tmp_path)
    add(settings, draft, 0, 1, 2)
    out, err = run(settings, "restore", "--replace", str(file))
    assert "2 articles" in out
    assert "remove it once all is well" in err
    assert count(settings) == 2
    report = examine(settings, mend=False, say=quiet)
    assert (names(report), report.well) == (["replaced"], True)


@on_a_cluster
def test_a_restore_without_an_index_says_so_to_the_doctor_who_makes_it(
    settings: Settings, draft: Make, tmp_path: Path
) -> None:
    file = backup_of_another(draft, tmp_path)
    run(settings, "restore", "--no-index", str(file))
    report = examine(settings, mend=False, say=quiet)
    assert (names(report), report.well) == (["index-missing"], False)
    assert names(examine(settings, mend=True, say=quiet)) == []
    assert count(settings) == 2


@on_a_cluster
@pytest.mark.parametrize("name", ["index-lacks", "index-foreign-articles"])
def test_an_article_that_only_one_of_archive_and_cluster_has_is_named_and_mended(
    settings: Settings, draft: Make, fihrist: Run, mirrors: Callable[[], None], name: str
) -> None:
    add(settings, draft, *range(6))
    assert fihrist("doctor").stdout == "all is well\n"
    in_index(settings, forget=name == "index-lacks")
    said = fihrist("doctor", "--json")
    assert said.returncode == 1, said.stderr
    told = orjson.loads(said.stdout)["findings"]
    assert [(each["name"], each["severity"]) for each in told] == [(name, "error")]
    mended = fihrist("doctor", "--mend")
    assert mended.returncode == 0, mended.stdout + mended.stderr
    assert mended.stdout.startswith(f"mended   {name}: 1 articles")
    assert mended.stdout.endswith("all is well\n")
    assert count(settings) == 6
    mirrors()


@on_a_cluster
@pytest.mark.parametrize("name", ["index-behind", "index-missing", "index-foreign"])
def test_a_clusters_index_that_is_behind_missing_or_anothers_is_named(
    settings: Settings, draft: Make, fihrist: Run, mirrors: Callable[[], None], name: str
) -> None:
    add(settings, draft, 0, 1)
    if name == "index-behind":
        with Archive.open(settings.archive_url) as archive:
            archive.add([draft("2", "جملة رقم 2.")])
    elif name == "index-missing":
        open_engine(settings).remove()
    else:
        for file in settings.home.glob("archive.db*"):
            file.unlink()
        with Archive.open(settings.archive_url) as archive:
            archive.add([draft("3", "جملة رقم 3.")])
    assert names(examine(settings, mend=False, say=quiet)) == [name]
    left = names(examine(settings, mend=True, say=quiet))
    assert left == ([name] if name == "index-foreign" else [])
    if name == "index-foreign":
        assert fihrist("rebuild").stdout == "rebuilt: 1 articles\n"
    mirrors()


def test_a_cluster_of_opensearch_that_does_not_answer_is_named(
    settings: Settings, draft: Make, free_port: Callable[[], int]
) -> None:
    add(settings, draft, 0)
    url = f"http://127.0.0.1:{free_port()}"
    away = settings.model_copy(update={"engine": "opensearch", "opensearch_url": url})
    (finding,) = examine(away, mend=True, say=quiet).left
    assert (finding.name, finding.severity) == ("index-unavailable", "error")
    assert url in finding.detail
    assert finding.remedy == "start the cluster again"
