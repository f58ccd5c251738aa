"""How a document takes the place of the one that is there: what is gone goes, what is fresh comes, the rest stays.

One update, which the engine runs as one transaction. What another graph says too stays in the default graph.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize

from graph import iri
from graph.content import GENERATED, Content
from graph.engine import Engine, rows

_ELSEWHERE = """SELECT ?s ?p ?o {{ GRAPH {graph} {{ ?s ?p ?o }}
  FILTER EXISTS {{ GRAPH ?other {{ ?s ?p ?o }} FILTER(?other NOT IN ({names})) }} }}"""
_TOLD = f"SELECT ?s ?p ?o {{{{ GRAPH {iri.RUNS_GRAPH} {{{{ ?s {GENERATED} {{graph}} ; ?p ?o }}}} }}}}"
_HELD = "SELECT ?s ?p ?o {{ GRAPH {graph} {{ ?s ?p ?o }} }}"

Graphs = Mapping[NamedNode, frozenset[Triple]]


def update(engine: Engine, entry: Content, moment: datetime) -> str:
    """The SPARQL update that has these graphs, which hold no blank nodes, in the place of what they hold."""
    held, wanted = _held(engine, entry), _wanted(entry, moment)
    gone = {name: held[name] - wanted[name] for name in wanted}
    fresh = {name: wanted[name] - held[name] for name in wanted}
    alone = frozenset().union(*gone.values()).difference(_elsewhere(engine, entry, gone), *wanted.values())
    return f"DELETE DATA {{\n{_quads(gone, alone)}}};\nINSERT DATA {{\n{_quads(fresh, _union(fresh))}}}"


def _held(engine: Engine, entry: Content) -> Graphs:
    graphs = {name: _triples(engine, _HELD.format(graph=name)) for name in entry.names}
    return {**graphs, iri.RUNS_GRAPH: _triples(engine, _TOLD.format(graph=entry.names[0]))}


def _wanted(entry: Content, moment: datetime) -> Graphs:
    parts = (*entry.graphs, (iri.RUNS_GRAPH, entry.told(moment)))
    return {name: frozenset(each.triple for each in parse(told, RdfFormat.N_TRIPLES)) for name, told in parts}


def _elsewhere(engine: Engine, entry: Content, gone: Graphs) -> frozenset[Triple]:
    """What other graphs say too."""
    names = ", ".join(map(str, entry.names))
    asked = (_ELSEWHERE.format(graph=name, names=names) for name in entry.names if gone[name])
    return frozenset(triple for query in asked for triple in _triples(engine, query))


def _triples(engine: Engine, query: str) -> frozenset[Triple]:
    return frozenset(Triple(*row) for row in rows(engine, query))  # type: ignore[arg-type]  # as they were in a graph


def _union(graphs: Graphs) -> frozenset[Triple]:
    return frozenset[Triple]().union(*graphs.values())


def _quads(graphs: Graphs, everywhere: Iterable[Triple]) -> str:
    named = (f"GRAPH {name} {{\n{_ntriples(triples)}}}\n" for name, triples in graphs.items() if triples)
    return "".join(named) + _ntriples(everywhere)


def _ntriples(triples: Iterable[Triple]) -> str:
    return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()
