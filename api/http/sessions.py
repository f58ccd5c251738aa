"""Who checks documents in a browser: a session begun with a key, and what is being checked in it, for a few hours.

The key itself goes over the wire once. The browser is given a random name of the session in a cookie that scripts
cannot read and that other sites cannot have sent; the session ends with its key, with the browser or after some hours.
Where there is a ``Spool``, it outlasts the service.
"""

from asyncio import Lock
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_urlsafe
from time import time
from typing import Any, Self
from urllib.parse import urlsplit

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from api.failures import Refused
from api.http.spool import Spool
from api.keys import Key, Keyring

COOKIE = "dutygraph_review"
_LONG = 8 * 3600.0  # seconds of a session
_MOST = 100  # sessions; whoever was away longest begins anew
_HELD = 256 * 1024 * 1024  # bytes of files that are being checked, all sessions together


@dataclass(slots=True)
class Session:
    """A session of a key: a draft as ``api.tasks.reviewing`` has it, the corrections and what was taken back."""

    key: Key
    until: float
    sent: Mapping[str, Any] | None = None
    document: str | None = None
    said: dict[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)
    withdrawn: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, told: Mapping[str, Any], keys: Iterable[Key]) -> Self | None:
        """The session that tells this of itself; None where its key is gone or something is amiss."""
        try:
            key = next((each for each in keys if each.line == told["key"]), None)
            said: dict[tuple[str, str], Mapping[str, Any]] = {
                (str(each["document"]), str(each["id"])): dict(each) for each in told["said"]
            }
            withdrawn = {(str(document), str(fact)) for document, fact in told["withdrawn"]}
            sent = {**told["sent"]} if told["sent"] else None
            return cls(key, float(told["until"]), sent, told["document"], said, withdrawn) if key else None
        except (KeyError, ValueError, TypeError):
            return None

    def told(self) -> dict[str, Any]:
        """What the session is, as plain values."""
        draft = self.draft()
        return {"key": self.key.line, "until": self.until, "document": draft.pop("key"), **draft}

    @property
    def has_draft(self) -> bool:
        """Whether something is being checked."""
        return self.sent is not None or self.document is not None

    def begin(self, sent: Mapping[str, Any] | None, document: str | None) -> None:
        """Begins to check a file that was sent, or a document that is loaded, or nothing."""
        self.sent, self.document = sent, document
        self.said.clear()
        self.withdrawn.clear()

    def say(self, told: Mapping[str, Any]) -> None:
        """Takes down what is said of a fact."""
        place = (str(told["document"]), str(told["id"]))
        self.said[place] = told
        self.withdrawn.discard(place)

    def withdraw(self, document: str, fact: str) -> None:
        """Takes back what was said of a fact, now or before."""
        self.said.pop((document, fact), None)
        self.withdrawn.add((document, fact))

    def draft(self) -> dict[str, Any]:
        """The draft as plain values."""
        said = list(self.said.values())
        return {"sent": self.sent, "key": self.document, "said": said, "withdrawn": sorted(self.withdrawn)}


class Sessions:
    """The sessions of a service, by the digests of their random names."""

    def __init__(self, keys: Keyring, clock: Callable[[], float] = time, spool: Spool | None = None) -> None:
        self._keys = keys
        self._clock = clock
        self._spool = spool
        self._turn = Lock()
        self._sessions: OrderedDict[str, Session] = OrderedDict()
        self._restore()

    def _restore(self) -> None:
        for name, told in self._spool.kept() if self._spool else ():
            session = Session.of(told, self._keys.keys())
            if session and self._clock() < session.until <= self._clock() + _LONG:
                self._sessions[name] = session
        self._bound()

    def _bound(self) -> None:
        while len(self._sessions) > _MOST:
            self._sessions.popitem(last=False)
        self.make_room(0)

    def enter(self, key: Key) -> str:
        """The name of a new session with that key."""
        name = token_urlsafe(32)
        self._sessions[_digest(name)] = Session(key, self._clock() + _LONG)
        self._bound()
        return name

    def of(self, request: Request) -> Session | None:
        """The session of a request, None where there is none, it has run out or its key was taken away."""
        name = _digest(request.cookies.get(COOKIE, ""))
        session = self._sessions.get(name)
        if session is None:
            return None
        known = self._keys.keys()
        if session.until < self._clock() or session.key not in known:
            del self._sessions[name]
            return None
        self._sessions.move_to_end(name)
        return session

    def leave(self, request: Request) -> None:
        """Ends the session of a request."""
        self._sessions.pop(_digest(request.cookies.get(COOKIE, "")), None)

    async def keep(self, name: str) -> None:
        """Has the session of that name outlast the service, and those that have ended forgotten."""
        if not self._spool:
            return
        async with self._turn:
            session, known = self._sessions.get(_digest(name)), frozenset(self._sessions)
            files = {str(each.sent["digest"]) for each in self._sessions.values() if each.sent}
            if session:
                await run_in_threadpool(self._spool.keep, _digest(name), session.told())
            await run_in_threadpool(self._spool.only, known, files)

    def make_room(self, size: int) -> None:
        """Has those who were away longest begin anew, until a file of that size may be held."""
        held = [each for each in self._sessions.values() if each.sent]
        total = size + sum(len(each.sent["data"]) for each in held if each.sent)
        for each in held:
            if total <= _HELD or not each.sent:
                return
            total -= len(each.sent["data"])
            each.begin(None, None)


def _digest(name: str) -> str:
    return sha256(name.encode()).hexdigest()


def from_here(request: Request) -> None:
    """Refused where a form was sent from another site's page (OWASP: verifying the origin)."""
    origin = request.headers.get("origin") or request.headers.get("referer") or ""
    if urlsplit(origin).netloc != request.headers.get("host"):
        raise Refused("this form was not sent from a page of this service")
