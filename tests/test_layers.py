"""Printed and derived apart: who leaves the derived graphs out sees what the text says; they follow their sources."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from graph import iri, ledger
from graph import vocab as dg
from graph.known.division_days import division_days
from graph.known.membership import Membership, membership
from graph.known.rows import Division, GroupDivisions, GroupOrgans, Level
from graph.model import Assignment, Basis, Document, Role
from graph.solutions import EVERYTHING, Dataset
from graph.store import Outcome, Store
from loaders import load
from loaders.read import read
from loaders.reference import agencies, groups, reference
from tests.evaluate import SETS
from tests.sample_documents import documents, rectification, work_points
from tests.sample_documents import groups as sample_groups
from tests.test_cli import run

PLANS = ("plan-water-2020.txt", "rectification-safety-2018.txt")
ASSIGNMENTS = """PREFIX dg: <https://w3id.org/dutygraph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?key ?number ?ordinal ?role ?mention ?agency ?basis ?start ?end ?assignment WHERE {
  ?plan dg:key ?key ; dg:hasMeasure ?measure . ?measure dg:number ?number ; dg:ordinal ?ordinal .
  ?measure dg:hasAssignment ?assignment . ?assignment dg:role ?role_code ; dg:mention ?mention ; dg:basis ?basis_code .
  ?assignment dg:evidence ?evidence . ?evidence dg:start ?start ; dg:end ?end .
  OPTIONAL { ?assignment dg:agency ?body . ?body skos:prefLabel ?label }
  BIND(COALESCE(STR(?label), ?mention) AS ?agency)
  BIND(STRAFTER(STR(?role_code), "/code/role/") AS ?role) BIND(STRAFTER(STR(?basis_code), "/code/basis/") AS ?basis)
}"""
DEADLINES = """PREFIX dg: <https://w3id.org/dutygraph/ontology#>
SELECT ?key ?ordinal ?mention ?basis WHERE {
  ?plan dg:key ?key ; dg:hasMeasure ?measure . ?measure dg:ordinal ?ordinal ; dg:hasDeadline ?deadline .
  ?deadline dg:mention ?mention ; dg:basis ?code BIND(STRAFTER(STR(?code), "/code/basis/") AS ?basis)
}"""


@pytest.fixture(scope="module")
def plans() -> tuple[Document, ...]:
    """The hand-made documents, and two of the sample plans as they are read."""
    folder = SETS[0].documents
    return (*documents(), *(load(read(folder / name), name.removesuffix(".txt")) for name in PLANS))


@pytest.fixture(scope="module")
def whole(plans: Sequence[Document]) -> Store:
    """All of them, with what is known of divisions, agencies and groups."""
    store = Store.memory()
    store.load_reference(reference(), "1")
    for plan in plans:
        store.put(plan, groups())
    store.follow(iri.AGENCIES_GRAPH, dg.Agency, agencies().quads, "1")
    return store


def assignments(store: Store, seen: Dataset) -> Counter[tuple[object, ...]]:
    return Counter(row[:-1] for row in store.select(ASSIGNMENTS, seen).rows)


def printed_graphs(plans: Sequence[Document]) -> Dataset:
    return Dataset(tuple(iri.document_graph(plan.key).value for plan in plans))


def told_assignments(plans: Sequence[Document]) -> Iterator[tuple[object, ...]]:
    """The assignments of the ledger that are printed."""
    for plan in plans:
        for ordinal, measure in enumerate(ledger.entry(plan)["measures"], 1):
            for each in measure["assignments"]:
                place = each["start"], each["end"]
                yield (
                    plan.key,
                    measure["number"],
                    ordinal,
                    each["role"],
                    each["mention"],
                    each["agency"],
                    each["basis"],
                    *place,
                )


def test_without_the_derived_graphs_the_assignments_are_those_of_the_ledger(
    whole: Store, plans: Sequence[Document]
) -> None:
    told = Counter(told_assignments(plans))

    assert len(told) > 150
    assert assignments(whole, printed_graphs(plans)) == told


def test_with_them_it_is_the_same_assignments_since_nothing_derived_is_among_the_printed(
    whole: Store, plans: Sequence[Document]
) -> None:
    assert assignments(whole, EVERYTHING) == Counter(told_assignments(plans))


def test_a_deadline_that_is_not_printed_is_in_the_derived_graphs_and_says_so(
    whole: Store, plans: Sequence[Document]
) -> None:
    printed, everything = (
        Counter[tuple[object, ...]](whole.select(DEADLINES, seen).rows) for seen in (printed_graphs(plans), EVERYTHING)
    )
    told: Counter[tuple[object, ...]] = Counter(
        (plan.key, measure.ordinal, deadline.mention, "explicit")
        for plan in plans
        for measure in plan.measures
        for deadline in measure.deadlines
    )

    assert printed == told
    assert {basis for *_, basis in everything - told} == {"inherited"}


def test_every_derived_node_names_its_rule_and_what_it_follows_from(whole: Store) -> None:
    classes = " ".join(map(str, (dg.Deadline, dg.Membership, dg.Assignment)))
    query = f"""SELECT ?node WHERE {{ GRAPH ?derived {{ VALUES ?class {{ {classes} }} ?node a ?class }}
        FILTER(CONTAINS(STR(?derived), "/graph/derived/"))
        FILTER(NOT EXISTS {{ ?node {dg.rule} ?rule }}
          || NOT EXISTS {{ ?node {dg.wasDerivedFrom}|{dg.inheritedFrom} ?source }}) }}"""

    assert whole.select(query).rows == ()
    assert len(whole.select(f"SELECT ?node {{ ?node a {dg.Membership} }}").rows) > 5


# --- they follow their sources --------------------------------------------------------------------------------


def larger() -> Membership:
    """The groups of the samples once a second city is known in 云岭省."""
    province = Division("990000", "云岭省", Level.PROVINCE, None, 1981, None, ())
    cities = [
        Division(code, name, Level.PREFECTURE, "990000", 1981, None, ())
        for code, name in (("990100", "清川市"), ("990200", "岚江市"))
    ]
    rows = (province, *cities)
    each = GroupDivisions("each-city-and-prefecture", ("各市(州)",), ("province",), ("prefecture",), False, "", "")
    organs = GroupOrgans("人民政府", ("~人民政府",), (), "")
    return membership(division_days(rows, {row: row.name for row in rows}), [each], [organs], [])


def members(store: Store) -> list[object]:
    return sorted(store.select(f"SELECT ?member {{ ?node {dg.member} ?member }}").column("member"), key=str)


def known_since(store: Store, version: str) -> None:
    store.load_reference([(iri.DIVISIONS_GRAPH, [])], version)


def test_when_the_tables_change_what_follows_from_them_is_made_anew_and_nothing_else_is() -> None:
    store = Store.memory()
    for document in documents():
        store.put(document, sample_groups())
    known_since(store, "1")
    before, texts = store.state(), store.document("yunling-2018")

    assert store.renew(larger(), "1") == ()  # the same version: not even looked at
    assert members(store) == [iri.agency("清川市人民政府").value]

    assert store.renew(sample_groups(), "2") == ()  # another version from which the same follows
    assert store.state() == before

    assert store.renew(larger(), "2") == ("yunling-2020",)  # the only document that names a group
    assert members(store) == [iri.agency("岚江市人民政府").value, iri.agency("清川市人民政府").value]
    assert store.document("yunling-2018") == texts
    known_since(store, "2")
    assert store.renew(sample_groups(), "2") == ()


def test_a_load_renews_what_followed_from_older_tables_in_documents_that_it_does_not_read(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store")
    store.put(work_points())
    known_since(store, "older")
    assert members(store) == []
    del store

    assert run("load", SETS[0].documents / "notice-forests-2020.html", "--store", tmp_path / "store").exit_code == 0

    of_the_other = (
        f"""SELECT ?member {{ ?node {dg.member} ?member ; {dg.wasDerivedFrom} {iri.document("yunling-2020")} }}"""
    )
    found = Store.read_only(tmp_path / "store").select(of_the_other).column("member")
    assert {str(name).rpartition("/")[2] for name in found} == {
        *(f"{city}人民政府" for city in ("清川市", "岚江市", "松泉市", "澄阳市", "砚州市", "桐原市")),
        "乌澜苗族侗族自治州人民政府",
    }


def test_a_document_that_is_replaced_takes_its_members_with_it() -> None:
    store, document = Store.memory(), work_points()
    store.put(document, sample_groups())
    first, *others = document.measures
    alone = replace(first, assignments=first.assignments[:1])

    assert store.put(replace(document, measures=(alone, *others)), sample_groups()) is Outcome.REPLACED
    assert members(store) == []
    assert store.put(replace(document, published=None), sample_groups()) is Outcome.REPLACED
    assert members(store) == []  # without a day nobody knows them
    assert store.put(replace(document, issued=date(2021, 1, 1)), sample_groups()) is Outcome.REPLACED
    assert members(store) == [iri.agency("清川市人民政府").value]
    store.remove(document.key)
    assert members(store) == []


# --- leads by custom ------------------------------------------------------------------------------------------


def presumed(document: Document) -> list[tuple[object, ...]]:
    """The presumed leads of a document: the measure's number, whom and by which rule."""
    store = Store.memory()
    store.put(document)
    query = f"""SELECT ?number ?agency ?rule ?basis ?source WHERE {{
        ?measure {dg.presumedLead} ?lead ; {dg.number} ?number . ?lead {dg.agency} ?agency ; {dg.rule} ?rule .
        ?lead {dg.basis} ?basis ; {dg.wasDerivedFrom} ?source }} ORDER BY ?number"""
    return list(store.select(query).rows)


def listing(*changes: dict[str, object]) -> Document:
    """The rectification plan with the first measure's two assignments changed."""
    document = rectification()
    first, *others = document.measures
    changed = tuple(_changed(each, change) for each, change in zip(first.assignments, changes, strict=True))
    return replace(document, measures=(replace(first, assignments=changed), *others))


def _changed(assignment: Assignment, change: dict[str, object]) -> Assignment:
    return replace(assignment, **change)  # type: ignore[arg-type]


RESPONSIBLE: dict[str, object] = {"role": Role.RESPONSIBLE}


def test_of_several_who_answer_without_a_lead_the_first_listed_is_presumed_to_lead() -> None:
    measure = NamedNode(f"{iri.BASE}id/measure/yunling-2018/一.(一)")

    assert presumed(listing(RESPONSIBLE, RESPONSIBLE)) == [
        (
            "一/(一)",
            iri.agency("云岭省环境保护厅").value,
            "first-listed",
            dg.concept(Basis.CONVENTION).value,
            iri.part(measure, "assignment", 1).value,
        )
    ]


@pytest.mark.parametrize(
    "changes",
    [
        ({}, {}),  # the first leads, by its own clause
        ({"role": Role.LEAD, "basis": Basis.DOCUMENT_RULE}, RESPONSIBLE),  # by the document's rule
        (RESPONSIBLE, {"role": Role.LEAD}),  # another leads
        (RESPONSIBLE, {"role": Role.PARTICIPANT}),  # one alone answers
        ({**RESPONSIBLE, "basis": Basis.IN_TEXT}, {**RESPONSIBLE, "basis": Basis.IN_TEXT}),  # no list
        ({**RESPONSIBLE, "agency": None}, RESPONSIBLE),  # whom the first means is open
    ],
)
def test_what_is_printed_goes_before_custom_and_custom_needs_a_list(changes: tuple[dict[str, object], ...]) -> None:
    assert presumed(listing(*changes)) == []
