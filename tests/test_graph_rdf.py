"""Documents as RDF and back: ``graph.iri``, ``graph.to_rdf`` and ``graph.from_rdf``."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from random import Random

import pytest
from hypothesis import given
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, parse

from graph import from_rdf, iri, mapping, to_rdf
from graph import vocab as dg
from graph.errors import StoreError
from graph.model import (
    Agency,
    AgencyKind,
    Assignment,
    Basis,
    Change,
    Comparator,
    Document,
    DocumentKind,
    Evidence,
    Measure,
    Modality,
    Role,
    Section,
    SourceFile,
    Target,
)
from tests.strategies import UNHURRIED, documents

TEXT = "一、治水。二、护林。一、治水。"


def document(**fields: object) -> Document:
    source = SourceFile("清川.txt", "ab" * 32, 45, "text/plain", "utf-8", TEXT)
    bare = Document("清川", source, "治水方案", DocumentKind.IMPLEMENTATION_PLAN, (), None, None, None, None)
    return replace(bare, **fields)  # type: ignore[arg-type]


def at(start: int, end: int) -> Evidence:
    return Evidence(start, end, TEXT[start:end])


def measure(ordinal: int, number: str, start: int = 0, **fields: object) -> Measure:
    bare = Measure(ordinal, number, "", "治水", Modality.OBLIGATION, at(start, start + 2))
    return replace(bare, **fields)  # type: ignore[arg-type]


def objects(document: Document, subject: NamedNode, property_: NamedNode) -> list[str]:
    found = [quad.object for quad in to_rdf.quads(document) if (quad.subject, quad.predicate) == (subject, property_)]
    return [term.value for term in found if isinstance(term, NamedNode | Literal)]


@UNHURRIED
@given(documents())
def test_a_document_comes_back_from_a_store_as_it_went_in(document: Document) -> None:
    store = Store()
    store.extend(to_rdf.quads(document))

    assert from_rdf.document(store) == document


@UNHURRIED
@given(documents())
def test_a_document_comes_back_from_n_quads_as_it_went_in(document: Document) -> None:
    assert from_rdf.document(parse(to_rdf.nquads(document), format=RdfFormat.N_QUADS)) == document


@UNHURRIED
@given(documents())
def test_the_order_of_the_quads_does_not_matter(document: Document) -> None:
    quads = list(to_rdf.quads(document))
    Random(0).shuffle(quads)

    assert from_rdf.document(quads) == document


@UNHURRIED
@given(documents())
def test_the_graph_of_a_document_is_one_named_graph_without_blank_nodes(document: Document) -> None:
    quads = list(to_rdf.quads(document))

    assert {quad.graph_name for quad in quads} == {iri.document_graph(document.key)}
    assert not [quad for quad in quads if BlankNode in (type(quad.subject), type(quad.object))]


@UNHURRIED
@given(documents())
def test_every_property_of_the_graph_is_a_term_of_the_vocabulary(document: Document) -> None:
    known = {term for term in vars(dg).values() if isinstance(term, NamedNode)}

    assert {quad.predicate for quad in to_rdf.quads(document)} <= known


def test_every_attribute_of_the_model_has_its_place_in_the_mapping() -> None:
    tables = [table for table in vars(mapping).values() if isinstance(table, mapping.Table)]
    written_apart = {"Document": {"issuers", "addressees", "sections", "measures"}, "SourceFile": {"text"}}

    mapped = {table.model.__name__: attributes(table) for table in tables}

    assert {name: found | written_apart.get(name, set()) for name, found in mapped.items()} == {
        table.model.__name__: set(table.model.__dataclass_fields__) for table in tables
    }


def attributes(table: mapping.Table) -> set[str]:
    return {field.attribute for field in table.fields} | {part.attribute for part in table.parts}


@pytest.mark.parametrize(
    ("key", "segment"),
    [
        ("清川-2021_a.1", "清川-2021_a.1"),
        ("a b", "a%20b"),
        ("a/b", "a%2Fb"),
        ("a%2Fb", "a%252Fb"),
        ("a?b#c", "a%3Fb%23c"),
        ("a~2", "a%7E2"),
        ("各市(州)、县(区)", "各市(州)、县(区)"),
        ("（一）", "%EF%BC%88一%EF%BC%89"),
        ("<>", "%3C%3E"),
    ],
)
def test_iris_keep_chinese_and_encode_what_has_a_meaning_in_an_iri(key: str, segment: str) -> None:
    assert iri.document(key).value == f"https://w3id.org/dutygraph/id/document/{segment}"


@pytest.mark.parametrize(
    ("numbers", "steps"),
    [
        (["二/(一)/1/(1)"], ["二.(一).1.(1)"]),
        (["一", "一", "二", "一"], ["一", "一~2", "二", "一~3"]),
        (["1/1", "1.1"], ["1.1", "1%2E1"]),
        (["1~2", "1", "1"], ["1%7E2", "1", "1~2"]),
        ([""], [""]),
    ],
)
def test_a_measure_is_named_by_its_number_and_a_repeated_number_is_told_apart(
    numbers: list[str], steps: list[str]
) -> None:
    prefix = "https://w3id.org/dutygraph/id/measure/k/"

    assert [node.value for node in iri.measures("k", numbers)] == [prefix + step for step in steps]


def test_evidence_is_named_by_the_text_and_the_span() -> None:
    version = iri.text("治水")

    assert version.value == f"https://w3id.org/dutygraph/id/text/{sha256('治水'.encode()).hexdigest()[:16]}"
    assert iri.evidence(version, 0, 2).value == f"{version.value}#char=0,2"


def test_a_measure_is_part_of_the_nearest_section_before_it() -> None:
    sections = (Section("一", "甲", at(0, 2)), Section("一", "乙", at(10, 12)), Section("一/(一)", "丙", at(11, 12)))
    measures = (measure(1, "一/1", 3), measure(2, "一/1", 12), measure(3, "一/(一)/1/(1)", 13), measure(4, "三", 13))
    whole = document(sections=sections, measures=measures)
    nodes = iri.measures("清川", [entry.number for entry in measures])

    found = [[part.rpartition("/")[2] for part in objects(whole, node, dg.partOf)] for node in nodes]

    assert found == [["一"], ["一~2"], ["一.(一)"], []]


def test_an_agency_has_its_class_its_label_and_every_printed_name_in_ascii_brackets() -> None:
    group = Agency("云岭省各市(州)人民政府", "云岭省", AgencyKind.GROUP)
    printed = ("各市（州）人民政府", "各市(州)人民政府", "各市州政府")
    assignments = tuple(
        Assignment(Role.LEAD, mention, group, Basis.EXPLICIT, rank, at(0, 2)) for rank, mention in enumerate(printed)
    )
    whole = document(measures=(measure(1, "一", assignments=assignments),))
    node = iri.agency(group.name)

    assert objects(whole, node, dg.rdfType) == [dg.Agency.value, dg.AgencyGroup.value]
    assert objects(whole, node, dg.name) == ["各市(州)人民政府", "各市州政府"]
    assert objects(whole, node, dg.prefLabel) == ["云岭省各市(州)人民政府"]


def test_an_unresolved_agency_has_its_mention_only() -> None:
    assignment = Assignment(Role.LEAD, "有关单位", None, Basis.EXPLICIT, 0, at(0, 2))
    whole = document(measures=(measure(1, "一", assignments=(assignment,)),))
    node = iri.part(next(iri.measures("清川", ["一"])), "assignment", 1)

    assert objects(whole, node, dg.mention) == ["有关单位"]
    assert objects(whole, node, dg.agency) == []


def test_a_notice_carries_its_plan() -> None:
    whole = document(carries="清川市治水方案")

    assert set(objects(whole, iri.document("清川"), dg.rdfType)) == {dg.Document.value, dg.Carrier.value}
    assert objects(whole, iri.plan("清川"), dg.title) == ["清川市治水方案"]


def test_joint_issuers_keep_their_order() -> None:
    whole = document(issuers=("清川市水务局", "清川市财政局", "安平市水务局"))
    store = Store()
    store.extend(to_rdf.quads(whole))

    assert from_rdf.document(store).issuers == whole.issuers


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        (Decimal(95), Literal("95", datatype=dg.xsdDecimal)),
        (Decimal("1E+3"), Literal("1000", datatype=dg.xsdDecimal)),
        (Decimal("1E-7"), Literal("0.0000001", datatype=dg.xsdDecimal)),
        ("Ⅲ", Literal("Ⅲ")),
    ],
)
def test_a_figure_is_a_plain_decimal_or_a_class(value: Decimal | str, literal: Literal) -> None:
    target = Target("", "水质", Comparator.AT_LEAST, value, "", Change.LEVEL, None, date(2025, 12, 31), None, at(0, 2))
    quads = to_rdf.quads(document(targets=(target,)))

    assert [quad.object for quad in quads if quad.predicate == dg.value] == [literal]


def test_what_is_told_twice_is_described_once() -> None:
    whole = document(measures=(measure(1, "一"), measure(2, "二")))
    quads = list(to_rdf.quads(whole))

    assert len(quads) == len(set(quads))
    assert len([quad for quad in quads if quad.object == dg.Evidence]) == 1


def test_a_lone_surrogate_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="literal value"):
        list(to_rdf.quads(document(title="\ud800")))


def test_quads_without_a_document_are_refused() -> None:
    with pytest.raises(StoreError, match="this one has 0 nodes"):
        from_rdf.document([])


def test_a_graph_that_lost_a_triple_is_refused() -> None:
    quads = [quad for quad in to_rdf.quads(document()) if quad.predicate != dg.kind]

    with pytest.raises(StoreError, match="has 0 values of"):
        from_rdf.document(quads)
