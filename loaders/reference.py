"""What is known of divisions, agencies and groups, made of the gazetteers' tables."""

from functools import cache
from hashlib import sha256
from importlib.resources import files

from graph.known.division_days import DivisionDays, division_days
from graph.known.lineage import Lineage, Tables, lineage
from graph.known.membership import Membership, membership
from graph.known.reference import Graph, graph, keys
from graph.known.rows import Division, Level
from loaders import bodies, divisions


def reference() -> tuple[Graph, Graph]:
    """The graphs of divisions and of whom groups mean, each with its name; for ``Store.load_reference``."""
    return (graph(divisions.divisions(), _short_names, _days(), divisions.direct_counties()), groups().graph())


@cache
def agencies() -> Lineage:
    """What is known of agencies, to be asked by their names; for ``Store.follow``."""
    tables = bodies.national_bodies(), bodies.agency_names(), bodies.agency_changes(), bodies.transfers()
    return lineage(_days(), Tables(*tables))


@cache
def groups() -> Membership:
    """Who the members of groups are, to be asked by group and day; for ``graph.derive``."""
    rules = bodies.group_divisions(), bodies.group_organs(), bodies.group_members()
    return membership(_days(), *rules, divisions.direct_counties())


@cache
def version() -> str:
    """What the reference graphs are made of: a digest of the tables."""
    tables = sorted((files("loaders") / "gazetteers").iterdir(), key=lambda table: table.name)
    return sha256(b"\0".join(table.read_bytes() for table in tables if table.name.endswith(".csv"))).hexdigest()


@cache
def _days() -> DivisionDays:
    rows = divisions.divisions()
    return division_days(rows, keys(rows), divisions.changes())


def _short_names(row: Division) -> tuple[str, ...]:
    return () if row.level is Level.AREA else divisions.short_names(row.name)
