"""Every error of the API as a problem document (RFC 9457) that names the fields it is about."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import orjson
from django.core.exceptions import (
    NON_FIELD_ERRORS,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from django.core.signals import got_request_exception
from django.db import DataError, IntegrityError, OperationalError
from django.http import Http404, HttpResponse
from django.http.request import UnreadablePostError
from rest_framework import exceptions

from journeys.drafts import ChangedMeanwhile
from journeys.immutability import REFUSAL
from journeys.jobs import NotPossible
from journeys.versions import DraftExists, InvalidTransition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

logger = logging.getLogger("django.request")

CONTENT_TYPE = "application/problem+json"
#: A type beside "about:blank" where a program would want to tell apart what shares a status.
TYPES = "urn:journeyloop:problem:"
#: More wrong fields than this are counted, not listed.
MOST_ERRORS = 500


class Problem(exceptions.APIException):
    """An answer other than success. `errors` are (field, message); further members go in as they are."""

    status_code = 400

    def __init__(
        self,
        detail: str,
        *,
        kind: str = "",
        errors: Sequence[dict[str, Any]] = (),
        headers: dict[str, str] | None = None,
        **members: Any,
    ) -> None:
        super().__init__(detail)
        self.kind, self.errors, self.members = kind, list(errors), members
        self.headers = headers or {}


class Invalid(Problem):
    """400: what was sent cannot be taken as it is."""


class Missing(Problem):
    """404: something that was named is not there, or not to be seen."""

    status_code = 404


class Conflict(Problem):
    """409: what was asked for does not fit the state things are in."""

    status_code = 409


class Unavailable(Problem):
    """503: it cannot be made now; trying again may help."""

    status_code = 503


class Stale(Problem):
    """412: somebody was faster."""

    status_code = 412


class TooLarge(Problem):
    """413: more than we read."""

    status_code = 413


class ConditionNeeded(Problem):
    """428: a write that must say which state it has seen."""

    status_code = 428


class Busy(Problem):
    """503: another writer holds the database; trying again helps."""

    status_code = 503


def as_problem(exc: Exception, context: dict[str, Any]) -> HttpResponse:
    """Answer any exception of a view; what nobody foresaw is logged and tells nothing."""
    known = _known(exc)
    if known is None:
        return _unforeseen(exc, context)
    return respond(known)


def respond(exc: exceptions.APIException) -> HttpResponse:
    """Return the problem document of an exception."""
    status = exc.status_code
    kind = getattr(exc, "kind", "")
    members: dict[str, Any] = {
        "type": f"{TYPES}{kind}" if kind else "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
    }
    if isinstance(exc, exceptions.ValidationError):
        errors = list(_flattened(exc.detail))
        members["type"] = f"{TYPES}invalid"
        members["detail"] = _summary(errors)
        members["errors"] = errors[:MOST_ERRORS]
    else:
        members["detail"] = str(exc.detail)
        members["errors"] = getattr(exc, "errors", [])[:MOST_ERRORS]
    members |= getattr(exc, "members", {})
    response = HttpResponse(orjson.dumps(members), status=status, content_type=CONTENT_TYPE)
    for name, value in _headers(exc).items():
        response[name] = value
    return response


def of_form(error: ValidationError) -> exceptions.APIException:
    """Return what a model's own validation raised; a frozen version is a conflict."""
    if any(part.code == "frozen" for part in _parts(error)):
        return Conflict(error.messages[0], kind="frozen")
    if not hasattr(error, "error_dict"):
        return exceptions.ValidationError({NON_FIELD_ERRORS: error.messages})
    return exceptions.ValidationError(error.message_dict)


def _parts(error: ValidationError) -> list[ValidationError]:
    if hasattr(error, "error_dict"):
        return [part for parts in error.error_dict.values() for part in parts]
    return list(error.error_list)


def _known(exc: Exception) -> exceptions.APIException | None:
    """Translate what verbs, models, Django and the database raise."""
    if isinstance(exc, exceptions.APIException):
        return _worded(exc)
    if isinstance(exc, ValidationError):
        return of_form(exc)
    return next(
        (translate(exc) for kinds, translate in _TRANSLATIONS if isinstance(exc, kinds)), None
    )


def _of_database(exc: Exception) -> exceptions.APIException | None:
    if isinstance(exc, OperationalError):
        queueing = any(word in str(exc) for word in ("locked", "deadlock"))
        again = {"Retry-After": "1"}
        return (
            Busy("The database is busy. Try again in a moment.", headers=again)
            if queueing
            else None
        )
    if isinstance(exc, DataError):
        return Invalid("A value cannot be stored as it is.")
    if REFUSAL in str(exc):
        return Conflict(REFUSAL, kind="frozen")
    return Conflict("Somebody else saved something that this conflicts with. Read again.")


_TRANSLATIONS: tuple[tuple[Any, Callable[[Any], exceptions.APIException | None]], ...] = (
    (Http404, lambda _: exceptions.NotFound(_NOT_FOUND)),
    (PermissionDenied, lambda _: exceptions.PermissionDenied("Your role does not allow this.")),
    (DraftExists, lambda exc: Conflict(str(exc), kind="draft-exists", draft=exc.draft.pk)),
    ((InvalidTransition, NotPossible), lambda exc: Conflict(str(exc), kind="invalid-transition")),
    (ChangedMeanwhile, lambda exc: Stale(str(exc), kind="changed-meanwhile")),
    (RequestDataTooBig, lambda _: TooLarge("The body is larger than we read.")),
    (UnreadablePostError, lambda _: Invalid("The body ended too early.")),
    (SuspiciousOperation, lambda _: Invalid("The request cannot be understood.")),
    ((IntegrityError, DataError, OperationalError), _of_database),
)

_NOT_FOUND = "There is nothing here, or nothing that you may see."


def _worded(exc: exceptions.APIException) -> exceptions.APIException:
    """Say the framework's few messages in our words, and never name a model."""
    match exc:
        case exceptions.NotFound():
            exc.detail = exceptions.ErrorDetail(_NOT_FOUND)
        case exceptions.NotAuthenticated():
            exc.detail = exceptions.ErrorDetail("Sign in, or send a token: Authorization: Token …")
        case exceptions.NotAcceptable():
            exc.detail = exceptions.ErrorDetail("We answer in JSON here; Accept asks for another.")
    return exc


def _unforeseen(exc: Exception, context: dict[str, Any]) -> HttpResponse:
    """Log as Django does for its own pages, and say nothing of the inside."""
    request = getattr(context["request"], "_request", context["request"])
    got_request_exception.send(sender=None, request=request)
    logger.error(
        "Internal Server Error: %s",
        request.path,
        exc_info=(type(exc), exc, exc.__traceback__),
        extra={"status_code": 500, "request": request},
    )
    failure = exceptions.APIException("Something went wrong on our side. It has been logged.")
    return respond(failure)


def _headers(exc: exceptions.APIException) -> dict[str, str]:
    headers: dict[str, str] = dict(getattr(exc, "headers", {}))
    if challenge := getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(exc, "wait", None):
        headers["Retry-After"] = str(int(wait))
    return headers


def _flattened(detail: Any, field: str = "") -> Iterator[dict[str, str]]:
    """Yield {field, message} of nested errors; fields are paths such as `cards[2].text`."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _flattened(inner, _path(field, name))
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            nested = isinstance(inner, (dict, list))
            if inner:
                yield from _flattened(inner, _path(field, index) if nested else field)
    else:
        yield {"field": field, "message": str(detail)}


def _path(field: str, step: str | int) -> str:
    if isinstance(step, int):
        return f"{field}[{step}]"
    if step in {NON_FIELD_ERRORS, "non_field_errors"}:
        return field
    return f"{field}.{step}" if field else step


def _summary(errors: list[dict[str, str]]) -> str:
    """Return the first message, for those who show nothing but the detail."""
    if not errors:
        return "What was sent cannot be taken as it is."
    first = errors[0]
    text = f"{first['field']}: {first['message']}" if first["field"] else first["message"]
    return text if len(errors) == 1 else f"{text} (and {len(errors) - 1} more)"
