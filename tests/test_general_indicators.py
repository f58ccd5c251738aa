"""Which indicator a printed name stands for."""

import pytest

from graph import iri
from graph import vocab as dg
from graph.known.generals import generals
from graph.store import Store
from loaders.general_indicators import general, version
from loaders.rulebook import rulebook
from tests.sample_documents import documents

NAMED = [
    (example["text"], rule.fields["general"])
    for rule in rulebook("indicators").rules
    if "general" in rule.fields
    for example in rule.examples
]


@pytest.mark.parametrize(("name", "expected"), NAMED)
def test_the_wordings_of_a_rule_stand_for_its_indicator(name: str, expected: str) -> None:
    assert general(name)[0] == expected
    assert general(f"全省{name}")[0] == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("县城以上城市空气质量优良天数比率", "空气质量优良天数比例"),
        ("县级以上城市空气质量优良天数平均比例", "空气质量优良天数比例"),
        ("清川中心城市空气质量优良天数比率", "空气质量优良天数比例"),
        ("县城污水处理率", "污水处理率"),
        ("设市城市污水处理率", "污水处理率"),
        ("全市清洁能源消费占比", "清洁能源消费比例"),
        ("新增造林面积", "新增造林面积"),
        ("城镇化率", "城镇化率"),
        ("用水总量", "用水总量"),
    ],
)
def test_a_name_is_freed_of_its_area_and_of_its_wording(name: str, expected: str) -> None:
    assert general(name)[0] == expected


def test_the_store_tells_what_the_indicators_of_its_documents_stand_for() -> None:
    store = Store.memory()
    for document in documents():
        store.put(document)
    store.follow(iri.INDICATORS_GRAPH, dg.Indicator, generals(general), version())
    told = store.select(f"SELECT ?name ?general {{ ?name a {dg.Indicator} ; {dg.generalIndicator} ?general }}").rows
    named = {
        target.indicator for document in documents() for measure in document.measures for target in measure.targets
    }

    assert named
    assert {iri.indicator(name).value for name in named} <= {str(name) for name, _ in told}
    assert all(str(found) == iri.indicator(general(str(name).rpartition("/")[2])[0]).value for name, found in told)
