"""Tasks for a worker: what the graph explorer shows, as a page, as a graph for its script, of one node, as GEXF."""

import json
from collections.abc import Mapping
from typing import Any

from api.pages.explorer.drawn import graphology, network
from api.pages.explorer.page import explorer
from api.pages.explorer.view import view
from api.pages.rendering import render
from api.tasks.people import visited, write
from api.tasks.telling import JSON
from api.workers.output import Output
from graph.exports import EXPORTS
from graph.store import Store


def page(store: Store, output: Output, *, visit: Mapping[str, Any]) -> None:
    """The page of a view."""
    told = visited(visit)
    write(output, render("explorer", told, explorer(store, told)))


def node(store: Store, output: Output, *, visit: Mapping[str, Any]) -> None:
    """What is known of a node, as a part of that page."""
    told = visited(visit)
    write(output, render("explorer_node", told, explorer(store, told)))


def drawn(store: Store, output: Output, *, written: str, visit: Mapping[str, Any]) -> None:
    """The graph of a view: for the script of the page, or in the format of that name."""
    found = network(store, view(visited(visit)))
    if written == "script":
        output.head(JSON)
        output.write(json.dumps(graphology(found), ensure_ascii=False).encode())
        return
    export = EXPORTS[written]
    name = f'attachment; filename="dutygraph.{export.extension}"'
    output.head(export.media_type, headers={"Content-Disposition": name})
    output.write(export.write(found))
