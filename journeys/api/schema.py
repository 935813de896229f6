"""The API's description: what drf-spectacular finds, and what every answer can also be.

Nothing is left to a "default" answer: a status that is not listed here is a mistake that the
contract tests find.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from drf_spectacular.openapi import AutoSchema

from journeys.api.formats import AsItIs
from journeys.api.problems import CONTENT_TYPE
from journeys.api.structs import components

PROBLEM = {
    "type": "object",
    "description": "A problem document, RFC 9457.",
    "required": ["type", "title", "status", "detail", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong, in a sentence."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {
                    "field": {
                        "type": "string",
                        "description": "A path such as `cards[2].text`; empty: the whole.",
                    },
                    "message": {"type": "string"},
                },
            },
        },
    },
}
#: What a status means here, beside its name.
MEANINGS = {
    400: "What was sent cannot be taken as it is; `errors` names the fields.",
    401: "Nobody is signed in, and no valid token was sent.",
    403: "Your role in the program does not allow it.",
    404: "It is not there, or not for you to see.",
    406: "We answer in another format than `Accept` asks for.",
    409: "It does not fit the state things are in.",
    412: "Somebody was faster; `ETag` has the present state.",
    413: "More than we read.",
    415: "We read other formats than that.",
    428: "`If-Match` is missing.",
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "description": "The ETag of the state you have seen.",
    "schema": {"type": "string"},
}
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "description": "ETags you have already.",
    "schema": {"type": "string"},
}
ETAG = {"ETag": {"description": "Stands for this state.", "schema": {"type": "string"}}}
#: Views whose answers can be kept and asked for again.
KEPT = {"document", "comparison"}


class Description(AutoSchema):
    """Describes an operation with every problem it can answer with."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """Return the operation."""
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        if operation is None or not getattr(self.view, "get_view_name", None):
            return operation
        responses = operation["responses"]
        for status in self._problems(operation):
            responses[str(status)] = _problem(status)
        action = getattr(self.view, "action", None)
        if self.method == "GET" and action in KEPT:
            responses["304"] = {"description": "You have it already."}
            operation.setdefault("parameters", []).append(IF_NONE_MATCH)
        if self.takes_if_match:
            required = self.method == "PUT"
            operation.setdefault("parameters", []).append({**IF_MATCH, "required": required})
        if action in {"retrieve", "partial_update", "create", "document", "replace_document"}:
            for status in {"200", "201", "202"} & responses.keys():
                responses[status]["headers"] = ETAG
        return operation

    @property
    def takes_if_match(self) -> bool:
        """Return whether the operation writes one row or document."""
        return self.method in {"PATCH", "DELETE", "PUT"}

    def _problems(self, operation: dict[str, Any]) -> list[int]:
        reads = self.method == "GET"
        takes_parameters = any(one["in"] == "query" for one in operation.get("parameters", ()))
        found = [401]
        if not reads or takes_parameters:
            found.append(400)
        if not reads:
            found += [403, 409]
        if not reads and self.method != "DELETE":
            found += [413, 415]
        action = getattr(self.view, "action", None)
        asks_for_a_row = action == "proposal" or getattr(self.view, "asks_for_a_row", False)
        if "{" in self.path or asks_for_a_row:
            found.append(404)
        if self.view.content_negotiation_class is not AsItIs:
            found.append(406)
        if self.takes_if_match:
            found.append(412)
        if self.method == "PUT":
            found.append(428)
        # What may not be ready, or not be possible, although it is there.
        if action in {"file", "reading"} or getattr(self.view, "may_be_impossible", False):
            found.append(409)
        return sorted(set(found))


def _problem(status: int) -> dict[str, Any]:
    return {
        "description": MEANINGS.get(status, HTTPStatus(status).phrase),
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def complete(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Add our own values to the components."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    for name, schema in schemas.items():
        if "properties" in schema and not name.endswith("Request"):
            schema["required"] = sorted(schema["properties"])  # an answer leaves nothing out
    ours = {**components(), "Problem": PROBLEM}
    taken = schemas.keys() & ours.keys()
    if taken:
        raise ValueError(
            f"Two components of the description are called {', '.join(sorted(taken))}."
        )
    schemas |= ours
    return result
