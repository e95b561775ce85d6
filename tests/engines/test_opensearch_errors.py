"""What a user is told of a cluster that does not serve. The answers that the test cluster cannot
give (it has no logins, and one version) come from a server on loopback, in OpenSearch's words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.engines import open_engine
from search.errors import FihristError, IndexFailure, SettingsError, Unavailable
from search.settings import load_settings
from tests.engines.loopback import answering


def refusal(url: str) -> FihristError:
    settings = load_settings(engine="opensearch", opensearch_url=url)
    with pytest.raises(FihristError) as raised:
        open_engine(settings).writer("archive")
    return raised.value


def test_a_cluster_that_is_absent_is_unavailable(free_port: Callable[[], int]) -> None:
    error = refusal(f"http://127.0.0.1:{free_port()}")
    assert isinstance(error, Unavailable)
    assert "does not answer: start it, or set FIHRIST_OPENSEARCH_URL" in str(error)


def test_a_refused_login_is_a_wrong_setting_and_its_password_is_not_told() -> None:
    with answering(lambda _: (401, "Unauthorized")) as host:
        error = refusal(f"http://reader:sesame@{host}")
    assert isinstance(error, SettingsError)
    assert "refuses the login" in str(error)
    assert "sesame" not in str(error)


@pytest.mark.parametrize(
    ("version", "told"),
    [
        ({"distribution": "opensearch", "number": "1.3.20"}, "Fihrist needs 2.4 or newer"),
        ({"number": "8.15.0", "build_flavor": "default"}, "not OpenSearch"),
    ],
)
def test_another_version_or_product_is_refused(version: dict[str, str], told: str) -> None:
    with answering(lambda _: (200, {"version": version})) as host:
        error = refusal(f"http://{host}")
    assert isinstance(error, IndexFailure)
    assert told in str(error)


def test_a_cluster_without_a_manager_is_unavailable() -> None:
    down = {"error": {"type": "master_not_discovered_exception", "reason": None}, "status": 503}
    with answering(lambda _: (503, down)) as host:
        error = refusal(f"http://{host}")
    assert isinstance(error, Unavailable)
    assert "overloaded or red" in str(error)


@pytest.mark.parametrize("url", ["", "127.0.0.1:9200", "ftp://host", "http://a:9200,host2"])
def test_a_url_that_is_none_is_a_wrong_setting(url: str) -> None:
    with pytest.raises(SettingsError, match="FIHRIST_OPENSEARCH_URL"):
        open_engine(load_settings(engine="opensearch", opensearch_url=url))
