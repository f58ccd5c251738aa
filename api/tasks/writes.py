"""Tasks of the worker that writes: updates, and whole graphs."""

import re
from base64 import b64decode
from collections.abc import Sequence
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from time import time_ns

from api.failures import BadData
from api.sparql.faults import bad_query
from api.workers.output import Output
from graph import formats, graphs
from graph.errors import ParameterError
from graph.formats import PREFIXES, Kind
from graph.graphs import Data
from graph.releases import current, publish
from graph.store import Store

Parts = Sequence[tuple[str, str]]  # name of a format, data in base 64
_PLACE = re.compile(r"line (\d+) (?:column|between columns) (\d+)")


def update(store: Store, output: Output, *, text: str, base: str, place: str) -> None:
    """Runs an update."""
    try:
        store.update(text, base)
    except ParameterError as fault:
        raise bad_query(text, str(fault), PREFIXES) from fault
    _finish(store, output, place, HTTPStatus.NO_CONTENT)


def put_graph(store: Store, output: Output, *, name: str | None, parts: Parts, base: str, place: str) -> None:
    """Puts data in the place of a graph."""
    try:
        new = graphs.put(store, name, _data(parts), base)
    except ParameterError as fault:
        raise _bad_data(fault) from fault
    _finish(store, output, place, HTTPStatus.CREATED if new else HTTPStatus.NO_CONTENT)


def merge_graph(store: Store, output: Output, *, name: str | None, parts: Parts, base: str, place: str) -> None:
    """Adds data to a graph."""
    try:
        new = graphs.merge(store, name, _data(parts), base)
    except ParameterError as fault:
        raise _bad_data(fault) from fault
    _finish(store, output, place, HTTPStatus.CREATED if new else HTTPStatus.NO_CONTENT)


def drop_graph(store: Store, output: Output, *, name: str | None, place: str) -> None:
    """Takes a graph away."""
    graphs.drop(store, name)
    _finish(store, output, place, HTTPStatus.NO_CONTENT)


def _data(parts: Parts) -> list[Data]:
    return [(formats.by_name(name, Kind.GRAPH), b64decode(data)) for name, data in parts]


def _bad_data(fault: ParameterError) -> BadData:
    message = str(fault).partition(": ")[2]
    place = _PLACE.search(message)
    return BadData(message, int(place[1]), int(place[2])) if place else BadData(message)


def _finish(store: Store, output: Output, place: str, status: HTTPStatus) -> None:
    """Where releases are served, what was written becomes the next one."""
    if current(Path(place)) != Path(place):
        publish(store, Path(place), token=sha256(f"{store.state()} {time_ns()}".encode()).hexdigest()[:8])
    output.head("text/plain", status=status)
