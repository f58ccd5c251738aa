"""Corrections as RDF, in a named graph for each document: Web Annotation for the place, PROV for who and when.

What was found and what is so instead are nodes with the properties that facts have, but of no class: no question takes
them for facts. No blank nodes, as everywhere.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, Triple

from graph import codecs, iri, mapping
from graph import vocab as dg
from graph.codecs import Codec
from graph.corrections.correction import Correction, Selector, Value
from graph.mapping import Field, Link, Table
from graph.model import Agency, AgencyKind, Assignment, Evidence, FactKind, Place, PlaceType, Verdict

_OA, _PROV, _RDFS = (dg.PREFIXES[prefix] for prefix in ("oa", "prov", "rdfs"))
TARGET, _BODY, _SOURCE = (NamedNode(_OA + name) for name in ("hasTarget", "hasBody", "hasSource"))
_SELECTOR, _MOTIVE = (NamedNode(_OA + name) for name in ("hasSelector", "motivatedBy"))
_EXACT, _PREFIX, _SUFFIX, _START, _END = (
    NamedNode(_OA + name) for name in ("exact", "prefix", "suffix", "start", "end")
)
_BY, _AT = NamedNode(_PROV + "wasAttributedTo"), NamedNode(_PROV + "generatedAtTime")
_AGENT, _LABEL, _COMMENT = NamedNode(_PROV + "Agent"), NamedNode(_RDFS + "label"), NamedNode(_RDFS + "comment")
_TABLES: dict[FactKind, Table] = {
    FactKind.ASSIGNMENT: mapping.ASSIGNMENT,
    FactKind.DEADLINE: mapping.DEADLINE,
    FactKind.RECURRENCE: mapping.RECURRENCE,
    FactKind.TARGET: mapping.TARGET,
    FactKind.PLACE: mapping.PLACE,
    FactKind.CITATION: mapping.CITATION,
    FactKind.FIGURE: mapping.FACT,
}
_APART = ("evidence", "rule", "rank", "correction")  # of the place, not of the fact
_VERDICTS = {dg.concept(each): each for each in Verdict}
_KINDS = {dg.concept(each): each for each in FactKind}
_AGENCY_KINDS = {dg.concept(each): each for each in AgencyKind}

Statement = tuple[NamedNode, NamedNode, NamedNode | Literal]


def quads(document: str, corrections: Iterable[Correction]) -> Iterator[Quad]:
    """Every statement of the corrections of the document of that key, each once, in their graph."""
    graph = iri.corrections_graph(document)
    statements = dict.fromkeys(statement for each in corrections for statement in _statements(each))
    return (Quad(*statement, graph) for statement in statements)


def corrections(document: str, triples: Iterable[Triple]) -> tuple[Correction, ...]:
    """The corrections that these statements tell, by their place in the text."""
    told: _Told = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        told[triple.subject][triple.predicate].append(triple.object)
    nodes = [node for node, statements in told.items() if dg.verdict in statements]
    found = (_read(document, node, told) for node in nodes)
    return tuple(sorted(found, key=lambda each: (each.selector.start, each.id)))


_Told = defaultdict[Any, defaultdict[NamedNode, list[Any]]]


def _statements(each: Correction) -> Iterator[Statement]:
    node = iri.correction(each.id)
    person = iri.person(each.by)
    yield node, dg.rdfType, dg.Correction
    yield node, dg.rdfType, NamedNode(_OA + "Annotation")
    yield node, _MOTIVE, NamedNode(_OA + ("editing" if each.value else "assessing"))
    yield node, dg.verdict, dg.concept(each.verdict)
    yield node, dg.factKind, dg.concept(each.kind)
    if each.measure is not None:
        yield node, dg.number, Literal(each.measure)
    yield node, _BY, person
    yield person, dg.rdfType, _AGENT
    yield person, _LABEL, Literal(each.by)
    yield node, _AT, codecs.MOMENT.write(each.at)
    if each.why:
        yield node, _COMMENT, Literal(each.why)
    yield from _target(node, each)
    yield from _value(node, dg.found, "found", each.kind, each.found)
    yield from _value(node, dg.corrected, "corrected", each.kind, each.value)
    if each.value:
        yield node, _BODY, _step(node, "corrected")


def _target(node: NamedNode, each: Correction) -> Iterator[Statement]:
    target, quote, position = (_step(node, name) for name in ("target", "quote", "position"))
    place = each.selector
    yield node, TARGET, target
    yield target, dg.rdfType, NamedNode(_OA + "SpecificResource")
    yield target, _SOURCE, iri.document(each.document)
    yield target, _SELECTOR, quote
    yield target, _SELECTOR, position
    yield quote, dg.rdfType, NamedNode(_OA + "TextQuoteSelector")
    for property_, words in ((_EXACT, place.exact), (_PREFIX, place.prefix), (_SUFFIX, place.suffix)):
        yield quote, property_, Literal(words)
    yield position, dg.rdfType, NamedNode(_OA + "TextPositionSelector")
    yield position, _START, codecs.WHOLE.write(place.start)
    yield position, _END, codecs.WHOLE.write(place.start + len(place.exact))


def _value(node: NamedNode, link: NamedNode, step: str, kind: FactKind, value: Value | None) -> Iterator[Statement]:
    if value is None:
        return
    body = _step(node, step)
    yield node, link, body
    for field in _fields(kind):
        told = getattr(value, field.attribute)
        if told is not None:
            yield body, field.property, _term(field, told, value)
    if isinstance(value, Assignment) and value.agency:
        yield body, dg.agencyKind, dg.concept(value.agency.kind)
        if value.agency.jurisdiction:
            yield body, dg.jurisdiction, iri.division(value.agency.jurisdiction)


def _fields(kind: FactKind) -> Iterator[Field]:
    return (field for field in _TABLES[kind].fields if field.attribute not in _APART)


def _term(field: Field, told: Any, value: Value) -> NamedNode | Literal:  # noqa: ANN401 (what a field holds)
    if isinstance(field.codec, Codec):
        return field.codec.write(told)
    if field.codec is Link.AGENCY:
        return iri.agency(told.name)
    if field.codec is Link.INDICATOR:
        return iri.indicator(told)
    is_division = isinstance(value, Place) and value.type is PlaceType.DIVISION
    return iri.division(told) if is_division else iri.feature(told)


def _read(document: str, node: NamedNode, told: _Told) -> Correction:
    def one(property_: NamedNode) -> Any:  # noqa: ANN401 (a term)
        return next(iter(told[node][property_]), None)

    kind = _KINDS[one(dg.factKind)]
    place = _place(told, one(TARGET))
    number, why = one(dg.number), one(_COMMENT)
    return Correction(
        document,
        kind,
        number.value if number else None,
        place,
        _VERDICTS[one(dg.verdict)],
        _read_value(told, one(dg.found), kind, place),
        _read_value(told, one(dg.corrected), kind, place),
        iri.name(one(_BY)),
        datetime.fromisoformat(one(_AT).value),
        why.value if why else None,
    )


def _place(told: _Told, target: NamedNode) -> Selector:
    selectors = told[target][_SELECTOR]
    quote = next(each for each in selectors if told[each][_EXACT])
    position = next(each for each in selectors if told[each][_START])
    exact, before, after = (told[quote][property_][0].value for property_ in (_EXACT, _PREFIX, _SUFFIX))
    return Selector(exact, before, after, int(told[position][_START][0].value))


def _read_value(told: _Told, body: NamedNode | None, kind: FactKind, place: Selector) -> Value | None:
    if body is None:
        return None
    terms = told[body]
    given: dict[str, Any] = {"evidence": Evidence(place.start, place.start + len(place.exact), place.exact)}
    for field in _fields(kind):
        read: Callable[[Any], Any] = field.codec.read if isinstance(field.codec, Codec) else iri.name
        given[field.attribute] = read(terms[field.property][0]) if terms[field.property] else None
    if kind is FactKind.ASSIGNMENT:
        given |= {"agency": _agency(terms, given["agency"]), "rank": 0}
    made: Value = _TABLES[kind].model(**given)
    return made


def _agency(terms: defaultdict[NamedNode, list[Any]], name: str | None) -> Agency | None:
    if name is None:
        return None
    divisions, kinds = terms[dg.jurisdiction], terms[dg.agencyKind]
    return Agency(name, iri.name(divisions[0]) if divisions else None, _AGENCY_KINDS[kinds[0]])


def _step(node: NamedNode, name: str) -> NamedNode:
    return NamedNode(f"{node.value}/{name}")
