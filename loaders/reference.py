"""What is known of divisions and agencies, made of the gazetteers' tables."""

from hashlib import sha256
from importlib.resources import files

from graph.lineage import Lineage, lineage
from graph.reference import Graph, graph
from graph.rows import Division, Level
from loaders import divisions


def reference() -> tuple[Graph]:
    """The graph of divisions, with its name; for ``Store.load_reference``."""
    return (graph(divisions.divisions(), _short_names),)


def agencies() -> Lineage:
    """What is known of agencies, to be asked by their names; for ``Store.follow_agencies``."""
    return lineage(divisions.divisions(), divisions.national_bodies(), divisions.agency_changes())


def version() -> str:
    """What the reference graphs are made of: a digest of the tables."""
    tables = sorted((files("loaders") / "gazetteers").iterdir(), key=lambda table: table.name)
    return sha256(b"\0".join(table.read_bytes() for table in tables if table.name.endswith(".csv"))).hexdigest()


def _short_names(row: Division) -> tuple[str, ...]:
    return () if row.level is Level.AREA else divisions.short_names(row.name)
