"""What is looked up by short cuts is what a search through all that documents say would find, after changes too."""

from collections import Counter
from datetime import date

import pytest

from api.pages.agency import agency
from api.pages.days import counted, years_near
from api.pages.questions import rows
from api.pages.rendering import Asked
from graph import query
from graph import vocab as dg
from graph.collections import Fields, collections, outlined, select, tell
from graph.solutions import Value
from graph.store import Store
from loaders import load
from loaders.made import plan
from loaders.read import decode

_PREFIXES = f"PREFIX dg: <{dg.ONTOLOGY}> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"
_SEARCHES = {
    "agencies": """SELECT ?node (COUNT(DISTINCT ?told) AS ?count) {
      { ?plan dg:issuer ?node } UNION { ?told dg:hasAssignment ?duty . ?duty dg:agency ?node } } GROUP BY ?node""",
    "divisions": """SELECT ?node (COUNT(DISTINCT ?told) AS ?count) {
      { ?plan dg:key ?key ; dg:jurisdiction ?node }
      UNION { ?told dg:hasPlace ?spot . ?spot dg:place ?node . ?node a dg:Division }
      UNION { ?told dg:hasAssignment ?duty . ?duty dg:agency ?body . ?body dg:jurisdiction ?node } } GROUP BY ?node""",
    "indicators": "SELECT ?node (COUNT(DISTINCT ?told) AS ?count) { ?told dg:indicator ?node } GROUP BY ?node",
}
_DUE = "SELECT ?day (COUNT(DISTINCT ?node) AS ?count) { ?node dg:inDocument ?plan ; dg:due ?day } GROUP BY ?day"


@pytest.fixture(scope="module")
def store() -> Store:
    """Twelve plans, of which two are of other texts since and one is gone."""
    made = Store.memory()
    for seed in (*range(12), *range(20, 22)):
        made.put(load(decode(f"{seed}.txt", plan(seed, 4).text.encode()), f"plan-{seed % 20:03}"))
    made.remove("plan-007")
    return made


def searched(store: Store, question: str) -> dict[Value | None, int]:
    """What a question finds that takes no short cut."""
    found = store.select(f"{_PREFIXES} {question}")
    return {thing: int(str(count)) for thing, count in found.rows}


def unplaced(row: Fields) -> Fields:
    """The row without where it is printed."""
    return tuple(each for each in row if each[0] not in {"start", "end", "quote"})


@pytest.mark.parametrize("name", _SEARCHES)
def test_a_list_has_what_a_search_finds_with_its_counts(name: str, store: Store) -> None:
    nodes = select(store, collections()[name], {}).nodes
    entries = tell(collections()[name], nodes, store)
    counts = {entry.iri: dict(entry.fields) for entry in entries}
    figure = collections()[name].count

    assert figure
    assert {node: fields[figure.columns[0]] or 0 for node, fields in counts.items()} == searched(store, _SEARCHES[name])
    assert all((fields["quote"] is not None) == bool(fields[figure.columns[0]]) for fields in counts.values())


@pytest.mark.parametrize("name", ["documents", "measures", "targets"])
def test_what_documents_count_themselves_adds_up_to_what_is_there(name: str, store: Store) -> None:
    selection = select(store, collections()[name], {})
    count = selection.count

    assert count == len(selection.nodes) > 0


@pytest.mark.parametrize("name", collections())
def test_a_glance_tells_what_it_tells_as_the_whole_does(name: str, store: Store) -> None:
    wanted = collections()[name]
    nodes = select(store, wanted, {}).some(0, 20)
    glance = tell(outlined(wanted, ("deadlines", "names")), nodes, store)

    for entry, whole in zip(glance, tell(wanted, nodes, store), strict=True):
        assert set(entry.fields) <= set(whole.fields)
        assert entry.lists == tuple(
            (name, tuple(map(unplaced, found))) for name, found in whole.lists if name in {"deadlines", "names"}
        )
        assert {column for column, _ in entry.fields} >= set(wanted.entry.columns) - {"node"}


def test_the_days_on_which_measures_are_due_are_counted_as_a_search_counts_them(store: Store) -> None:
    expected = {day: count for day, count in searched(store, _DUE).items() if isinstance(day, date)}

    assert dict(counted(store, date(1990, 1, 1), date(2099, 12, 31))) == expected
    (first, last), some = _span(expected), Counter(expected)
    assert counted(store, first, last) == Counter({day: some[day] for day in some if first <= day <= last})
    assert not counted(store, date(1990, 1, 1), date(1990, 12, 31))


def test_the_years_near_one_are_those_in_which_measures_are_due(store: Store) -> None:
    years = sorted({day.year for day in searched(store, _DUE) if isinstance(day, date)})

    assert years_near(store, years[0]) == tuple(year for year in years if year < years[0] + 15)
    assert years_near(store, 1950) == ()


def test_the_figures_of_the_start_page_are_counted_alike_in_small_and_large_graphs(store: Store) -> None:
    (small,), (large,) = rows(store, "counts"), rows(store, "sizes")

    assert dict(large) == {name: small[name] for name in large}


def test_the_duties_on_an_agencys_page_are_counted_as_the_saved_question_counts_them(store: Store) -> None:
    question, told_of = query.query("agency-duties"), 0
    for node in select(store, collections()["agencies"], {}).some(0, 12):
        found = store.select(query.bind(question, {"agency": node}, store).text)
        told = zip(*(found.column(name) for name in ("role", "due", "measures")), strict=True)
        expected = Counter[tuple[str, str]]()
        for role, due, measures in told:
            expected[str(role), str(due)[:4] if due else ""] += int(str(measures))
        shown = agency(store, Asked("", (), "zh", (), date(2024, 1, 1)), node)
        figures = {
            (role, year): figure for role, row, _ in shown.load for year, figure in zip(shown.years, row, strict=True)
        }

        assert {each: figure for each, figure in figures.items() if figure} == expected
        told_of += expected.total()
    assert told_of > 10


def _span(days: dict[date, int]) -> tuple[date, date]:
    """Two days that leave some out at either end."""
    ordered = sorted(days)
    return ordered[len(ordered) // 4], ordered[3 * len(ordered) // 4]
