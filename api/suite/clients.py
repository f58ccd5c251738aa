"""Clients that ask a server of this machine one request after the other, each on a connection of its own."""

import asyncio
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from time import perf_counter

_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_PATIENCE = 60.0
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Answers:
    """How long each request took, in seconds, and all of them together."""

    times: tuple[float, ...]
    whole: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.times) / self.whole


def ask(port: int, paths: Sequence[str], clients: int, lasting: float) -> Answers:
    """So many clients ask for these paths in turn for so many seconds; RuntimeError where one is not answered well."""
    return asyncio.run(asyncio.wait_for(_all(port, cycle(paths), clients, lasting), lasting + _PATIENCE))


def quickest(ports: Sequence[int], paths: Sequence[Sequence[str]], clients: int, lasting: float) -> list[Answers]:
    """The answers of each server in its best round, after its own paths: they take turns, so many seconds in all."""
    rounds = [
        [ask(*each, clients, lasting / _ROUNDS) for each in zip(ports, paths, strict=True)] for _ in range(_ROUNDS)
    ]
    return [max(found, key=lambda answers: answers.rate) for found in zip(*rounds, strict=True)]


async def _all(port: int, paths: Iterator[str], clients: int, lasting: float) -> Answers:
    began = perf_counter()
    found = await asyncio.gather(*(_one(port, paths, began + lasting) for _ in range(clients)))
    return Answers(tuple(time for times in found for time in times), perf_counter() - began)


async def _one(port: int, paths: Iterator[str], until: float) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    times: list[float] = []
    try:
        while perf_counter() < until:
            began = perf_counter()
            writer.write(f"GET {next(paths)} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n\r\n".encode())
            if await _read(reader):
                times.append(perf_counter() - began)
    finally:
        writer.close()
    return times


async def _read(reader: asyncio.StreamReader) -> bool:
    """Reads an answer and says whether it is one: a server that has too much to do refuses some."""
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head.split(None, 2)[1])
    if status not in {200, 429, 503}:
        raise RuntimeError(head.decode("latin-1"))
    if length := _LENGTH.search(head):
        await reader.readexactly(int(length[1]))
        return status == 200
    while chunk := int(await reader.readline(), 16):
        await reader.readexactly(chunk + 2)
    await reader.readline()
    return status == 200
