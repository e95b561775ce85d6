"""What schemathesis does not know: cursors come from answers, and articles arrive in the index
within seconds; see schemathesis.toml."""

from __future__ import annotations

import os
import time
from typing import Any

import requests
import schemathesis

from tests.web.fuzzing import WAIT

SEARCHABLE_WITHIN = 5.0  # seconds, as README says


@schemathesis.hook
def map_query(context: Any, query: dict[str, Any] | None) -> dict[str, Any] | None:
    """Leave cursors out; walks with real ones are tested elsewhere."""
    if not query:
        return query
    return {name: value for name, value in query.items() if name != "cursor"}


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    """Wait, where a run asks what it has just sent or deleted, until the index has taken it: the
    answer promises five seconds, and schemathesis asks at once."""
    if not os.environ.get(WAIT) or response.status_code != 200:
        return
    articles, wanted = [], 200
    if case.method == "POST":
        taken = [each["id"] for each in response.json()["results"] if "id" in each]
        articles = [f"{response.request.url.partition('?')[0]}/{one}" for one in taken]
    elif case.method == "DELETE":
        articles, wanted = [response.request.url], 404
    ends = time.monotonic() + SEARCHABLE_WITHIN
    headers = {"Authorization": response.request.headers["Authorization"]}
    for address in articles:
        while requests.get(address, headers=headers, timeout=10).status_code != wanted:
            if time.monotonic() > ends:
                return  # the checks say so
            time.sleep(0.05)
