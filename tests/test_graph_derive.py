"""What follows from a document: ``graph.derive``."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from pyoxigraph import Literal, NamedNode

from graph import derive, from_rdf, iri, to_rdf
from graph import vocab as dg
from graph.derive import Inherited, inherited
from graph.model import (
    Agency,
    AgencyKind,
    Assignment,
    Basis,
    Change,
    Comparator,
    Deadline,
    DeadlineKind,
    Document,
    DocumentKind,
    Evidence,
    Measure,
    Modality,
    Place,
    PlaceType,
    Precision,
    Role,
    SourceFile,
    Target,
)
from graph.shortcuts import BY_ROLE
from tests.strategies import UNHURRIED, documents

TEXT = "到2022年见效,到2025年建成。(一)治水(二)护林"
BASIN = Agency("清川市水务局", "清川市", AgencyKind.AGENCY)
FOREST = Agency("清川市林业和草原局", "清川市", AgencyKind.AGENCY)


def at(quote: str) -> Evidence:
    return Evidence(TEXT.index(quote), TEXT.index(quote) + len(quote), quote)


def by(year: int, kind: DeadlineKind = DeadlineKind.BY, actor: str | None = None) -> Deadline:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return Deadline(f"到{year}年", kind, first, last, Precision.YEAR, at("到2022年"), actor)


def measure(
    number: str, ordinal: int, deadlines: tuple[Deadline, ...] = (), assignments: tuple[Assignment, ...] = ()
) -> Measure:
    bare = Measure(ordinal, number, "", "治水", Modality.OBLIGATION, at("(一)治水"))
    return replace(bare, deadlines=deadlines, assignments=assignments)


def assignment(role: Role, agency: Agency | None, rank: int = 0) -> Assignment:
    return Assignment(role, "市局", agency, Basis.EXPLICIT, rank, at("治水"))


def target(indicator: str) -> Target:
    figure = Decimal(90)
    return Target("", indicator, Comparator.AT_LEAST, figure, "%", Change.LEVEL, None, None, None, at("治水"))


def document(*measures: Measure, deadlines: tuple[Deadline, ...] = ()) -> Document:
    source = SourceFile("清川.txt", "ab" * 32, 1, "text/plain", "utf-8", TEXT)
    bare = Document("清川", source, None, DocumentKind.OTHER, (), None, None, None, None)
    return replace(bare, measures=measures, deadlines=deadlines)


def place(name: str, type_: PlaceType) -> Place:
    return Place(name, name, type_, at("治水"))


def of_whole(measures: int, targets: int = 0) -> set[tuple[str, str, str]]:
    """How much the document has."""
    counts = (("measureCount", measures), ("targetCount", targets))
    return {("id/document/清川", name, str(count)) for name, count in counts if count}


def of_year(year: int, count: int, inherited: int = 0) -> set[tuple[str, str, str]]:
    """How much of the document is due in a year."""
    tally = f"id/tally/{year}/{count}/{inherited}"
    told = {(tally, "year", str(year)), (tally, "dueCount", str(count)), (tally, "inheritedCount", str(inherited))}
    return {("id/document/清川", "dueTally", tally), *told}


def of_division(name: str, count: int) -> set[tuple[str, str, str]]:
    """How much of the document concerns a division."""
    tally = f"id/tally/division/{name}/{count}"
    told = {(tally, "inDivision", f"id/division/{name}"), (tally, "divisionCount", str(count))}
    return {("id/document/清川", "divisionTally", tally), *told}


def due(measure: str, day: str) -> set[tuple[str, str, str]]:
    """That the measure is due on the day."""
    return {(measure, "due", day), (measure, "dueDay", day)}


def statements(document: Document) -> set[tuple[str, str, str]]:
    """The derived triples, shortened to what follows the last ``/`` or ``#``."""
    found = (quad.triple for quad in derive.quads(document))
    return {(short(triple.subject), short(triple.predicate), short(triple.object)) for triple in found}


def short(term: object) -> str:
    assert isinstance(term, NamedNode | Literal)
    return term.value.removeprefix(dg.ONTOLOGY).removeprefix(iri.BASE)


def test_a_measure_without_a_deadline_takes_over_the_latest_of_the_plan() -> None:
    whole = document(measure("一", 1), deadlines=(by(2022), by(2025), by(2023)))

    assert inherited(whole) == (Inherited(by(2025), 2, "plan-deadline"),)


def test_of_equal_deadlines_the_first_is_taken_over() -> None:
    whole = document(measure("一", 1), deadlines=(by(2025), by(2025)))

    assert inherited(whole) == (Inherited(by(2025), 1),)


def test_a_measure_with_a_deadline_of_any_kind_takes_over_none() -> None:
    starting = measure("一", 1, (by(2021, DeadlineKind.FROM),))
    whole = document(starting, measure("二", 2, (by(2021),)), measure("三", 3), deadlines=(by(2025),))

    assert inherited(whole) == (None, None, Inherited(by(2025), 1))


def test_only_days_by_which_the_whole_plan_is_to_be_done_are_taken_over() -> None:
    others = (by(2030, DeadlineKind.FROM), by(2031, DeadlineKind.DURING), by(2032, actor="各县政府"))

    assert inherited(document(measure("一", 1), deadlines=others)) == (None,)


def test_an_inherited_deadline_names_its_source_its_rule_and_its_evidence() -> None:
    whole = document(measure("一", 1), deadlines=(by(2025),))
    node = "id/measure/清川/一/deadline/inherited"

    assert statements(whole) == {
        *of_whole(1),
        *of_year(2025, 1, 1),
        ("id/calendar", "anyDay", "2025-12-31"),
        *due("id/measure/清川/一", "2025-12-31"),
        ("id/measure/清川/一", "hasDeadline", node),
        (node, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "Deadline"),
        (node, "mention", "到2025年"),
        (node, "deadlineKind", "code/deadline-kind/by"),
        (node, "earliest", "2025-01-01"),
        (node, "latest", "2025-12-31"),
        (node, "due", "2025-12-31"),
        (node, "precision", "code/precision/year"),
        (node, "basis", "code/basis/inherited"),
        (node, "inheritedFrom", "id/document/清川/deadline/1"),
        (node, "rule", "plan-deadline"),
        (node, "evidence", f"{short(iri.text(TEXT))}#char=0,6"),
    }


def test_a_measure_is_due_by_or_during_but_not_from() -> None:
    days = (by(2021, DeadlineKind.FROM), by(2022, DeadlineKind.DURING), by(2023))

    assert statements(document(measure("一", 1, days))) == {
        *of_whole(1),
        *of_year(2022, 1),
        *of_year(2023, 1),
        *(("id/calendar", "anyDay", day) for day in ("2021-01-01", "2022-12-31", "2023-12-31")),
        *due("id/measure/清川/一", "2022-12-31"),
        *due("id/measure/清川/一", "2023-12-31"),
    }


def test_leads_and_all_who_answer_are_a_step_away_from_the_measure() -> None:
    assignments = (
        assignment(Role.LEAD, BASIN),
        assignment(Role.PARTICIPANT, FOREST, 1),
        assignment(Role.LEAD, None, 2),
    )

    assert statements(document(measure("一", 1, assignments=assignments))) == {
        *of_whole(1),
        *((f"id/agency/{name}", "namedBy", "anyAgency") for name in ("清川市水务局", "清川市林业和草原局")),
        ("id/division/清川市", "namedBy", "anyDivision"),
        *of_division("清川市", 1),
        ("id/measure/清川/一", "anyDivision", "id/division/清川市"),
        ("id/measure/清川/一", "leadAgency", "id/agency/清川市水务局"),
        ("id/measure/清川/一", "participantAgency", "id/agency/清川市林业和草原局"),
        ("id/measure/清川/一", "anyAgency", "id/agency/清川市水务局"),
        ("id/measure/清川/一", "anyAgency", "id/agency/清川市林业和草原局"),
        ("id/document/清川", "hasUnresolved", "id/measure/清川/一/assignment/3"),
        ("id/agency/清川市水务局", "relativeName", "市水务局"),
        ("id/agency/清川市林业和草原局", "relativeName", "市林业和草原局"),
    }


def test_of_two_measures_with_one_number_each_has_its_own() -> None:
    whole = document(measure("一", 1, (by(2021),)), measure("一", 2, (by(2022),)))

    assert statements(whole) == {
        *of_whole(2),
        *of_year(2021, 1),
        *of_year(2022, 1),
        *(("id/calendar", "anyDay", day) for day in ("2021-12-31", "2022-12-31")),
        *due("id/measure/清川/一", "2021-12-31"),
        *due("id/measure/清川/一~2", "2022-12-31"),
    }


def test_each_role_is_a_step_of_its_own() -> None:
    whole = document(measure("一", 1, assignments=tuple(assignment(role, BASIN) for role in Role)))
    steps = {name for node, name, value in statements(whole) if node == "id/measure/清川/一"}

    assert steps == {
        "leadAgency",
        "responsibleAgency",
        "participantAgency",
        "supervisorAgency",
        "anyAgency",
        "anyDivision",
    }


def test_a_document_is_known_by_its_number_its_title_and_that_of_its_plan() -> None:
    whole = replace(document(), document_number="清政发〔2021〕3号", title="印发方案的通知", carries="治水方案")

    assert statements(whole) == {
        ("id/document/清川", "knownAs", "清政发〔2021〕3号"),
        ("id/document/清川", "knownAs", "印发方案的通知"),
        ("id/document/清川", "knownAs", "治水方案"),
    }


def test_a_document_leads_to_what_it_and_its_measures_set_figures_for() -> None:
    own = replace(document(replace(measure("一", 1), targets=(target("达标率"),))), targets=(target("覆盖率"),))

    assert statements(own) == {
        *of_whole(1, 2),
        *((f"id/indicator/{name}", "namedBy", "anyIndicator") for name in ("达标率", "覆盖率")),
        ("id/document/清川", "anyIndicator", "id/indicator/达标率"),
        ("id/document/清川", "anyIndicator", "id/indicator/覆盖率"),
    }


def test_the_divisions_that_a_measure_concerns_are_those_it_names_and_those_of_who_answers() -> None:
    named = (place("岚江市", PlaceType.DIVISION), place("岚江", PlaceType.FEATURE))
    whole = document(replace(measure("一", 1, assignments=(assignment(Role.LEAD, BASIN),)), places=named))
    found = statements(replace(whole, jurisdiction="云岭省", issuers=("云岭省人民政府",)))

    assert {value for _, name, value in found if name == "anyDivision"} == {"id/division/岚江市", "id/division/清川市"}
    assert {(node, value) for node, name, value in found if name == "namedBy"} == {
        ("id/agency/云岭省人民政府", "issuer"),
        ("id/agency/清川市水务局", "anyAgency"),
        ("id/division/云岭省", "jurisdiction"),
        ("id/division/岚江市", "anyDivision"),
        ("id/division/清川市", "anyDivision"),
    }


def test_a_measure_counts_once_for_each_division_that_it_concerns() -> None:
    answered = measure("一", 1, assignments=(assignment(Role.LEAD, BASIN), assignment(Role.PARTICIPANT, FOREST, 1)))
    named = (place("清川市", PlaceType.DIVISION), place("岚江市", PlaceType.DIVISION))
    whole = document(replace(answered, places=named), replace(measure("二", 2), places=named[:1]), measure("三", 3))
    tallies = {each for each in statements(whole) if "tally" in each[0] or each[1] == "divisionTally"}

    assert tallies == {*of_division("清川市", 2), *of_division("岚江市", 1)}


def test_a_measure_counts_once_in_each_year_in_which_it_is_due() -> None:
    days = (by(2021, DeadlineKind.DURING), by(2021), by(2022))
    whole = document(measure("一", 1, days), measure("二", 2), measure("三", 3), deadlines=(by(2022),))

    assert statements(whole) >= {*of_year(2021, 1), *of_year(2022, 3, 2)}


def test_nothing_follows_from_nothing() -> None:
    assert statements(document()) == set()
    assert statements(document(measure("一", 1))) == of_whole(1)


@UNHURRIED
@given(documents())
def test_what_is_derived_is_in_a_graph_of_its_own_and_told_once(document: Document) -> None:
    quads = list(derive.quads(document))

    assert {quad.graph_name for quad in quads} <= {iri.derived_graph(document.key)}
    assert len(quads) == len(set(quads))


@UNHURRIED
@given(documents())
def test_what_is_derived_speaks_of_what_the_document_says(document: Document) -> None:
    said = {quad.subject for quad in to_rdf.quads(document)}
    links = {dg.inheritedFrom, dg.evidence, dg.hasUnresolved, *BY_ROLE.values()}
    links |= {dg.anyAgency, dg.anyDivision, dg.anyIndicator}

    assert {quad.object for quad in derive.quads(document) if quad.predicate in links} <= said


@UNHURRIED
@given(documents())
def test_every_measure_of_a_dated_plan_has_a_deadline_or_takes_one_over(document: Document) -> None:
    dated = any(entry.kind is DeadlineKind.BY and entry.actor is None for entry in document.deadlines)

    for measure, entry in zip(document.measures, inherited(document), strict=True):
        assert bool(entry) == (dated and not measure.deadlines)


@UNHURRIED
@given(documents())
def test_a_document_can_be_read_without_what_was_derived(document: Document) -> None:
    assert derive.inherited(from_rdf.document(to_rdf.quads(document))) == inherited(document)
