"""A Whoosh index's files, opened, with our errors for what may be wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from whoosh.index import FileIndex, create_in, open_dir
from whoosh.reading import IndexReader

from search.engines.directory import IndexDirectory
from search.engines.whoosh_schema import schema


def create_index(directory: IndexDirectory, number: int) -> None:
    """Make the files of a generation that has none yet. Raises IndexFailure."""
    folder = directory.generation(number)
    # A generation that has changes and no files is damaged, not new.
    if directory.applied(number) == 0 and not any(folder.glob("*.toc")):
        with directory.writing():
            create_in(folder, schema())


def open_index(directory: IndexDirectory, number: int) -> FileIndex:
    """The index of a generation. Raises IndexDamaged, IndexFailure."""
    with _opening(directory):
        return open_dir(directory.generation(number), schema=schema())


def open_reader(directory: IndexDirectory, number: int) -> IndexReader:
    """A reader of what is committed in a generation. Raises IndexDamaged, IndexFailure."""
    index = open_index(directory, number)
    with _opening(directory):
        return index.reader()


@contextmanager
def _opening(directory: IndexDirectory) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise directory.damaged(f"{error.filename} is gone") from None
    except OSError as error:
        raise directory.unopened(str(error)) from None
    except Exception as error:
        # Whoosh reads whatever bytes there are: broken ones raise anything, up to an assertion.
        raise directory.damaged(repr(error)) from None
