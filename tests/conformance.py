"""The W3C's cases for SPARQL 1.1 where they lie beside the repository: manifests read, answers compared."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Literal, NamedNode, QueryResultsFormat, RdfFormat

from tests.evaluate import SHARED

SUITE = SHARED / "conformance" / "sparql" / "sparql11"
RUNNER = SHARED / "conformance" / "protocol_runner.py"
BASE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"
_MANIFESTS = (
    *("aggregates", "bind", "bindings", "cast", "construct", "exists", "functions", "grouping", "negation"),
    *("project-expression", "property-path", "subquery", "csv-tsv-res", "json-res"),
)
_CASES = """PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#>
PREFIX qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#>
SELECT ?case ?query ?result
  (GROUP_CONCAT(DISTINCT STR(?data)) AS ?default) (GROUP_CONCAT(DISTINCT STR(?graph)) AS ?named) {
  ?case a ?type ; mf:action ?action ; mf:result ?result . ?action qt:query ?query .
  OPTIONAL { ?action qt:data ?data } OPTIONAL { ?action qt:graphData ?graph }
  VALUES ?type { mf:QueryEvaluationTest mf:CSVResultFormatTest }
} GROUP BY ?case ?query ?result ORDER BY ?case"""
_SYNTAX_CASES = """PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#>
SELECT ?case ?query ?type { ?case a ?type ; mf:action ?query .
  VALUES ?type { mf:PositiveSyntaxTest11 mf:NegativeSyntaxTest11 } } ORDER BY ?case"""
_RESULT_SET = """PREFIX rs: <http://www.w3.org/2001/sw/DataAccess/tests/result-set#>
SELECT ?row ?name ?value { ?row rs:binding [ rs:variable ?name ; rs:value ?value ] }"""
_MEDIA_TYPES = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".tsv": "text/tab-separated-values",
    ".csv": "text/csv",
    ".ttl": "application/n-triples",
}
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = {f"{_XSD}{name}": kind for name, kind in (("decimal", Decimal), ("double", float), ("float", float))}
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_TIMES = NamedNode("urn:times")

Row = tuple[tuple[str, object], ...]
"""The values of a solution, by the names of their variables."""


@dataclass(frozen=True, slots=True)
class Case:
    """A query, the graphs it sees, and the file of its answer."""

    name: str
    query: Path
    result: Path
    default: tuple[str, ...]
    named: tuple[str, ...]

    @property
    def text(self) -> str:
        return f"BASE <{BASE}{self.query.parent.name}/>\n{self.query.read_text(encoding='utf-8')}"

    @property
    def is_graph(self) -> bool:
        return "CONSTRUCT" in self.text

    @property
    def media_type(self) -> str:
        """Of the answer, as it is to come."""
        return _MEDIA_TYPES[".srx" if self.result.suffix == ".ttl" and not self.is_graph else self.result.suffix]

    @property
    def dataset(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The graphs that are named beside the query; none where it names them itself."""
        return ((), ()) if re.search(r"\bFROM\b", self.text) else (self.default or ("urn:none",), self.named)


def cases() -> list[Case]:
    """All query evaluation cases but those that ask other servers."""
    return [
        Case(_name(case), _path(query), _path(result), tuple(default.split()), tuple(named.split()))
        for case, query, result, default, named in _rows_of(_manifests(_MANIFESTS), _CASES)
    ]


def syntax_cases() -> list[tuple[str, str, bool]]:
    """Name and text of each syntax case, and whether it is a query."""
    rows = _rows_of(_manifests(("syntax-query",)), _SYNTAX_CASES)
    return [(_name(case), _path(query).read_text(encoding="utf-8"), "Positive" in kind) for case, query, kind in rows]


def fill(store: ox.Store, wanted: Iterable[Case]) -> None:
    """Puts the graphs of the cases into the store, each under its own name."""
    for name in {name for case in wanted for name in (*case.default, *case.named)}:
        written = RdfFormat.from_extension(name.rpartition(".")[2])
        store.load(path=str(_path(name)), format=written, base_iri=name, to_graph=NamedNode(name))


def of_engine(case: Case, store: ox.Store) -> object:
    """What the engine itself answers, None where it fails."""
    default, named = ([NamedNode(name) for name in names] for names in case.dataset)
    seen = {"default_graph": default, "named_graphs": named} if default else {}
    try:
        answer = store.query(case.text, **seen)  # type: ignore[arg-type]
        if isinstance(answer, ox.QueryTriples):
            return said(case, ox.serialize(answer, format=RdfFormat.N_TRIPLES) or b"")
        return said(case, answer.serialize(format=QueryResultsFormat.from_media_type(case.media_type)) or b"")
    except (SyntaxError, ValueError, RuntimeError, OSError):
        return None


def wanted(case: Case) -> object:
    """What the case wants for an answer."""
    data = case.result.read_bytes()
    if case.result.suffix != ".ttl":
        return said(case, data)
    quads = [*ox.parse(data, RdfFormat.TURTLE, base_iri=f"{BASE}{case.result.parent.name}/")]
    return _isomorphic(quads) if case.is_graph else _isomorphic(_table(_result_set(quads)))


def said(case: Case, answer: bytes) -> object:
    """The same for answers that differ in names of blank nodes, in order, and in how numbers are written."""
    if case.is_graph:
        return _isomorphic(ox.parse(answer, RdfFormat.N_TRIPLES))
    if case.media_type == "text/csv":
        return _isomorphic(_table([tuple(sorted(row.items())) for row in csv.DictReader(StringIO(answer.decode()))]))
    found = ox.parse_query_results(answer, QueryResultsFormat.from_media_type(case.media_type))
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    names = [variable.value for variable in found.variables]
    return _isomorphic(_table([tuple(zip(names, row, strict=True)) for row in found]))


def _result_set(quads: Iterable[ox.Quad]) -> list[Row]:
    """The rows that are told in RDF: https://www.w3.org/2001/sw/DataAccess/tests/result-set."""
    store = ox.Store()
    store.extend(quads)
    rows: dict[str, list[tuple[str, object]]] = {}
    found = store.query(_RESULT_SET)
    assert isinstance(found, ox.QuerySolutions)
    for row, name, value in found:
        rows.setdefault(str(row), []).append((name.value, value))
    return [tuple(row) for row in rows.values()]


def _table(rows: Sequence[Row]) -> Iterator[ox.Quad]:
    """Rows as a graph: a node for each, how often there is one like it, its values."""
    for row, times in Counter(rows).items():
        node = BlankNode()
        yield ox.Quad(node, _TIMES, Literal(times))
        for name, value in row:
            if value is not None:
                yield ox.Quad(node, NamedNode(f"urn:variable:{name}"), _plain(value))


def _plain(value: object) -> NamedNode | BlankNode | Literal:
    """The value; a number as Python writes it, a cell of CSV as far as it can be told what it is."""
    if isinstance(value, str):
        if value.startswith("_:"):
            return BlankNode(value[2:])
        return Literal(str(float(value)) if _NUMBER.fullmatch(value) else value)
    if isinstance(value, Literal) and value.datatype.value == f"{_XSD}boolean":
        return Literal(value.value in {"1", "true"})
    if isinstance(value, Literal) and (number := _NUMBERS.get(value.datatype.value)):
        return Literal(str(number(value.value).__round__(9)), datatype=value.datatype)
    assert isinstance(value, NamedNode | BlankNode | Literal)
    return value


def _isomorphic(quads: Iterable[ox.Quad]) -> frozenset[ox.Quad]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return frozenset(dataset)


def _manifests(folders: Sequence[str]) -> ox.Store:
    store = ox.Store()
    for folder in folders:
        store.load(path=str(SUITE / folder / "manifest.ttl"), base_iri=f"{BASE}{folder}/manifest.ttl")
    return store


def _rows_of(store: ox.Store, query: str) -> Iterator[list[str]]:
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    for row in found:
        yield [value.value if isinstance(value, NamedNode | Literal) else "" for value in row]


def _name(case: str) -> str:
    return case.removeprefix(BASE).replace("/manifest#", " ")


def _path(name: str) -> Path:
    return SUITE / name.removeprefix(BASE)
