"""Two versions of a plan, measure by measure."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad

from api.cli import command
from api.http.app import create_app
from graph import iri
from graph import vocab as dg
from graph.findings.diff import Change, Kind, diff
from graph.model import Agency, AgencyKind, Document, Measure, Role
from graph.store import Store
from tests.sample_documents import documents, rectification

EARLIER = rectification()
ECOLOGY = Agency("云岭省生态环境厅", "云岭省", AgencyKind.AGENCY)


def changed(measure: Callable[[Measure], Measure]) -> Document:
    """The document with its first measure changed."""
    first, *others = EARLIER.measures
    return replace(EARLIER, measures=(measure(first), *others))


def told(changes: tuple[Change, ...]) -> list[tuple[Kind, str, str]]:
    return [(each.kind, each.before, each.after) for each in changes]


@pytest.mark.parametrize("document", documents(), ids=lambda each: each.key)
def test_a_document_does_not_differ_from_itself(document: Document) -> None:
    assert diff(document, document) == ()


def test_measures_are_added_and_dropped() -> None:
    shorter = replace(EARLIER, measures=EARLIER.measures[1:])
    first = EARLIER.measures[0]

    assert told(diff(EARLIER, shorter)) == [(Kind.DROPPED, first.text, "")]
    assert told(diff(shorter, EARLIER)) == [(Kind.ADDED, "", first.text)]


def test_a_measure_is_known_again_under_another_number_and_in_other_words() -> None:
    later = changed(lambda first: replace(first, number="九", text=f"{first.text}并建立长效机制。"))
    before, after = EARLIER.measures[0], later.measures[0]

    assert told(diff(EARLIER, later)) == [
        (Kind.RENUMBERED, before.number, "九"),
        (Kind.REWORDED, f"{before.heading} {before.text}".strip(), f"{after.heading} {after.text}".strip()),
    ]


@given(st.permutations(EARLIER.measures))
def test_the_order_of_measures_makes_no_difference(measures: list[Measure]) -> None:
    assert diff(EARLIER, replace(EARLIER, measures=tuple(measures))) == ()


def test_another_lead_is_told_with_both_names_and_places() -> None:
    later = changed(
        lambda first: replace(
            first,
            assignments=tuple(
                replace(each, agency=ECOLOGY) if each.role is Role.LEAD else each for each in first.assignments
            ),
        )
    )
    (change,) = diff(EARLIER, later)

    assert (change.kind, change.before, change.after) == (Kind.LEAD, "云岭省环境保护厅", "云岭省生态环境厅")
    assert change.evidence_before == change.evidence_after != None  # noqa: E711 (three at once)
    assert diff(EARLIER, later, same=lambda old, new: (old, new) == ("云岭省环境保护厅", "云岭省生态环境厅")) == ()


def test_a_moved_day_is_told_whether_it_is_the_measures_or_the_plans() -> None:
    own = changed(
        lambda first: replace(
            first, deadlines=tuple(replace(each, latest=date(2031, 1, 1)) for each in first.deadlines[:1])
        )
    )
    plans = replace(EARLIER, deadlines=tuple(replace(each, latest=date(2032, 2, 2)) for each in EARLIER.deadlines))

    assert [each.after for each in diff(EARLIER, own) if each.kind is Kind.DEADLINE] == ["2031-01-01"]
    inheriting = [measure for measure in EARLIER.measures if not measure.deadlines]
    assert [(each.kind, each.after) for each in diff(EARLIER, plans)] == [(Kind.DEADLINE, "2032-02-02")] * len(
        inheriting
    )
    assert inheriting


def test_another_figure_is_told_as_printed() -> None:
    with_target = next(document for document in documents() if any(each.targets for each in document.measures))
    place, measure = next((place, each) for place, each in enumerate(with_target.measures) if each.targets)
    target = replace(measure.targets[0], value="Ⅲ", mention="达到Ⅲ类")
    measures = [*with_target.measures]
    measures[place] = replace(measure, targets=(target, *measure.targets[1:]))
    (change,) = diff(with_target, replace(with_target, measures=tuple(measures)))

    assert (change.kind, change.before, change.after) == (Kind.TARGET, measure.targets[0].mention, "达到Ⅲ类")


def renamed(store: Store) -> tuple[Document, Document]:
    """Two versions, between which the lead changed its name, in the store."""
    later = replace(
        changed(
            lambda first: replace(
                first, assignments=tuple(replace(each, agency=ECOLOGY) for each in first.assignments[:1])
            )
        ),
        key="later",
    )
    first = replace(EARLIER.measures[0], assignments=EARLIER.measures[0].assignments[:1])
    earlier = replace(EARLIER, key="earlier", measures=(first, *EARLIER.measures[1:]))
    for document in (earlier, later):
        store.put(document)
    return earlier, later


def test_the_service_and_the_command_line_know_a_renamed_body_again() -> None:
    store = Store.memory()
    renamed(store)
    client = TestClient(create_app(store))
    address = "/diff?earlier=earlier&later=later"
    graph = NamedNode("https://example.org/lineage")
    follows = Quad(iri.agency(ECOLOGY.name), dg.successorOf, iri.agency("云岭省环境保护厅"), graph)

    assert [item["change"] for item in client.get(address).json()["items"]] == ["lead"]
    store.load_reference([(graph, [follows])])
    assert client.get(address).json() == {"count": 0, "items": []}
    assert client.get("/diff?earlier=earlier&later=none").status_code == 404
    assert client.get("/diff?earlier=earlier").status_code == 422


def test_the_command_line_shows_what_changed(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store")
    renamed(store)
    shown = CliRunner().invoke(command({}), ["diff", "earlier", "later", "--store", str(tmp_path / "store")])

    assert shown.exit_code == 0, shown.output
    assert {"换牵头", "云岭省环境保护厅", "云岭省生态环境厅"} <= set(shown.output.replace("│", " ").split())
