"""The graph for other people's tools: nodes and edges with typed attributes, and a writer for each format."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import Final

from graph.exports.network import Network


@dataclass(frozen=True, slots=True)
class Export:
    """A format of networks: the tool it is for, its media type and file ending, and where its writer is."""

    name: str
    label: str
    media_type: str
    extension: str
    writer: str

    def write(self, network: Network) -> bytes:
        """The network in this format."""
        module, _, function = self.writer.partition(":")
        writer: Callable[[Network], bytes] = getattr(import_module(f"graph.exports.{module}"), function)
        return writer(network)


EXPORTS: Final[Mapping[str, Export]] = MappingProxyType(
    {
        export.name: export
        for export in (
            Export("gexf", "GEXF 1.3 (Gephi)", "application/gexf+xml", "gexf", "gexf:write"),
            Export("graphml", "GraphML (yEd, igraph)", "application/graphml+xml", "graphml", "graphml:write"),
            Export("cytoscape", "Cytoscape.js", "application/json", "cyjs", "json_graphs:cytoscape"),
            Export("graphology", "graphology, sigma.js", "application/json", "json", "json_graphs:graphology"),
            Export("dot", "DOT (Graphviz)", "text/vnd.graphviz", "dot", "dot:write"),
            Export("svg", "SVG", "image/svg+xml", "svg", "svg:write"),
            Export("neo4j", "Neo4j CSV", "application/zip", "zip", "tables:for_neo4j"),
            Export("tables", "nodes.csv, edges.csv (Gephi, Excel)", "application/zip", "zip", "tables:for_gephi"),
        )
    }
)
"""All formats by name."""
