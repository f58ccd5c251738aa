"""Who the members of a group are on a day: 各市(州)人民政府 are the governments of the province's prefectures.

A group is expanded only where its name means every division of a kind, or where its members are named one by one in a
table; 有关部门, 成员单位 nobody lists, 其他县(区) stay groups. A division that began or ended in the year asked about,
nobody knows when, is left out: a duty too few rather than one too many.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from pyoxigraph import Literal, NamedNode, Quad

from graph import iri
from graph import vocab as dg
from graph.known.division_days import OUTSIDE, DivisionDays
from graph.known.rows import DirectCounty, Division, GroupDivisions, GroupMember, GroupOrgans, Level
from graph.model import Agency, AgencyKind

LISTED = "listed-member"
_STATE, _STATE_LEVEL, _DIRECT = "中国", "state", "direct"
_FOLD = str.maketrans("〔〕【】（）", "()()()")


@dataclass(frozen=True, slots=True)
class Member:
    """A body that belongs to a group; ``rule`` tells why, ``row`` which table's row says so.

    ``jurisdiction`` is what its division is called in IRIs, ``division`` the division's own name.
    """

    name: str
    jurisdiction: str | None
    division: str | None
    rule: str
    row: tuple[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Membership:
    """The tables, ready to be asked about groups; all methods are pure."""

    below: Mapping[str, tuple[Division, ...]]  # by the code of the superior
    days: DivisionDays
    beginnings: Mapping[str, GroupDivisions]
    organs: Mapping[str, GroupOrgans]
    direct: Mapping[str, DirectCounty]  # by code
    listed: Mapping[str, tuple[GroupMember, ...]]

    def members(self, group: Agency, day: date) -> tuple[Member, ...]:
        """The members of the group on the day, sorted; none where they are not known."""
        if group.kind is not AgencyKind.GROUP:
            return ()
        named = (_listed(entry) for entry in self.listed.get(group.name, ()) if _holds(entry, day))
        return tuple(sorted({*named, *self._of_divisions(group, day)}, key=lambda member: member.name))

    def graph(self) -> tuple[NamedNode, Iterator[Quad]]:
        """The rows that members follow from, each with its source, and the name of their graph."""
        rows = [(_rule_row(rule), rule.source) for rule in {*self.beginnings.values()}]
        rows += [(_listed(entry).row, entry.source) for entries in self.listed.values() for entry in entries]
        facts = ((iri.row(*row), source) for row, source in sorted(rows))
        return iri.GROUPS_GRAPH, chain.from_iterable(_told(node, source) for node, source in facts)

    def _of_divisions(self, group: Agency, day: date) -> Iterator[Member]:
        division = group.jurisdiction or ""
        words = group.name.removeprefix(division).translate(_FOLD)
        for length in range(len(words), 1, -1):
            beginning, organs = self.beginnings.get(words[:length]), self.organs.get(words[length:])
            if beginning and organs:
                for row in self._meant(division, beginning, day):
                    yield from self._bodies(row, beginning, organs)
                return

    def _meant(self, division: str, rule: GroupDivisions, day: date) -> Iterator[Division]:
        """The divisions that the rule means inside the jurisdiction; nothing where several bear its name alike."""
        rows = [row for row in self.days.by_name.get(division, ()) if self.days.called[row] == division]
        meant = self._provinces(rule) if division == _STATE else self._within(rows, rule, day)
        known: dict[str, list[tuple[Division, bool | None]]] = defaultdict(list)
        for row in meant:
            known[self.days.called[row]].append((row, self.days.existed(row, day)))
        for states in known.values():
            surely = [row for row, existed in states if existed]
            recoded = [row for row, existed in states if existed is None]
            yield from surely[:1] or (recoded[-1:] if len(recoded) > 1 else ())

    def _provinces(self, rule: GroupDivisions) -> Iterator[Division]:
        if _STATE_LEVEL in rule.within:
            provinces = (row for row in self.below.get("", ()) if row.level is Level.PROVINCE)
            yield from (row for row in provinces if not row.fictional and row.name not in OUTSIDE)

    def _within(self, rows: Sequence[Division], rule: GroupDivisions, day: date) -> Iterator[Division]:
        for row in rows:
            if _level(row) in rule.within:
                if rule.own:
                    yield row
                below = self._directly_under(row, day) if _DIRECT in rule.levels else self._under(row)
                yield from (each for each in below if each.level in rule.levels and _ends(each, rule))

    def _directly_under(self, province: Division, day: date) -> Iterator[Division]:
        """省直管县: the counties without a prefecture above them, and those that are administered so."""
        for each in self._under(province):
            county = self.direct.get(each.code or "")
            if each.level is Level.COUNTY and (each.parent == province.code or (county and _holds(county, day))):
                yield each

    def _under(self, row: Division) -> Iterator[Division]:
        for each in self.below.get(row.code, ()) if row.code else ():
            if each.level is not Level.AREA:
                yield each
                yield from self._under(each)

    def _bodies(self, row: Division, rule: GroupDivisions, organs: GroupOrgans) -> Iterator[Member]:
        called = self.days.called[row]
        for organ in () if row.name.endswith(organs.not_for) else organs.organs:
            yield Member(organ.replace("~", called), called, row.name, rule.rule, _rule_row(rule))


def membership(
    days: DivisionDays,
    beginnings: Iterable[GroupDivisions],
    organs: Iterable[GroupOrgans],
    listed: Iterable[GroupMember] = (),
    direct: Iterable[DirectCounty] = (),
) -> Membership:
    """The tables' rows, by the names in them."""
    below: dict[str, list[Division]] = defaultdict(list)
    groups: dict[str, list[GroupMember]] = defaultdict(list)
    for row in days.called:
        below[row.parent or ""].append(row)
    for entry in listed:
        groups[entry.group].append(entry)
    return Membership(
        {code: tuple(rows) for code, rows in below.items()},
        days,
        {beginning: rule for rule in beginnings for beginning in rule.beginnings},
        {entry.words: entry for entry in organs},
        {county.code: county for county in direct},
        {group: tuple(entries) for group, entries in groups.items()},
    )


def _level(row: Division) -> str:
    return "municipality" if row.level is Level.PROVINCE and row.name.endswith("市") else row.level


def _ends(row: Division, rule: GroupDivisions) -> bool:
    return row.name.endswith(rule.ending)


def _holds(entry: GroupMember | DirectCounty, day: date) -> bool:
    return (entry.since is None or entry.since <= day) and (entry.until is None or day <= entry.until)


def _rule_row(rule: GroupDivisions) -> tuple[str, str]:
    return "group_divisions", rule.rule


def _told(row: NamedNode, source: str) -> Iterator[Quad]:
    yield Quad(row, dg.rdfType, dg.TableRow, iri.GROUPS_GRAPH)
    yield Quad(row, dg.source, Literal(source), iri.GROUPS_GRAPH)


def _listed(entry: GroupMember) -> Member:
    return Member(entry.member, None, None, LISTED, ("group_members", f"{entry.group}·{entry.member}"))
