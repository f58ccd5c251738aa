"""``/pages/review``: people check what was read in a document, say what is so, and load it; forms, without a script.

Whoever has a key enters it once (``api.http.sessions``). What is said stays in the session until it is loaded; each
loading leaves a line in the journal, as over ``POST /documents``.
"""

import json
from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.security import HTTPAuthorizationCredentials
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse

from api.details import chinese
from api.failures import BadDocument, Refused, Unauthorised, failure
from api.http.completion import whole
from api.http.pages import HEADERS, visit
from api.http.sessions import COOKIE, Session, Sessions, from_here
from api.http.spool import Spool
from api.http.uploads import upload
from api.http.writing import Entering, Writers, audited
from api.keys import Scope
from api.pages.addresses import ROOT, thing
from api.pages.rendering import LANGUAGES, render
from api.pages.reviewing.words import ReviewingWords, words
from api.sparql.protocol import body
from api.tasks import loading, reviewing
from api.tasks.people import visited
from graph import iri
from graph.errors import DutyError, NotFound, ParameterError

PATH = f"{ROOT}/review"
_FORM = 20_000  # bytes of a form without a file
_SLOWER = 6.0  # times that a file may take to arrive, of what a query may
_MB = 1024 * 1024
_HOPELESS = (BadDocument, NotFound)  # what cannot be read now cannot be read later
_PRIVATE = {"Cache-Control": "no-store"}

Act = Callable[[Request, Session], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Door:
    """What the page shows to those who have not begun: ``name`` is that of the key, empty before one was entered.

    ``back`` leads to the form in which the ``fault`` was made, in the ``field`` of that name.
    """

    say: ReviewingWords
    name: str
    open: bool
    size: int
    fault: str = ""
    field: str = ""
    back: str = ""


def closed() -> APIRouter:
    """The page of a service that nothing is written in."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(PATH)
    async def door(request: Request) -> Response:
        return await _door(request, Door(_say(request), "", False, 0), HTTPStatus.OK)

    return routes


def install(app: FastAPI, means: Writers) -> None:
    """Opens the page of an application to those who have a key."""
    app.router.routes[:0] = router(means).routes


def router(means: Writers) -> APIRouter:
    """The page and its forms."""
    routes = APIRouter(prefix=PATH, include_in_schema=False)
    reviewers = _Reviewers(means)
    routes.add_api_route("", reviewers.page, methods=["GET"])
    routes.add_api_route("/enter", reviewers.enter, methods=["POST"])
    for name in ("upload", "open", "say", "load", "drop", "leave"):
        routes.add_api_route(f"/{name}", reviewers.act(getattr(reviewers, name)), methods=["POST"])
    return routes


class _Reviewers:
    """What people do on the page."""

    def __init__(self, means: Writers) -> None:
        self._means = means
        self._entering = Entering(means)
        self._sessions = Sessions(means.keys, spool=Spool(Path(f"{means.place}.review")))
        self._most = min(means.limits.upload, means.sources.size)
        self._patient = replace(means.limits, arrival=_SLOWER * means.limits.arrival)

    async def page(self, request: Request) -> Response:
        """What is being checked; else the door."""
        session = self._sessions.of(request)
        key = request.query_params.get("open")
        if session and key and not session.said and not session.withdrawn:
            session.begin(None, key)
        if not session or not session.has_draft:
            return await self._door(request, session)
        try:
            answer = await self._means.read(reviewing.show, draft=session.draft(), visit=visit(request))
        except DutyError as fault:
            if isinstance(fault, _HOPELESS):
                session.begin(None, None)
            return await self._door(request, session, fault)
        answer.headers.update({**HEADERS, **_PRIVATE})
        return answer

    async def enter(self, request: Request) -> Response:
        """Begins a session for whoever has a key."""
        try:
            from_here(request)
            form = await self._form(request)
            key = self._entering(
                request, HTTPAuthorizationCredentials(scheme="Bearer", credentials=form.get("key", ""))
            )
            if not key.may(Scope.TRY):
                raise Refused(f"the key {key.name} may not {Scope.TRY}")
        except DutyError as fault:
            return await self._door(request, None, fault)
        answer, name = _back(request, form), self._sessions.enter(key)
        secure = request.url.scheme == "https"
        answer.set_cookie(COOKIE, name, path=PATH, httponly=True, samesite="strict", secure=secure)
        await self._sessions.keep(name)
        return answer

    def act(self, doing: Act) -> Callable[..., Any]:
        """The endpoint of a form: only from our own pages, only in a session; what goes wrong is told on a page."""

        async def endpoint(request: Request) -> Response:
            session = self._sessions.of(request)
            try:
                from_here(request)
                if not session:
                    raise Unauthorised(words(visit(request)["language"])["no_key"])
                answer = await doing(request, session)
            except DutyError as fault:
                return await self._door(request, session, fault)
            await self._sessions.keep(request.cookies[COOKIE])
            return answer

        return endpoint

    async def upload(self, request: Request, session: Session) -> Response:
        """Takes a file to be checked."""
        file = await upload(request, None, self._most, self._patient)
        data = await run_in_threadpool(lambda: b64encode(file.data).decode())
        self._sessions.make_room(len(data))
        digest, language = sha256(file.data).hexdigest(), visit(request)["language"]
        sent = loading.Sent(file.name, digest, file.name, data, asdict(self._means.sources), language)
        session.begin(sent.arguments(), None)
        return _back(request, {})

    async def open(self, request: Request, session: Session) -> Response:
        """Takes a document that is loaded to be checked."""
        form = await self._form(request)
        session.begin(None, form.get("document", "").strip())
        return _back(request, form)

    async def say(self, request: Request, session: Session) -> Response:
        """Takes down what is said of a fact."""
        form = await self._form(request)
        if form.get("verdict") == "withdrawn":
            session.withdraw(form.get("document", ""), form.get("fact", ""))
        else:
            draft = session.draft() | {"said": [], "withdrawn": []}
            told = await whole(await self._means.read(reviewing.say, draft=draft, form=form, by=session.key.name))
            session.say(json.loads(told))
        return _back(request, form, form.get("at", ""))

    async def load(self, request: Request, session: Session) -> Response:
        """Loads what was checked, and keeps the corrections."""
        said = bool(session.said or session.withdrawn)
        scopes = [*([Scope.LOAD] if session.sent else []), *([Scope.CORRECT] if said else [])]
        for scope in scopes:
            if not session.key.may(scope):
                raise Refused(
                    f"the key {session.key.name} may not {scope}; its line in the file of keys says what it may"
                )
        with audited(self._means, request, session.key, scopes[0] if scopes else Scope.TRY) as note:
            note.file = str(session.sent["name"] if session.sent else session.document)
            note.sha256 = str(session.sent["digest"]) if session.sent else ""
            writing = self._means.write(reviewing.load, draft=session.draft(), place=self._means.place)
            answer = await self._means.written(writing)
            note.outcome = f"{answer.headers[loading.OUTCOME]} {len(session.said)} corrections"
            keys = json.loads(await whole(answer))
        session.begin(None, None)
        language = await self._language(request)
        return RedirectResponse(thing(iri.document(keys[0]).value) + language, HTTPStatus.SEE_OTHER, _PRIVATE)

    async def drop(self, request: Request, session: Session) -> Response:
        """Lets go what was being checked."""
        session.begin(None, None)
        return _back(request, {})

    async def leave(self, request: Request, _: Session) -> Response:
        """Ends the session."""
        self._sessions.leave(request)
        answer = _back(request, {})
        answer.delete_cookie(COOKIE, path=PATH, httponly=True, samesite="strict")
        return answer

    async def _language(self, request: Request) -> str:
        named = request.query_params.get("lang")
        return f"?lang={named}" if named in LANGUAGES else ""

    async def _form(self, request: Request) -> dict[str, str]:
        sent = await body(request, _FORM, self._means.limits)
        form = dict(parse_qsl(sent.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=50))
        request.state.form = form
        return form

    async def _door(self, request: Request, session: Session | None, fault: DutyError | None = None) -> Response:
        status = failure(fault).status if fault else HTTPStatus.OK
        shown = Door(_say(request), session.key.name if session else "", True, self._most // _MB)
        form = getattr(request.state, "form", {})
        told = _told(fault, shown.say, visit(request)["language"]) if fault else ""
        shown = replace(shown, fault=told, field=getattr(fault, "name", ""), back=_form_of(request, form))
        return await _door(request, shown, status)


def _back(request: Request, form: Mapping[str, str], spot: str = "") -> RedirectResponse:
    """Leads back to the page, so that loading it anew sends nothing again."""
    return RedirectResponse(_place(request, form, spot), HTTPStatus.SEE_OTHER, _PRIVATE)


def _form_of(request: Request, form: Mapping[str, str]) -> str:
    """The address of the form that was sent; that of what was overlooked is shown at the same words again."""
    if not form.get("sort"):
        return _place(request, form, form.get("at", ""))
    spot = {name: form.get(name, "") for name in ("measure", "start", "end")}
    return _place(request, form, "adding", add=form["sort"], **spot)


def _place(request: Request, form: Mapping[str, str], spot: str, **more: str) -> str:
    """The address of a spot of the page that the form belongs to."""
    named = {"lang": request.query_params.get("lang", ""), "document": form.get("document", ""), **more}
    query = urlencode({name: value for name, value in named.items() if value})
    return PATH + (f"?{query}" if query else "") + (f"#{quote(spot)}" if spot else "")


def _told(fault: DutyError, say: ReviewingWords, language: str) -> str:
    """What is wrong, in the language of who asked; a field is called as the form calls it."""
    message = str(fault) if language == "en" else chinese(str(fault)) or str(fault)
    if not isinstance(fault, ParameterError) or fault.name not in say.words:
        return message
    return f"{say[fault.name]}{message.removeprefix(fault.name)}"


def _say(request: Request) -> ReviewingWords:
    return words(visited(visit(request)).language)


async def _door(request: Request, shown: Door, status: int) -> Response:
    page = await run_in_threadpool(render, "reviewing_door", visited(visit(request)), shown)
    return HTMLResponse(page, status, {**HEADERS, **_PRIVATE})
