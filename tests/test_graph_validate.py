"""``graph.validate`` and the shapes: what conforms, what is reported, and that nothing makes it fail."""

import re
from collections.abc import Iterable
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from graph import derive, to_rdf
from graph import vocab as dg
from graph.model import Document
from graph.validate import Report, Result, validate
from tests.strategies import documents

ROOT = Path(__file__).parent.parent
SH = "http://www.w3.org/ns/shacl#"
SHAPE = "https://w3id.org/dutygraph/shape#"

SLOW = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])

examples = pytest.mark.parametrize(
    "file", sorted((ROOT / "ontology/examples").glob("*.ttl")), ids=lambda file: file.stem
)
valid = pytest.mark.parametrize("file", sorted((ROOT / "tests/shapes/valid").glob("*.ttl")), ids=lambda file: file.stem)
invalid = pytest.mark.parametrize(
    "file", sorted((ROOT / "tests/shapes/invalid").glob("*.ttl")), ids=lambda file: file.stem
)


def quads(file: Path) -> list[Quad]:
    return list(parse(path=str(file)))


@examples
def test_every_example_of_the_ontology_conforms(file: Path) -> None:
    assert validate(quads(file)) == Report(conforms=True, results=())


@valid
def test_what_is_unusual_but_right_conforms(file: Path) -> None:
    assert validate(quads(file)) == Report(conforms=True, results=())


@invalid
def test_what_is_wrong_breaks_the_shapes_it_names_and_no_other(file: Path) -> None:
    named = re.findall(r"^# breaks: shape:(\S+)$", file.read_text(encoding="utf-8"), re.MULTILINE)

    report = validate(quads(file))

    assert not report.conforms
    assert sorted({result.shape.removeprefix(SHAPE) for result in report.results}) == named


def test_a_fault_is_told_with_its_node_its_property_and_what_is_wanted_in_two_languages() -> None:
    report = validate(quads(ROOT / "tests/shapes/invalid/measure-without-modality.ttl"))

    assert report.results == (
        Result(
            focus="https://example.org/measure",
            path="https://w3id.org/dutygraph/ontology#modality",
            message="道义情态取自代码表，只有一个。 A dg:Measure has one modality, from the code list.",
            severity="Violation",
            shape="https://w3id.org/dutygraph/shape#Measure-modality",
        ),
    )


def test_nothing_conforms() -> None:
    assert validate([]) == Report(conforms=True, results=())


@SLOW
@given(documents())
def test_whatever_is_written_for_a_document_conforms(document: Document) -> None:
    written = chain(to_rdf.quads(document), derive.quads(document))

    assert validate(written) == Report(conforms=True, results=())


TERMS = [term for name, term in vars(dg).items() if isinstance(term, NamedNode)]
NODES = st.one_of(st.sampled_from([NamedNode("https://example.org/a"), BlankNode("b")]), st.sampled_from(TERMS))
LITERALS = st.builds(
    Literal,
    st.sampled_from(["", "治水", "2022-13-45", "P1W", "-1", "1e400", "NaN", "\x00", "2021-01-01"]),
    datatype=st.sampled_from(
        [dg.xsdDate, dg.xsdDecimal, dg.xsdDuration, dg.xsdInteger, NamedNode("https://example.org/t")]
    ),
)
QUADS = st.builds(
    Quad, NODES, st.sampled_from(TERMS), st.one_of(NODES, LITERALS, st.builds(Literal, st.text(max_size=3)))
)


@SLOW
@given(st.lists(QUADS, max_size=30))
def test_no_data_make_it_fail(data: list[Quad]) -> None:
    report = validate(data)

    assert report.conforms == (not report.results)


def test_what_rdflib_cannot_hold_is_no_reason_to_fail() -> None:
    nested = (
        '<https://example.org/a> <https://example.org/b> <<( <https://example.org/a> <https://example.org/b> "c" )>> .'
    )

    assert validate(parse(nested.encode(), format=RdfFormat.N_TRIPLES)).conforms


@cache
def required() -> list[tuple[NamedNode, NamedNode, NamedNode]]:
    """Each property that a class must have: class, property, shape."""
    triples = [
        quad.triple for file in sorted((ROOT / "ontology/shapes").glob("*.ttl")) for quad in parse(path=str(file))
    ]

    def values(subject: object, name: str) -> list[NamedNode]:
        return [
            triple.object
            for triple in triples
            if triple.subject == subject and triple.predicate == NamedNode(SH + name)
        ]

    return [
        (class_, path, shape)
        for target in triples
        if target.predicate == NamedNode(SH + "targetClass")
        for class_ in [target.object]
        for shape in values(target.subject, "property")
        for path in values(shape, "path")
        if values(shape, "minCount")
    ]


@cache
def example_graphs() -> list[list[Quad]]:
    return sorted((quads(file) for file in (ROOT / "ontology/examples").glob("*.ttl")), key=len)


def without(class_: NamedNode, path: NamedNode) -> Iterable[Quad]:
    """The smallest example with such a node, which loses what it must have."""
    for graph in example_graphs():
        nodes = [quad.subject for quad in graph if (quad.predicate, quad.object) == (dg.rdfType, class_)]
        if nodes:
            return [quad for quad in graph if (quad.subject, quad.predicate) != (nodes[0], path)]
    raise LookupError(f"no example has a node of {class_}")


@pytest.mark.parametrize(
    ("class_", "path", "shape"), required(), ids=[shape.value.removeprefix(SHAPE) for _, _, shape in required()]
)
def test_whatever_a_node_must_have_is_missed_where_an_example_loses_it(
    class_: NamedNode, path: NamedNode, shape: NamedNode
) -> None:
    report = validate(without(class_, path))

    assert shape.value in {result.shape for result in report.results}
