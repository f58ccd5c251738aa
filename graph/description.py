"""What the service says of itself in RDF: its endpoint, its data (VoID), its saved queries.

https://www.w3.org/TR/sparql11-service-description/, https://www.w3.org/TR/void/,
https://www.w3.org/TR/shacl/#sparql-constraints-prefixes
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode, Triple, serialize

from graph import iri
from graph import vocab as dg
from graph.formats import PREFIXES, Format, Kind, formats
from graph.query import Query, catalogue
from graph.store import Store

_PREFIXES = {
    **PREFIXES,
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "void": "http://rdfs.org/ns/void#",
    "sh": "http://www.w3.org/ns/shacl#",
    "schema": "https://schema.org/",
}
_SIMPLE = NamedNode("http://www.w3.org/ns/entailment/Simple")
_MOST_GRAPHS = 1_000  # that are listed

_TOTALS = """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
WHERE { ?s ?p ?o }"""
_CLASSES = "SELECT ?class (COUNT(*) AS ?entities) WHERE { ?s a ?class } GROUP BY ?class ORDER BY ?class"
_PROPERTIES = "SELECT ?property (COUNT(*) AS ?triples) WHERE { ?s ?property ?o } GROUP BY ?property ORDER BY ?property"
_GRAPHS = f"SELECT DISTINCT ?graph WHERE {{ GRAPH ?graph {{}} }} ORDER BY ?graph LIMIT {_MOST_GRAPHS + 1}"

Term = NamedNode | BlankNode | Literal


def service(store: Store, endpoint: str, wanted: Format) -> bytes:
    """The description of the endpoint and of what it answers over."""
    return _written(_service(store, NamedNode(endpoint)), wanted)


def queries(root: str, wanted: Format) -> bytes:
    """The saved queries as executables of SHACL, each at its address under the root."""
    return _written((triple for query in catalogue().values() for triple in _query(query, root)), wanted)


def _service(store: Store, endpoint: NamedNode) -> Iterator[Triple]:
    dataset, graph = BlankNode("dataset"), BlankNode("graph")
    yield from _told(
        endpoint,
        (dg.rdfType, _term("sd:Service")),
        (_term("sd:endpoint"), endpoint),
        (_term("sd:supportedLanguage"), _term("sd:SPARQL11Query")),
        (_term("sd:feature"), _term("sd:UnionDefaultGraph")),
        (_term("sd:defaultEntailmentRegime"), _SIMPLE),
        (_term("sd:defaultDataset"), dataset),
        (_term("rdfs:seeAlso"), NamedNode(endpoint.value.removesuffix("sparql") + "queries")),
        *((_term("sd:resultFormat"), NamedNode(row.serialiser.iri)) for row in _formats() if row.serialiser),
    )
    yield from _told(dataset, (dg.rdfType, _term("sd:Dataset")), (_term("sd:defaultGraph"), graph))
    yield from _told(graph, (dg.rdfType, _term("sd:Graph")), (dg.rdfType, _term("void:Dataset")))
    yield from _figures(store, graph)
    names = _graphs(store)
    for number, name in enumerate(names if len(names) <= _MOST_GRAPHS else ()):
        node, content = BlankNode(f"named{number}"), BlankNode(f"content{number}")
        yield Triple(dataset, _term("sd:namedGraph"), node)
        yield from _told(
            node,
            (dg.rdfType, _term("sd:NamedGraph")),
            (_term("sd:name"), NamedNode(name)),
            (_term("sd:graph"), content),
        )
        yield Triple(content, dg.rdfType, _term("sd:Graph"))


def _formats() -> Iterator[Format]:
    yield from formats(Kind.RESULTS)
    yield from formats(Kind.GRAPH)


def _figures(store: Store, graph: BlankNode) -> Iterator[Triple]:
    (totals,), classes, properties = _counted(store, store.state())
    numbers = (*totals, len(classes), len(properties))
    names = ("triples", "distinctSubjects", "distinctObjects", "classes", "properties")
    yield from _told(
        graph, *((_term(f"void:{name}"), _number(number)) for name, number in zip(names, numbers, strict=True))
    )
    yield Triple(graph, _term("void:vocabulary"), NamedNode(f"{iri.BASE}ontology#"))
    for partition, key, figure, rows in (
        ("classPartition", "class", "entities", classes),
        ("propertyPartition", "property", "triples", properties),
    ):
        for place, (name, number) in enumerate(rows):
            part = BlankNode(f"{key}{place}")
            yield Triple(graph, _term(f"void:{partition}"), part)
            yield from _told(
                part, (_term(f"void:{key}"), NamedNode(str(name))), (_term(f"void:{figure}"), _number(number))
            )


@lru_cache(maxsize=2)
def _counted(store: Store, state: str) -> tuple[tuple[tuple[object, ...], ...], ...]:  # noqa: ARG001 (the key)
    """Whole scans, made once in each state of the store."""
    return tuple(store.select(query).rows for query in (_TOTALS, _CLASSES, _PROPERTIES))


def _graphs(store: Store) -> tuple[str, ...]:
    return tuple(str(name) for (name,) in store.select(_GRAPHS).rows)


def _query(query: Query, root: str) -> Iterator[Triple]:
    node = NamedNode(f"{root}queries/{query.name}")
    yield from _told(
        node,
        (dg.rdfType, _term("sh:SPARQLExecutable")),
        (dg.rdfType, _term("sh:SPARQLSelectExecutable")),
        (_term("rdfs:label"), Literal(query.summary, language="zh")),
        (_term("rdfs:label"), Literal(query.summary_en, language="en")),
        (_term("sh:select"), Literal(query.text)),
        (_term("schema:target"), NamedNode(f"{root}sparql")),
        *((_term("schema:keywords"), Literal(tag)) for tag in query.tags),
    )
    if query.description:
        yield Triple(node, _term("rdfs:comment"), Literal(query.description, language="en"))


def _told(subject: NamedNode | BlankNode, *facts: tuple[NamedNode, Term]) -> Iterator[Triple]:
    return (Triple(subject, predicate, value) for predicate, value in facts)


def _number(number: object) -> Literal:
    return Literal(int(str(number)))


def _term(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(_PREFIXES[prefix] + local)


def _written(triples: Iterable[Triple], wanted: Format) -> bytes:
    return serialize(triples, format=wanted.rdf(), prefixes=_PREFIXES) or b""
