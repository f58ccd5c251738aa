"""Who checks documents in a browser: a session begun with a key, and what is being checked in it, for a few hours.

The key itself goes over the wire once. The browser is given a random name of the session in a cookie that scripts
cannot read and that other sites cannot have sent; the session ends with its key, with the browser or with the service.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from secrets import token_urlsafe
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request

from api.failures import Refused
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
    """The sessions of a service, by their random names."""

    def __init__(self, keys: Keyring, clock: Callable[[], float] = monotonic) -> None:
        self._keys = keys
        self._clock = clock
        self._sessions: OrderedDict[str, Session] = OrderedDict()

    def enter(self, key: Key) -> str:
        """The name of a new session with that key."""
        name = token_urlsafe(32)
        self._sessions[name] = Session(key, self._clock() + _LONG)
        while len(self._sessions) > _MOST:
            self._sessions.popitem(last=False)
        return name

    def of(self, request: Request) -> Session | None:
        """The session of a request, None where there is none, it has run out or its key was taken away."""
        name = request.cookies.get(COOKIE, "")
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
        self._sessions.pop(request.cookies.get(COOKIE, ""), None)

    def make_room(self, size: int) -> None:
        """Has those who were away longest begin anew, until a file of that size may be held."""
        held = [each for each in self._sessions.values() if each.sent]
        total = size + sum(len(each.sent["data"]) for each in held if each.sent)
        for each in held:
            if total <= _HELD or not each.sent:
                return
            total -= len(each.sent["data"])
            each.begin(None, None)


def from_here(request: Request) -> None:
    """Refused where a form was sent from another site's page (OWASP: verifying the origin)."""
    origin = request.headers.get("origin") or request.headers.get("referer") or ""
    if urlsplit(origin).netloc != request.headers.get("host"):
        raise Refused("this form was not sent from a page of this service")
