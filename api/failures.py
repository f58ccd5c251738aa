"""What can fail in the service: the errors of its own, and the one table of what becomes of each over HTTP.

A worker tells its failures to the service as plain values (``told``, ``error``); the service tells them to its callers
as problem documents (``api.http.problems``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from graph.errors import BadDefinition, DutyError, Gone, NotAcceptable, NotFound, ParameterError, StoreError, Unreadable

_SOON: Mapping[str, str] = {"Retry-After": "5"}


class QueryFault(DutyError):
    """Something about a SPARQL text; ``line`` and ``column`` count from 1, None where the place is not known."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class BadQuery(QueryFault):
    """A SPARQL text cannot be read."""


class Refused(QueryFault):
    """A query does what this service does not allow."""


class TooLarge(QueryFault):
    """A request or a query is larger or more deeply nested than this service reads."""


class BadData(QueryFault):
    """RDF that was sent cannot be read."""


class BadDocument(DutyError):
    """A document that was sent cannot be read."""


class BadRequest(DutyError):
    """A request is not formed as its protocol demands."""


class UnsupportedType(DutyError):
    """A request's body is of a media type that is not read here."""


class Unauthorised(DutyError):
    """A request has no key, or a wrong one."""


class TooSlow(DutyError):
    """A request's body does not arrive."""


class Overloaded(DutyError):
    """There are more requests than the service can take on."""


class TimeLimit(DutyError):
    """A query took longer than it may."""


class MemoryLimit(DutyError):
    """A query took more memory than it may."""


class AnswerLimit(DutyError):
    """An answer is longer than the service sends."""


class Stopped(DutyError):
    """An administrator, or the end of the service, stopped a query."""


class Crashed(DutyError):
    """The process that answered a query ended."""


class Lost(Crashed):
    """The process that was to answer a query was ended from outside, for no fault of the query."""


class Internal(DutyError):
    """A fault of the service itself, told in its log."""


class ClientGone(DutyError):
    """Who asked does not wait for the answer any more."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A kind of failure: its status, its name (the end of its ``type`` IRI), its title, the errors that are of it."""

    status: HTTPStatus
    name: str
    title: str
    errors: tuple[type[DutyError], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


FAILURES = (
    Failure(HTTPStatus.BAD_REQUEST, "bad-query", "The query cannot be read", (BadQuery,)),
    Failure(HTTPStatus.BAD_REQUEST, "bad-data", "The data cannot be read", (BadData,)),
    Failure(HTTPStatus.BAD_REQUEST, "bad-request", "The request cannot be read", (BadRequest, ClientGone)),
    Failure(
        HTTPStatus.UNAUTHORIZED,
        "unauthorised",
        "A key is wanted",
        (Unauthorised,),
        {"WWW-Authenticate": 'Bearer realm="dutygraph"'},
    ),
    Failure(HTTPStatus.FORBIDDEN, "refused", "The service does not do this", (Refused,)),
    Failure(HTTPStatus.NOT_FOUND, "not-found", "Not found", (NotFound,)),
    Failure(HTTPStatus.GONE, "gone", "Not kept any more", (Gone,)),
    Failure(HTTPStatus.METHOD_NOT_ALLOWED, "method-not-allowed", "This resource has no such method"),
    Failure(
        HTTPStatus.NOT_ACCEPTABLE, "not-acceptable", "No format that can be served was asked for", (NotAcceptable,)
    ),
    Failure(HTTPStatus.REQUEST_TIMEOUT, "too-slow", "The request did not arrive in time", (TooSlow,)),
    Failure(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", "The request is too large", (TooLarge,)),
    Failure(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-type", "This media type is not read", (UnsupportedType,)),
    Failure(HTTPStatus.UNPROCESSABLE_ENTITY, "parameter", "A parameter does not fit", (ParameterError,)),
    Failure(HTTPStatus.UNPROCESSABLE_ENTITY, "answer-limit", "The answer is too long", (AnswerLimit,)),
    Failure(HTTPStatus.UNPROCESSABLE_ENTITY, "bad-document", "The document cannot be read", (BadDocument,)),
    Failure(HTTPStatus.TOO_MANY_REQUESTS, "too-many-requests", "Too many requests"),
    Failure(HTTPStatus.SERVICE_UNAVAILABLE, "store", "The store does not answer", (StoreError,), _SOON),
    Failure(HTTPStatus.SERVICE_UNAVAILABLE, "overloaded", "Too many requests at once", (Overloaded,), _SOON),
    Failure(HTTPStatus.SERVICE_UNAVAILABLE, "time-limit", "The query takes too long", (TimeLimit,), _SOON),
    Failure(HTTPStatus.SERVICE_UNAVAILABLE, "memory-limit", "The query takes too much memory", (MemoryLimit,), _SOON),
    Failure(HTTPStatus.SERVICE_UNAVAILABLE, "stopped", "The query was stopped", (Stopped,), _SOON),
    Failure(HTTPStatus.SERVICE_UNAVAILABLE, "crashed", "The query ended its process", (Crashed,), _SOON),
    Failure(
        HTTPStatus.INTERNAL_SERVER_ERROR, "internal", "A fault of the service", (BadDefinition, Unreadable, Internal)
    ),
)
BY_ERROR: Mapping[type[DutyError], Failure] = {error: failure for failure in FAILURES for error in failure.errors}


def failure(error: DutyError) -> Failure:
    """The row of the table for this error."""
    return next(BY_ERROR[cls] for cls in type(error).__mro__ if cls in BY_ERROR)


def told(error: DutyError) -> dict[str, Any]:
    """The error as plain values, which ``error`` reads back.

    >>> told(BadQuery("no query", 1, 2))
    {'kind': 'BadQuery', 'values': ['no query', 1, 2]}
    """
    if isinstance(error, Unreadable):
        error = Internal(str(error))
    values: list[object] = [str(error)]
    if isinstance(error, QueryFault):
        values += [error.line, error.column]
    if isinstance(error, ParameterError):
        values = [error.name, str(error).removeprefix(f"{error.name}: ")]
    kind = next(cls for cls in type(error).__mro__ if cls in BY_ERROR)
    return {"kind": kind.__name__, "values": values}


def error(values: Mapping[str, Any]) -> DutyError:
    """The error that ``told`` made plain values of."""
    kind = next(cls for cls in BY_ERROR if cls.__name__ == values["kind"])
    return kind(*values["values"])
