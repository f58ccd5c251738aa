"""Readings: what a rule's match on a comma part says as targets: indicators, comparators, values, baselines."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from graph.model import Change, Comparator
from loaders.gazetteer import gazetteer
from loaders.recognise.figures import Figure, Kind
from loaders.recognise.frames import Clause, Frame
from loaders.recognise.indicators import distribute, is_area, is_measure, trim
from loaders.rulebook import Rule, rulebook

_CLASSES = {"I": "Ⅰ", "II": "Ⅱ", "III": "Ⅲ", "IV": "Ⅳ", "V": "Ⅴ"}
_UPPER = (Comparator.AT_MOST, Comparator.BELOW)


@dataclass(frozen=True, slots=True)
class TargetMention:
    """One aim: its whole print from ``start`` to ``end``, and what it says. Targets of one print share the span."""

    start: int
    end: int
    rule: str
    indicator: str
    comparator: Comparator
    value: Decimal | str
    unit: str
    change: Change
    baseline: str | None
    scope: str | None


_NOWHERE = (-1, -1)  # as of a group that has no part in its match


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that matches what is left of a comma part from ``at`` on; ``nears``: the targets before in its sentence.

    ``figures`` are those that the rule binds.
    """

    rule: Rule
    match: re.Match[str]
    page: Frame
    clause: Clause
    at: int
    nears: tuple[TargetMention, ...]
    figures: tuple[Figure, ...]

    @property
    def near(self) -> TargetMention | None:
        """The target right before it in its sentence."""
        return self.nears[-1] if self.nears else None

    @property
    def is_paired(self) -> bool:
        """Whether each of its figures has an indicator of its own (分别)."""
        return len(self.figures) > 1 and "分别" in self.match.group()

    def span(self, group: str) -> tuple[int, int]:
        """Where a group stands in the passage; an empty span where it has no part in the match."""
        start, end = self.match.span(group) if group in self.match.re.groupindex else _NOWHERE
        return (self.at + start, self.at + end) if start >= 0 else (self.at, self.at)

    def text(self, group: str) -> str:
        """What a group is in the passage."""
        start, end = self.span(group)
        return self.page.passage[start:end]


def bound_figures(match: re.Match[str], page: Frame, at: int) -> tuple[Figure, ...]:
    """The figures that a rule binds which matches from ``at`` on."""
    if match.re.groupindex.get("figures") is None or match["figures"] is None:
        return ()
    start, end = at + match.start("figures"), at + match.end("figures")
    return tuple([figure for figure in page.figures if start <= figure.start < end])


@dataclass(frozen=True, slots=True)
class _Subject:
    start: int
    end: int
    name: str
    scope: str | None = None
    names: tuple[str, ...] = ()  # those of its figures, one each, where they are known


def read(hit: Hit) -> tuple[TargetMention, ...]:
    """The targets that a match tells, none where nothing says what is to be reached."""
    subject = _subject(hit)
    if not subject or _pattern("$only_time").fullmatch(subject.name):
        return ()
    return _figured(hit, subject) if hit.figures else _worded(hit, subject)


def _subject(hit: Hit) -> _Subject | None:
    """The indicator: in the match, else in the comma part before, else that of the target before."""
    page = hit.page
    start, end = trim(page.marked, *hit.span("subject"))
    if start < end:
        name = page.passage[start:end]
        shared = _shared(hit) if is_area(page.marked[start:end]) else None
        scoped = shared and (is_measure(shared) or gazetteer().full_name(name) is not None)  # 其中柏川县4500户
        return _Subject(start, end, shared, name) if shared and scoped else _Subject(start, end, name)
    return _said_before(hit) or _repeated(hit)


def _said_before(hit: Hit) -> _Subject | None:
    """The indicator of which the comma part before it says how it moves: 森林覆盖率稳步提高,由45%提升至50%."""
    page, clause = hit.page, hit.clause
    before = page.marked[clause.part : max(clause.start - 1, clause.part)].rpartition(",")[2]
    if hit.at != clause.start or _pattern("$one").search(before):
        return None
    if hit.rule.fields.get("again"):
        return _done_again(hit, before)
    begin = clause.start - 1 - len(before)
    said = _pattern("(?:$opening)*+.{3,}?(?=$said)").match(page.marked, begin, clause.start - 1)
    start, end = trim(page.marked, begin, said.end() if said else clause.start - 1)
    name = page.passage[start:end]
    named = is_measure(name) or (hit.is_paired and distribute(name, len(hit.figures)))
    return _Subject(start, end, name) if named else None


def _done_again(hit: Hit, before: str) -> _Subject | None:
    """What the comma part before it has the same done to, or names: 加快淘汰老旧货车,累计淘汰3000辆; 驿站:新建2家."""
    _, verb, done = before.rpartition(hit.text("verb"))
    if hit.page.marked[hit.clause.start - 1 : hit.clause.start] == ":" and not verb:
        verb, done = ":", before
    told = len(done) > 1 and not _pattern("$one|$wholly").search(done)
    return _Subject(hit.at + hit.match.start("verb"), hit.at + hit.match.start("verb"), done) if verb and told else None


def _repeated(hit: Hit) -> _Subject | None:
    """The indicators of the targets before it: 2025年分别达到60%、70%;2030年分别达到70%、80%."""
    names = tuple(one.indicator for one in hit.nears[-len(hit.figures) :])
    if hit.is_paired and len(frozenset(names)) == len(hit.figures):
        return _Subject(hit.at, hit.at, names[0], names=names)
    shared = _shared(hit)
    return _Subject(hit.at, hit.at, shared) if shared else None


def _shared(hit: Hit) -> str | None:
    """The indicator of the target before, where the figure may be of it too: X达到50%,城市达到60%,2030年达到70%."""
    if not hit.near or not hit.figures:
        return None
    changed = hit.rule.fields.get("change") in ("increase", "decrease") and hit.figures[0].kind is Kind.RATIO
    changed = changed or (hit.near.change is not Change.LEVEL and hit.near.unit in _SHARES)  # 下降15%,达到60微克/立方米
    alike = hit.near.unit.lstrip(_MULTIPLES) == hit.figures[0].unit.lstrip(_MULTIPLES)
    return hit.near.indicator if changed or alike or hit.rule.fields.get("same") else None


_MULTIPLES = "万亿千百"
_SHARES = ("%", "‰", "个百分点", "倍", "番")


def _figured(hit: Hit, subject: _Subject) -> tuple[TargetMention, ...]:
    """The targets of one coordination of figures: one each, where the indicators pair with them (分别)."""
    figures = hit.figures
    names = subject.names or (distribute(subject.name, len(figures)) if figures[1:] else _each(hit, subject.name))
    if len(figures) == 1:
        figures *= len(names)
    if not names and "分别" in hit.match.group():
        names = (subject.name,) * len(figures)
    elif not names:
        figures = figures if _unlike(figures) else figures[:1]
        names = (subject.name,) * len(figures)
    bounds = [_bound(hit, figure) for figure in figures]
    span = _extent(hit, subject, figures[-1].end + len(bounds[-1]))
    if bounds[-1] and not any(bounds[:-1]):  # 分别达到98%和90%以上: printed once for all
        bounds = [bounds[-1]] * len(bounds)
    return tuple(
        _figure_target(hit, span, _Subject(subject.start, subject.end, name, subject.scope), figure, bound)
        for name, figure, bound in zip(names, figures, bounds, strict=True)
    )


def _unlike(figures: tuple[Figure, ...]) -> bool:
    """Whether each has a unit of its own, as where one thing is measured twice: 6条11公里低水渠."""
    units = {figure.unit.lstrip(_MULTIPLES) for figure in figures}
    return len(units) == len(figures) and not any(figure.kind is Kind.RATIO for figure in figures)


def _each(hit: Hit, name: str) -> tuple[str, ...]:
    """The measures of which one figure is said for each (甲率、乙率均达到95%, 分别下降15%); else the name as it is."""
    told = "分别" in hit.match.group() or (_ALL.search(hit.match.group()) and hit.figures[0].kind is Kind.RATIO)
    return (told and is_measure(name) and distribute(name, len(re.split("[、和]", name)))) or (name,)


_ALL = re.compile("(?<![平人年户])[均都](?=达|保持|稳定|不低|提高|超过|在|为|实现|削减|下降|减少|降低|％)")


def _figure_target(hit: Hit, span: tuple[int, int], subject: _Subject, figure: Figure, bound: str) -> TargetMention:
    comparator = _comparator(hit, bound, hit.text("lead"), hit.text("least"))
    if figure.upper and comparator is Comparator.EXACTLY:
        comparator = Comparator.AT_LEAST
    value = figure.upper if figure.upper and comparator in _UPPER else figure.value
    return _target(hit, span, subject, comparator, value, figure.unit)


def _worded(hit: Hit, subject: _Subject) -> tuple[TargetMention, ...]:
    """A target whose figure is a word: a class of water, 零增长, 翻一番, 全覆盖."""
    fields, printed = hit.rule.fields, hit.text("value")
    value = Decimal(fields["value"]) if "value" in fields else _CLASSES.get(printed, printed)
    span = _extent(hit, subject, hit.at + hit.match.end())
    comparator = _comparator(hit, hit.text("bound"), hit.text("over"), hit.text("verb"))
    return (_target(hit, span, subject, comparator, value, fields.get("unit", "类")),)


def _comparator(hit: Hit, *words: str) -> Comparator:
    """How the first of the words binds that does, else how the rule's verb does."""
    told = next((_comparators()[word] for word in words if word in _comparators()), None)
    return told or Comparator(hit.rule.fields.get("comparator", "="))


def _target(
    hit: Hit, span: tuple[int, int], subject: _Subject, comparator: Comparator, value: Decimal | str, unit: str
) -> TargetMention:
    change = Change(hit.rule.fields.get("change", "level"))
    if (hit.rule.fields.get("follows") or hit.rule.fields.get("like")) and hit.near:
        change = hit.near.change
    start, end = trim(hit.page.marked, *hit.span("scope"))
    scope = hit.page.passage[start:end] or subject.scope
    rule, baseline = f"targets/{hit.rule.name}", _baseline(hit, change)
    return TargetMention(*span, rule, subject.name, comparator, value, unit, change, baseline, scope)


def _baseline(hit: Hit, change: Change) -> str | None:
    """What a change counts from: printed with it, in the comma part before it (与2020年相比,), or with the last."""
    printed = hit.text("baseline") or hit.text("same")
    if not printed and change is not Change.LEVEL:
        before = max(hit.clause.start - 1, hit.clause.part)
        alone = _pattern("(?:^|(?<=[,;。:\n]))$versus$$").search(hit.page.passage, hit.clause.part, before)
        inherited = hit.near.baseline if hit.near and hit.near.change is not Change.LEVEL else None
        printed = alone["baseline"] if alone else inherited or ""
    year = _pattern(r"(?P<year>(?:19|20)\d\d)年(?:末|底|同期|水平)?").fullmatch(printed)
    return year["year"] if year else printed or None


def _bound(hit: Hit, figure: Figure) -> str:
    match = _pattern("$bound").match(hit.page.marked, figure.end)
    return match.group() if match else ""


def _extent(hit: Hit, subject: _Subject, end: int) -> tuple[int, int]:
    """From the verb, scope or indicator, whichever is printed first, to the figure or what it counts."""
    groups = ("verb", "scope", "baseline", "figures")
    starts = [start for start, stop in map(hit.span, groups) if start < stop]
    last = hit.span("ends")[1] if "ends" in hit.match.re.groupindex else max(end, subject.end)
    return min([subject.start, *starts]), last


@cache
def _pattern(wording: str) -> re.Pattern[str]:
    return rulebook("targets").compile(wording)


@cache
def _comparators() -> Mapping[str, Comparator]:
    """How the words bind that stand before or behind a figure."""
    lists = {
        Comparator.AT_LEAST: ("at_least", "up"),
        Comparator.AT_MOST: ("at_most", "down"),
        Comparator.BELOW: ("below",),
        Comparator.ABOVE: ("above",),
        Comparator.EXACTLY: ("exactly",),
    }
    words = rulebook("targets").words
    return {word: comparator for comparator, names in lists.items() for name in names for word in words[name]}
