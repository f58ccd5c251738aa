"""Documents put in and taken out over HTTP, by those who have a key for it: ``POST /documents``, ``DELETE …``.

Off unless the settings name a file of keys. The pipeline is that of ``dutygraph load``; it runs in the process that
writes, within its limits, and readers see the release from before or the one after. Each request leaves a line in the
journal: which key, from where, the digest of the file, what came of it.
"""

from base64 import b64encode
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.concurrency import run_in_threadpool

from api.failures import Refused, Unauthorised, failure
from api.http import problems
from api.http.asking import CALLER
from api.http.direct import Ask
from api.http.parameters import refuse
from api.http.rates import Rates
from api.http.uploads import FORM, Upload, upload
from api.keys import Key, Keyring, Scope, find
from api.limits import Limits
from api.tasks import loading
from graph.errors import DutyError
from loaders.limits import Limits as SourceLimits

Name = Annotated[str | None, Query(description="What the file is called; without its ending this is the key.")]
DryRun = Annotated[bool, Query(description="Shows what would be found and what would become of it; keeps nothing.")]
_BEARER = HTTPBearer(auto_error=False, scheme_name="key", description="A key made by «dutygraph key new»")
_SLOWER = 6.0  # times that a document may take to arrive, of what a query may
_FAILURES = (
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
_OF_BODIES = (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
_FILE = {"type": "string", "format": "binary"}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/octet-stream": {"schema": _FILE},
            FORM: {"schema": {"type": "object", "properties": {"file": _FILE}, "required": ["file"]}},
        },
    }
}
_COUNT = {"type": "integer"}
_DOCUMENT = {
    "type": "object",
    "properties": {
        "key": {"type": "string"},
        "status": {"enum": ["added", "replaced", "unchanged"]},
        "href": {"type": "string"},
        **dict.fromkeys(("measures", "assignments", "deadlines", "targets", "remarks"), _COUNT),
        "ledger": {"type": "object"},
    },
    "required": ["key", "status", "href"],
}
_DONE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "sha256": {"type": "string"},
        "documents": {"type": "array", "items": _DOCUMENT},
        "failures": {"type": "array", "items": {"type": "object"}},
    },
    "required": ["sha256", "documents", "failures"],
}


@dataclass(frozen=True, slots=True)
class Writers:
    """What the endpoints work with: readers try documents, the writer keeps them.

    ``renew`` shows readers what was written, ``place`` is the directory of the store, ``audit`` writes into the
    journal.
    """

    read: Ask
    write: Ask
    renew: Callable[[], None]
    place: str
    keys: Keyring
    limits: Limits
    sources: SourceLimits
    audit: Callable[..., None]

    async def written(self, writing: Awaitable[Response]) -> Response:
        """The answer of the writer, once readers see what it has done."""
        try:
            return await writing
        finally:
            self.renew()


def router(means: Writers) -> APIRouter:
    """``POST /documents`` and ``DELETE /documents/{key}``."""
    routes = APIRouter(tags=["writing"])
    entering = Entering(means)
    routes.add_api_route(
        "/documents",
        _loading(means, entering),
        methods=["POST"],
        operation_id="load_document",
        summary="载入文件 · Puts a document in",
        response_class=Response,
        status_code=HTTPStatus.CREATED,
        responses={
            201: {"description": "A document is new", "content": {"application/json": {"schema": _DONE}}},
            200: {"description": "Documents are replaced, unchanged, or tried", "content": {"application/json": {}}},
            **problems.responses(*_FAILURES, *_OF_BODIES),
        },
        openapi_extra=_BODY,
    )
    routes.add_api_route(
        "/documents/{key:path}",
        _removing(means, entering),
        methods=["DELETE"],
        operation_id="remove_document",
        summary="移除文件 · Takes a document out",
        response_class=Response,
        status_code=HTTPStatus.NO_CONTENT,
        responses=problems.responses(*_FAILURES, HTTPStatus.NOT_FOUND),
    )
    return routes


class Entering:
    """Who comes in: not too often from one address or with one key, and only with a key."""

    def __init__(self, means: Writers) -> None:
        self._keys = means.keys
        self._addresses = Rates(means.limits.address_rate)
        self._rates = Rates(means.limits.key_rate)

    def __call__(
        self, request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
    ) -> Key:
        """The key of the request; Unauthorised where it has none."""
        self._addresses.take(_client(request))
        if not given:
            raise Unauthorised("a key is wanted, as «Authorization: Bearer KEY»; dutygraph key new NAME makes one")
        key = find(self._keys.keys(), given.credentials)
        if not key:
            raise Unauthorised("this is none of the keys of this service")
        self._rates.take(key.name)
        return key


@dataclass(slots=True)
class _Note:
    """What a line of the journal is to say of an act, as far as it is known by then."""

    file: str = ""
    sha256: str = ""
    outcome: str = "failed"


@contextmanager
def audited(means: Writers, request: Request, key: Key, action: Scope) -> Iterator[_Note]:
    """Tells in the journal what is done with the key, whatever comes of it; Refused where the key may not."""
    note = _Note()
    try:
        if not key.may(action):
            raise Refused(f"the key {key.name} may not {action}; its line in the file of keys says what it may")
        yield note
    except DutyError as fault:
        note.outcome = failure(fault).name
        raise
    finally:
        told = asdict(note) | {"client": _client(request), "request": CALLER.get().request}
        means.audit(key=key.name, action=action.value, **told)


def _loading(means: Writers, entering: Entering) -> Callable[..., Awaitable[Response]]:
    most = min(means.limits.upload, means.sources.size)
    patient = replace(means.limits, arrival=_SLOWER * means.limits.arrival)

    async def load(
        request: Request, key: Annotated[Key, Depends(entering)], name: Name = None, dry_run: DryRun = False
    ) -> Response:
        """Any file that `dutygraph load` reads: text, HTML, Word, PDF, OFD, workbooks, ZIP archives of them."""
        refuse(request, ("name", "dry_run"))
        action = Scope.TRY if dry_run else Scope.LOAD
        with audited(means, request, key, action) as note:
            file = await upload(request, name, most, patient)
            sent = await run_in_threadpool(_sent, file, means, _language(request))
            note.file, note.sha256 = sent.name, sent.digest
            answer = await _done(means, sent, action)
            note.outcome = answer.headers[loading.OUTCOME]
            return answer

    return load


def _removing(means: Writers, entering: Entering) -> Callable[..., Awaitable[Response]]:
    async def remove(request: Request, key: str, holder: Annotated[Key, Depends(entering)]) -> Response:
        """Takes the document out of the graph; the releases that are kept have it still."""
        with audited(means, request, holder, Scope.REMOVE) as note:
            note.file = key
            answer = await means.written(means.write(loading.remove, place=means.place, key=key))
            note.outcome = answer.headers[loading.OUTCOME]
            return answer

    return remove


async def _done(means: Writers, sent: loading.Sent, action: Scope) -> Response:
    if action is Scope.TRY:
        return await means.read(loading.attempt, **sent.arguments())
    return await means.written(means.write(loading.load, place=means.place, **sent.arguments()))


def _sent(file: Upload, means: Writers, language: str) -> loading.Sent:
    digest, data = sha256(file.data).hexdigest(), b64encode(file.data).decode()
    return loading.Sent(file.name, digest, file.name, data, asdict(means.sources), language)


def _language(request: Request) -> str:
    return "zh" if request.headers.get("accept-language", "").lower().startswith("zh") else "en"


def _client(request: Request) -> str:
    return request.client.host if request.client else ""
