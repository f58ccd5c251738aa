"""Tasks for a worker: the network of agencies that share measures."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from api.answers import as_json
from api.workers.output import Output
from graph.store import Store

if TYPE_CHECKING:
    from graph.findings.network import Network


def network(store: Store, output: Output, *, values: Mapping[str, object], year: int | None, limit: int) -> None:
    """The network of the measures that fit the values, with so many agencies and ties at most."""
    found = measured(store, values, year)
    output.head("application/json")
    output.write(as_json(told(found, limit)))
    output.rows = min(limit, len(found.members))


def measured(store: Store, values: Mapping[str, object], year: int | None) -> "Network":
    """The network of the measures that fit the values, of that year's documents where one is said."""
    from graph.findings.duties import duties  # noqa: PLC0415 (networkx is slow to load and seldom needed)
    from graph.findings.network import network  # noqa: PLC0415

    return network(duties(store, values, year))


def told(found: "Network", limit: int) -> dict[str, Any]:
    """The network as plain values; of agencies and ties the first so many, of as many as ``count`` says."""
    return {
        "measures": found.measures,
        "count": {"agencies": len(found.members), "ties": len(found.ties), "parts": found.parts},
        "density": found.density,
        "modularity": found.modularity,
        "sampled": found.sampled,
        "agencies": [asdict(each) for each in found.members[:limit]],
        "ties": [asdict(each) for each in found.ties[:limit]],
        "bridges": [[each.one, each.other] for each in found.ties if each.bridge],
        "communities": [asdict(each) for each in found.communities],
        "never_leading": [each.name for each in found.never_leading],
        "years": [asdict(each) for each in found.years],
    }
