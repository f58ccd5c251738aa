"""The store: what is put in comes out, replaced as a whole, once, and nothing else is touched."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad

from graph import content, formats, iri
from graph import vocab as dg
from graph.errors import NotAcceptable, NotFound, ParameterError, StoreError
from graph.formats import Kind
from graph.holdings import Holdings, token
from graph.model import Anchor, Document
from graph.solutions import Dataset, Iri, Solutions, Value
from graph.store import Outcome, Store
from tests.sample_documents import documents, opinions, rectification, reference, report, work_points

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
NQUADS = formats.by_name("nquads", Kind.DATASET)
NTRIPLES = formats.by_name("ntriples", Kind.GRAPH)
VERSIONS = (*documents(), replace(work_points(), key="copy"))
LABELS = "SELECT ?label { <https://w3id.org/dutygraph/id/agency/云岭省财政厅> ?p ?label FILTER(isLiteral(?label)) }"


def filled(entries: Iterable[Document] = documents()) -> Store:
    store = Store.memory(clock=lambda: NOON)
    for document in entries:
        store.put(document)
    return store


def lines(store: Store, graph: str | None = None) -> list[bytes]:
    """The store's quads, or a graph's triples, in an order of their own."""
    dump = store.dump(NTRIPLES, graph) if graph else store.dump(NQUADS)
    return sorted(dump.splitlines())


def everything(store: Store) -> list[bytes]:
    """The triples of the default graph."""
    return sorted(store.dump(NTRIPLES).splitlines())


def altered(document: Document) -> Document:
    """The same text, read otherwise."""
    return replace(document, measures=document.measures[:-1])


def test_documents_come_out_as_they_went_in() -> None:
    store = filled()

    assert tuple(store.document(document.key) for document in documents()) == documents()
    assert store.keys() == ("linjiang", "qingchuan-2021", "yunling-2018", "yunling-2020")


def test_a_document_of_several_pages_comes_out_with_its_anchors_and_its_blanks() -> None:
    source = replace(rectification().source, anchors=(Anchor(0, "第1页"), Anchor(12, "第 2 页")))
    whole = replace(rectification(), source=source, title="1 2  3")

    assert filled((whole,)).document(whole.key) == whole


def test_a_store_is_one_without_a_count_of_its_triples(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(Store, "select", lambda _, query: asked.append(query))

    assert Store.memory()
    assert asked == []


def test_putting_tells_what_became_of_a_document() -> None:
    store = filled(())

    assert store.put(rectification()) is Outcome.ADDED
    assert store.put(rectification()) is Outcome.UNCHANGED
    assert store.put(altered(rectification())) is Outcome.REPLACED
    assert store.document("yunling-2018") == altered(rectification())


def test_another_text_under_the_same_key_replaces_the_first() -> None:
    store = filled([rectification()])
    renamed = replace(report(), key="yunling-2018")

    assert store.put(renamed) is Outcome.REPLACED
    assert lines(store) == lines(filled([renamed]))


def test_replacing_a_document_leaves_nothing_of_the_old_and_all_of_the_others() -> None:
    store = filled([altered(rectification()), work_points()])
    store.put(rectification())

    assert lines(store) == lines(filled([work_points(), rectification()]))
    assert everything(store) == everything(filled([work_points(), rectification()]))


def test_removing_a_document_leaves_the_store_as_if_it_had_never_been_there() -> None:
    store = filled()
    for key in ("yunling-2020", "linjiang", "qingchuan-2021"):
        store.remove(key)

    assert lines(store) == lines(filled([rectification()]))
    assert len(store) == len(filled([rectification()]))
    with pytest.raises(NotFound, match="no document 'linjiang'"):
        store.remove("linjiang")


def test_what_several_documents_say_is_counted_once_and_stays_until_the_last_is_gone() -> None:
    store = filled([work_points(), replace(work_points(), key="copy")])
    both = store.select(LABELS).rows
    store.remove("copy")

    assert sorted(both) == sorted(store.select(LABELS).rows) == [("云岭省财政厅",), ("省财政厅",), ("省财政厅",)]
    assert lines(store) == lines(filled([work_points()]))


def test_replacing_one_of_two_with_the_same_text_leaves_what_the_other_says() -> None:
    copy = replace(work_points(), key="copy")
    store = filled([work_points(), copy])
    store.put(altered(copy))

    assert everything(store) == everything(filled([work_points(), altered(copy)]))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from([*VERSIONS, *map(altered, VERSIONS)]), max_size=6))
def test_the_last_of_each_key_is_what_counts_however_they_come_in(entries: list[Document]) -> None:
    last = {document.key: document for document in entries}
    one_by_one, bulk = filled(entries), Store.memory(clock=lambda: NOON)
    outcomes = list(bulk.put_all(entries))

    assert [key for key, _ in outcomes] == [document.key for document in entries]
    assert lines(one_by_one) == lines(bulk) == lines(filled(last.values()))
    assert everything(one_by_one) == everything(bulk) == everything(filled(last.values()))
    assert all(one_by_one.put(document) is Outcome.UNCHANGED for document in last.values())


def test_loading_in_bulk_goes_on_where_documents_are_there_already() -> None:
    store = filled([rectification()])

    assert list(store.put_all([rectification(), report()])) == [
        ("yunling-2018", Outcome.UNCHANGED),
        ("qingchuan-2021", Outcome.ADDED),
    ]


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_characters_survive_a_replacement(text: str) -> None:
    document = report()
    store = filled([document])
    store.put(replace(document, title=text))

    assert store.document(document.key).title == text


def test_a_run_tells_which_file_made_which_graphs_and_when() -> None:
    store = filled([report()])
    (run,) = store.select(f"SELECT ?run {{ ?run a {dg.ExtractionRun} }}").column("run")
    told = store.select(f"SELECT ?p ?o {{ <{run}> ?p ?o }}").rows

    assert (Iri(dg.endedAt.value), NOON) in told
    assert (Iri(dg.readFile.value), Iri(iri.source_file(report().source.sha256).value)) in told
    assert {o for p, o in told if str(p).endswith("prov#generated")} == {
        Iri(iri.document_graph("qingchuan-2021").value),
        Iri(iri.derived_graph("qingchuan-2021").value),
    }


def test_what_was_written_when_less_was_derived_is_known_until_it_is_put_again(monkeypatch: pytest.MonkeyPatch) -> None:
    store, (first, second, *_) = Store.memory(), documents()
    with monkeypatch.context() as before:
        before.setattr(content, "DERIVED_BY", "+derived.1")
        store.put(first)
    store.put(second)

    assert store.earlier() == 1
    assert (store.put(first), store.earlier()) == (Outcome.REPLACED, 0)


def test_a_run_is_written_only_where_something_changed() -> None:
    moments = iter([NOON, NOON.replace(hour=13)])
    store = Store.memory(clock=lambda: next(moments))
    store.put(report())
    store.put(report())
    store.put(altered(report()))

    assert store.select(f"SELECT ?at {{ ?run {dg.endedAt} ?at }}").rows == ((NOON.replace(hour=13),),)


def test_the_state_changes_with_the_content_and_only_with_it() -> None:
    store = filled([report()])
    before = store.state()
    store.put(report())
    unchanged = store.state()
    store.put(altered(report()))
    changed = store.state()
    store.put(report())

    assert before == unchanged != changed
    assert store.state() == before


def test_reference_graphs_are_loaded_once_and_leave_documents_alone() -> None:
    store = filled()
    before = [lines(store, iri.document_graph(document.key).value) for document in documents()]
    first, second = dict(store.load_reference(reference())), dict(store.load_reference(reference()))

    assert set(first) == {
        iri.ONTOLOGY_GRAPH.value,
        iri.DIVISIONS_GRAPH.value,
        iri.AGENCIES_GRAPH.value,
        iri.INDICATORS_GRAPH.value,
    }
    assert set(first.values()) == {Outcome.ADDED}
    assert set(second.values()) == {Outcome.UNCHANGED}
    assert [lines(store, iri.document_graph(document.key).value) for document in documents()] == before


def test_a_reference_graph_that_changed_is_replaced() -> None:
    store = filled(())
    store.load_reference(reference())
    divisions, (name, quads), _ = reference()

    assert dict(store.load_reference([divisions, (name, quads[:1])]))[name.value] is Outcome.REPLACED
    assert len(lines(store, name.value)) == 1


def test_a_reference_graph_of_a_known_version_is_not_even_made() -> None:
    def costly() -> Iterator[Quad]:
        made.append(name)
        yield from quads

    store, made = filled(()), list[NamedNode]()
    store.load_reference(reference(), version="1")
    _, (name, quads), _ = reference()

    assert dict(store.load_reference([(name, costly())], version="1"))[name.value] is Outcome.UNCHANGED
    assert made == []
    assert dict(store.load_reference([(name, costly())], version="2"))[name.value] is Outcome.REPLACED
    assert made == [name]


def test_every_graph_is_named_and_no_triple_is_lost_in_a_dump() -> None:
    store = filled([report()])
    graphs = (iri.document_graph("qingchuan-2021"), iri.derived_graph("qingchuan-2021"), iri.RUNS_GRAPH)

    assert len(lines(store)) == sum(len(lines(store, name.value)) for name in graphs)
    assert {triple for name in graphs for triple in lines(store, name.value)} == set(store.dump(NTRIPLES).splitlines())


@pytest.mark.parametrize("row", formats.formats(Kind.DATASET) + formats.formats(Kind.GRAPH), ids=lambda row: row.name)
def test_everything_can_be_dumped_in_every_format(row: formats.Format) -> None:
    assert filled([report()]).dump(row)


def test_a_store_in_a_folder_is_seen_by_a_reader_opened_afterwards(tmp_path: Path) -> None:
    writer = Store.open(tmp_path / "new" / "store")
    list(writer.put_all(documents()))
    reader = Store.read_only(tmp_path / "new" / "store")
    writer.remove("linjiang")

    assert tuple(reader.document(document.key) for document in documents()) == documents()
    assert writer.keys() == ("qingchuan-2021", "yunling-2018", "yunling-2020")


def test_a_reader_writes_nothing(tmp_path: Path) -> None:
    Store.open(tmp_path).put(report())

    with pytest.raises(StoreError, match="opened for reading only"):
        Store.read_only(tmp_path).put(altered(report()))


def test_a_store_that_is_open_for_writing_cannot_be_opened_a_second_time(tmp_path: Path) -> None:
    first = Store.open(tmp_path)

    with pytest.raises(StoreError, match=f"^{tmp_path}: .*another process has it open"):
        Store.open(tmp_path)
    assert first.keys() == ()


def test_opening_names_the_place_and_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no store")

    with pytest.raises(StoreError, match="file: is not a store but holds something else"):
        Store.open(tmp_path / "file")
    with pytest.raises(StoreError, match="is not a store but holds something else"):
        Store.open(tmp_path)
    with pytest.raises(StoreError, match="nowhere: there is no store; load documents into it first"):
        Store.read_only(tmp_path / "nowhere")
    with pytest.raises(StoreError, match="cannot be opened for writing"):
        Store.open(tmp_path / "file" / "below")
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


def test_a_damaged_store_is_called_damaged(tmp_path: Path) -> None:
    Store.open(tmp_path).put(report())
    (tmp_path / "CURRENT").write_text("nonsense")

    with pytest.raises(StoreError, match="its files are damaged"):
        Store.read_only(tmp_path)


def test_a_document_that_is_not_there_is_asked_for_by_similar_names() -> None:
    with pytest.raises(NotFound, match=r"no document 'yunling-2021'; did you mean yunling-20\d\d"):
        filled().document("yunling-2021")


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("<http://example.org/a>", Iri("http://example.org/a")),
        ('"字"', "字"),
        ('"字"@zh', "字"),
        ("1", 1),
        ("2.50", Decimal("2.5")),
        ("2e0", 2.0),
        ("true", True),
        ('"2020-01-31"^^xsd:date', date(2020, 1, 31)),
        ('"2020-01-31T08:00:00Z"^^xsd:dateTime', datetime(2020, 1, 31, 8, tzinfo=UTC)),
        ('"soon"^^xsd:date', "soon"),
        ("UNDEF", None),
    ],
)
def test_solutions_are_plain_values(term: str, value: Value | None) -> None:
    prefix = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>"
    answer = Store.memory().select(f"{prefix} SELECT ?value {{ VALUES ?value {{ {term} }} }}")

    assert answer == Solutions(("value",), ((value,),))
    assert type(answer.rows[0][0]) is type(value)


def test_the_results_of_a_query_come_in_the_format_that_is_wanted() -> None:
    store = filled([report()])
    csv = formats.by_name("csv", Kind.RESULTS)
    turtle = formats.by_name("turtle", Kind.GRAPH)
    keys = f"SELECT ?key {{ ?document {dg.key} ?key }}"

    assert store.results(keys, csv) == b"key\r\nqingchuan-2021\r\n"
    assert store.results("ASK {}", formats.by_name("json", Kind.RESULTS)) == b'{"head":{},"boolean":true}'
    assert b"dg:key" in store.results(f"CONSTRUCT WHERE {{ ?document {dg.key} ?key }}", turtle)
    with pytest.raises(NotAcceptable, match="Turtle cannot hold rows"):
        store.results(keys, turtle)
    with pytest.raises(NotAcceptable, match="CSV cannot hold a graph"):
        store.results("CONSTRUCT WHERE { ?s ?p ?o }", csv)


def test_a_caller_may_choose_the_graphs_that_a_query_sees() -> None:
    store = filled()
    query = f"SELECT ?key {{ ?document {dg.key} ?key }}"
    graph = iri.document_graph("linjiang").value
    csv = formats.by_name("csv", Kind.RESULTS)

    assert store.results(query, csv, Dataset(default_graphs=(graph,))) == b"key\r\nlinjiang\r\n"
    assert store.results(query, csv, Dataset(named_graphs=(graph,))) == b"key\r\n"
    assert store.select(query.replace("{", f"FROM <{graph}> {{", 1)).rows == (("linjiang",),)


def test_a_query_that_cannot_be_read_is_shown_with_the_place() -> None:
    with pytest.raises(ParameterError) as caught:
        Store.memory().select("SELECT ?s\nWHERE { ?s ?p }")

    assert caught.value.name == "query"
    assert str(caught.value).startswith("query: line 2, column ")
    assert str(caught.value).endswith("^")


@pytest.mark.parametrize("query", ["", "INSERT DATA { <a:b> <a:b> <a:b> }", "SELECT ?s { ?s <rel> ?o }"])
def test_only_whole_queries_are_answered(query: str) -> None:
    with pytest.raises(ParameterError, match=r"^query: line 1"):
        Store.memory().select(query)


def test_a_form_of_query_is_asked_where_it_belongs() -> None:
    store = filled([opinions()])

    assert store.ask(f"ASK {{ ?document {dg.key} 'linjiang' }}")
    assert not store.ask(f"ASK {{ ?document {dg.key} 'elsewhere' }}")
    with pytest.raises(ParameterError, match="a SELECT query is wanted"):
        store.select("ASK {}")
    with pytest.raises(ParameterError, match="an ASK query is wanted"):
        store.ask("SELECT * {}")


def test_the_state_of_a_store_is_known_when_it_is_opened_and_is_what_its_runs_make_it(tmp_path: Path) -> None:
    path, changed = tmp_path / "store", replace(report(), title="清川市整改落实情况（修订）")
    writes: list[Callable[[Store], object]] = [
        lambda store: list(store.put_all(documents())),
        lambda store: store.load_reference(reference()),
        lambda store: store.put(changed),
        lambda store: store.put(changed),
        lambda store: store.remove(changed.key),
        lambda store: store.update("INSERT DATA { GRAPH <http://example.org/g> { <a:a> <a:b> <a:c> } }"),
        lambda store: store.put(report()),
    ]
    noted, states = path / "dutygraph.weight", []
    for write in writes:
        store = Store.open(path)
        write(store)
        states.append(store.state())
        del store
        assert noted.is_file()
        again = Store.open(path)
        assert again.state() == states[-1] == Holdings.state(again)
        del again

    noted.unlink()
    assert Store.open(path).state() == states[-1]
    assert states[1] != states[2] == states[3] != states[4]
    assert states[1] == states[6]


def test_what_is_noted_of_the_state_is_gone_before_anything_is_written(tmp_path: Path) -> None:
    store, noted = Store.open(tmp_path / "store"), tmp_path / "store" / "dutygraph.weight"
    store.state()
    assert noted.is_file()
    store.put(report())
    assert not noted.exists()
    store.state()
    store.update("INSERT DATA { <a:a> <a:b> <a:c> }")
    assert not noted.exists()


def test_a_snapshot_and_who_reads_a_store_know_its_state_without_a_look_at_its_runs(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store")
    store.put(report())
    state = store.state()
    store.backup(tmp_path / "snapshot")
    del store

    for path in (tmp_path / "store", tmp_path / "snapshot"):
        assert (path / "dutygraph.weight").is_file()
        assert Store.read_only(path).state() == state == Holdings.state(Store.read_only(path))
    (tmp_path / "snapshot" / "dutygraph.weight").write_text("7", encoding="ascii")
    assert Store.read_only(tmp_path / "snapshot").state() == token(7)


def test_a_snapshot_of_a_store_whose_state_nobody_asked_for_knows_none(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store")
    store.put(report())
    store.backup(tmp_path / "snapshot")

    assert not (tmp_path / "snapshot" / "dutygraph.weight").exists()
    assert Store.read_only(tmp_path / "snapshot").state() == store.state()
