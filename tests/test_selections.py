"""Lists are found a few documents at a time, and are the same as if they had been found at once."""

import pytest

from graph.collections import collections, select
from graph.query import bind
from graph.store import Store
from loaders import load
from loaders.made import plan
from loaders.read import decode
from tests.listening import Listening

DOCUMENTS = 45  # more than are asked about first and next
WALKED = ["citations", "documents", "measures", "targets"]


@pytest.fixture(scope="module")
def store() -> Store:
    made = Store.memory()
    texts = ((seed, plan(seed, 3).text.encode()) for seed in range(DOCUMENTS))
    dict(made.put_all(load(decode(f"{seed}.txt", text), f"plan-{seed:03}") for seed, text in texts))
    return made


def whole(name: str, store: Store) -> tuple[str, ...]:
    """What the question finds as it stands in its file."""
    question = collections()[name].question
    return tuple(dict.fromkeys(map(str, store.select(bind(question, {}, store).text).column("node"))))


@pytest.mark.parametrize("name", collections())
def test_a_selection_is_what_its_question_finds(name: str, store: Store) -> None:
    expected = whole(name, store)
    found = select(Listening(store), collections()[name], {})

    assert found.count == len(expected)
    assert found.some(0, 5) == expected[:5]
    assert found.some(len(expected) - 2, 5) == expected[-2:]
    assert found.some(len(expected), 5) == ()
    assert found.nodes == expected
    assert (found.count, found.some(3, 2)) == (len(expected), expected[3:5])


@pytest.mark.parametrize("name", WALKED)
def test_a_first_page_and_its_count_look_at_a_few_documents(name: str, store: Store) -> None:
    listening = Listening(store)
    found = select(listening, collections()[name], {})

    assert found.some(0, 5) == whole(name, store)[:5]
    assert found.count == len(whole(name, store))
    assert not any("plan-040" in text for text in listening.asked)
    assert sum("ORDER BY ?key ?" in text for text in listening.asked) == 1


@pytest.mark.parametrize("name", WALKED)
def test_a_page_that_was_found_is_not_looked_for_again(name: str, store: Store) -> None:
    listening = Listening(store)
    select(listening, collections()[name], {}).some(0, 10)
    asked = len(listening.asked)

    assert select(listening, collections()[name], {}).some(2, 8) == whole(name, store)[2:10]
    assert len(listening.asked) == asked


def test_what_has_some_words_is_looked_up_and_not_searched_for_in_everything(store: Store) -> None:
    measures = whole("measures", store)
    listening = Listening(store)
    wanted = [measures[70], "https://w3id.org/dutygraph/id/measure/gone/一", measures[3], measures[70]]

    found = select(listening, collections()["measures"], {}).among("水", wanted)

    assert (found.nodes, found.count, found.some(1, 1)) == ((measures[70], measures[3]), 2, (measures[3],))
    assert all("VALUES ?node {" in text for text in listening.asked)


def test_what_a_filter_leaves_of_some_words_keeps_their_order(store: Store) -> None:
    plans = select(store, collections()["measures"], {"document": "plan-007"})
    measures = whole("measures", store)

    found = plans.among("水", [measures[0], *reversed(plans.nodes)])

    assert found.nodes == tuple(reversed(plans.nodes))
    assert found.token not in {plans.token, plans.among("水", measures[:1]).token, plans.among("土", plans.nodes).token}
