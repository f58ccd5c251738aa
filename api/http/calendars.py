"""``/calendars``: feeds to subscribe to (RFC 5545), what is due in a span of days, and the load of each agency."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from inspect import Parameter as Argument
from inspect import Signature
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from api.http import problems
from api.http.direct import Ask
from api.http.parameters import refuse
from api.http.queries import argument
from api.tasks import calendars as tasks
from graph import formats
from graph.findings.agenda import PARAMETERS, REACH, SPAN, choices
from graph.formats import Kind

_OFFERED = tuple(formats.by_name(name, Kind.RESULTS) for name in ("json", "csv"))
_FAILURES = problems.responses(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.NOT_FOUND)
_FEEDS = {"agencies": "agency", "divisions": "division", "documents": "document"}
_SUMMARIES = {
    "agencies": "某机构的日历订阅 · The calendar feed of an agency",
    "divisions": "某行政区的日历订阅 · The calendar feed of a division",
    "documents": "某文件的日历订阅 · The calendar feed of a document",
}
_ABOUT_FEED = """Deadlines as to-dos (VTODO), or as events with `deadlines=events` for programs that show no to-dos of
others (Outlook, Google, iOS); recurring duties as events with their rules (RRULE). Every entry quotes its source."""
_ABOUT_DUE = """Deadlines, printed or inherited, and each occurrence of recurring duties (`basis` `unrolled`: counted
from the document's date to the plan's end). Without `due_from` and `due_until`: all that the measures have."""
_ABOUT_LOAD = """`led`: in which it leads; `deadlines` and `occurrences` of recurring duties, `due` both together."""
_DEADLINES = Annotated[Literal["todos", "events"], Query(description="What deadlines are shown as.")]
_WRITTEN = Annotated[Literal["json", "csv"] | None, Query(description="Instead of the Accept header.")]
_NAME = Annotated[str, Path(description="Name (full, short, former; of a document its key) or IRI.")]


def router(ask: Ask) -> APIRouter:
    """The calendars."""
    routes = APIRouter(prefix="/calendars", tags=["calendars"])

    @routes.get("", summary="日历目录 · What calendars there are")
    def calendars() -> dict[str, str]:
        """Templates of the addresses of feeds, and of what is due."""
        feeds = {kind: f"/calendars/{kind}/{{{name}}}.ics" for kind, name in _FEEDS.items()}
        return {**feeds, "due": "/calendars/due", "workload": "/calendars/workload"}

    for kind, name in _FEEDS.items():
        _add(routes, f"/{kind}/{{name:path}}.ics", _feed(ask, name), (_SUMMARIES[kind], _ABOUT_FEED))
    _add(
        routes,
        "/due",
        _listing(ask, tasks.due, REACH),
        ("某时段内到期的事项 · What is due in a span of days", _ABOUT_DUE),
    )
    _add(routes, "/workload", _listing(ask, tasks.load), ("各机构每季度的工作量 · The load of agencies", _ABOUT_LOAD))
    return routes


def _add(routes: APIRouter, path: str, endpoint: Callable[..., Awaitable[Response]], told: tuple[str, str]) -> None:
    summary, description = told
    content: dict[str, Any] = (
        {"text/calendar": {}} if path.endswith(".ics") else {"application/json": {}, "text/csv": {}}
    )
    routes.add_api_route(
        path,
        endpoint,
        operation_id=f"calendars{path.replace('/', '_').partition('{')[0].rstrip('_')}",
        summary=summary,
        description=description,
        response_class=Response,
        responses={200: {"description": "Found", "content": content}, **_FAILURES},
    )


def _feed(ask: Ask, of: str) -> Callable[..., Awaitable[Response]]:
    async def endpoint(request: Request, name: str, deadlines: str, **values: object) -> Response:
        refuse(request, (*others, "deadlines"), many=("role",))
        return await ask(
            tasks.feed,
            values=_sent({**values, of: name}),
            name=name,
            root=str(request.base_url).rstrip("/"),
            todos=deadlines == "todos",
        )

    others = (*(each for each in PARAMETERS if each != of), *((REACH,) if of == "agency" else ()))
    own = (_own("name", _NAME), _own("deadlines", _DEADLINES, "todos"))
    endpoint.__signature__ = _signature(others, own)  # type: ignore[attr-defined]
    return endpoint


def _listing(ask: Ask, task: Callable[..., None], *more: str) -> Callable[..., Awaitable[Response]]:
    async def endpoint(request: Request, format: str | None, **values: object) -> Response:  # noqa: A002
        refuse(request, (*names, "format"), many=("role",))
        first, last = (str(day) if day else None for day in map(values.pop, SPAN))
        written = format or formats.choose(request.headers.get("accept"), Kind.RESULTS, _OFFERED).name
        return await ask(task, values=_sent(values), first=first, last=last, written=written)

    names = (*PARAMETERS, *more, *SPAN)
    endpoint.__signature__ = _signature(names, (_own("format", _WRITTEN, None),))  # type: ignore[attr-defined]
    return endpoint


def _sent(values: dict[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in values.items() if value is not None}
    return {name: [*map(str, value)] if isinstance(value, list) else str(value) for name, value in given.items()}


def _own(name: str, kind: Any, default: object = Argument.empty) -> Argument:  # noqa: ANN401 (an annotation)
    return Argument(name, Argument.KEYWORD_ONLY, annotation=kind, default=default)


def _signature(names: tuple[str, ...], own: tuple[Argument, ...]) -> Signature:
    told = tuple(argument(parameter) for parameter in choices(*names))
    return Signature([_own("request", Request), *own, *told], return_annotation=Response)
