"""Targets of one indicator against each other."""

from datetime import date
from decimal import Decimal

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from api.cli import command
from api.tasks import comparing
from graph import vocab as dg
from graph.findings.comparison import Aim, Verdict, Wording, compared, missing, verdict
from graph.solutions import Solutions, Value
from graph.store import Store
from loaders import load
from loaders.general_indicators import area
from loaders.read import decode
from loaders.units import base
from tests.sample_documents import documents

COLUMNS = (
    "general",
    "indicator",
    "comparator",
    "value",
    "unit",
    "change",
    "by",
    "jurisdiction",
    "issued",
    "key",
    "quote",
)
WORDING = Wording(base, area)
DAY = date(2020, 1, 1)


def aim(
    indicator: str = "全省森林覆盖率",
    comparator: str = ">=",
    value: Value = Decimal(60),
    unit: str = "%",
    *,
    change: str = "level",
    by: date | None = None,
    home: str = "云岭省",
    issued: date = DAY,
    key: str = "a",
) -> Aim:
    row = ("森林覆盖率", indicator, comparator, value, unit, change, by, home, issued, key, "印出的字")
    return Aim(row, dict(zip(COLUMNS, row, strict=True)))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (aim(value=Decimal(61)), aim(), Verdict.STRICTER),
        (aim(value=Decimal("60.0")), aim(), Verdict.EQUAL),
        (aim(value=Decimal(59)), aim(), Verdict.WEAKER),
        (aim("全市森林覆盖率", value=Decimal(59)), aim(), Verdict.WEAKER),
        (aim(comparator="<=", value=Decimal(61)), aim(comparator="<"), Verdict.WEAKER),
        (aim(value=Decimal(2), unit="万亩"), aim(value=Decimal(1000), unit="公顷"), Verdict.STRICTER),
        (aim(value=Decimal(15), unit="亩"), aim(value=Decimal(1), unit="公顷"), Verdict.EQUAL),
        (aim(value="Ⅱ", unit="类"), aim(value="Ⅲ", unit="类"), Verdict.STRICTER),
        (aim(value="Ⅳ", unit="类", comparator="="), aim(value="Ⅲ", unit="类", comparator=">="), Verdict.WEAKER),
        (aim("县城以上城市森林覆盖率"), aim("县级及以上城市森林覆盖率"), Verdict.EQUAL),
        (aim("县城以上城市森林覆盖率"), aim("中心城市森林覆盖率"), Verdict.UNLIKE),
        (aim(unit="亩"), aim(unit="%"), Verdict.UNLIKE),
        (aim(change="increase"), aim(), Verdict.UNLIKE),
        (aim(comparator="="), aim(), Verdict.UNLIKE),
        (aim(comparator="<="), aim(), Verdict.UNLIKE),
        (aim(value="Ⅲ", unit="类"), aim(), Verdict.UNLIKE),
        (aim(value="全部"), aim(value="全部"), Verdict.UNLIKE),
    ],
)
def test_figures_are_judged_only_where_they_can_be(one: Aim, other: Aim, expected: Verdict) -> None:
    assert verdict(one, other, WORDING) is expected


def held(*aims: Aim, above: dict[str, list[str]] | None = None) -> list[tuple[Value | None, ...]]:
    """Key, key of what it is held against, verdict and time of each row."""
    answer = compared(Solutions(COLUMNS, tuple(each.row for each in aims)), above or {}, WORDING)
    columns = (answer.column(name) for name in ("key", "against_key", "verdict", "time"))
    return list(zip(*columns, strict=True))


def test_a_target_is_held_against_the_latest_before_it_of_its_own_jurisdiction() -> None:
    first = aim(key="a", issued=date(2017, 1, 1))
    second = aim(key="b", issued=date(2019, 1, 1), value=Decimal(62))
    third = aim(key="c", issued=date(2021, 1, 1), value=Decimal(61))

    assert held(third, first, second) == [
        ("c", "b", "weaker", None),
        ("a", None, None, None),
        ("b", "a", "stricter", None),
    ]


def test_a_target_is_held_against_the_nearest_jurisdiction_above_that_has_one() -> None:
    above = {"柏川县": ["清川市", "云岭省", "中国"], "清川市": ["云岭省", "中国"], "云岭省": ["中国"]}
    state = aim(key="state", home="中国", by=date(2025, 12, 31), issued=date(2019, 1, 1))
    province = aim(key="province", by=date(2025, 12, 31), value=Decimal(65), issued=date(2019, 6, 1))
    county = aim("全县森林覆盖率", key="county", home="柏川县", by=date(2027, 12, 31), value=Decimal(60))

    assert held(county, province, state, above=above) == [
        ("county", "province", "weaker", "later"),
        ("province", "state", "stricter", "same"),
        ("state", None, None, None),
    ]


def test_what_came_later_binds_nobody_before_it() -> None:
    city = aim(key="city", home="清川市", issued=date(2018, 1, 1))
    province = aim(key="province", issued=date(2020, 1, 1))

    assert held(city, province, above={"清川市": ["云岭省"]}) == [
        ("city", None, None, None),
        ("province", None, None, None),
    ]


def test_a_document_that_follows_another_and_is_silent_on_its_target_is_told() -> None:
    columns = ("document", "key", "relation", "jurisdiction", "issued", "source", "start", "end", "quote")
    rows = [
        ("市方案", "silent", "implements", "清川市", DAY, "b.txt", 1, 5, "《省方案》"),
        ("市方案", "told", "implements", "岚江市", DAY, "c.txt", 1, 5, "《省方案》"),
        ("另一件", "aside", "mentions", "清川市", DAY, "d.txt", 1, 5, "《省方案》"),
        ("省报告", "own", "implements", "云岭省", DAY, "e.txt", 1, 5, "《省方案》"),
    ]
    found = Solutions(COLUMNS, (aim(key="upper").row, aim(key="told", home="岚江市").row))
    absent = missing(found, {"upper": Solutions(columns, tuple(rows))})

    assert absent.column("key") == ("silent",)
    assert absent.column("against_key") == ("upper",)
    assert absent.column("verdict") == ("missing",)
    assert absent.column("quote") == ("《省方案》",)


def test_the_service_and_the_command_line_compare(client: TestClient, sample_folder: object) -> None:
    indicator = next(
        each.indicator for document in documents() for measure in document.measures for each in measure.targets
    )
    answer = client.get("/comparison", params={"indicator": indicator})
    shown = CliRunner().invoke(command({}), ["compare", indicator, "--format", "csv", "--store", str(sample_folder)])

    assert answer.json()["count"] == len(answer.json()["items"]) > 0
    assert {item["general"] for item in answer.json()["items"]}
    assert shown.stdout_bytes == client.get("/comparison", params={"indicator": indicator, "format": "csv"}).content
    assert client.get("/comparison").status_code == 422
    assert client.get("/comparison?indicator=无此指标").json()["count"] == 0


def test_who_follows_the_documents_is_asked_once_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    store, asked, select = Store.memory(), list[str](), Store.select
    text = "{}方案\n一、造林\n(一)造林。到2025年全省森林覆盖率达到60%。牵头单位:省林业局"
    sources = {f"plan-{number}": decode("a.txt", text.format(number).encode()) for number in range(1, 6)}
    dict(store.put_all(load(source, key) for key, source in sources.items()))
    store.update(f"INSERT {{ ?one {dg.generalIndicator} <http://a/b> }} WHERE {{ ?target {dg.indicator} ?one }}")

    def listening(store: Store, text: str) -> Solutions:
        asked.append(text)
        return select(store, text)

    monkeypatch.setattr(Store, "select", listening)
    found, _ = comparing.held(store, "森林覆盖率")

    assert {*found.column("key")} == {*sources}
    assert sum("hasCitation" in text for text in asked) == 1
