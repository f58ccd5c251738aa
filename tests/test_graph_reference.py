"""The reference graphs: divisions and agencies as rows, as quads, and in the store."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from graphlib import TopologicalSorter

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graph import iri, validate
from graph import vocab as dg
from graph.known.division_days import DivisionDays, division_days
from graph.known.lineage import Tables, lineage
from graph.known.reference import graph, keys
from graph.known.rows import (
    AgencyChange,
    AgencyNames,
    DirectCounty,
    Division,
    DivisionChange,
    Level,
    NationalBody,
    Transfer,
)
from graph.known.succession import Step
from graph.store import Store
from loaders.bodies import agency_changes
from loaders.divisions import divisions
from loaders.reference import agencies, reference

PROVINCE = Division("990000", "云岭省", Level.PROVINCE, None, 1981, None, (), fictional=True)
CITY = Division("990100", "清川市", Level.PREFECTURE, "990000", 1983, None, (), fictional=True)
COUNTY = Division("990121", "柏川县", Level.COUNTY, "990100", 1981, 2015, ("990104",), fictional=True)
DISTRICT = Division("990104", "柏川区", Level.COUNTY, "990100", 2015, None, (), fictional=True)
AREA = Division(None, "云岭新区", Level.AREA, "990000", 2014, None, (), fictional=True)
CHANGE = AgencyChange(
    ("环境保护厅", "环保厅"), ("生态环境厅",), "renamed", "province", (), (), date(2018, 9, 1), date(2018, 12, 31), "令"
)


def no_names(_: Division) -> tuple[str, ...]:
    return ()


def division_quads(rows: Sequence[Division]) -> list[Quad]:
    return list(graph(rows, no_names, days(rows))[1])


def days(rows: Sequence[Division], changes: Iterable[DivisionChange] = ()) -> DivisionDays:
    return division_days(rows, keys(rows), changes)


def agency_quads(
    names: Iterable[str],
    rows: Sequence[Division] = (),
    bodies: Sequence[NationalBody] = (),
    changes: Sequence[AgencyChange] = (),
) -> list[Quad]:
    return list(lineage(days(rows), Tables(bodies=bodies, changes=changes)).quads(names))


def said_of(node: NamedNode, quads: Iterable[Quad]) -> set[tuple[NamedNode, object]]:
    return {(quad.predicate, quad.object) for quad in quads if quad.subject == node}


def day(text: str) -> Literal:
    return Literal(text, datatype=dg.xsdDate)


def fictional() -> tuple[NamedNode, Literal]:
    return NamedNode(dg.ONTOLOGY + "fictional"), Literal(True)


def test_a_division_has_its_names_code_level_superior_and_validity() -> None:
    _, quads = graph([PROVINCE, CITY], lambda row: (row.name[:-1],), days([PROVINCE, CITY]))

    assert said_of(iri.division("清川市"), quads) == {
        (dg.rdfType, dg.Division),
        (dg.prefLabel, Literal("清川市", language="zh")),
        (dg.name, Literal("清川")),
        (dg.code, Literal("990100")),
        (dg.level, Literal("prefecture")),
        (dg.partOf, iri.division("云岭省")),
        (dg.validFrom, day("1983-12-31")),
        fictional(),
    }


def test_an_abolished_division_names_its_successor_and_the_last_day_it_surely_existed() -> None:
    said = said_of(iri.division("柏川县"), division_quads([PROVINCE, CITY, COUNTY, DISTRICT]))

    assert {(dg.successor, iri.division("柏川区")), (dg.validUntil, day("2014-12-31"))} <= said
    assert dg.validFrom not in {predicate for predicate, _ in said}  # the table begins in 1981


def test_a_division_that_changed_its_code_is_one() -> None:
    before = COUNTY._replace(code="992221", parent="992200", valid_until=1990, successors=("990121",))
    after = COUNTY._replace(valid_from=1990)
    superior = CITY._replace(code="992200", name="清川地区", valid_until=1990)
    said = said_of(iri.division("柏川县"), division_quads([PROVINCE, CITY, superior, before, after, DISTRICT]))

    assert {(dg.code, Literal("992221")), (dg.code, Literal("990121"))} <= said
    assert {value for predicate, value in said if predicate == dg.partOf} == {iri.division("清川市")}
    assert {value for predicate, value in said if predicate == dg.successor} == {iri.division("柏川区")}


def test_of_several_living_divisions_with_one_name_each_is_called_after_its_superior() -> None:
    other_city = CITY._replace(code="990200", name="岚江市")
    districts = [
        Division(f"{parent}02", "城东区", Level.COUNTY, f"{parent}00", 1985, None, ()) for parent in ("9901", "9902")
    ]
    called = keys([PROVINCE, CITY, other_city, *districts])

    assert [called[district] for district in districts] == ["清川市城东区", "岚江市城东区"]
    assert called[CITY] == "清川市"


def test_the_only_living_division_of_a_name_keeps_it_for_itself() -> None:
    dead = Division("990203", "柏川区", Level.COUNTY, "990200", 1981, 1990, ())
    called = keys([PROVINCE, CITY, CITY._replace(code="990200", name="岚江市"), DISTRICT, dead])

    assert (called[DISTRICT], called[dead]) == ("柏川区", "岚江市柏川区")


def test_an_area_is_a_feature_of_its_province() -> None:
    assert said_of(iri.feature("云岭新区"), division_quads([PROVINCE, AREA])) == {
        (dg.rdfType, dg.Feature),
        (dg.rdfType, dg.FunctionalArea),
        (dg.prefLabel, Literal("云岭新区", language="zh")),
        (dg.partOf, iri.division("云岭省")),
        fictional(),
        (dg.validFrom, day("2014-12-31")),
    }
    assert (dg.partOf, iri.division("云岭省")) in said_of(
        iri.division("云岭新区"), division_quads([PROVINCE, AREA])
    )  # so that its bodies are found in the province


def test_a_change_whose_day_is_known_bounds_both_divisions_and_names_its_decision() -> None:
    rows = [PROVINCE, CITY, COUNTY, DISTRICT]
    change = DivisionChange("990121", "柏川县", 2015, date(2015, 7, 2), date(2015, 7, 9), "云函〔2015〕1号", "报")
    quads = list(graph(rows, no_names, days(rows, [change]))[1])

    assert {
        (dg.validUntil, day("2015-07-01")),
        (dg.endNotAfter, day("2015-07-08")),
        (dg.source, Literal("云函〔2015〕1号 (报)")),
    } <= said_of(iri.division("柏川县"), quads)
    assert (dg.validFrom, day("2015-07-09")) in said_of(iri.division("柏川区"), quads)


def test_a_county_directly_under_its_province_is_still_in_its_prefecture() -> None:
    rows = [PROVINCE, CITY, DISTRICT]
    direct = DirectCounty("990104", "柏川区", date(2016, 1, 1), None, "报")
    said = said_of(iri.division("柏川区"), list(graph(rows, no_names, days(rows), [direct])[1]))

    assert {(dg.partOf, iri.division("清川市")), (dg.directlyUnder, iri.division("云岭省"))} <= said


def test_a_renaming_holds_for_every_province_and_every_form_of_the_names() -> None:
    quads = agency_quads(["云岭省环保厅", "清川市环保厅"], [PROVINCE, CITY], changes=[CHANGE])
    said = said_of(iri.agency("云岭省生态环境厅"), quads)

    assert {value for predicate, value in said if predicate == dg.successorOf} == {
        iri.agency("云岭省环境保护厅"),
        iri.agency("云岭省环保厅"),
    }
    assert {value for predicate, value in said if predicate == dg.formerName} == {
        Literal("云岭省环境保护厅"),
        Literal("云岭省环保厅"),
    }
    assert (dg.jurisdiction, iri.division("云岭省")) in said
    assert (dg.name, Literal("云岭省环保厅")) in said_of(iri.agency("云岭省环境保护厅"), quads)
    assert not [quad for quad in quads if "清川市" in str(quad)]


def test_a_renaming_holds_only_where_it_is_said_to() -> None:
    excepted = AgencyChange(
        CHANGE.former,
        CHANGE.successor,
        "renamed",
        "province",
        (),
        ("云岭省",),
        CHANGE.not_before,
        CHANGE.not_after,
        "令",
    )
    elsewhere = AgencyChange(
        CHANGE.former,
        CHANGE.successor,
        "renamed",
        "province",
        ("贵州省",),
        (),
        CHANGE.not_before,
        CHANGE.not_after,
        "令",
    )

    assert agency_quads(["云岭省环保厅", "环保厅"], [PROVINCE], changes=[excepted, elsewhere]) == []


def test_the_event_tells_its_day_only_where_that_is_known() -> None:
    on_a_day = AgencyChange(
        ("林业厅",), ("林业局",), "renamed", "province", (), (), date(2018, 11, 9), date(2018, 11, 9), "揭牌"
    )
    quads = agency_quads(["云岭省环保厅", "云岭省林业局"], [PROVINCE], changes=[CHANGE, on_a_day])

    assert said_of(iri.part(iri.agency("云岭省林业局"), "change", 1), quads) == {
        (dg.rdfType, dg.OrganizationalChange),
        (dg.originalAgency, iri.agency("云岭省林业厅")),
        (dg.resultingAgency, iri.agency("云岭省林业局")),
        (dg.changeKind, NamedNode(dg.CODE + "change-kind/renamed")),
        (dg.startNotBefore, day("2018-11-09")),
        (dg.startNotAfter, day("2018-11-09")),
        (dg.validFrom, day("2018-11-09")),
        (dg.legalBasis, Literal("揭牌")),
        (dg.rule, Literal("level-reform")),
        (dg.wasDerivedFrom, iri.row("agencies", "province·林业厅·林业局")),
    }
    within_days = said_of(iri.part(iri.agency("云岭省生态环境厅"), "change", 1), quads)
    assert {(dg.startNotBefore, day("2018-09-01")), (dg.startNotAfter, day("2018-12-31"))} <= within_days
    assert dg.validFrom not in {predicate for predicate, _ in within_days}
    assert said_of(iri.row("agencies", "province·林业厅·林业局"), quads) == {
        (dg.rdfType, dg.TableRow),
        (dg.source, Literal("揭牌")),
    }


def test_an_agency_begins_and_ends_between_the_days_of_its_changes() -> None:
    quads = agency_quads(["云岭省环保厅"], [PROVINCE], changes=[CHANGE])
    bounds = {dg.startNotBefore, dg.startNotAfter, dg.endNotBefore, dg.endNotAfter}

    def bounded(name: str) -> set[tuple[NamedNode, object]]:
        return {(bound, value) for bound, value in said_of(iri.agency(name), quads) if bound in bounds}

    assert bounded("云岭省环保厅") == {(dg.endNotBefore, day("2018-08-31")), (dg.endNotAfter, day("2018-12-30"))}
    assert bounded("云岭省生态环境厅") == {
        (dg.startNotBefore, day("2018-09-01")),
        (dg.startNotAfter, day("2018-12-31")),
    }
    assert said_of(iri.part(iri.agency("云岭省环保厅"), "name", 1), quads) == {
        (dg.rdfType, dg.AgencyName),
        (dg.name, Literal("云岭省环保厅")),
        (dg.validUntil, day("2018-08-31")),  # the last day on which it surely bore it
    }


def test_what_goes_into_a_body_that_was_there_before_does_not_begin_it() -> None:
    absorbed = replace(CHANGE, former=("法制办公室",), successor=("司法厅",), change="absorbed")
    said = said_of(iri.agency("云岭省司法厅"), agency_quads(["云岭省司法厅"], [PROVINCE], changes=[absorbed]))

    assert (dg.successorOf, iri.agency("云岭省法制办公室")) in said
    assert dg.startNotBefore not in {predicate for predicate, _ in said}


def test_a_row_for_some_goes_before_the_row_for_all() -> None:
    own = replace(CHANGE, only=("云岭省",), not_before=date(2018, 11, 9), not_after=date(2018, 11, 9))
    quads = agency_quads(["云岭省环保厅"], [PROVINCE], changes=[CHANGE, own])

    assert [quad.object for quad in quads if quad.predicate == dg.rule] == [Literal("named-reform")]


def test_a_reform_does_not_touch_agencies_of_divisions_that_were_gone() -> None:
    gone = CITY._replace(name="清川地区", code="992200", valid_until=2001)
    change = replace(CHANGE, level="prefecture")

    assert agency_quads(["清川地区环保厅"], [PROVINCE, gone], changes=[change]) == []
    assert agency_quads(["清川市环保厅"], [PROVINCE, CITY], changes=[change]) != []


def test_two_short_names_are_one_body() -> None:
    names = AgencyNames("大数据发展管理局", ("大数据管理局", "大数据局"), ("province",), (), "报")
    quads = list(lineage(days([PROVINCE]), Tables(names=[names])).quads(["云岭省大数据局"]))
    full = iri.agency("云岭省大数据发展管理局")

    assert {quad.subject for quad in quads if (quad.predicate, quad.object) == (dg.abbreviates, full)} == {
        iri.agency("云岭省大数据管理局"),
        iri.agency("云岭省大数据局"),
    }
    assert [quad for quad in quads if quad.predicate == dg.successorOf] == []


def test_an_office_that_went_to_the_party_is_found_before_and_after() -> None:
    change = replace(CHANGE, former=("编委办",), successor=("中共~委编办",))
    before = agency_quads(["云岭省编委办"], [PROVINCE], changes=[change])

    assert (dg.successorOf, iri.agency("云岭省编委办")) in said_of(iri.agency("中共云岭省委编办"), before)
    assert {*before} == {*agency_quads(["中共云岭省委编办"], [PROVINCE], changes=[change])}


@pytest.mark.parametrize("name", ["贵州省国税局", "贵州省地方税务局", "国家税务总局贵州省税务局", "贵州省税务局"])
def test_the_two_tax_bureaux_of_a_province_became_one_of_the_state(name: str) -> None:
    bodies, steps, _ = agencies().followed([name])

    assert {body.names[0] for body in bodies} == {
        *("贵州省国家税务局", "贵州省地方税务局", "国家税务总局贵州省税务局"),
    }
    assert {step.not_after for step in steps} == {date(2018, 6, 15)}


WHERE = ("贵州省", "云南省", "宁夏回族自治区", "湖北省", "云岭省", "北京市", "昭通市", "")


def known_names(where: str) -> list[str]:
    """Every name of the table of changes, written for the division."""
    names = {name for change in agency_changes() for name in (*change.former, *change.successor)}
    return sorted(name.replace("~", where) if "~" in name else where + name for name in names)


@pytest.mark.parametrize("where", WHERE)
def test_wherever_one_starts_a_line_is_the_same_and_nothing_becomes_what_it_was(where: str) -> None:
    known = agencies()
    lines: dict[str, frozenset[str]] = {}
    for name in known_names(where):
        bodies, steps, _ = known.followed([name])
        for body in bodies:
            full = frozenset(each.names[0] for each in bodies)
            assert lines.setdefault(body.names[0], full) == full
        TopologicalSorter(_earlier(steps)).prepare()  # CycleError where something became what it was

    assert lines


def _earlier(steps: Iterable[Step]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for step in steps:
        found.setdefault(step.successor[0], set()).add(step.former[0])
    return found


@pytest.mark.parametrize("where", WHERE)
def test_no_body_ends_before_it_begins(where: str) -> None:
    bodies, _, _ = agencies().followed(known_names(where))

    for body in bodies:
        begun = min((step.not_before for step in body.begun_by), default=date.min)
        assert all(begun <= step.not_before for step in body.ended_by), body.names


def test_every_name_of_the_tables_that_has_its_division_inside_is_found_again() -> None:
    names = {name for change in agency_changes() for name in (*change.former, *change.successor) if "~" in name}
    written = [name.replace("~", "云岭省") for name in names]
    bodies, _, _ = agencies().followed(written)

    assert names
    assert {name.partition("~")[0] for name in names} <= {"中共", "国家税务总局"}
    assert {form for body in bodies for form in body.names} >= {name for name in written if "税务" in name}


def test_the_bodies_of_a_division_that_went_on_under_another_name_went_on_too() -> None:
    rows = [PROVINCE, CITY, COUNTY, DISTRICT]
    quads = agency_quads(["柏川县人民政府"], rows)

    assert (dg.successorOf, iri.agency("柏川县人民政府")) in said_of(iri.agency("柏川区人民政府"), quads)
    assert (dg.rule, Literal("division-renamed")) in said_of(
        iri.part(iri.agency("柏川区人民政府"), "renaming", 1), quads
    )
    parted = COUNTY._replace(successors=("990104", "990105"))
    assert agency_quads(["柏川县人民政府"], [PROVINCE, CITY, parted, DISTRICT]) == []


def test_a_function_that_moved_is_told_and_makes_no_successor() -> None:
    plaque = date(2018, 11, 20)
    row = Transfer("城乡规划管理", "住房和城乡建设厅", "自然资源厅", "province", ("云岭省",), plaque, plaque, "报")
    names = AgencyNames("自然资源厅", (), ("province",), (), "报")
    known = lineage(days([PROVINCE]), Tables(names=[names], transfers=[row]))
    quads = list(known.quads(["云岭省自然资源厅"]))

    assert {
        (dg.function, Literal("城乡规划管理")),
        (dg.originalAgency, iri.agency("云岭省住房和城乡建设厅")),
        (dg.changeKind, NamedNode(dg.CODE + "change-kind/transferred")),
    } <= said_of(iri.part(iri.agency("云岭省自然资源厅"), "transfer", 1), quads)
    assert [quad for quad in quads if quad.predicate == dg.successorOf] == []


def test_a_national_body_is_one_of_the_state_under_each_of_its_names() -> None:
    quads = agency_quads(["国家能源局"], bodies=[NationalBody("国家能源局", ("能源局",), None, None, "")])

    assert said_of(iri.agency("能源局"), quads) == {
        (dg.rdfType, dg.Agency),
        (dg.agencyKind, NamedNode(dg.CODE + "agency-kind/agency")),
        (dg.prefLabel, Literal("能源局", language="zh")),
        (dg.name, Literal("国家能源局")),
        (dg.jurisdiction, iri.division("中国")),
        (dg.abbreviates, iri.agency("国家能源局")),
    }


def test_what_the_shipped_graphs_refer_to_is_in_them() -> None:
    (_, divided), _ = reference()
    quads = [
        *divided,
        *agencies().quads(["云岭省农业委员会", "国家海洋局", "清川市生态环境局", "贵州省自然资源厅", "水富县人民政府"]),
    ]
    nodes = {quad.subject for quad in quads if quad.predicate == dg.rdfType}
    links = {dg.partOf, dg.successor, dg.successorOf, dg.jurisdiction, dg.originalAgency, dg.resultingAgency}

    assert [str(quad) for quad in quads if quad.predicate in links and quad.object not in nodes] == []
    assert len(set(quads)) == len(quads)


def test_a_province_lies_in_no_other_division() -> None:
    provinces = {iri.division(row.name) for row in divisions() if row.level is Level.PROVINCE}
    quads = [quad for _, graph in reference() for quad in graph]

    assert len(provinces) > 30
    assert [str(quad) for quad in quads if quad.predicate == dg.partOf and quad.subject in provinces] == []


def test_no_two_divisions_share_a_node_and_the_graphs_keep_their_places() -> None:
    called = keys(divisions())
    names: dict[str, set[str]] = {}
    for row, key in called.items():
        names.setdefault(key, set()).add(row.name)

    assert [key for key, bearers in names.items() if len(bearers) > 1] == []
    placed = [{name, *(quad.graph_name for quad in quads)} for name, quads in reference()]
    assert placed == [{iri.DIVISIONS_GRAPH}, {iri.GROUPS_GRAPH}]


def test_the_invented_province_conforms_to_the_shapes() -> None:
    (_, shipped), _ = reference()
    invented = [row for row in divisions() if row.fictional]
    quads = [*division_quads(invented), *agency_quads(["云岭省环保厅"], invented, changes=[CHANGE])]

    assert validate.validate(quads).conforms
    assert {str(quad.subject) for quad in division_quads(invented)} <= {str(quad.subject) for quad in shipped}


def test_what_came_before_and_after_an_agency_is_told_as_far_as_it_is_known() -> None:
    changes = [CHANGE, replace(CHANGE, former=("环境保护局",), successor=("环境保护厅", "环保厅"), change="renamed")]
    first = agency_quads(["云岭省环境保护局"], [PROVINCE], changes=changes)

    assert {str(quad) for quad in first} == {
        str(quad) for quad in agency_quads(["云岭省生态环境厅"], [PROVINCE], changes=changes)
    }
    assert {quad.subject for quad in first if quad.predicate == dg.rdfType} == {
        *(iri.agency(f"云岭省{name}") for name in ("环境保护局", "环境保护厅", "环保厅", "生态环境厅")),
        iri.part(iri.agency("云岭省环境保护厅"), "change", 1),
        iri.part(iri.agency("云岭省生态环境厅"), "change", 1),
        *(iri.part(iri.agency(f"云岭省{name}"), "name", 1) for name in ("环境保护局", "生态环境厅")),
        *(iri.row("agencies", f"province·{names}") for names in ("环境保护厅·生态环境厅", "环境保护局·环境保护厅")),
    }


def planted(*agencies: str) -> tuple[NamedNode, list[Quad]]:
    """A graph that says no more than that there are agencies of these names."""
    graph = NamedNode("https://example.org/" + "".join(agencies))
    return graph, [Quad(iri.agency(name), dg.rdfType, dg.Agency, graph) for name in agencies]


def forebears(store: Store, agency: str) -> list[str]:
    query = f"SELECT ?old WHERE {{ {iri.agency(agency)} {dg.successorOf} ?old }} ORDER BY ?old"
    return [str(old).rpartition("/")[2] for (old,) in store.select(query).rows]


def test_the_store_knows_the_lineage_of_the_agencies_that_are_named_in_it_and_of_no_others() -> None:
    store = Store.memory()
    store.load_reference([*reference(), planted("贵州省生态环境厅")])
    store.follow(iri.AGENCIES_GRAPH, dg.Agency, agencies().quads, "1")

    assert forebears(store, "贵州省生态环境厅") == ["贵州省环保厅", "贵州省环境保护厅"]
    assert forebears(store, "云岭省生态环境厅") == []

    store.load_reference([planted("云岭省环保厅")])
    store.follow(iri.AGENCIES_GRAPH, dg.Agency, agencies().quads, "1")

    assert forebears(store, "云岭省生态环境厅") == ["云岭省环保厅", "云岭省环境保护厅"]


def test_what_another_version_knows_of_agencies_takes_the_place_of_what_was_known() -> None:
    store = Store.memory()
    store.load_reference([planted("云岭省生态环境厅")])
    for version, changes in (("1", [CHANGE]), ("2", [replace(CHANGE, former=("环境保护局",))])):
        store.follow(iri.AGENCIES_GRAPH, dg.Agency, lineage(days([PROVINCE]), Tables(changes=changes)).quads, version)

    assert forebears(store, "云岭省生态环境厅") == ["云岭省环境保护局"]
