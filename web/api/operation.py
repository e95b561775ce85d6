"""An address of the API: declared once, for Flask and for the OpenAPI document alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Literal

from flask import Blueprint, Response, request
from pydantic import BaseModel

from web.access import PARAMETER, Need, require
from web.parameters import NoParameters, Parameters, read

SUGGESTIONS_TYPE = "application/x-suggestions+json"
"""What browsers read completions from (the OpenSearch suggestions extension)."""

Method = Literal["GET", "POST", "DELETE"]

MAX_ARTICLES = 1_000  # that one request may bring; some two seconds of one core

blueprint = Blueprint("api", __name__)


@dataclass(frozen=True, slots=True)
class Body:
    """What a request brings: its media types, each with its JSON Schema model or a description."""

    model: type[BaseModel]
    lines: bool = False  # also as NDJSON, one object a line


@dataclass(frozen=True, slots=True)
class Operation:
    """method and path as OpenAPI has them; answers: status → model, or media types → model."""

    name: str
    method: Method
    path: str
    summary: str
    description: str
    need: Need
    parameters: type[Parameters]
    answer: type[BaseModel]
    media: tuple[str, ...] = ("application/json",)
    body: Body | None = None
    errors: tuple[int, ...] = ()
    path_parameters: Mapping[str, str] = field(default_factory=dict)


OPERATIONS: list[Operation] = []


def operation(
    method: Method,
    path: str,
    summary: str,
    *,
    need: Need,
    answer: type[BaseModel],
    parameters: type[Parameters] = NoParameters,
    **more: Any,
) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
    """Register a function as the one that answers an address.

    It is called with the parts of the path, and with the parameters where there may be any, once
    the caller is known to be allowed and the parameters are read.
    """

    def register(view: Callable[..., Response]) -> Callable[..., Response]:
        name = view.__name__
        described = " ".join((view.__doc__ or "").split())
        OPERATIONS.append(
            Operation(name, method, path, summary, described, need, parameters, answer, **more)
        )

        @wraps(view)
        def answered(**parts: str) -> Response:
            require(need)
            asked = read(parameters, request.args, without=_OWN)
            return view(**parts) if parameters is NoParameters else view(asked, **parts)

        # The one part a path has may hold slashes: ids of sources are often addresses.
        rule = re.sub(r"\{(\w+)\}", r"<path:\1>", path)
        blueprint.add_url_rule(rule, name, answered, methods=[method])
        return view

    return register


_OWN = (PARAMETER,)  # of whoever asks, not of what is asked
