"""How a document takes the place of the one that is there: what is gone goes, what is fresh comes, the rest stays.

One update, which the engine runs as one transaction. What another graph says too stays in the default graph. Statements
are compared as lines of N-Triples; a figure that the engine wrote otherwise goes and comes again, the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from pyoxigraph import NamedNode, QueryTriples, RdfFormat, serialize

from graph import iri
from graph import vocab as dg
from graph.content import GENERATED, Content
from graph.engine import Engine, rows

_HELD = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"
_TOLD = (
    f"CONSTRUCT {{{{ ?s ?p ?o }}}} WHERE {{{{ GRAPH {iri.RUNS_GRAPH} {{{{ ?s {GENERATED} {{graph}} ; ?p ?o }}}} }}}}"
)
_ELSEWHERE = """CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES (?s ?p ?o) {{ {rows} }}
  FILTER EXISTS {{ GRAPH ?other {{ ?s ?p ?o }} FILTER(?other NOT IN ({names})) }} }}"""
_TEXTS = f"""SELECT ?text {{{{ GRAPH {{graph}} {{{{ ?document {dg.hasText} ?text }}}}
  FILTER NOT EXISTS {{{{ GRAPH ?other {{{{ ?same {dg.hasText} ?text }}}} FILTER(?other != {{graph}}) }}}} }}}}"""

_END = b" .\n"
_OURS, _ONTOLOGY = b"dg:", f"<{dg.ONTOLOGY}".encode()
_PREFIX = f"PREFIX dg: <{dg.ONTOLOGY}>"

Lines = frozenset[bytes]
Graphs = Mapping[NamedNode, Lines]


def update(engine: Engine, entry: Content, moment: datetime) -> str:
    """The SPARQL update that has the graphs of a document, which hold no blank nodes, in the place of those there."""
    held, wanted = _held(engine, entry), _wanted(entry, moment)
    gone = {name: held[name] - wanted[name] for name in wanted}
    fresh = {name: wanted[name] - held[name] for name in wanted}
    alone = _all(gone).difference(_elsewhere(engine, entry, gone), *wanted.values())
    return f"{_PREFIX}\nDELETE DATA {{\n{_quads(gone, _block(alone))}}};\nINSERT DATA {{\n{_quads(fresh)}}}"


def _held(engine: Engine, entry: Content) -> Graphs:
    graphs = {name: _lines(engine, _HELD.format(graph=name)) for name in entry.names}
    return {**graphs, iri.RUNS_GRAPH: _lines(engine, _TOLD.format(graph=entry.names[0]))}


def _wanted(entry: Content, moment: datetime) -> Graphs:
    parts = (*entry.graphs, (iri.RUNS_GRAPH, entry.told(moment)))
    return {name: frozenset(triples.splitlines(keepends=True)) for name, triples in parts}


def _elsewhere(engine: Engine, entry: Content, gone: Graphs) -> Lines:
    """What other graphs say too: of bodies, divisions, indicators, not of what is the document's own."""
    own = tuple(_own(engine, entry.names[0]))
    asked = [b"(%s)" % line[: -len(_END)] for name in entry.names for line in gone[name] if not line.startswith(own)]
    names = ", ".join(map(str, entry.names))
    return _lines(engine, _ELSEWHERE.format(rows=b" ".join(asked).decode(), names=names))


def _own(engine: Engine, graph: NamedNode) -> Iterator[bytes]:
    """How lines begin that no other document has: on its parts, and on its text unless another has the same."""
    for whole in iri.own(graph):
        yield from (f"<{whole}>".encode(), f"<{whole}/".encode())
    for (text,) in rows(engine, _TEXTS.format(graph=graph)):
        yield from (f"{text}".encode(), f"{str(text)[:-1]}#".encode())


def _lines(engine: Engine, query: str) -> Lines:
    triples = engine.query(query)
    assert isinstance(triples, QueryTriples)
    return frozenset((serialize(triples, format=RdfFormat.N_TRIPLES) or b"").splitlines(keepends=True))


def _all(graphs: Graphs) -> Lines:
    return frozenset[bytes]().union(*graphs.values())


def _quads(graphs: Graphs, everywhere: bytes | None = None) -> str:
    """What the graphs say, and in the default graph what is given; the same where nothing is."""
    blocks = {name: _block(lines) for name, lines in graphs.items() if lines}
    named = (b"GRAPH %s {\n%s}\n" % (str(name).encode(), block) for name, block in blocks.items())
    return b"".join((*named, *(blocks.values() if everywhere is None else (everywhere,)))).decode()


def _block(lines: Iterable[bytes]) -> bytes:
    """Triples by their subjects: half as long to read for the engine, which finds what is written in order faster."""
    subjects: dict[bytes, list[bytes]] = defaultdict(list)
    for line in sorted(lines):
        subject, property_, value = line[: -len(_END)].split(b" ", 2)
        subjects[subject].append(b"%s %s" % (_short(property_), _short(value)))
    return b"".join(b"%s %s .\n" % (subject, b" ;\n".join(told)) for subject, told in subjects.items())


def _short(term: bytes) -> bytes:
    name = term[len(_ONTOLOGY) : -1]
    return _OURS + name if term.startswith(_ONTOLOGY) and name.isalnum() else term
