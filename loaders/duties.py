"""Who answers for a measure: its own clauses, what the document says once for all, the actors of its sentences."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from graph.model import Agency, Assignment, Basis, Evidence, Role
from loaders.recognise.actors import actors
from loaders.recognise.agencies import Name, split
from loaders.recognise.agency_names import is_certain
from loaders.recognise.clauses import Clause, clauses
from loaders.recognise.standing import AnswersForAll, FirstLeads
from loaders.scope import Duty
from loaders.text import Doubt

Statement = FirstLeads | AnswersForAll
Stated = Mapping[tuple[int, int], tuple[Clause, ...]]
"""The clauses of every measure and of every heading over one, by the span that states them."""


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers for one measure; ``clauses`` are its own, ``named`` where agencies stand in the rest of its text."""

    assignments: tuple[Assignment, ...]
    clauses: tuple[Clause, ...]
    named: tuple[tuple[int, int], ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """A document's body and what its names and spans mean."""

    body: str
    statements: tuple[Statement, ...]
    resolve: Callable[[Name], Agency | None]
    locate: Callable[[int, int], Evidence]


def answering(reader: Reader, duty: Duty, stated: Stated, shared: Sequence[Clause]) -> Answering:
    """Who answers for ``duty``: by its own clauses, else by those that a heading above or its problem states."""
    own = stated[duty.text_start, duty.end]
    speaking = (*_speaking(stated[duty.start, duty.text_start]), *_speaking(own), *_speaking(duty.columns))
    drafts: list[_Draft] = []
    for clause in speaking or shared:
        drafts += _of_clause(reader, clause, Basis.EXPLICIT if speaking else Basis.DOCUMENT_DEFAULT)
    drafts += _of_defaults(reader, duty.text_start)
    acting = () if speaking or shared else tuple(_actors(reader, duty))
    assignments = tuple(_assigned(reader, (*drafts, *acting)))
    named = [name for clause in own for share in clause.shares for name in share.names] + [one.name for one in acting]
    doubts = tuple(_doubts(assignments, duty))
    return Answering(assignments, own, tuple((name.start, name.end) for name in named), doubts)


def stated_clauses(body: str, duties: Sequence[Duty]) -> Stated:
    """Every clause of the duties and of the headings over them."""
    spans = {(duty.start, duty.text_start) for duty in duties}
    spans |= {(item.start, item.own_end) for duty in duties for item in duty.above}
    found = {(start, end): clauses(body, start, end) for start, end in spans}
    return found | {(duty.text_start, duty.end): _own(body, duty) for duty in duties}


def _own(body: str, duty: Duty) -> tuple[Clause, ...]:
    """The clauses of a duty; a sentence that is all it says (省农科院驻村指导。) is its text, and no clause of it."""
    found = clauses(body, duty.text_start, duty.end)
    first = found[0] if len(found) == 1 and not duty.heading else None
    if first and first.rule == "clauses/sentence" and not body[first.end : duty.end].strip():
        return () if not body[duty.text_start : first.start].strip() else found
    return () if found and _among(body, duty, found) else found


def _among(body: str, duty: Duty, found: Sequence[Clause]) -> bool:
    """Whether the clauses are sentences among others that tell who acts: …由甲局负责。乙局要…."""
    if any(clause.rule not in ("clauses/by", "clauses/sentence") for clause in found):
        return False
    told = {actor.name.text for actor in actors(body[duty.text_start : duty.end])}
    named = {name.text for clause in found for share in clause.shares for name in share.names}
    return named <= told and told > named


def shared_clauses(body: str, stated: Stated, duties: Sequence[Duty]) -> Mapping[int, tuple[Clause, ...]]:
    """Clauses stated once for several measures, by the measure's start: in a heading, or on lines behind the last."""
    shared = {duty.start: _of_headings(stated, duty) for duty in duties}
    for brothers, lines in _lifted(body, stated, duties):
        shared |= {brother.start: lifted for brother in brothers if (lifted := _speaking(lines))}
    return shared


def shared_times(body: str, stated: Stated, duties: Sequence[Duty]) -> Mapping[int, tuple[tuple[int, int], ...]]:
    """Lines 整改时限:… stated once for several measures, by the measure's start: below a heading, behind the last."""
    shared = {duty.start: (*duty.times, *_times_of_headings(body, stated, duty)) for duty in duties}
    for brothers, lines in _lifted(body, stated, duties):
        spans = tuple((line.start, line.end) for line in lines)
        shared |= {brother.start: (*shared[brother.start], *spans) for brother in brothers[:-1]}
    return shared


def _lifted(body: str, stated: Stated, duties: Sequence[Duty]) -> Iterator[tuple[Sequence[Duty], tuple[Clause, ...]]]:
    """Lines 责任单位:… behind the last of several items without any clause: they are the whole problem's."""
    families: dict[int, list[Duty]] = defaultdict(list)
    for duty in duties:
        if duty.above:
            families[duty.above[-1].start].append(duty)
    for brothers in families.values():
        said = [stated[brother.text_start, brother.end] for brother in brothers]
        if len(brothers) > 1 and not any(_speaking(clauses) for clauses in said[:-1]):
            lines = tuple(clause for clause in said[-1] if body[clause.start - 1] == "\n" and not _in_bracket(clause))
            if _speaking(lines):
                yield brothers, lines


def _in_bracket(clause: Clause) -> bool:
    """Whether a clause is the item's own, in a bracket below it, and no problem's line 责任单位:…."""
    return clause.rule == "clauses/bracket"


def _times_of_headings(body: str, stated: Stated, duty: Duty) -> tuple[tuple[int, int], ...]:
    lines = (clause for item in duty.above for clause in stated[item.start, item.own_end])
    return tuple((line.start, line.end) for line in lines if body[line.start - 1] == "\n")


def _of_headings(stated: Stated, duty: Duty) -> tuple[Clause, ...]:
    for item in reversed(duty.above):
        if found := _speaking(stated[item.start, item.own_end]):
            return found
    return ()


def _speaking(found: Sequence[Clause]) -> tuple[Clause, ...]:
    return tuple([clause for clause in found if clause.shares]) if found else ()


# --- drafts --------------------------------------------------------------------------------------------------


class _Draft(NamedTuple):
    """An assignment before its name is resolved and the measure's are numbered."""

    role: Role
    name: Name
    basis: Basis
    rule: Statement | None = None


def _of_clause(reader: Reader, clause: Clause, basis: Basis) -> Iterator[_Draft]:
    """The assignments of a clause; its first listed leads where a rule before it (or in it) says so."""
    rule = next((each for each in reader.statements if isinstance(each, FirstLeads) and each.since < clause.end), None)
    leads = any(share.role is Role.LEAD for share in clause.shares)
    first = rule if not leads else None
    for share in clause.shares:
        for name in share.names:
            if first and share.role is Role.RESPONSIBLE:
                yield _Draft(Role.LEAD, name, Basis.DOCUMENT_RULE, first)
            else:
                yield _Draft(share.role, name, basis)
            first = None


def _of_defaults(reader: Reader, start: int) -> Iterator[_Draft]:
    for statement in reader.statements:
        if isinstance(statement, AnswersForAll) and statement.end <= start < (statement.until or start + 1):
            for name in statement.names:
                yield _Draft(statement.role, name, Basis.DOCUMENT_DEFAULT, statement)


def _actors(reader: Reader, duty: Duty) -> Iterator[_Draft]:
    """Who the sentences tell to act, and whom a heading names that is nothing but bodies (县教育局。负责…)."""
    place = reader.body.find(duty.heading, duty.start, duty.text_start) if duty.heading else -1
    headed = _named_by_heading(reader.body, place, duty)
    yield from (_Draft(Role.RESPONSIBLE, name, Basis.IN_TEXT) for name in headed)
    base = place if place >= 0 and _tells(reader.body, place, duty) else duty.text_start
    for actor in actors(reader.body[base : duty.end]):
        yield _Draft(actor.role, actor.name.moved(base), Basis.IN_TEXT)


def _named_by_heading(body: str, place: int, duty: Duty) -> tuple[Name, ...]:
    """The bodies that a heading is, and nothing else: 县教育局。…; 物资组。负责…."""
    headed = split(body, place, place + len(duty.heading)) if place >= 0 else ()
    charged = _CHARGED.match(body, duty.text_start) and actors(duty.heading.rstrip("。:") + "负责")
    known = {actor.name.text for actor in charged or ()}
    sure = (is_certain(name.text) or name.text in known or _OFFICE.search(name.text) for name in headed)
    return headed if all(sure) else ()


_OFFICE = re.compile("(?:[区县市旗州]分局|街道办事处|街道办|[镇乡]政府|管委会)$")


_CHARGED = re.compile(
    "(?:主要|具体|全面|统一)?(?:负责|承担|牵头|组织|统筹|协调|做好|制定|拟订|起草|保障|贯彻|指导|支持|监督|督促|配合|参与|开展|宣传|编制|审核|提供|推进|落实|研究|把|将|对|为)"
)  # what a body is told


def _tells(body: str, place: int, duty: Duty) -> bool:
    """Whether a heading tells who acts: 县教育局: …, or a sentence 县教育局加强值守,按时上报。."""
    return body[place + len(duty.heading)] == ":" or ("," in duty.heading and bool(actors(duty.heading)))


def _assigned(reader: Reader, drafts: Sequence[_Draft]) -> Iterator[Assignment]:
    """Each agency once in a role, numbered in printed order."""
    seen: set[tuple[Role, str]] = set()
    for draft in drafts:
        name, agency = draft.name, reader.resolve(draft.name)
        key = (draft.role, agency.name if agency else name.text)
        if key not in seen:
            seen.add(key)
            rule = reader.locate(draft.rule.start, draft.rule.end) if draft.rule else None
            evidence = reader.locate(name.start, name.end)
            yield Assignment(draft.role, name.text, agency, draft.basis, len(seen) - 1, evidence, rule)


def _doubts(assignments: Sequence[Assignment], duty: Duty) -> Iterator[Doubt]:
    for assignment in assignments:
        if assignment.agency is None:
            message = f"机构“{assignment.mention}”所指不明,保留原文,未作认定"
            yield Doubt(duty.start, duty.end, "agency-unresolved", message)
