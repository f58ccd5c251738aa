"""Whole graphs by their names, as the Graph Store Protocol has them put, merged and dropped."""

import pytest

from graph import formats, graphs
from graph.errors import NotFound, ParameterError
from graph.formats import Kind
from graph.store import Store

NAME = "http://example.org/graph"
BASE = "http://example.org/"
TRIPLE = b"<http://example.org/s> <http://example.org/p> 'o' ."


@pytest.mark.parametrize("written", ["turtle", "trig", "ntriples", "nquads"])
@pytest.mark.parametrize("name", [NAME, None])
def test_a_graph_is_put_in_any_format_that_can_hold_one(empty_store: Store, written: str, name: str | None) -> None:
    data = (formats.by_name(written, Kind.GRAPH), TRIPLE.replace(b"'", b'"'))

    assert graphs.put(empty_store, name, [data], BASE) is (name is not None)
    assert graphs.put(empty_store, name, [data, data], BASE) is False
    assert empty_store.dump(formats.by_name("ntriples", Kind.GRAPH), NAME) == (b"" if name is None else data[1] + b"\n")


@pytest.mark.parametrize(
    ("written", "data"),
    [("trig", b"<http://example.org/g> { " + TRIPLE + b" }"), ("nquads", TRIPLE[:-1].replace(b"'", b'"') + b"<x:g> .")],
)
def test_data_of_several_graphs_is_not_taken_for_one(empty_store: Store, written: str, data: bytes) -> None:
    with pytest.raises(ParameterError, match="names the graph"):
        graphs.put(empty_store, NAME, [(formats.by_name(written, Kind.GRAPH), data)], BASE)

    assert not empty_store.has_graph(NAME)


def test_what_is_not_there_can_be_neither_read_nor_dropped(empty_store: Store) -> None:
    for act in (graphs.read, graphs.drop):
        with pytest.raises(NotFound, match=NAME):
            act(empty_store, NAME)
