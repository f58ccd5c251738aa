"""The questions that the graph answers: the catalogue of query files, and how a caller's values get into them.

A file in ``queries/`` is plain SPARQL 1.1 under a YAML head in ``#+`` comments (``graph.heads``). A parameter
``agency`` is a slot ``VALUES ?_agency { UNDEF }``: as it stands the query runs unrestricted; bound, the slot holds
terms written by the RDF library, never a caller's text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from graph import slots
from graph.errors import BadDefinition, NotFound, ParameterError
from graph.heads import Query, asked, parse
from graph.parameters import Lookup, Parameter, Reading, Term, read

__all__ = ["Bound", "Parameter", "Query", "Values", "bind", "catalogue", "checks", "query"]

Values = Mapping[str, object]
_PAGE = re.compile(r"# LIMIT$", re.MULTILINE)
_ALIKE = re.compile(r"BIND\(\?_(?P<slot>\w+) AS \?(?P<name>\w+)\) # ALIKE$", re.MULTILINE)
_FIRST = re.compile(r"(?<=ORDER BY )\?(\w+) (?=\S)")


@dataclass(frozen=True, slots=True)
class Bound:
    """A query ready to run, and what there is to say about the values: a name nobody knows, a body that was renamed."""

    text: str
    remarks: tuple[str, ...] = ()

    def page(self, limit: int, offset: int = 0) -> str:
        r"""The query for one page of its answer; every query of the catalogue has a total order.

        The limit goes where the query has the line ``# LIMIT``, within the part that finds the rows, else to its end.

        >>> Bound("SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o\n").page(10, 20)
        'SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o\nLIMIT 10 OFFSET 20\n'
        """
        for name, number in (("limit", limit), ("offset", offset)):
            if number < 0:
                raise ParameterError(name, f"{number} is less than 0")
        clause = f"LIMIT {int(limit)} OFFSET {int(offset)}"
        within, found = _PAGE.subn(clause, self.text)
        return within if found else f"{self.text.rstrip()}\n{clause}\n"


@cache
def catalogue() -> Mapping[str, Query]:
    """The queries by name; BadDefinition tells every fault of every file."""
    return folder("")


@cache
def checks() -> Mapping[str, Query]:
    """The checks by name: each finds what is wrong with the graph, so nothing in a sound one."""
    return folder("checks")


def folder(name: str) -> Mapping[str, Query]:
    """The queries of that folder of ``queries/`` by name; BadDefinition tells every fault of every file."""
    folder = files("queries") / name if name else files("queries")
    sources = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".rq")), key=lambda entry: entry.name)
    found, faults = {}, list[str]()
    for source in sources:
        try:
            found[source.name.removesuffix(".rq")] = parse(source.name, source.read_text(encoding="utf-8"))
        except BadDefinition as fault:
            faults.append(str(fault))
    if faults:
        raise BadDefinition("\n".join(faults))
    return MappingProxyType(found)


def query(name: str) -> Query:
    """The query of that name; NotFound names those with a similar one."""
    if name in catalogue():
        return catalogue()[name]
    near = get_close_matches(name, catalogue())
    raise NotFound(f"no query {name!r}; " + (f"did you mean {', '.join(near)}?" if near else _names()))


def bind(question: Query, values: Values, lookup: Lookup) -> Bound:
    """The query with the values in its slots; ParameterError names the parameter that does not fit.

    A value is text as typed (or whatever ``str`` makes such text of), or a list of these where the parameter takes
    many; None and empty lists are as good as left out.
    """
    given = {name: entries for name, value in values.items() if (entries := _entries(value))}
    for name in given:
        question.parameter(name)
    readings = {entry.name: _reading(entry, given.get(entry.name, ()), lookup) for entry in question.parameters}
    filled = {name: reading.terms for name, reading in readings.items() if name in given}
    remarks = tuple(remark for reading in readings.values() for remark in reading.remarks)
    text = _ordered(asked(question.text, given), filled)
    for name, terms in filled.items():
        text = slots.filled(text, f"_{name}", terms)
    return Bound(text, remarks)


def _entries(value: object) -> tuple[object, ...]:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def _reading(parameter: Parameter, entries: tuple[object, ...], lookup: Lookup) -> Reading:
    if not entries and parameter.required:
        raise ParameterError(parameter.name, f"is required: {parameter.summary_en} ({parameter.summary})")
    if len(entries) > 1 and not parameter.many:
        raise ParameterError(parameter.name, f"takes one value, not {len(entries)}")
    readings = [read(parameter, entry, lookup) for entry in entries]
    terms = dict.fromkeys(term for reading in readings for term in reading.terms)
    return Reading(tuple(terms), tuple(remark for reading in readings for remark in reading.remarks))


def _ordered(text: str, filled: Mapping[str, tuple[Term, ...]]) -> str:
    """The query, not put in the order of what is alike in all rows since one term was asked for (``# ALIKE``).

    Engines look names up again whenever they compare two rows.
    """
    alike = {each["name"] for each in _ALIKE.finditer(text) if len(filled.get(each["slot"], ())) == 1}
    return _FIRST.sub(lambda first: "" if first[1] in alike else first[0], text)


def _names() -> str:
    return f"there are {', '.join(catalogue())}"
