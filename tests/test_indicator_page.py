"""Pages of an indicator: up to two hundred figures are held against each other, of more the first are shown."""

from dataclasses import replace
from datetime import date

import pytest

from api.pages.comparison import comparison
from api.pages.indicator import indicator
from api.pages.rendering import Asked
from graph import iri
from graph import vocab as dg
from graph.store import Store

NODE = iri.indicator("覆盖率")
ASKED = Asked(f"/pages/indicator/{NODE.value}", (), "zh", (), date(2026, 1, 1))


def of_figures(count: int) -> Store:
    """A graph of one plan that sets so many figures for the indicator."""
    plan, store = iri.document("清川"), Store.memory()
    targets = " ".join(
        f"{plan} {dg.hasTarget} <x:{each}> . <x:{each}> {dg.indicator} {NODE} ; {dg.value} {each} ; {dg.unit} '%' ; "
        f"{dg.comparator} <{dg.CODE}comparator/ge> ; {dg.by} '2025-12-31'^^<http://www.w3.org/2001/XMLSchema#date> ."
        for each in range(count)
    )
    named = f"{NODE} {dg.prefLabel} '覆盖率'@zh ; {dg.generalIndicator} {NODE} . {plan} {dg.key} '清川' ."
    store.update(f"INSERT DATA {{ {named} {targets} }}")
    return store


@pytest.mark.parametrize(("figures", "shown", "more"), [(200, 200, False), (201, 50, True), (500, 50, True)])
def test_of_many_figures_the_first_are_shown(figures: int, shown: int, more: bool) -> None:
    page = indicator(of_figures(figures), ASKED, NODE.value)

    assert (page.targets.count, len(page.targets.rows), page.more) == (shown, shown, more)
    assert [len(chart.dots) for chart in page.charts] == [shown]


@pytest.mark.parametrize(
    ("figures", "whole", "shown", "more"), [(200, "", 200, False), (201, "", 50, True), (201, "yes", 201, False)]
)
def test_many_figures_are_compared_when_that_is_asked_for(figures: int, whole: str, shown: int, more: bool) -> None:
    asked = replace(ASKED, pairs=(("indicator", NODE.value), ("whole", whole)))
    page = comparison(of_figures(figures), asked)

    assert page.targets is not None
    assert (page.targets.count, page.more) == (shown, more)
