"""Every error has its row: an HTTP status, a title, an exit code."""

from __future__ import annotations

import pytest

from search.errors import (
    BadArticle,
    BadParameter,
    BadQuery,
    FihristError,
    IndexBusy,
    IndexMissing,
    NotFound,
    SettingsError,
    UsageError,
    outcome,
)


@pytest.mark.parametrize(
    ("error", "status", "exit_code"),
    [
        (FihristError, 500, 1),
        (UsageError, 400, 2),
        (BadParameter, 400, 2),
        (BadQuery, 400, 2),
        (SettingsError, 500, 2),
        (NotFound, 404, 1),
        (BadArticle, 422, 1),
        (IndexMissing, 503, 1),
        (IndexBusy, 503, 1),
    ],
)
def test_the_table_gives_status_and_exit_code(
    error: type[FihristError], status: int, exit_code: int
) -> None:
    assert (outcome(error).status, outcome(error).exit_code) == (status, exit_code)


def _all(kind: type[FihristError]) -> list[type[FihristError]]:
    return [kind, *(deeper for each in kind.__subclasses__() for deeper in _all(each))]


def test_every_error_stands_in_the_tree_of_the_docstring() -> None:
    import search.errors

    kinds = [kind for kind in _all(FihristError) if kind.__module__ == "search.errors"]
    assert search.errors.__doc__ is not None
    for kind in kinds:
        assert kind.__name__ in search.errors.__doc__


def test_a_bad_parameter_names_it() -> None:
    error = BadParameter("limit", "must be from 1 to 100, not 0")
    assert str(error) == "limit: must be from 1 to 100, not 0"
    assert error.param == "limit"
