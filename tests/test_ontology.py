"""The ontology tested as data: complete, documented, equal to the code, and its examples true."""

import re
from collections import Counter
from enum import StrEnum
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, URIRef
from rdflib.term import Node

from graph import vocab as dg
from tests import ontology_table
from tests.ontology_table import NAMESPACE, ONTOLOGY, README

MODULES = ontology_table.modules()
SCHEMES = ontology_table.schemes()
SH = "http://www.w3.org/ns/shacl#"


def union(graphs: dict[str, Graph]) -> Graph:
    whole = Graph()
    for graph in graphs.values():
        whole += graph
    return whole


TERMS = union(MODULES)
DEFINED = sorted(term for term in TERMS.subjects(RDFS.isDefinedBy) if isinstance(term, URIRef))
CONCEPTS = union(SCHEMES)
EXAMPLES = sorted((ONTOLOGY / "examples").glob("*.ttl"))

every_term = pytest.mark.parametrize("term", DEFINED, ids=lambda term: term.removeprefix(NAMESPACE))
every_example = pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
every_scheme = pytest.mark.parametrize(("kind", "name"), dg.SCHEMES.items(), ids=dg.SCHEMES.values())


def languages(graph: Graph, term: Node, property_: URIRef) -> list[str]:
    return sorted(getattr(text, "language", None) or "" for text in graph.objects(term, property_))


def constants() -> dict[str, str]:
    """The names in ``graph.vocab`` of our own terms, with their IRIs."""
    own = {name: term.value for name, term in vars(dg).items() if isinstance(term, NamedNode)}
    return {name: value for name, value in own.items() if value.startswith(NAMESPACE)}


def comments() -> dict[str, str]:
    source = Path(dg.__file__).read_text(encoding="utf-8")
    return dict(re.findall(r'^(\w+) = _dg\("\w+"\)  # (.+)$', source, re.MULTILINE))


def test_the_vocabulary_and_the_ontology_have_the_same_terms() -> None:
    assert constants() == {term.removeprefix(NAMESPACE): str(term) for term in DEFINED}


def test_the_comments_of_the_vocabulary_are_the_definitions() -> None:
    definitions = {
        term.removeprefix(NAMESPACE): str(text)
        for term in DEFINED
        for text in TERMS.objects(term, SKOS.definition)
        if getattr(text, "language", None) == "en"
    }

    assert comments() == definitions


@every_term
def test_a_term_is_named_and_defined_in_two_languages_and_shown_in_use(term: URIRef) -> None:
    assert languages(TERMS, term, RDFS.label) == ["en", "zh"]
    assert languages(TERMS, term, SKOS.definition) == ["en", "zh"]
    assert languages(TERMS, term, SKOS.example) == ["zh"]
    assert list(TERMS.objects(term, RDFS.isDefinedBy)) == [URIRef(NAMESPACE.removesuffix("#"))]


@every_term
def test_a_term_is_a_class_or_a_property_and_is_spelt_like_one(term: URIRef) -> None:
    kinds = {True: {OWL.Class}, False: {OWL.ObjectProperty, OWL.DatatypeProperty}}
    name = term.removeprefix(NAMESPACE)

    assert set(TERMS.objects(term, RDF.type)) <= kinds[name[0].isupper()]
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", name)


@every_term
def test_a_property_leads_from_a_class_to_a_class_a_code_or_a_datatype(term: URIRef) -> None:
    classes = set(TERMS.subjects(RDF.type, OWL.Class))

    assert set(TERMS.objects(term, RDFS.domain)) | set(TERMS.objects(term, RDFS.subClassOf)) <= classes
    for target in TERMS.objects(term, RDFS.range):
        is_data = (term, RDF.type, OWL.DatatypeProperty) in TERMS
        assert str(target).startswith(str(XSD)) if is_data else target in classes | {SKOS.Concept}


def test_each_term_is_defined_in_one_module() -> None:
    counts = Counter(term for graph in MODULES.values() for term in graph.subjects(RDFS.isDefinedBy))

    assert [term for term, count in counts.items() if count > 1] == []


def test_labels_tell_terms_apart() -> None:
    labels = Counter(
        (str(label), kind)
        for term in DEFINED
        for kind in TERMS.objects(term, RDF.type)
        for label in TERMS.objects(term, RDFS.label)
        if getattr(label, "language", None) == "zh"
    )

    assert [label for label, count in labels.items() if count > 1] == []


@every_scheme
def test_a_code_list_has_the_values_of_its_enumeration(kind: type[StrEnum], name: str) -> None:
    graph = SCHEMES[f"{name}.ttl"]
    notations = {
        str(code): str(notation)
        for code in graph.subjects(RDF.type, SKOS.Concept)
        for notation in graph.objects(code, SKOS.notation)
    }

    assert notations == {dg.concept(member).value: member.value for member in kind}


def test_every_code_list_has_its_enumeration() -> None:
    assert set(SCHEMES) == {f"{name}.ttl" for name in dg.SCHEMES.values()}


def test_every_code_is_named_and_defined_in_two_languages_within_its_scheme() -> None:
    for code in CONCEPTS.subjects(RDF.type, SKOS.Concept):
        scheme = URIRef(str(code).rpartition("/")[0])
        assert languages(CONCEPTS, code, SKOS.prefLabel) == ["en", "zh"], code
        assert languages(CONCEPTS, code, SKOS.definition) == ["en", "zh"], code
        assert list(CONCEPTS.objects(code, SKOS.inScheme)) == [scheme], code
        assert (scheme, RDF.type, SKOS.ConceptScheme) in CONCEPTS, code


def test_the_alignments_speak_of_our_terms_only_and_lead_elsewhere() -> None:
    ours = {*DEFINED, *CONCEPTS.subjects(RDF.type, SKOS.Concept)}
    ways = {RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, SKOS.exactMatch}
    graph = Graph().parse(ONTOLOGY / "alignments.ttl")

    assert set(graph.subjects()) <= ours
    assert set(graph.predicates()) <= ways
    assert not set(graph.objects()) & ours


def test_the_alignments_specialise_classes_by_classes_and_properties_by_properties() -> None:
    graph = Graph().parse(ONTOLOGY / "alignments.ttl")
    classes = set(TERMS.subjects(RDF.type, OWL.Class))

    assert set(graph.subjects(RDFS.subClassOf)) <= classes
    assert set(graph.subjects(RDFS.subPropertyOf)) <= set(DEFINED) - classes


@pytest.mark.parametrize(
    "file", [ONTOLOGY / "alignments.ttl", *ONTOLOGY.glob("duty*.ttl"), *ONTOLOGY.glob("codes/*.ttl"), *EXAMPLES]
)
def test_there_are_no_blank_nodes(file: Path) -> None:
    assert not [quad for quad in parse(path=str(file)) if BlankNode in (type(quad.subject), type(quad.object))]


@every_example
def test_an_example_says_what_it_shows(file: Path) -> None:
    assert re.match(r"# .{20,}\.\n", file.read_text(encoding="utf-8"))


@every_example
def test_an_example_uses_terms_and_codes_that_exist(file: Path) -> None:
    known = {str(term) for term in DEFINED} | {str(code) for code in CONCEPTS.subjects(RDF.type, SKOS.Concept)}
    used = {term.value for quad in parse(path=str(file)) for term in (quad.predicate, quad.object) if _is_term(term)}

    assert used <= known


def _is_term(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith((NAMESPACE, dg.CODE))


@every_example
def test_an_example_quotes_what_its_text_says(file: Path) -> None:
    quads = list(parse(path=str(file)))
    for node in [quad.subject for quad in quads if quad.object == dg.Evidence]:
        start, end = (int(_value(quads, node, property_)) for property_ in (dg.start, dg.end))
        text = next(quad.object for quad in quads if (quad.subject, quad.predicate) == (node, dg.inText))

        assert _value(quads, text, dg.text)[start:end] == _value(quads, node, dg.quote)


def _value(quads: list[Quad], node: object, property_: NamedNode) -> str:
    found = [quad.object for quad in quads if (quad.subject, quad.predicate) == (node, property_)]
    return "".join(term.value for term in found if isinstance(term, Literal))


def test_the_examples_show_every_class() -> None:
    shown = {
        quad.object.value
        for file in EXAMPLES
        for quad in parse(path=str(file))
        if quad.predicate == dg.rdfType and isinstance(quad.object, NamedNode)
    }
    own = {shown_class for shown_class in shown if shown_class.startswith(NAMESPACE)}

    assert {str(term) for term in TERMS.subjects(RDF.type, OWL.Class)} == own


def test_every_class_of_its_own_has_a_shape_and_every_shape_stands_in_one_file() -> None:
    shapes = {file.name: Graph().parse(file) for file in (ONTOLOGY / "shapes").glob("*.ttl")}
    subclasses = set(TERMS.subjects(RDFS.subClassOf)) - {URIRef(NAMESPACE + "Carrier")}
    named = Counter(
        node for graph in shapes.values() for node in set(graph.subjects(RDF.type)) if isinstance(node, URIRef)
    )

    targets = {target for graph in shapes.values() for target in graph.objects(None, URIRef(SH + "targetClass"))}

    assert targets == set(TERMS.subjects(RDF.type, OWL.Class)) - subclasses
    assert [shape for shape, count in named.items() if count > 1] == []


def test_shapes_use_terms_and_codes_that_exist_and_no_sparql() -> None:
    known = {*DEFINED, *CONCEPTS.subjects(RDF.type, SKOS.Concept)}
    for file in (ONTOLOGY / "shapes").glob("*.ttl"):
        graph = Graph().parse(file)
        ours = {node for node in graph.objects() if str(node).startswith((NAMESPACE, dg.CODE))}
        assert ours <= known, file.name
        assert not {str(node) for node in graph.predicates()} & {SH + "sparql", SH + "select"}, file.name


def test_the_codes_that_a_shape_allows_are_those_of_the_scheme() -> None:
    """Deadlines alone have fewer: no rule about leads can set one."""
    shapes = union({file.name: Graph().parse(file) for file in (ONTOLOGY / "shapes").glob("*.ttl")})
    for shape, head in shapes.subject_objects(URIRef(SH + "in")):
        codes = set(shapes.items(head))
        scheme = URIRef(str(next(iter(codes))).rpartition("/")[0])
        if str(shape).endswith("#Deadline-basis"):
            assert codes < set(CONCEPTS.subjects(SKOS.inScheme, scheme))
        else:
            assert codes == set(CONCEPTS.subjects(SKOS.inScheme, scheme)), shape


def test_the_tables_of_the_readme_are_fresh() -> None:
    readme = README.read_text(encoding="utf-8")

    assert readme == ontology_table.fresh(readme), "run: python -m tests.ontology_table"


def test_the_worked_example_of_the_readme_is_in_the_example_it_names() -> None:
    block = re.search(r"```turtle\n(.+?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert block

    shown = {str(quad.triple) for quad in parse(block[1].encode(), format=RdfFormat.TURTLE)}

    assert shown <= {str(quad.triple) for quad in parse(path=str(ONTOLOGY / "examples/assignment.ttl"))}


def test_every_decision_has_its_answer_and_what_was_refused() -> None:
    parts = (ONTOLOGY / "decisions.md").read_text(encoding="utf-8").split("\n## ")[1:]

    assert [part.partition("\n")[0] for part in parts if "**" not in part or "\nRefused: " not in part] == []
