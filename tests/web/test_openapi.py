"""The description: of the very models that read requests, and true of every answer."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient

from search.settings import load_settings
from web.api import answers
from web.api.examples import EXAMPLES
from web.api.openapi import document
from web.api.operation import OPERATIONS
from web.app import create_app
from web.guard import SCRIPTED_POLICY
from web.keys import Key, keys_of
from web.parameters import PARAMETERS


@pytest.fixture(scope="module")
def app(seeded_home: Path) -> Flask:
    return create_app(load_settings(home=seeded_home))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def described(client: FlaskClient) -> Any:
    return orjson.loads(client.get("/api/v1/openapi.json").data)


def test_every_address_for_programs_is_described(app: Flask, described: Any) -> None:
    routes = {
        (rule.rule.replace("<path:", "{").replace(">", "}"), method)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(("/api/", "/healthz", "/readyz"))
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    told = {(path, m.upper()) for path, methods in described["paths"].items() for m in methods}
    assert routes - told == {("/api/v1/openapi.json", "GET")}
    assert told <= routes


def test_it_is_openapi_3_1(described: Any) -> None:
    assert described["openapi"] == "3.1.0"
    for name, schema in described["components"]["schemas"].items():
        whole = {**schema, "components": described["components"]}
        assert jsonschema_rs.meta.is_valid(whole), name


def test_parameters_are_described_as_they_are_read(described: Any) -> None:
    told = described["paths"]["/api/v1/search"]["get"]["parameters"]
    assert {parameter["name"] for parameter in told} == set(PARAMETERS)
    limit = next(p for p in told if p["name"] == "limit")
    assert (limit["schema"]["minimum"], limit["schema"]["maximum"]) == (1, 100)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=Hamrin&explain=1",
        "q=Hamrin&highlight=html&facets=outlet,published:month,translation",
        "q=%22Hamrin&limit=1",
        "q=Hamrin+Tigris+parliament",
        "q=x&highlight=none&filter=outlet:none",
    ],
)
def test_pages_are_what_the_model_says(client: FlaskClient, query: str) -> None:
    answers.Page.model_validate_json(client.get(f"/api/v1/search?{query}").data)


def test_articles_problems_and_probes_are_what_their_models_say(client: FlaskClient) -> None:
    page = orjson.loads(client.get("/api/v1/search?limit=100").data)
    for hit in page["hits"]:
        answer = client.get(f"/api/v1/articles/{hit['id']}")
        answers.Article.model_validate_json(answer.data)
    answers.Problem.model_validate_json(client.get("/api/v1/search?limit=0").data)
    answers.Alive.model_validate_json(client.get("/healthz").data)
    answers.Ready.model_validate_json(client.get("/readyz").data)


def test_a_key_is_demanded_in_the_description_where_it_is(described: Any) -> None:
    search = described["paths"]["/api/v1/search"]["get"]
    assert {} in search["security"]
    closed = document(anonymous=False)["paths"]["/api/v1/search"]["get"]
    assert {} not in closed["security"]
    assert described["paths"]["/api/v1/articles"]["post"]["security"] == [{"secretKey": []}]


def test_it_is_asked_about_cheaply(client: FlaskClient) -> None:
    first = client.get("/api/v1/openapi.json")
    again = client.get("/api/v1/openapi.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_reference_has_every_address_and_no_code_inline(client: FlaskClient) -> None:
    answer = client.get("/docs")
    assert answer.headers["Content-Security-Policy"] == SCRIPTED_POLICY
    assert "unsafe" not in SCRIPTED_POLICY
    for operation in OPERATIONS:
        assert f'id="{operation.name}"' in answer.text
    assert answer.text.count("<script") == 1
    assert " style=" not in answer.text
    assert "http://" not in answer.text.replace("http://localhost", "")


def test_each_address_that_does_something_has_an_example() -> None:
    told = {operation.name for operation in OPERATIONS if operation.need != "nothing"}
    assert {example.operation for example in EXAMPLES} == told


@pytest.fixture(scope="module")
def served(
    seeded_home: Path,
    tmp_path_factory: pytest.TempPathFactory,
    serve_home: Callable[[Path], str],
) -> tuple[str, str]:
    """The address of a service that may be written to, and a secret key of it."""
    home = tmp_path_factory.mktemp("examples") / "home"
    shutil.copytree(seeded_home, home)
    token = keys_of(load_settings(home=home)).add(Key("", "secret", "examples"))[1]
    return serve_home(home), token


@pytest.mark.parametrize("language", ["curl", "python"])
def test_the_examples_run(
    served: tuple[str, str], language: str, require: Callable[[str, bool, str], None]
) -> None:
    found = language == "python" or shutil.which("curl") is not None
    require("curl", found, "there is no curl (Debian: apt install curl)")
    server, secret = served
    for example in EXAMPLES:
        text = example.curl if language == "curl" else example.python
        text = text.replace("BASE", server).replace("SECRET", secret)
        command = ["bash", "-ec"] if language == "curl" else [sys.executable, "-c"]
        done = subprocess.run([*command, text], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), (text, done.stderr)
        assert done.stdout or example.operation == "delete_article"
        assert '"type":"urn:fihrist:problem' not in done.stdout, done.stdout
