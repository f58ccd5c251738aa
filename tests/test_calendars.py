"""What is due when: recurring duties unrolled, feeds that another calendar library reads, the load of agencies."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream

from api.cli import command
from api.settings import Settings
from graph.errors import NotFound, ParameterError
from graph.findings.agenda import Agenda, Item, Recurring, agenda, chosen, counted, outline
from graph.findings.calendars import Feed, calendar
from graph.findings.due import RECURRING, entries, told, workload
from graph.findings.occurrences import Cycle
from graph.store import Store
from tests.evaluate import SHARED
from tests.sample_documents import rectification
from tests.serving import serving

PLANS = sorted((SHARED / "documents").glob("*.txt"))
OF_NOTHING = Item("https://example.org/r", "m", "一", "", "", "每月", None, "计划", "k", "k.txt", 0, 2, "每月", None)
UNROLLED = {
    ("P1M", 21, 24): [("05-21", "05-24"), ("06-21", "06-24")],
    ("P1M", None, 5): [("06-01", "06-05"), ("07-01", "07-05")],
    ("P1M", 25, 31): [("05-25", "05-31"), ("06-25", "06-30")],
    ("P1M", None, None): [("05-06", "05-31"), ("06-01", "06-30")],
    ("P2M", None, None): [("05-06", "06-30"), ("07-01", "08-31")],
    ("P3M", None, None): [("05-06", "06-30"), ("07-01", "09-30")],
    ("P5M", None, None): [("05-06", "09-30"), ("10-01", "02-28")],
    ("P6M", None, None): [("05-06", "06-30"), ("07-01", "12-31")],
    ("P1Y", None, None): [("05-06", "12-31"), ("01-01", "12-31")],
    ("P2Y", None, None): [("05-06", "12-31"), ("01-01", "12-31")],
    ("P7D", None, None): [("05-06", "05-10"), ("05-11", "05-17")],
    ("P14D", None, None): [("05-06", "05-17"), ("05-18", "05-31")],
    ("P1D", None, None): [("05-06", "05-06"), ("05-07", "05-07")],
}


@pytest.mark.parametrize("told", UNROLLED)
def test_a_printed_interval_is_unrolled_from_the_day_of_the_document(told: tuple[str, int | None, int | None]) -> None:
    cycle = Cycle.of(*told)
    assert cycle
    found = list(cycle.occurrences(date(2020, 5, 6), date(2024, 12, 31)))[:2]

    assert [(f"{each.first:%m-%d}", f"{each.last:%m-%d}") for each in found] == UNROLLED[told]


@pytest.mark.parametrize("every", ["PT1H", "P", "P1M2D", "P0D", "每月", "P99999999Y"])
def test_an_interval_of_no_whole_days_is_not_unrolled(every: str) -> None:
    assert Cycle.of(every) is None


DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))


@given(months=st.sampled_from([1, 2, 3, 4, 6, 12]), begin=DAYS, days=st.integers(0, 2000))
def test_the_intervals_of_the_calendar_follow_each_other_without_a_gap(months: int, begin: date, days: int) -> None:
    cycle, end = Cycle.of(f"P{months}M"), begin + timedelta(days)
    assert cycle
    found = list(cycle.occurrences(begin, end))

    last_days = (each for each in _days(begin, end) if (each + timedelta(1)).day == 1 and each.month % months == 0)
    assert [each.last for each in found] == list(last_days)
    assert [each.first for each in found] == [begin, *(each.last + timedelta(1) for each in found)][: len(found)]


@given(
    every=st.sampled_from(["P1D", "P7D", "P10D", "P14D", "P1M", "P2M", "P3M", "P5M", "P6M", "P1Y", "P2Y"]),
    window=st.tuples(st.none() | st.integers(1, 31), st.none() | st.integers(1, 31)),
    begin=DAYS,
    length=st.integers(0, 1500),
    later=st.integers(-400, 1600),
)
def test_a_span_has_the_same_days_of_a_duty_as_all_its_days_have(
    every: str, window: tuple[int | None, int | None], begin: date, length: int, later: int
) -> None:
    cycle, end, since = Cycle.of(every, *window), begin + timedelta(length), begin + timedelta(later)
    assert cycle
    whole = list(cycle.occurrences(begin, end))

    assert list(cycle.occurrences(begin, end, since)) == [each for each in whole if each.last >= since]


def _days(begin: date, end: date) -> Iterator[date]:
    return (begin + timedelta(offset) for offset in range((end - begin).days + 1))


@settings(max_examples=40)
@given(
    every=st.sampled_from(["P7D", "P10D", "P14D", "P1M", "P2M", "P3M", "P5M", "P6M", "P1Y", "P2Y"]),
    window=st.tuples(st.none() | st.integers(1, 31), st.none() | st.integers(1, 31)),
    begin=DAYS,
    length=st.integers(0, 800),
)
def test_a_feed_read_by_another_library_has_the_unrolled_occurrences(
    every: str, window: tuple[int | None, int | None], begin: date, length: int
) -> None:
    cycle, ends = Cycle.of(every, *window), begin + timedelta(length)
    assert cycle
    found = Agenda((), (Recurring(OF_NOTHING, begin, cycle, every, None, ends),), {}, frozenset(), ())

    shown = sorted(_shown(_read(calendar(found, Feed("历", str))), begin - timedelta(31), ends))

    assert [last for _, last in shown] == [each.due for each in entries(found)]
    assert all(first in {last, cycle.opens(last)} for first, last in shown)


def _read(feed: bytes) -> Calendar:
    return IcsCalendarStream.calendar_from_ics(feed.decode())


def _shown(read: Calendar, first: date, last: date) -> Iterator[tuple[date, date]]:
    """First and last day of each event that the other library shows in these days."""
    for event in read.timeline.overlapping(first, last + timedelta(1)):
        assert event.dtstart
        assert event.dtend
        yield event.dtstart, event.dtend - timedelta(1)


def test_the_agenda_of_an_agency_holds_what_is_printed_and_what_follows(sample_store: Store) -> None:
    found = agenda(sample_store, {"agency": "省政府督查室"})

    told = [(each.due.isoformat(), each.kind, each.basis) for each in entries(found)]
    quarters = [f"{year}-{day}" for year in (2018, 2019, 2020) for day in ("03-31", "06-30", "09-30", "12-31")]
    occurrences = [(day, RECURRING, "unrolled") for day in quarters]
    assert sorted(told) == sorted([*occurrences, ("2020-12-31", "by", "inherited")])


@pytest.mark.parametrize("values", [{}, {"agency": "省政府督查室"}, {"document": "yunling-2018"}])
@pytest.mark.parametrize("year", [2018, 2020])
def test_an_outline_of_a_year_tells_what_the_whole_agenda_tells_of_it(
    values: dict[str, str], year: int, sample_store: Store
) -> None:
    first, last = date(year, 1, 1), date(year, 12, 31)
    whole, choice = agenda(sample_store, values), chosen(sample_store, values)
    short = outline(sample_store, choice, first, last)

    assert told(sample_store, entries(short, first, last)) == entries(whole, first, last) != ()
    assert counted(sample_store, choice) == Counter(each.due for each in whole.dated)
    assert (short.bodies, sorted(short.remarks)) == (whole.bodies, sorted(whole.remarks))


def test_an_outline_takes_for_seasonal_what_an_agenda_does() -> None:
    texts = [
        (files("queries") / "calendar" / f"{name}.rq").read_text(encoding="utf-8") for name in ("recurrences", "times")
    ]

    assert len({line for text in texts for line in text.splitlines() if "汛期" in line}) == 1


def test_to_dos_of_a_feed_are_the_deadlines_and_their_links_lead_to_them(sample_store: Store) -> None:
    found = agenda(sample_store, {"document": "yunling-2018"})
    read = _read(calendar(found, Feed("某", lambda iri: iri.replace("https://w3id.org/dutygraph", "http://here"))))

    assert sorted(str(todo.due) for todo in read.todos) == [
        "2018-06-30",
        "2019-12-31",
        "2019-12-31",
        "2020-12-31",
        "2020-12-31",
        "2020-12-31",
    ]
    assert {todo.uid for todo in read.todos} == {each.item.iri for each in found.dated}
    assert all(str(todo.url).startswith("http://here/id/") for todo in read.todos)
    assert all(each.item.quote in (_description(read, each.item.iri)) for each in found.dated)


def _description(read: Calendar, uid: str) -> str:
    return next(todo.description or "" for todo in read.todos if todo.uid == uid)


def test_a_feed_is_the_same_bytes_each_time_and_has_events_where_to_dos_are_not_shown(sample_store: Store) -> None:
    found = agenda(sample_store, {"agency": "省财政厅"})
    as_events = _read(calendar(found, Feed("某", str, with_todos=False)))

    assert calendar(found, Feed("某", str)) == calendar(agenda(sample_store, {"agency": "省财政厅"}), Feed("某", str))
    assert as_events.todos == []
    assert sorted((str(event.dtstart), (event.summary or "")[:2]) for event in as_events.events) == [
        ("2020-07-01", "起始"),
        ("2020-12-31", "到期"),
    ]


def test_the_load_of_an_agency_is_counted_by_quarter(sample_store: Store) -> None:
    found = agenda(sample_store, {"agency": "清川市人民政府"})
    due = entries(found)

    assert [row[2:] for row in workload(found, due).rows] == [("2018Q2", 0, 1, 0, 1, 1), ("2019Q4", 0, 1, 0, 1, 1)]


def test_a_duty_whose_plan_has_no_end_is_told_for_a_year_or_as_long_as_is_asked() -> None:
    monthly = Cycle.of("P1M")
    assert monthly
    found = Agenda((), (Recurring(OF_NOTHING, date(2020, 1, 1), monthly, "P1M", None, None),), {}, frozenset(), ())

    assert len(entries(found)) == 12
    assert [each.due.year for each in entries(found, date(2022, 1, 1))] == [2022] * 12
    assert len(entries(found, last=date(2021, 12, 31))) == 24


def test_the_agenda_of_an_agency_reaches_as_far_as_is_asked(sample_store: Store) -> None:
    def keys(**values: str) -> set[str]:
        return {each.item.key for each in agenda(sample_store, values).dated}

    assert keys(agency="云岭省生态环境厅", reach="printed") == {"yunling-2020"}
    assert keys(agency="云岭省生态环境厅", reach="line") == {"yunling-2018", "yunling-2020"}
    for values in ({"reach": "line"}, {"agency": "云岭省生态环境厅", "division": "清川市", "reach": "line"}):
        with pytest.raises(ParameterError, match="reach"):
            agenda(sample_store, values)


def test_a_duty_of_a_season_is_told_but_not_unrolled_over_the_year(empty_store: Store) -> None:
    plan = rectification()
    watch = replace(plan.measures[2], text="督查室汛期每季度督查1次。")
    empty_store.put(replace(plan, measures=(*plan.measures[:2], watch)))

    assert agenda(empty_store, {}).recurring == ()
    assert agenda(empty_store, {}).remarks == (
        "yunling-2018: “每季度督查1次” holds for a part of the time: not told one by one",
    )


def test_what_binds_another_by_name_is_shown_as_theirs_and_is_nobody_elses_load(empty_store: Store) -> None:
    plan = rectification()
    (duty,) = plan.measures[2].recurrences
    theirs = replace(plan.measures[2], recurrences=(replace(duty, actor="各级河长"),))
    empty_store.put(replace(plan, measures=(*plan.measures[:2], theirs)))
    found = agenda(empty_store, {"agency": "省政府督查室"})

    assert workload(found, [entry for entry in entries(found) if entry.kind == RECURRING]).rows == ()
    assert "定期〔各级河长〕:每季度督查1次" in {
        event.summary for event in _read(calendar(found, Feed("某", str))).events
    }


def test_what_cannot_be_asked_is_refused(sample_store: Store) -> None:
    found = agenda(sample_store, {"agency": "清川市人民政府"})

    with pytest.raises(NotFound, match="没有厅"):
        agenda(sample_store, {"agency": "没有厅"})
    with pytest.raises(ParameterError, match="due_until"):
        entries(found, date(2020, 1, 2), date(2020, 1, 1))
    with pytest.raises(ParameterError, match="beyond"):
        entries(found, date.max)
    with pytest.raises(ParameterError, match="shorter"):
        entries(agenda(sample_store, {}), date(1900, 1, 1), date(2090, 1, 1))


def test_a_duty_of_a_document_without_a_date_is_told_but_not_placed(empty_store: Store) -> None:
    empty_store.put(replace(rectification(), issued=None))
    found = agenda(empty_store, {})

    assert found.recurring == ()
    assert found.remarks == ("yunling-2018: the document has no date: “每季度督查1次” is not told one by one",)


ANSWERS: Mapping[str, tuple[int, str]] = {
    "/calendars": (200, "application/json"),
    "/calendars/agencies/省财政厅.ics": (200, "text/calendar; charset=utf-8"),
    "/calendars/divisions/清川市.ics?role=responsible": (200, "text/calendar; charset=utf-8"),
    "/calendars/documents/yunling-2018.ics?deadlines=events": (200, "text/calendar; charset=utf-8"),
    "/calendars/agencies/没有厅.ics": (404, "application/problem+json"),
    "/calendars/agencies/省财政厅.ics?modality=x": (422, "application/problem+json"),
    "/calendars/due?agency=省财政厅&format=csv": (200, "text/csv; charset=utf-8"),
    "/calendars/agencies/云岭省生态环境厅.ics?reach=all": (200, "text/calendar; charset=utf-8"),
    "/calendars/workload?agency=省财政厅&reach=all": (422, "application/problem+json"),
    "/calendars/due?due_from=2020-01-01&due_until=2019-01-01": (422, "application/problem+json"),
    "/calendars/due?due_from=tomorrow": (422, "application/problem+json"),
    "/calendars/workload?division=清川市": (200, "application/json"),
}


@pytest.mark.parametrize("address", ANSWERS)
def test_calendars_answer_over_http(address: str, client: TestClient) -> None:
    answer = client.get(address)

    assert (answer.status_code, answer.headers["content-type"]) == ANSWERS[address]


def test_a_feed_comes_over_a_real_port_and_is_not_sent_twice(sample_folder: Path) -> None:
    with serving(Settings(store=sample_folder, journal="")) as served:
        path = "/calendars/agencies/%E7%9C%81%E6%94%BF%E5%BA%9C%E7%9D%A3%E6%9F%A5%E5%AE%A4.ics"
        first = served.ask("GET", path)
        again = served.ask("GET", path, headers={"If-None-Match": first.headers["etag"]})

    read = _read(first.body)
    assert again.status == 304
    assert len(list(_shown(read, date(2018, 1, 1), date(2021, 1, 1)))) == 12
    assert str(read.todos[0].url).startswith(f"http://127.0.0.1:{served.port}/id/measure/")


def _run(*arguments: object) -> str:
    result = CliRunner().invoke(command({}), [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result.stdout_bytes.decode()


def test_the_command_line_writes_the_same_feed_and_lists(sample_folder: Path, client: TestClient) -> None:
    feed = _run("calendar", "feed", "--agency", "省财政厅", "--url", "http://testserver", "--store", sample_folder)
    due = _run("calendar", "due", "--agency", "省财政厅", "--format", "json", "--store", sample_folder)
    load = _run("calendar", "workload", "--agency", "省财政厅", "--format", "csv", "--store", sample_folder)

    assert feed == client.get("/calendars/agencies/省财政厅.ics").content.decode()
    assert json.loads(due) == client.get("/calendars/due?agency=省财政厅").json()["items"]
    assert load == client.get("/calendars/workload?agency=省财政厅&format=csv").text


@pytest.mark.skipif(not PLANS, reason="the five real plans are not beside this repository")
def test_the_calendar_of_the_general_division_shows_its_monthly_windows(tmp_path: Path) -> None:
    store = tmp_path / "store"
    _run("load", PLANS[-1], "--store", store)

    read = _read(_run("calendar", "feed", "--agency", "贵州省生态环境厅综合处", "--store", store).encode())
    shown = list(_shown(read, date(2020, 1, 1), date(2030, 1, 1)))

    windows = [(date(2020, month, first), date(2020, month, first + 3)) for month in range(5, 13) for first in (21, 25)]
    assert shown == windows
