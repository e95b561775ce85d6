"""The API's description, OpenAPI 3.1: made of the operations and of their models, nothing else."""

from __future__ import annotations

from functools import lru_cache
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

import orjson
from flask import Response, current_app, request
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from web.access import PARAMETER
from web.api import answers
from web.api.operation import MAX_ARTICLES, OPERATIONS, SUGGESTIONS_TYPE, Body, Operation, blueprint
from web.parameters import Parameters, no_parameters

_REFERENCE = "#/components/schemas/{model}"
_ALWAYS = (400, 429, 503)
_OTHER_SCHEMAS: dict[str, dict[str, Any]] = {
    "text/csv": {"type": "string"},
    SUGGESTIONS_TYPE: {
        "type": "array",
        "description": "The query; then suggested queries, nothing, and their addresses.",
        "items": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        "minItems": 4,
        "maxItems": 4,
    },
}
_TOO_LONG = 414  # by the server itself, before any of ours sees the request: without a body
_HEADERS = {
    "X-Request-Id": {"schema": {"type": "string"}, "description": "This request, in the log."}
}


@blueprint.get("/api/v1/openapi.json")
def openapi() -> Response:
    """The description as JSON."""
    no_parameters(request.args)
    body = described(request.script_root, current_app.config["ANONYMOUS"])
    answer = Response(body, content_type="application/json")
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag(weak=True)
    answer.make_conditional(request)
    return answer


@lru_cache(maxsize=4)
def described(root: str, anonymous: bool) -> bytes:
    """The document of a service under `root`, as JSON."""
    return orjson.dumps(document(root, anonymous))


def document(root: str = "", anonymous: bool = True) -> dict[str, Any]:
    """The document. anonymous: whether a search needs no key."""
    paths: dict[str, dict[str, Any]] = {}
    for each in OPERATIONS:
        paths.setdefault(each.path, {})[each.method.lower()] = _operation(each, anonymous)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Fihrist",
            "version": version("fihrist"),
            "description": "Search Arabic news in Arabic and English at once.",
            "license": {"name": "GPL-3.0-or-later", "identifier": "GPL-3.0-or-later"},
        },
        "servers": [{"url": root or "/"}],
        "paths": paths,
        "components": {"schemas": _schemas(), "securitySchemes": _security_schemes()},
    }


def _security_schemes() -> dict[str, Any]:
    return {
        "publicKey": {
            "type": "apiKey",
            "in": "query",
            "name": PARAMETER,
            "description": "pk_…: searches, from pages of its origins. Browsers hold it to them;"
            " programs need not: its filters decide what it may find.",
        },
        "secretKey": {
            "type": "http",
            "scheme": "bearer",
            "description": "sk_…: searches, adds, deletes, exports.",
        },
    }


def _schemas() -> dict[str, Any]:
    models: set[tuple[type[BaseModel], JsonSchemaMode]] = {(answers.Problem, "serialization")}
    for each in OPERATIONS:
        models.add((each.answer, "serialization"))
        if each.body:
            models.add((each.body.model, "validation"))
    ordered = sorted(models, key=lambda pair: pair[0].__name__)
    _, definitions = models_json_schema(ordered, ref_template=_REFERENCE)
    schemas: dict[str, Any] = definitions["$defs"]
    return schemas


def _operation(each: Operation, anonymous: bool) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": each.name,
        "summary": each.summary,
        "description": each.description,
        "parameters": [
            *(
                {
                    "name": name,
                    "in": "path",
                    "required": True,
                    "description": description,
                    "schema": {"type": "string", "minLength": 1},
                }
                for name, description in each.path_parameters.items()
            ),
            *_parameters(each.parameters),
        ],
        "responses": _responses(each),
    }
    if each.body:
        made["requestBody"] = _body(each.body)
    if each.need == "secret":
        made["security"] = [{"secretKey": []}]
    elif each.need == "search":
        keys: list[dict[str, list[str]]] = [{"publicKey": []}, {"secretKey": []}]
        made["security"] = [{}, *keys] if anonymous else keys
    return made


def _parameters(model: type[Parameters]) -> list[dict[str, Any]]:
    found = []
    for name, schema in model.model_json_schema().get("properties", {}).items():
        schema = _without_null(schema)
        schema.pop("title", None)
        parameter: dict[str, Any] = {"name": name, "in": "query"}
        if "description" in schema:
            parameter["description"] = schema.pop("description")
        if schema.get("type") == "array":
            # Counts are named in one value, filters each in one of their own.
            parameter |= {"style": "form", "explode": name == "filter"}
        found.append(parameter | {"schema": schema})
    return found


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """What a parameter that may be left out is when it is there."""
    if schema.get("default", ...) is not None:
        return dict(schema)
    rest = {name: value for name, value in schema.items() if name not in ("anyOf", "default")}
    stated: dict[str, Any] = next(p for p in schema["anyOf"] if p != {"type": "null"})
    return stated | rest


def _responses(each: Operation) -> dict[str, Any]:
    schema = {"$ref": _REFERENCE.format(model=each.answer.__name__)}
    found: dict[str, Any] = {
        "200": {
            "description": "The answer.",
            "headers": _HEADERS,
            "content": {
                media: {"schema": _OTHER_SCHEMAS.get(media, schema)} for media in each.media
            },
        }
    }
    if each.method == "GET" and each.need == "search":
        found["304"] = {"description": "Nothing changed since the ETag that was sent."}
    refused = () if each.need == "nothing" else (401, 403)
    for status in sorted({*_ALWAYS, *refused, *each.errors}):
        found[str(status)] = {
            "description": HTTPStatus(status).phrase,
            "headers": _HEADERS,
            "content": {
                "application/problem+json": {"schema": {"$ref": _REFERENCE.format(model="Problem")}}
            },
        }
    found[str(_TOO_LONG)] = {"description": HTTPStatus(_TOO_LONG).phrase}
    return found


def _body(body: Body) -> dict[str, Any]:
    one = {"$ref": _REFERENCE.format(model=body.model.__name__)}
    content: dict[str, Any] = {"application/json": {"schema": one}}
    if body.lines:
        # Items of any kind: a wrong one has its own result, and the others are taken.
        many = {
            "type": "array",
            "items": {},
            "minItems": 1,
            "maxItems": MAX_ARTICLES,
            "description": "Such objects, each judged by itself.",
        }
        content["application/json"] = {"schema": {"anyOf": [one, many]}}
        content["application/x-ndjson"] = {
            "schema": {"type": "string", "description": "One such object a line."}
        }
    return {"required": True, "content": content}
