"""Query files and their binding: heads that tell everything wrong at once, names looked up, values never spliced."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import formats, iri, query
from graph import vocab as dg
from graph.errors import BadDefinition, NotAcceptable, NotFound, ParameterError
from graph.formats import Kind
from graph.heads import MARK, check, parse, projected
from graph.known.division_days import division_days
from graph.known.lineage import Tables, lineage
from graph.known.reference import graph, keys
from graph.known.rows import AgencyNames, Division, Level
from graph.model import Role
from graph.parameters import Parameter, Type
from graph.query import Bound, Query, bind
from graph.store import Store, columns
from tests.sample_documents import documents

HEAD = """\
#+ summary: 问题
#+ summary_en: A question
#+ tags: [test]
#+ params:
#+   {name}: {{type: {type}, summary: 含义, summary_en: meaning, example: "{example}"{more}}}
"""
NONE = f"FILTER(!BOUND(?it) || !SAMETERM(?it, {iri.NOTHING}))"  # what stands for a name that nothing bears
TEXT = f"SELECT ?it WHERE {{{{ VALUES ?_{{name}} {{{{ UNDEF }}}} BIND(?_{{name}} AS ?it) {NONE} }}}} ORDER BY ?it\n"


def question(kind: Type, example: str = "x", more: str = "") -> Query:
    """A query that answers with what its only parameter was bound to."""
    name = kind.value
    return parse("question.rq", HEAD.format(name=name, type=kind, example=example, more=more) + TEXT.format(name=name))


def answers(store: Store, kind: Type, value: object, more: str = "") -> tuple[object, ...]:
    return store.select(bind(question(kind, more=more), {kind.value: value}, store).text).column("it")


def remarks(store: Store, kind: Type, value: object) -> tuple[str, ...]:
    return bind(question(kind), {kind.value: value}, store).remarks


def test_a_head_becomes_a_query() -> None:
    text = HEAD.format(name="role", type="code", example="lead", more=", enum: role, many: true, required: true")
    found = parse("a-b.rq", text + TEXT.format(name="role"))

    assert found == Query(
        name="a-b",
        summary="问题",
        summary_en="A question",
        description="",
        tags=("test",),
        parameters=(
            Parameter(
                name="role",
                type=Type.CODE,
                summary="含义",
                summary_en="meaning",
                example="lead",
                required=True,
                many=True,
                choices=tuple(Role),
                scheme="role",
            ),
        ),
        columns=("it",),
        text=text + TEXT.format(name="role"),
    )


def test_all_faults_of_a_file_are_told_at_once_with_their_lines() -> None:
    text = dedent("""\
        #+ summary: 问题
        #+ sumary_en: A question
        #+ params:
        #+   agency: {type: body, summary: 机构, example: 省水利厅}
        #+   role: {type: code, summary: 职责, summary_en: role, example: lead, multiple: true}
        #+   place: {type: place, enum: places, summary: 地点, summary_en: place, example: 岚江}
        SELECT ?s WHERE {
          VALUES ?_agency { UNDEF }
          VALUES ?_role { UNDEF }
          VALUES ?_document { UNDEF }
          ?s ?p
        }
        """)

    with pytest.raises(BadDefinition) as caught:
        check("faulty.rq", text)

    told = [line.split(": ", 1) for line in str(caught.value).splitlines() if line.startswith("faulty.rq:")]
    assert [(place.removeprefix("faulty.rq:"), message.partition(";")[0]) for place, message in told] == [
        ("2", "unknown key 'sumary_en' in the head"),
        ("1", "the head has no summary_en"),
        ("4", "parameter agency: has no summary_en in words"),
        ("4", "parameter agency: unknown type 'body'"),
        ("5", "parameter role: unknown key 'multiple'"),
        ("5", "parameter role: «enum» goes with type code, and only with it"),
        ("6", "parameter place: «enum» goes with type code, and only with it"),
        ("6", "parameter place: unknown code list 'places'"),
        ("6", "parameter place: no slot VALUES ?_place { UNDEF } in the query"),
        ("10", "slot ?_document: no such parameter in the head"),
        ("12", told[10][1].partition(";")[0]),
        ("12", "does not end with an ORDER BY"),
    ]
    assert told[10][1].startswith("query: line 13, column 1: expected")


FILES = sorted(
    path
    for path in (Path(__file__).parent.parent / "queries").rglob("*.rq")
    if path.read_text("utf-8").startswith(MARK)
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_engine_understands_every_file_and_answers_with_its_columns(path: Path) -> None:
    text = path.read_text("utf-8")

    check(path.name, text)

    assert projected(text) == columns(text)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("SELECT * { ?s ?p ?o } ORDER BY ?s", "1: there is no head"),
        ("#+ summary: a: b\nSELECT * {} ORDER BY ?s", "1: the head is no YAML"),
        ("#+ summary: 问\n#+ summary_en: q\nDELETE WHERE { ?s ?p ?o }", "3: query: line 3"),
        ("#+ summary: 问\n#+ summary_en: q\nSELECT * { { SELECT * {} ORDER BY ?s } }", "does not end with an ORDER BY"),
    ],
)
def test_what_is_no_query_file_is_refused(text: str, fault: str) -> None:
    with pytest.raises(BadDefinition, match=fault):
        check("file.rq", text)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("云岭省财政厅", {"云岭省财政厅"}),
        ("省财政厅", {"云岭省财政厅"}),
        ("  省财政厅 ", {"云岭省财政厅"}),
        ("省生态环境厅", {"云岭省生态环境厅", "临江省生态环境厅"}),
        ("各市（州）人民政府", {"云岭省各市(州)人民政府"}),
        ("省环境保护厅", {"云岭省环境保护厅"}),
        ("云岭省环保局", {"云岭省生态环境厅"}),
        ("财政厅", {"云岭省财政厅"}),
        ("环境保护厅", {"云岭省环境保护厅"}),
        ("督查室", set()),
        ("厅", set()),
        (iri.agency("云岭省财政厅").value, {"云岭省财政厅"}),
        ("https://example.org/elsewhere", {"https://example.org/elsewhere"}),
    ],
)
def test_an_agency_is_found_by_any_name_it_bears_or_bore(sample_store: Store, value: str, found: set[str]) -> None:
    names = {name if name.startswith("https:") else iri.agency(name).value for name in found}

    assert set(answers(sample_store, Type.AGENCY, value)) == names


def test_a_former_name_is_said_to_be_one(sample_store: Store) -> None:
    assert remarks(sample_store, Type.AGENCY, "省环境保护厅") == (
        "agency: 省环境保护厅 has become 云岭省生态环境厅, which is not listed: ask for it, or with reach=line",
    )
    assert remarks(sample_store, Type.AGENCY, "省生态环境厅") == ()
    assert remarks(sample_store, Type.DIVISION, "清川县") == ("division: 清川县 has become 清川市, listed too",)


def test_a_body_is_found_under_all_its_short_names_by_any_of_them() -> None:
    names = AgencyNames("大数据发展管理局", ("大数据管理局", "大数据局"), ("province",), (), "")
    province = Division("990000", "云岭省", Level.PROVINCE, None, 1981, None, ())
    days = division_days((province,), {province: province.name})
    known = lineage(days, Tables(names=[names])).quads(["云岭省大数据局"])
    store = Store.memory()
    store.load_reference([graph([province], lambda _: (), days), (iri.AGENCIES_GRAPH, known)])

    for name in ("云岭省大数据局", "大数据管理局", "云岭省大数据发展管理局"):
        assert set(answers(store, Type.AGENCY, name)) == {
            iri.agency(f"云岭省{form}").value for form in (names.name, *names.short)
        }


def test_of_two_divisions_with_one_name_the_living_one_is_meant() -> None:
    rows = (
        Division("990000", "云岭省", Level.PROVINCE, None, 1981, None, ()),
        Division("990300", "松泉市", Level.PREFECTURE, "990000", 1997, None, ()),
        Division("992100", "松泉地区", Level.PREFECTURE, "990000", 1981, 1997, ("990300",)),
        Division("992101", "松泉市", Level.COUNTY, "992100", 1981, 1997, ("990302",)),
        Division("990302", "松坪区", Level.COUNTY, "990300", 1997, None, ()),
    )
    store = Store.memory()
    store.load_reference([graph(rows, lambda _: (), division_days(rows, keys(rows)))])

    assert answers(store, Type.DIVISION, "松泉市") == (iri.division("松泉市").value,)
    assert remarks(store, Type.DIVISION, "松泉市") == ()
    assert remarks(store, Type.DIVISION, "松泉地区") == ("division: 松泉地区 has become 松泉市, listed too",)


def test_a_name_that_nobody_bears_finds_nothing_and_is_told_with_similar_ones(sample_store: Store) -> None:
    assert answers(sample_store, Type.AGENCY, "省财政局") == ()
    assert remarks(sample_store, Type.AGENCY, "省财政局") == (
        "agency: the graph knows no agency called 省财政局; similar: 省财政厅、云岭省财政厅",
    )
    assert remarks(sample_store, Type.AGENCY, "督查局") == ("agency: the graph knows no agency called 督查局",)
    assert remarks(sample_store, Type.INDICATOR, "森林覆盖率") == (
        "indicator: no indicator has 森林覆盖率 in its name",
    )


@pytest.mark.parametrize(
    ("kind", "value", "found"),
    [
        (Type.DIVISION, "清川市", {iri.division("清川市")}),
        (Type.DIVISION, "清川", {iri.division("清川市")}),
        (Type.DIVISION, "990100", {iri.division("清川市")}),
        (Type.DIVISION, "清川县", {iri.division("清川县"), iri.division("清川市")}),
        (Type.DIVISION, "岚江", set()),
        (Type.TERRITORY, "云岭省", {iri.division("云岭省"), iri.division("清川市")}),
        (Type.TERRITORY, "清川市", {iri.division("清川市")}),
        (Type.PLACE, "岚江", {iri.feature("岚江")}),
        (Type.PLACE, "清川市", {iri.division("清川市")}),
        (Type.INDICATOR, "污水处理率", {iri.indicator("城市污水处理率"), iri.indicator("污水处理率")}),
        (Type.INDICATOR, "利用率", {iri.indicator("工业用水重复利用率")}),
        (Type.DOCUMENT, "linjiang", {iri.document("linjiang")}),
        (Type.DOCUMENT, "linjiang.html", {iri.document("linjiang")}),
        (Type.DOCUMENT, "临江省节水实施意见", {iri.document("linjiang"), iri.plan("linjiang")}),
        (Type.DOCUMENT, "清川市整改落实情况", {iri.document("qingchuan-2021")}),
    ],
)
def test_names_stand_for_nodes(sample_store: Store, kind: Type, value: str, found: set[object]) -> None:
    assert set(answers(sample_store, kind, value)) == {node.value for node in found}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("kind", "value", "more", "term"),
    [
        (Type.CODE, "lead", ", enum: role", dg.concept(Role.LEAD).value),
        (Type.CODE, ">=", ", enum: comparator", dg.CODE + "comparator/ge"),
        (Type.YEAR, "2020", "", 2020),
        (Type.YEAR, 2020, "", 2020),
        (Type.INTEGER, "+007", "", 7),
        (Type.TEXT, " 蓝天 ", "", "蓝天"),
    ],
)
def test_values_become_terms(sample_store: Store, kind: Type, value: object, more: str, term: object) -> None:
    assert answers(sample_store, kind, value, more) == (term,)


@pytest.mark.parametrize(
    ("kind", "value", "more", "fault"),
    [
        (Type.CODE, "boss", ", enum: role", "'boss' is none of lead, responsible, participant, supervisor"),
        (Type.DATE, "2020-13-01", "", "'2020-13-01' is no date such as 2020-12-31"),
        (Type.YEAR, "二〇二〇", "", "is no year such as 2020"),
        (Type.YEAR, "20201", "", "is no year such as 2020"),
        (Type.INTEGER, "1; DROP ALL", "", "is no whole number"),
        (Type.AGENCY, "https://example.org/> } DROP ALL", "", "is no IRI"),
        (Type.TEXT, "", "", "is empty"),
        (Type.TEXT, "x" * 501, "", "longer than 500 characters"),
        (Type.TEXT, "\ud800", "", "what is no character"),
        (Type.TEXT, ["a", "b"], "", "takes one value, not 2"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_by_the_name_of_its_parameter(
    sample_store: Store, kind: Type, value: object, more: str, fault: str
) -> None:
    with pytest.raises(ParameterError, match=fault) as caught:
        answers(sample_store, kind, value, more)

    assert caught.value.name == kind.value


def test_parameters_are_named_and_required(sample_store: Store) -> None:
    measures = query.query("measures-by-agency")

    with pytest.raises(ParameterError, match=r"agencies: the query measures-by-agency has no such parameter; it has"):
        bind(measures, {"agencies": "省财政厅"}, sample_store)
    with pytest.raises(ParameterError, match=r"agency: is required: full, short or former name"):
        bind(measures, {"role": ["lead"]}, sample_store)


def test_what_is_left_out_leaves_the_query_as_it_stands(sample_store: Store) -> None:
    asked = question(Type.AGENCY)

    unset: list[dict[str, object]] = [{}, {"agency": None}, {"agency": []}, {"agency": ()}]
    for values in unset:
        assert bind(asked, values, sample_store) == Bound(asked.text)


def test_rows_are_not_put_in_order_by_what_is_alike_in_all(sample_store: Store) -> None:
    whole = HEAD.format(name="role", type="code", example="lead", more=", enum: role, many: true")
    text = "SELECT ?it WHERE { VALUES ?_role { UNDEF } BIND(?_role AS ?it) # ALIKE\n} ORDER BY ?it ?other\n"
    asked = parse("question.rq", whole + text)

    assert bind(asked, {"role": ["lead"]}, sample_store).text.endswith("} ORDER BY ?other\n")
    assert bind(asked, {"role": ["lead", "supervisor"]}, sample_store).text.endswith("} ORDER BY ?it ?other\n")
    assert bind(asked, {}, sample_store).text.endswith("} ORDER BY ?it ?other\n")


def test_several_values_are_alternatives(sample_store: Store) -> None:
    both = answers(sample_store, Type.DOCUMENT, ["linjiang", "yunling-2018", "linjiang"], ", many: true")

    assert set(both) == {iri.document("linjiang").value, iri.document("yunling-2018").value}


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(str.strip))
def test_any_text_arrives_as_it_is_and_never_as_query(text: str) -> None:
    assert answers(Store.memory(), Type.TEXT, text) == (text.strip(),)


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(str.strip))
def test_any_name_is_looked_up_without_harm(text: str) -> None:
    store = Store.memory()
    for kind in (Type.AGENCY, Type.TERRITORY, Type.PLACE, Type.INDICATOR, Type.DOCUMENT):
        with suppress(ParameterError):  # text that begins like an IRI and is none
            assert answers(store, kind, text) == ()


def test_pages_put_together_are_the_whole_answer(sample_store: Store) -> None:
    bound = bind(query.query("measures"), {}, sample_store)
    whole = sample_store.select(bound.text).rows
    pages = [sample_store.select(bound.page(2, offset)).rows for offset in range(0, len(whole), 2)]

    assert tuple(row for page in pages for row in page) == whole
    assert [len(page) for page in pages[:-1]] == [2] * (len(pages) - 1)


def test_a_page_has_no_less_than_no_rows() -> None:
    with pytest.raises(ParameterError, match="limit: -1 is less than 0"):
        Bound("SELECT * {}").page(-1)
    with pytest.raises(ParameterError, match="offset: -5 is less than 0"):
        Bound("SELECT * {}").page(1, -5)


def test_a_query_that_is_not_there_is_asked_for_by_similar_names() -> None:
    with pytest.raises(NotFound, match="no query 'measure-by-agency'; did you mean measures-by-agency"):
        query.query("measure-by-agency")
    with pytest.raises(NotFound, match="there are agencies, "):
        query.query("xyz")


@pytest.mark.parametrize(
    ("accept", "kind", "name"),
    [
        (None, Kind.RESULTS, "json"),
        ("*/*", Kind.GRAPH, "turtle"),
        ("*/*", Kind.DATASET, "trig"),
        ("text/csv", Kind.RESULTS, "csv"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.6", Kind.RESULTS, "xml"),
        ("text/*", Kind.RESULTS, "csv"),
        ("text/*;q=0.1, text/tab-separated-values", Kind.RESULTS, "tsv"),
        ("application/json", Kind.GRAPH, "jsonld"),
        ("APPLICATION/RDF+XML; charset=utf-8", Kind.GRAPH, "rdfxml"),
        ("text/turtle;q=0, */*;q=0.1", Kind.GRAPH, "trig"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Kind.RESULTS, "json"),
        (" , ", Kind.RESULTS, "json"),
    ],
)
def test_the_format_is_what_the_accept_header_likes_best(accept: str | None, kind: Kind, name: str) -> None:
    assert formats.choose(accept, kind).name == name


@pytest.mark.parametrize(
    ("accept", "kind"),
    [("image/png", Kind.RESULTS), ("text/csv", Kind.GRAPH), ("*/*;q=0", Kind.RESULTS), ("*/*;q=nan", Kind.RESULTS)],
)
def test_no_format_is_forced_on_a_caller(accept: str, kind: Kind) -> None:
    with pytest.raises(NotAcceptable, match="there are "):
        formats.choose(accept, kind)


def test_formats_are_found_by_name_extension_and_media_type() -> None:
    for kind in Kind:
        for row in formats.formats(kind):
            assert formats.by_name(row.name.upper(), kind) == row
            assert formats.by_name(f".{row.extension}", kind) == row
            assert formats.by_media_type(f"{row.media_type};charset=utf-8", kind) == row


@pytest.mark.parametrize("row", formats.FORMATS, ids=lambda row: row.name)
def test_the_table_of_formats_is_the_librarys(row: formats.Format) -> None:
    same: Mapping[str, str] = {"text/csv": "text/csv; charset=utf-8", "application/xml": "application/rdf+xml"}

    assert row.serialiser is not None
    assert same.get(row.serialiser.media_type, row.serialiser.media_type).partition(";")[0] == row.media_type
    assert row.serialiser.file_extension in row.extensions


def test_every_store_binds_only_what_it_knows() -> None:
    store = Store.memory()
    store.put(documents()[0])

    assert answers(store, Type.DOCUMENT, "linjiang") == ()
    assert answers(store, Type.DOCUMENT, "yunling-2018") == (iri.document("yunling-2018").value,)
