"""Lists of many documents: what filters sift is found a few documents at a time, in order; so are days."""

from collections.abc import Mapping
from datetime import date

import pytest

from api.pages import lists, worked
from api.pages.ordering import ordered
from api.pages.rendering import Asked
from graph import paging
from graph import vocab as dg
from graph.collections import collections, select
from graph.query import bind
from graph.store import Store
from loaders import load
from loaders.made import plan
from loaders.read import decode

PLANS = 24
SIFTED: tuple[tuple[str, Mapping[str, list[str]]], ...] = (
    ("measures", {"role": ["lead"]}),
    ("measures", {"role": ["lead", "participant"], "due_from": ["2018-01-01"]}),
    ("measures", {"modality": ["prohibition", "obligation"]}),
    ("measures", {"text": ["整治"]}),
    ("measures", {"text": ["没有这样的词"]}),
    ("documents", {"kind": ["implementation-plan", "work-points"]}),
    ("documents", {"text": ["方案"]}),
    ("targets", {"by": ["2020"]}),
    ("citations", {"text": ["方案"]}),
)


@pytest.fixture(scope="module")
def store() -> Store:
    made = Store.memory()
    for seed in range(PLANS):
        name = f"{seed:02}.txt"
        made.put(load(decode(name, plan(seed).text.encode()), name))
    return made


@pytest.fixture
def some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "_FIRST", 3)


@pytest.mark.usefixtures("some_at_a_time")
@pytest.mark.parametrize(("name", "given"), SIFTED)
def test_what_is_sifted_is_what_the_whole_question_finds(
    store: Store, name: str, given: Mapping[str, list[str]]
) -> None:
    wanted = collections()[name]
    whole = store.select(bind(wanted.question, given, store).text).column("node")
    found = select(store, wanted, given)

    assert found.is_sifted
    assert found.some(0, 5) == tuple(dict.fromkeys(map(str, whole)))[:5]
    assert found.count == len(set(whole))
    assert found.nodes == tuple(dict.fromkeys(map(str, whole)))
    assert found.within(reversed(found.nodes)) == found.nodes


def test_what_is_narrowed_down_is_not_sifted(store: Store) -> None:
    measures = collections()["measures"]

    assert not select(store, measures, {}).is_sifted
    assert not select(store, measures, {"document": [store.keys()[0]], "role": ["lead"]}).is_sifted


@pytest.mark.parametrize("given", [{}, {"role": ["lead"]}, {"document": ["00.txt"]}], ids=str)
@pytest.mark.parametrize("order", ["due", "-due"])
def test_measures_are_in_the_order_of_their_first_days(
    store: Store, order: str, given: Mapping[str, list[str]]
) -> None:
    selection, first = select(store, collections()["measures"], given), _first_days(store)
    dated = [node for node in selection.nodes if node in first]
    due = sorted(dated, key=first.__getitem__, reverse=order == "-due")

    assert tuple(ordered(store, selection, order)) == (*due, *(node for node in selection.nodes if node not in first))


def _first_days(store: Store) -> dict[str, str]:
    found = store.select(
        f"""SELECT ?node (MIN(?day) AS ?due) {{
          ?node a {dg.Measure} ; {dg.hasDeadline} ?deadline . ?deadline {dg.due} ?day }} GROUP BY ?node"""
    )
    return {str(node): str(day) for node, day in found.rows}


def test_of_many_documents_a_sifted_list_is_not_counted(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = (("role", "lead"),)
    asked = Asked("/pages/measures", pairs, "zh", (), date(2020, 1, 1))
    few = lists.listing(store, asked, "measures")
    monkeypatch.setattr(worked, "MANY", 5)
    many = lists.listing(store, asked, "measures")

    assert few.count == select(store, collections()["measures"], {"role": ["lead"]}).count > lists.ROWS
    assert (many.count, many.entries, many.after) == (None, few.entries, few.after)
