"""Nodes and edges as tables: as Gephi and spreadsheets read them, and as Neo4j imports them. Archives of CSV files."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, StringIO
from typing import Final, TypeVar
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from graph.exports.network import Attribute, Edge, Network, Node, Type
from graph.exports.spreadsheets import harmless

_NEO4J: Final = {Type.STRING: "string", Type.INTEGER: "long", Type.DATE: "date"}
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # of all files, so that the same network is the same archive
_BOM: Final = "\ufeff"  # without it Excel takes Chinese for another encoding

Row = Iterable[object]
_Element = TypeVar("_Element", Node, Edge)


def for_gephi(network: Network) -> bytes:
    """``nodes.csv`` and ``edges.csv`` with the headings that Gephi's import knows, safe to open in Excel."""
    nodes, edges = network.columns(network.nodes), network.columns(network.edges)
    first = [("Id", "Label", "type", *_names(nodes))]
    second = [("Source", "Target", "Type", "Id", "Label", *_names(edges))]
    rows = ((node.id, node.label, node.type, *_cells(node, nodes)) for node in network.nodes)
    links = ((edge.source, edge.target, "Directed", edge.id, edge.type, *_cells(edge, edges)) for edge in network.edges)
    return _archive(
        {
            "nodes.csv": _BOM + _csv([*first, *(map(harmless, row) for row in rows)]),
            "edges.csv": _BOM + _csv([*second, *(map(harmless, row) for row in links)]),
        }
    )


def for_neo4j(network: Network) -> bytes:
    """Files for ``neo4j-admin database import``: https://neo4j.com/docs/operations-manual/current/import/."""
    found = {}
    for type_, nodes in _by_type(network.nodes):
        columns = network.columns(nodes)
        head = ("iri:ID", "label", ":LABEL", *_typed(columns))
        rows = ((node.id, node.label, type_.capitalize(), *_cells(node, columns)) for node in nodes)
        found[f"nodes-{type_}.csv"] = _csv([head, *rows])
    for type_, edges in _by_type(network.edges):
        columns = network.columns(edges)
        head = (":START_ID", ":END_ID", ":TYPE", "iri", *_typed(columns))
        rows = ((edge.source, edge.target, type_.upper(), edge.id, *_cells(edge, columns)) for edge in edges)
        found[f"edges-{type_}.csv"] = _csv([head, *rows])
    return _archive(found)


def _by_type(elements: Iterable[_Element]) -> Iterator[tuple[str, list[_Element]]]:
    groups: dict[str, list[_Element]] = defaultdict(list)
    for element in elements:
        groups[element.type].append(element)
    yield from groups.items()


def _names(columns: Iterable[Attribute]) -> Iterator[str]:
    return (column.name for column in columns)


def _typed(columns: Iterable[Attribute]) -> Iterator[str]:
    return (f"{column.name}:{_NEO4J[column.type]}" for column in columns)


def _cells(of: Node | Edge, columns: Sequence[Attribute]) -> Iterator[object]:
    values = dict(of.values)
    return (values.get(column.name, "") for column in columns)


def _csv(rows: Iterable[Row]) -> str:
    output = StringIO()
    csv.writer(output, lineterminator="\r\n").writerows(rows)
    return output.getvalue()


def _archive(texts: dict[str, str]) -> bytes:
    output = BytesIO()
    with ZipFile(output, "w") as archive:
        for name, text in texts.items():
            archive.writestr(ZipInfo(name, _EPOCH), text.encode(), ZIP_DEFLATED)
    return output.getvalue()
