"""Names of things that begin with or hold what was typed: kept in this process for as long as the graph is the same."""

import json
from asyncio import Future
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from heapq import nsmallest

from fastapi import Response
from starlette.types import Message

from api.http.caching import State
from api.http.collections import plain_words
from api.http.direct import Ask
from api.tasks import editing
from graph.search import folded

_KINDS = ("agency", "indicator", "division", "document")
_STATES = 2  # states of the graph of which names are kept: releases are asked as well


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a thing; ``note`` tells it from others of that name, ``plain`` is what is looked in."""

    kind: str
    iri: str
    name: str
    note: str
    plain: str


class Names:
    """All names of the graph that is asked, read when they are first wanted."""

    def __init__(self, ask: Ask, state: State) -> None:
        self._ask = ask
        self._state = state
        self._kept: dict[str, tuple[Name, ...]] = {}

    async def find(self, words: str, most: int) -> list[Name]:
        """The names that hold the words: those that begin with them first, bodies before places, short before long."""
        wanted = folded(plain_words(words))
        return nsmallest(most, (each for each in await self._names() if wanted in each.plain), key=_rank(wanted))

    async def _names(self) -> tuple[Name, ...]:
        state = await self._state()
        if state not in self._kept:
            found = tuple(_read(await whole(await self._ask(editing.names))))
            self._kept = dict([*self._kept.items()][1 - _STATES :]) | {state: found}
        return self._kept[state]


def _rank(wanted: str) -> Callable[[Name], tuple[bool, int, int, str]]:
    return lambda name: (not name.plain.startswith(wanted), _KINDS.index(name.kind), len(name.name), name.name)


def _read(told: bytes) -> Iterable[Name]:
    for kind, iri, name, note in json.loads(told):
        yield Name(kind, iri, name, note or "", folded(name))


async def whole(answer: Response) -> bytes:
    """The whole body of an answer, for ourselves."""
    pieces: list[bytes] = []

    async def send(message: Message) -> None:
        pieces.append(message.get("body", b""))

    async def receive() -> Message:
        return await Future()  # nobody goes away

    await answer({"type": "http"}, receive, send)
    return b"".join(pieces)
