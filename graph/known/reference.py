"""What is known of divisions (the rows of ``graph.known.rows``) as the quads of a reference graph.

A division's IRI is made of its name, as in documents; where several living divisions bear one name, of its superior's
and its own. Of most divisions only the state on 31 December of each year is known: ``dg:validFrom`` is the first day on
which it certainly existed, ``dg:validUntil`` the last one. ``dg:endNotAfter`` says that more is known of its end.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from pyoxigraph import Literal, NamedNode, Quad

from graph import iri
from graph import vocab as dg
from graph.known.division_days import DivisionDays, Span
from graph.known.rows import DirectCounty, Division, Level

Graph = tuple[NamedNode, Iterable[Quad]]
Fact = tuple[NamedNode, NamedNode | Literal]

_STATE = iri.division("中国")
_DAY = timedelta(days=1)


def graph(
    divisions: Sequence[Division],
    short_names: Callable[[Division], Iterable[str]],
    days: DivisionDays,
    direct: Iterable[DirectCounty] = (),
) -> Graph:
    """The reference graph of divisions, with its name."""
    return iri.DIVISIONS_GRAPH, _quads(divisions, short_names, days, {county.code for county in direct})


def keys(divisions: Sequence[Division]) -> Mapping[Division, str]:
    """What each division is called in its IRI: its name, with its superior's before it where several bear it.

    Holders of different codes are one division where one took over from the other under the same name.
    """
    holders = _holders(divisions)
    by_name: dict[str, list[Division]] = defaultdict(list)
    for row in divisions:
        by_name[row.name].append(row)
    found: dict[Division, str] = {}
    for name, rows in by_name.items():
        lineages = _lineages(rows)
        living = [lineage for lineage in lineages if lineage[-1].valid_until is None]
        for lineage in lineages:
            alone = len(lineages) == 1 or lineage[-1].parent is None or living == [lineage]
            superior = None if alone else _holder(holders, lineage[-1].parent, lineage[-1].valid_until)
            found |= dict.fromkeys(lineage, f"{superior.name}{name}" if superior else name)
    return found


def _lineages(rows: Sequence[Division]) -> list[list[Division]]:
    """Rows of one name, parted into divisions: joined where code, superior or succession joins them; oldest first."""
    lineages: list[list[Division]] = []
    for row in sorted(rows, key=lambda row: row.valid_from or 0):
        joined = [one for one in lineages if any(_same(earlier, row) for earlier in one)]
        lineages = [one for one in lineages if one not in joined]
        lineages.append([*(earlier for one in joined for earlier in one), row])
    return lineages


def _same(earlier: Division, row: Division) -> bool:
    return earlier.code == row.code or earlier.parent == row.parent or row.code in earlier.successors


def _quads(
    divisions: Sequence[Division],
    short_names: Callable[[Division], Iterable[str]],
    days: DivisionDays,
    direct: Collection[str],
) -> Iterator[Quad]:
    yield from _facts(_STATE, iri.DIVISIONS_GRAPH, ((dg.rdfType, dg.Division), (dg.prefLabel, _label("中国"))))
    holders, called = days.by_code, days.called
    lineages: dict[str, list[Division]] = defaultdict(list)
    for row in divisions:
        lineages[called[row]].append(row)
    for key, lineage in lineages.items():
        lineage.sort(key=lambda row: row.valid_from or 0)
        last = lineage[-1]
        above = _holder(holders, last.parent, last.valid_until)
        partner = iri.division(called[above]) if above else None
        facts = [*_named(last, partner), *_validity(days.began(lineage[0]), days.ended(last))]
        if last.level is Level.AREA:
            for node, class_ in ((iri.feature(key), dg.FunctionalArea), (iri.division(key), dg.Division)):
                yield from _facts(node, iri.DIVISIONS_GRAPH, [(dg.rdfType, class_), *facts])
            yield from _facts(iri.feature(key), iri.DIVISIONS_GRAPH, [(dg.rdfType, dg.Feature)])
            continue
        heirs = {called[heir] for row in lineage for heir in _heirs(holders, row)} - {key}
        facts += [*_coded(lineage, short_names(last), sorted(heirs))]
        facts += [_directly_under(holders, called, last)] if last.code in direct else []
        yield from _facts(iri.division(key), iri.DIVISIONS_GRAPH, facts)


def _named(row: Division, above: NamedNode | None) -> Iterator[Fact]:
    yield dg.prefLabel, _label(row.name)
    if above:
        yield dg.partOf, above
    if row.fictional:
        yield dg.fictional, Literal(True)


def _validity(began: Span | None, ended: Span | None) -> Iterator[Fact]:
    """The first and last day on which it surely existed; of an end whose decision is known, that and the bounds."""
    if began:
        yield dg.validFrom, _literal(began.not_after)
    if ended:
        yield dg.validUntil, _literal(ended.not_before - _DAY)
    if ended and ended.change:
        yield dg.endNotAfter, _literal(ended.not_after - _DAY)
        yield dg.source, Literal(f"{ended.change.decision} ({ended.change.source})")


def _coded(lineage: Sequence[Division], names: Iterable[str], heirs: Iterable[str]) -> Iterator[Fact]:
    yield dg.rdfType, dg.Division
    yield dg.level, Literal(lineage[-1].level)
    yield from ((dg.code, Literal(code)) for code in sorted({row.code for row in lineage if row.code}))
    yield from ((dg.name, Literal(name)) for name in names)
    yield from ((dg.successor, iri.division(heir)) for heir in heirs)


def _directly_under(holders: Mapping[str, Sequence[Division]], called: Mapping[Division, str], row: Division) -> Fact:
    (province,) = holders[f"{(row.code or '')[:2]}0000"]
    return dg.directlyUnder, iri.division(called[province])


def _holders(divisions: Iterable[Division]) -> Mapping[str, Sequence[Division]]:
    """The holders of each code, one after the other."""
    holders: dict[str, list[Division]] = defaultdict(list)
    for row in divisions:
        if row.code:
            holders[row.code].append(row)
    return holders


def _holder(holders: Mapping[str, Sequence[Division]], code: str | None, year: int | None) -> Division | None:
    """Who held the code at the end of a year, today where there is none."""
    rows = holders.get(code, ()) if code else ()
    until = [row for row in rows if row.valid_until is None or (year is not None and year <= row.valid_until)]
    return (until or rows)[0] if rows else None


def _heirs(holders: Mapping[str, Sequence[Division]], row: Division) -> Iterator[Division]:
    """Who held the codes that a division's territory went to right after its end."""
    for code in row.successors:
        rows = holders.get(code, ())
        after = (one for one in rows if one.valid_until is None or one.valid_until > (row.valid_until or 0))
        yield from [heir for heir in [next(after, None)] if heir]


def _facts(node: NamedNode, graph: NamedNode, facts: Iterable[Fact]) -> Iterator[Quad]:
    return (Quad(node, predicate, value, graph) for predicate, value in facts)


def _label(name: str) -> Literal:
    return Literal(name, language="zh")


def _literal(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=dg.xsdDate)
