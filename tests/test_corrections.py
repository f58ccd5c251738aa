"""What people correct: applied to whatever is read, the same however often; kept as RDF; told as plain values."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from api.cli import command
from api.loading import correct, put, take_out
from api.loading.reading import Reading
from graph import iri, to_rdf
from graph import vocab as dg
from graph.corrections import kept, plain, rdf
from graph.corrections.applying import LOST, UNFIT, applied
from graph.corrections.correction import PARTS, Correction, Selector, Value, bare, checked, selector
from graph.derive import quads
from graph.errors import NotFound, ParameterError
from graph.ledger import entry
from graph.model import Assignment, Basis, Document, FactKind, Measure, Role, Verdict
from graph.store import Outcome, Store
from graph.validate import validate
from loaders.limits import Limits
from loaders.read import find
from tests.sample_documents import documents, rectification
from tests.strategies import UNHURRIED
from tests.strategies import documents as any_documents

FEW = settings(UNHURRIED, max_examples=30)
PLANS = documents()
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
PLAN = """云岭省2020年河湖管护工作要点
一、完善供水设施
（一）省水利厅牵头，2020年6月底前建成清川市备用水源。
（二）清川市人民政府负责，2020年底前完成老旧管网改造30公里。
"""


def about(document: Document, kind: FactKind, holder: Document | Measure, place: int = 0, **more: Any) -> Correction:
    """A correction of a fact of that kind; accepted unless ``more`` has it otherwise."""
    fact = getattr(holder, PARTS[kind])[place]
    number = holder.number if isinstance(holder, Measure) else None
    where = selector(document.source.text, fact.evidence.start, fact.evidence.end)
    return replace(Correction(document.key, kind, number, where, Verdict.ACCEPTED, fact, None, "李某", NOW), **more)


def rejected(document: Document, kind: FactKind, holder: Document | Measure, place: int = 0) -> Correction:
    return about(document, kind, holder, place, verdict=Verdict.REJECTED)


def changed(document: Document, kind: FactKind, measure: Measure, place: int = 0, **values: Any) -> Correction:
    fact = getattr(measure, PARTS[kind])[place]
    return about(document, kind, measure, place, verdict=Verdict.CHANGED, value=replace(fact, **values))


def overlooked(document: Document, measure: Measure, words: str, value: Value) -> Correction:
    start = document.source.text.index(words, measure.evidence.start)
    where = selector(document.source.text, start, start + len(words))
    kind = FactKind.ASSIGNMENT
    return Correction(document.key, kind, measure.number, where, Verdict.ADDED, None, value, "李某", NOW, "漏读")


def some(document: Document) -> list[Correction]:
    """One of each verdict, on the hand-made plan."""
    first, second = document.measures[0], document.measures[1]
    return [
        changed(document, FactKind.ASSIGNMENT, first, role=Role.PARTICIPANT),
        rejected(document, FactKind.ASSIGNMENT, first, 1),
        changed(document, FactKind.DEADLINE, first, latest=date(2018, 9, 30)),
        changed(document, FactKind.TARGET, second, value=Decimal("90.0")),
        about(document, FactKind.DEADLINE, document),
        overlooked(document, second, "污水处理水平", replace(second.assignments[0], mention="污水处理水平")),
    ]


def test_facts_are_rejected_changed_and_added_each_with_its_correction() -> None:
    plan = rectification()
    said = some(plan)
    whole, remarks = applied(plan, said)
    (first, second), before = whole.measures[:2], plan.measures[0]

    assert remarks == ()
    assert first.assignments == (
        replace(before.assignments[0], role=Role.PARTICIPANT, basis=Basis.CORRECTED, correction=said[0].id),
    )
    assert first.deadlines[0] == replace(before.deadlines[0], latest=date(2018, 9, 30), correction=said[2].id)
    assert [each.basis for each in first.deadlines] == [Basis.CORRECTED, Basis.EXPLICIT]
    assert second.targets[0].value == Decimal(90)
    assert [each.correction for each in second.assignments] == [None, said[5].id]
    assert second.assignments[1].evidence.quote == "污水处理水平"
    assert whole.deadlines == plan.deadlines
    assert whole.measures[2:] == plan.measures[2:]


@FEW
@given(any_documents())
def test_without_corrections_a_document_stays_as_it_is(document: Document) -> None:
    assert applied(document, ()) == (document, ())


@st.composite
def corrected(draw: st.DrawFn) -> tuple[Document, list[Correction]]:
    """A document, and corrections of some of its facts."""
    document = draw(st.sampled_from(PLANS))
    holders: list[Document | Measure] = [document, *document.measures]
    found = [
        (kind, holder, place)
        for holder in holders
        for kind in FactKind
        for place in range(len(getattr(holder, PARTS[kind], ())))
    ]
    chosen = draw(st.lists(st.sampled_from(found), max_size=5)) if found else []
    return document, [_drawn(draw, document, *each) for each in chosen]


def _drawn(draw: st.DrawFn, document: Document, kind: FactKind, holder: Document | Measure, place: int) -> Correction:
    verdict = draw(st.sampled_from([Verdict.ACCEPTED, Verdict.REJECTED, Verdict.CHANGED]))
    fact, name = getattr(holder, PARTS[kind])[place], "title" if kind is FactKind.CITATION else "mention"
    value = replace(fact, **{name: draw(st.sampled_from(["甲", "乙"]))}) if verdict is Verdict.CHANGED else None
    return about(document, kind, holder, place, verdict=verdict, value=value)


@FEW
@given(corrected())
def test_to_correct_again_changes_nothing_more(given_both: tuple[Document, list[Correction]]) -> None:
    document, said = given_both
    once = applied(document, said)

    assert applied(once[0], said) == once


@FEW
@given(corrected())
def test_corrections_come_back_from_rdf_and_from_plain_values_and_fit_the_shapes(
    given_both: tuple[Document, list[Correction]],
) -> None:
    document, said = given_both
    whole = {each.id: each for each in said}
    back = rdf.corrections(document.key, (quad.triple for quad in rdf.quads(document.key, whole.values())))

    assert {each.id for each in back} == {*whole}
    assert [plain.read(plain.told(each)) for each in back] == [*back]
    assert applied(document, back)[0].measures == applied(document, whole.values())[0].measures


def every_kind(plan: Document) -> list[Correction]:
    """One of each kind of fact, added where nothing of the sort was read."""
    words, measure = "污水处理水平", plan.measures[1]
    start = plan.source.text.index(words, measure.evidence.start)
    where = selector(plan.source.text, start, start + len(words))
    holders: list[Document | Measure] = [measure, plan]
    values = {kind: next(value for each in PLANS for value in of_kind(each, kind)) for kind in FactKind}
    return [
        Correction(plan.key, kind, number, where, Verdict.ADDED, None, replace(value, correction=None), "李某", NOW)
        for holder, number in zip(holders, (measure.number, None), strict=True)
        for kind, value in values.items()
        if hasattr(holder, PARTS[kind])
    ]


def of_kind(document: Document, kind: FactKind) -> list[Value]:
    holders: list[Document | Measure] = [document, *document.measures]
    return [value for holder in holders for value in getattr(holder, PARTS[kind], ())]


def test_facts_of_every_kind_are_added_and_name_their_corrections_in_the_graph_too() -> None:
    plan, store = rectification(), Store.memory()
    said = every_kind(plan)
    whole, remarks = applied(plan, said)
    store.put(whole)
    made = store.select(f"SELECT ?c {{ ?fact {dg.correction} ?c }}").rows
    marked = store.select(f"SELECT ?f {{ ?f {dg.correction} ?c ; {dg.basis} {dg.concept(Basis.CORRECTED)} }}").rows

    assert (len(said), len({each.id for each in said}), remarks) == (9, 9, ())
    assert {str(row[0]) for row in made} == {iri.correction(each.id).value for each in said}
    assert len(marked) == 9
    assert store.document(plan.key) == whole
    assert applied(whole, said) == (whole, ())
    assert [bare(plain.read(plain.told(each)).value) for each in said] == [bare(each.value) for each in said]
    assert validate(chain(to_rdf.quads(whole), quads(whole))).results == ()


def test_corrections_are_annotations_with_provenance_that_fit_the_shapes() -> None:
    plan = rectification()

    assert validate(rdf.quads(plan.key, some(plan))).results == ()


SHIFTED: Mapping[str, tuple[str, str, list[str]]] = {
    "the text begins further down": ("云岭省", "(征求意见稿)\n云岭省", []),
    "the words around are others": ("牵头单位:省环", "牵头责任单位:省环", []),
    "the words are gone": ("省环境保护厅", "省水利厅", [LOST]),
}


@pytest.mark.parametrize("how", SHIFTED)
def test_a_correction_finds_its_words_in_a_text_that_has_shifted_or_says_that_it_does_not(how: str) -> None:
    plan = rectification()
    said = rejected(plan, FactKind.ASSIGNMENT, plan.measures[0])
    before, after, codes = SHIFTED[how]
    text = plan.source.text.replace(before, after, 1)
    place = text.find(said.selector.exact)
    fact = plan.measures[0].assignments[0]
    moved = replace(fact.evidence, start=place, end=place + len(said.selector.exact))
    measure = replace(plan.measures[0], assignments=(replace(fact, evidence=moved),))
    other = replace(plan, source=replace(plan.source, text=text), measures=(measure,))
    whole, remarks = applied(other, [said])

    assert [each.code for each in remarks] == codes
    assert len(whole.measures[0].assignments) == len(codes)
    assert whole.remarks == (*plan.remarks, *remarks)


def test_what_is_read_otherwise_by_now_is_not_judged_by_what_was_said_before() -> None:
    plan = rectification()
    said = changed(plan, FactKind.ASSIGNMENT, plan.measures[0], role=Role.PARTICIPANT)
    first = plan.measures[0]
    better = replace(first, assignments=(replace(first.assignments[0], role=Role.SUPERVISOR), *first.assignments[1:]))
    whole, remarks = applied(replace(plan, measures=(better, *plan.measures[1:])), [said])

    assert [each.code for each in remarks] == [UNFIT]
    assert whole.measures[0] == better


def test_words_that_stand_twice_are_told_apart_by_those_around_them_or_not_at_all() -> None:
    assert Selector("甲局", "由", "负责", 9).place("由甲局负责,甲局验收") == 1
    assert Selector("甲局", "", "", 0).place("由甲局负责,甲局验收") is None
    assert Selector("甲局", "", "", 6).place("由甲局负责,甲局验收") == 6
    assert Selector("甲局", "从", "来", 0).place("由甲局负责,甲局验收") is None


REFUSED: Mapping[str, tuple[dict[str, Any], str]] = {
    "what is changed has a value": ({"verdict": Verdict.CHANGED}, "value"),
    "what is rejected has none": ({"verdict": Verdict.REJECTED, "value": "same"}, "value"),
    "what was read was not added": ({"verdict": Verdict.ADDED}, "found"),
    "somebody says it": ({"by": " "}, "by"),
    "a reason has an end": ({"why": "好" * 2_001}, "why"),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_is_no_correction_is_refused(reason: str) -> None:
    plan = rectification()
    said = about(plan, FactKind.ASSIGNMENT, plan.measures[0])
    values, name = REFUSED[reason]
    values = {key: said.found if value == "same" else value for key, value in values.items()}

    with pytest.raises(ParameterError, match=f"^{name}: "):
        checked(replace(said, **values))


BROKEN: Mapping[str, tuple[list[str], object, str]] = {
    "no kind": (["kind"], None, "correction"),
    "no place": (["selector", "start"], "here", "correction"),
    "no such role": (["found", "role"], "boss", "found.role"),
    "no day": (["at"], "yesterday", "correction"),
    "no figure": (["kind"], "figure", "found.subject"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_plain_values_that_are_no_correction_say_where(fault: str) -> None:
    plan = rectification()
    told = plain.told(about(plan, FactKind.ASSIGNMENT, plan.measures[0]))
    (*steps, last), value, name = BROKEN[fault]
    inner = told
    for step in steps:
        inner = inner[step]
    inner[last] = value

    with pytest.raises(ParameterError, match=f"^{name}: "):
        plain.read(told)


def test_a_later_verdict_takes_the_place_of_an_earlier_one() -> None:
    plan = rectification()
    first = about(plan, FactKind.ASSIGNMENT, plan.measures[0])
    second = rejected(plan, FactKind.ASSIGNMENT, plan.measures[0])

    assert list(kept.merged([first], [second])) == [second]
    assert list(kept.merged([first], [], [first.id])) == []


def test_custom_presumes_no_lead_where_somebody_said_who_answers() -> None:
    plan = rectification()
    first, agency = plan.measures[0], plan.measures[0].assignments[0].agency
    listed = tuple(Assignment(Role.RESPONSIBLE, "甲", agency, Basis.EXPLICIT, rank, first.evidence) for rank in (0, 1))
    presumed = replace(plan, measures=(replace(first, assignments=listed),))
    spoken = replace(
        plan, measures=(replace(first, assignments=(replace(listed[0], basis=Basis.CORRECTED), listed[1])),)
    )

    assert any("presumedLead" in str(quad.predicate) for quad in quads(presumed))
    assert not any("presumedLead" in str(quad.predicate) for quad in quads(spoken))


def test_a_corrected_document_comes_back_from_the_store_and_its_ledger_names_the_corrections() -> None:
    plan = rectification()
    whole, _ = applied(plan, some(plan))
    store = Store.memory()
    store.put(whole)
    told = entry(whole)["measures"][0]

    assert store.document(plan.key) == whole
    assert (told["assignments"][0]["basis"], told["deadlines"][0]["basis"]) == ("corrected", "corrected")
    assert told["assignments"][0]["correction"] == some(plan)[0].id


def test_corrections_stand_in_a_graph_of_their_own_and_no_question_takes_them_for_facts() -> None:
    plan, store = rectification(), Store.memory()
    for each in documents():
        store.put(each)
    before, state = len(store), store.state()
    assignments = len(store.select(f"SELECT ?a {{ ?a a {dg.Assignment} }}").rows)

    assert kept.put(store, plan.key, some(plan)) is Outcome.ADDED
    assert kept.put(store, plan.key, some(plan)) is Outcome.UNCHANGED
    assert store.state() != state
    assert {each.id for each in kept.corrections(store, plan.key)} == {each.id for each in some(plan)}
    assert kept.corrected(store) == (plan.key,)
    assert store.ask(
        f"ASK {{ GRAPH {iri.corrections_graph(plan.key)} {{ ?c <http://www.w3.org/ns/oa#hasTarget> ?t }} }}"
    )
    assert store.document(plan.key) == plan
    assert len(store.select(f"SELECT ?a {{ ?a a {dg.Assignment} }}").rows) == assignments
    kept.remove(store, plan.key)
    assert kept.corrected(store) == ()
    assert len(store) == before
    with pytest.raises(NotFound):
        kept.remove(store, plan.key)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    return tmp_path


def load(folder: Path, graph: Store) -> dict[str, Outcome]:
    reading = Reading(find([folder / "plan.txt"], Limits()), Limits())
    with reading.processes() as processes:
        return put(reading, processes, graph, folder / "store")


def test_corrections_outlast_reloading_a_new_text_and_taking_the_document_out(folder: Path) -> None:
    graph = Store.open(folder / "store")
    load(folder, graph)
    read = graph.document("plan")
    said = changed(read, FactKind.ASSIGNMENT, read.measures[0], role=Role.PARTICIPANT)
    correct("plan", [said, rejected(read, FactKind.ASSIGNMENT, read.measures[1])], graph, folder / "store")
    whole = graph.document("plan")

    assert [[each.role for each in measure.assignments] for measure in whole.measures] == [[Role.PARTICIPANT], []]
    assert load(folder, graph) == {"plan": Outcome.UNCHANGED}
    (folder / "plan.txt").write_text(f"（修订）\n{PLAN}", encoding="utf-8")
    assert load(folder, graph) == {"plan": Outcome.REPLACED}
    again = graph.document("plan").measures
    assert [[each.correction for each in measure.assignments] for measure in again] == [[said.id], []]
    take_out("plan", graph, folder / "store")
    assert kept.corrected(graph) == ("plan",)
    (folder / "plan.txt").write_text(PLAN, encoding="utf-8")
    assert load(folder, graph) == {"plan": Outcome.ADDED}
    assert graph.document("plan") == whole
    correct("plan", [], graph, folder / "store")
    assert graph.document("plan") == read


def test_corrections_that_come_before_their_document_wait_for_it(folder: Path) -> None:
    graph = Store.open(folder / "store")
    load(folder, graph)
    read = graph.document("plan")
    said = rejected(read, FactKind.ASSIGNMENT, read.measures[0])
    other = Store.open(folder / "other" / "store")
    correct("plan", [said], other, folder / "other" / "store")
    reading = Reading(find([folder / "plan.txt"], Limits()), Limits())
    with reading.processes() as processes:
        put(reading, processes, other, folder / "other" / "store")

    assert other.document("plan").measures[0].assignments == ()
    assert reading.counts["plan"][1] == 1
    assert bare(said.found) == bare(read.measures[0].assignments[0])


def test_the_command_line_lists_hands_on_and_takes_back_corrections(folder: Path) -> None:
    graph = Store.open(folder / "store")
    load(folder, graph)
    read = graph.document("plan")
    said = [rejected(read, FactKind.ASSIGNMENT, measure) for measure in read.measures]
    correct("plan", said, graph, folder / "store")
    del graph

    def run(*arguments: str, text: str | None = None, store: str = "store") -> Result:
        line = ["corrections", *arguments, "--store", str(folder / store)]
        return CliRunner().invoke(command({"LC_ALL": "en_GB.UTF-8", "COLUMNS": "200"}), line, input=text)

    listed, exported = run("list"), run("export").stdout
    assert all(each.id in listed.stdout and each.by in listed.stdout for each in said)
    assert [json.loads(line)["id"] for line in exported.splitlines()] == [each.id for each in said]
    assert run("import", "-", text=exported, store="other").exit_code == 0
    assert run("export", store="other").stdout == exported
    assert run("remove", "plan", said[0].id, store="other").exit_code == 0
    assert run("export", "plan", store="other").stdout == exported.splitlines(keepends=True)[1]
    assert run("remove", "plan", "nothing", store="other").exit_code == 1
    assert run("import", "-", text="{}", store="other").exit_code == 2
