"""The reference page, `/docs`: the OpenAPI document to read, and to try where scripts run.

Made from the document itself. It has a policy of its own: one script of ours, talking to us.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, render_template, request

from web.api.examples import EXAMPLES
from web.api.openapi import document
from web.guard import SCRIPTED_POLICY
from web.links import asset
from web.parameters import no_parameters

blueprint = Blueprint("reference", __name__)


@blueprint.get("/docs")
def reference() -> Response:
    """Every address, its parameters, answers and examples."""
    no_parameters(request.args)
    root = request.script_root
    described = document(root, current_app.config["ANONYMOUS"])
    answer = Response(
        render_template(
            "reference.html",
            info=described["info"],
            operations=list(_operations(described)),
            schemas=described["components"]["schemas"],
            base=request.host_url.rstrip("/") + root,
            asset=lambda name: root + asset(name),
        )
    )
    answer.headers["Content-Security-Policy"] = SCRIPTED_POLICY
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _operations(described: dict[str, Any]) -> Any:
    examples = {example.operation: example for example in EXAMPLES}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield {
                "path": path,
                "method": method.upper(),
                "example": examples.get(operation["operationId"]),
                "secret": operation.get("security") == [{"secretKey": []}],
                **operation,
            }
