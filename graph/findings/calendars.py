"""An agenda as a calendar feed (iCalendar, RFC 5545 with RFC 7986), the same bytes as long as the facts are the same.

A deadline is a to-do due on its day (or an event: many programs show no to-dos of others), a day from which on
something holds is an event, a recurring duty an event with its rule. UIDs are the IRIs of the facts, URLs lead to
their evidence. DTSTAMP is the day of the document, since the feed says nothing newer.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event, Todo, vDuration, vRecur

from graph import vocab as dg
from graph.findings.agenda import Agenda, Dated, Item, Recurring
from graph.findings.progress import Entry
from graph.model import Basis, DeadlineKind, ProgressState, Role
from graph.terms import terms

CONTENT_TYPE = "text/calendar; charset=utf-8"
_PRODUCT = "-//dutygraph//dutygraph//ZH"
_UNDATED = date(1970, 1, 1)
_REFRESH = vDuration(timedelta(days=1), {"VALUE": "DURATION"})
_LONGEST = 60  # characters of a text in a summary
_COMPLETED = (ProgressState.VERIFIED, ProgressState.CLOSED)
_SUMMARIES = {DeadlineKind.BY: "到期", DeadlineKind.DURING: "期间", DeadlineKind.FROM: "起始"}

Component = Event | Todo


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed is called, where the IRIs of its facts lead, and whether its deadlines are events."""

    name: str
    address: Callable[[str], str]
    with_todos: bool = True


def calendar(found: Agenda, feed: Feed) -> bytes:
    """The feed."""
    made = Calendar()
    for name, value in _head(feed.name):
        made.add(name, value)
    for component in (*_dated(found, feed), *_recurring(found, feed)):
        made.add_component(component)
    feed_bytes: bytes = made.to_ical()
    return feed_bytes


def _head(name: str) -> Iterator[tuple[str, object]]:
    yield "prodid", _PRODUCT
    yield "version", "2.0"
    yield "calscale", "GREGORIAN"
    yield "name", name
    yield "x-wr-calname", name
    yield "refresh-interval", _REFRESH
    yield "x-published-ttl", _REFRESH


def _dated(found: Agenda, feed: Feed) -> Iterator[Component]:
    for each in found.dated:
        component: Component = Event() if each.kind is DeadlineKind.FROM or not feed.with_todos else Todo()
        _describe(component, each.item, found, feed)
        component.add("summary", f"{_SUMMARIES[each.kind]}{_whom(each.item)}:{_subject(each.item)}")
        component.add("description", "\n".join(_told(each.item, found, _basis(each))))
        component.add("categories", ["时限"])
        _place(component, each)
        _mark(component, found.recorded.get(each.item.measure or ""))
        yield component


def _place(component: Component, each: Dated) -> None:
    if isinstance(component, Event):
        _on(component, each.due, 1)
        return
    if each.kind is DeadlineKind.DURING and each.earliest < each.latest:
        component.add("dtstart", each.earliest)
    component.add("due", each.due)


def _mark(component: Component, entry: Entry | None) -> None:
    """How far the measure has come, as recorded: done is what was verified (已验收) or closed (已销号)."""
    if entry:
        component.add("last-modified", entry.at)
    if isinstance(component, Event):
        return
    if entry and entry.progress.state in _COMPLETED:
        component.add("status", "COMPLETED")
        component.add("completed", datetime.combine(entry.progress.day, time(), UTC))
    else:
        component.add("status", "IN-PROCESS" if entry else "NEEDS-ACTION")


def _recurring(found: Agenda, feed: Feed) -> Iterator[Component]:
    for each in found.recurring:
        first = each.cycle.first(each.begin)
        if each.ends is None or first <= each.ends:
            component = Event()
            _describe(component, each.item, found, feed)
            component.add("summary", f"定期{_whom(each.item)}:{each.item.mention}")
            component.add("description", "\n".join(_told(each.item, found, _often(each))))
            component.add("categories", ["定期任务"])
            _repeat(component, each, first)
            yield component


def _repeat(component: Event, each: Recurring, first: date) -> None:
    rule, days = each.cycle.events
    before = timedelta(days=days - 1)
    _on(component, first - before, days)
    until = f";UNTIL={each.ends - before:%Y%m%d}" if each.ends else ""
    component.add("rrule", vRecur.from_ical(rule + until))


def _on(component: Event, first: date, days: int) -> None:
    component.add("dtstart", first)
    component.add("dtend", first + timedelta(days=days))
    component.add("transp", "TRANSPARENT")


def _describe(component: Component, item: Item, found: Agenda, feed: Feed) -> None:
    component.add("uid", item.iri)
    component.add("dtstamp", datetime.combine(item.issued or _UNDATED, time(), UTC))
    component.add("url", feed.address(item.iri))
    for words in _answering(item, found):
        component.add("contact", words)


def _told(item: Item, found: Agenda, about: str) -> Iterator[str]:
    if item.text:
        yield item.text
    yield about
    if item.actor:
        yield f"约束对象(原文):{item.actor}"
    if answering := _answering(item, found):
        yield f"责任:{'、'.join(answering)}"
    yield f"文件:{item.document}"
    yield f"编号:{item.number}" if item.measure else "编号:(整个计划)"
    yield f"出处:{item.source} {item.start}–{item.end}"
    yield f"原文:“{item.quote}”"


def _answering(item: Item, found: Agenda) -> list[str]:
    """Who answers, each once, after its role."""
    bodies = found.answering.get(item.measure or "", ())
    return list(dict.fromkeys(f"{_role(each.role)} {each.name}" for each in bodies))


def _basis(each: Dated) -> str:
    taken_over = "(沿用计划的时限)" if each.basis == Basis.INHERITED else ""
    return f"时限:{each.item.mention}{taken_over}"


def _often(each: Recurring) -> str:
    least = f",每次周期至少{each.at_least}次" if each.at_least else ""
    until = f",至计划的时限{each.ends}止(推定)" if each.ends else ",原文未说明何时止"
    return f"频次:{each.item.mention}{least};自文件日期{each.begin}起推算{until}"


def _subject(item: Item) -> str:
    words = item.heading or item.text.partition("\n")[0]
    shown = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
    return f"{item.number} {shown}" if item.measure else f"{item.document}:{item.mention}"


def _whom(item: Item) -> str:
    return f"〔{item.actor}〕" if item.actor else ""


def _role(role: str) -> str:
    return terms()[dg.concept(Role(role)).value].labels["zh"]
