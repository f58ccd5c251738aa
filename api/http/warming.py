"""What people look at first is made before anybody asks: when the service starts, when another graph is served, daily.

Page after page is asked for within the service, while nobody else waits for an answer, and kept as the answers to
everybody's questions are (``api.http.caching``). One that takes long stands back in its worker as every query does.
Nothing of it is written to disk: a service that starts again makes it again, beside those that it answers already.
"""

import asyncio
from collections.abc import Iterator, Mapping, MutableMapping
from datetime import date
from itertools import product
from time import monotonic
from typing import Any, Final, NoReturn

from starlette.types import ASGIApp, Message

from api.http.asking import CALLER, Caller
from api.http.kept import Kept
from api.http.served import Served
from api.pages.rendering import LANGUAGES
from api.questions import day_in_china
from api.workers.pool import Pool
from graph import query
from graph.collections import collections
from graph.errors import DutyError

_CLIENT: Final = "warming"  # as it is called where clients are told apart
_PAGES: Final = (
    *("", "/calendar", "/audit", "/workload", "/network", "/explorer", "/cascade", "/progress", "/comparison"),
    *("/queries", "/diff"),
)
_LOOK: Final = 1.0  # seconds between two looks for another graph or day
_TURN: Final = 0.05  # seconds between two looks whether anybody waits


class Warming:
    """Makes the pages for so many ``seconds`` at most, as long as they fit among the answers that are kept."""

    def __init__(self, pool: Pool, served: Served, kept: Kept, seconds: float) -> None:
        self._pool = pool
        self._served = served
        self._kept = kept
        self._seconds = seconds
        self._app: ASGIApp | None = None
        self._made = 0
        self._left = 0

    def entrance(self, app: ASGIApp) -> ASGIApp:
        """Where it asks: put as a layer below those that count and write down what callers do."""
        self._app = app
        return app

    async def run(self) -> None:
        """Goes on until it is cancelled."""
        known: tuple[str, date] | None = None
        while self._seconds:
            if known != (now := (self._served.current.state, day_in_china())):
                known = now
                await self._make_all(now)
            await asyncio.sleep(_LOOK)

    def figures(self) -> dict[str, int]:
        """How many pages were made for the graph as it is, and how many are still to be made."""
        return {"warmed": self._made, "warming": self._left}

    async def _make_all(self, of: tuple[str, date]) -> None:
        places, until = [*addresses()], monotonic() + self._seconds
        self._made, self._left = 0, len(places)
        for (path, asked), language in places:
            await self._quiet(until)
            if self._kept.is_full or monotonic() > until or of != (self._served.current.state, day_in_china()):
                break
            await self._make(path, asked, language)
            self._made, self._left = self._made + 1, self._left - 1
        self._left = 0

    async def _quiet(self, until: float) -> None:
        """Waits while somebody else's query waits or runs."""
        while monotonic() < until:
            figures = self._pool.figures()
            if not figures["waiting"] and not figures["running"]:
                return
            await asyncio.sleep(_TURN)

    async def _make(self, path: str, asked: str, language: str) -> None:
        """Asks for a page, packed as browsers take it; one that cannot be made is told to whoever asks for it."""
        assert self._app
        CALLER.set(Caller(_CLIENT, _CLIENT, _nothing_more))
        try:
            await self._app(_scope(path, asked, language), _nothing_more, _nowhere)
        except (DutyError, OSError):
            return


def addresses() -> Iterator[tuple[tuple[str, str], str]]:
    """Path and query of each page with the language it is made in: all in Chinese first."""
    alone = (*_PAGES, *(f"/{name}" for name in collections()))
    free = (name for name, each in query.catalogue().items() if not any(one.required for one in each.parameters))
    asked = [*((f"/pages{place}", "") for place in alone), *((f"/pages/queries/{name}", "ask=1") for name in free)]
    return ((place, language) for language, place in product(LANGUAGES, asked))


def _scope(path: str, asked: str, language: str) -> MutableMapping[str, Any]:
    told: Mapping[str, str] = {"accept": "text/html", "accept-language": language, "accept-encoding": "gzip"}
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": asked.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in told.items()],
        "client": (_CLIENT, 0),
        "server": ("127.0.0.1", 0),
    }


async def _nothing_more() -> NoReturn:
    await asyncio.get_running_loop().create_future()
    raise AssertionError("nobody is there to go away")


async def _nowhere(message: Message) -> None:
    """Nobody reads the answer: it is kept on its way."""
