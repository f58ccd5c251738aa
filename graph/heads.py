"""Reads one query file: its head, its slots, and everything that is wrong with it.

The head is YAML in lines that begin with ``#+``: ``summary`` (Chinese), ``summary_en``, ``description``, ``tags`` and
``params``, where each parameter has ``type``, ``summary``, ``summary_en``, ``example`` and, where they apply,
``required``, ``many`` and ``enum`` (the code list of a parameter of type code). Audits are described in Chinese, and by
``description_en`` in English.

A line ``#? role !agency: pattern`` is a part of the query only where ``role`` is asked for and ``agency`` is not.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Any

import yaml

from graph.errors import BadDefinition, ParameterError
from graph.parameters import SCHEMES, Parameter, Type
from graph.store import columns

MARK = "#+"
SLOT = re.compile(r"VALUES\s+\?_(?P<name>\w+)\s*\{\s*UNDEF\s*\}")
PART = re.compile(r"^[ \t]*#\? (?P<given>!?\w+(?: !?\w+)*):(?P<text> .*)$", re.MULTILINE)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where it is there: each start reads all heads
_ORDERED = re.compile(r"\bORDER\s+BY\b[^{}]*\Z", re.IGNORECASE)
_COMMENT = re.compile(r"^\s*#.*$", re.MULTILINE)
_PROJECTION = re.compile(r"\bSELECT\b([^{]*?)(?:\bWHERE\b|\{)", re.IGNORECASE)
_INNERMOST = re.compile(r"\((?:[^()]*\bAS\s+\?(\w+)\s*|[^()]*)\)", re.IGNORECASE)
_VARIABLE = re.compile(r"\?(\w+)")
_KEYS = {"summary", "summary_en", "description", "description_en", "tags", "params"}
_PARAMETER_KEYS = {"type", "summary", "summary_en", "example", "required", "many", "enum"}


@dataclass(frozen=True, slots=True)
class Query:
    """One question: in words, what may be asked of it, what its rows hold, and its SPARQL."""

    name: str
    summary: str
    summary_en: str
    description: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    text: str
    description_en: str = ""

    def parameter(self, name: str) -> Parameter:
        """The parameter of that name; ParameterError tells which there are."""
        for entry in self.parameters:
            if entry.name == name:
                return entry
        names = ", ".join(entry.name for entry in self.parameters) or "none"
        raise ParameterError(name, f"the query {self.name} has no such parameter; it has {names}")


@dataclass(frozen=True, slots=True)
class _Fault:
    line: int
    message: str


def parse(file: str, text: str) -> Query:
    """The query that the file defines; BadDefinition lists what is wrong with its head, each with file and line.

    That the engine understands its text is not asked here, which each start would wait for, but by ``check``.
    """
    head, faults = _read(text)
    _refuse(file, faults)
    return Query(
        file.removesuffix(".rq"),
        head["summary"],
        head["summary_en"],
        head.get("description", ""),
        tuple(head.get("tags", ())),
        tuple(_parameter(name, entry) for name, entry in head.get("params", {}).items()),
        projected(text),
        text,
        head.get("description_en", ""),
    )


def check(file: str, text: str) -> None:
    """BadDefinition lists all faults of the file, also those of its text in each way in which it may be asked."""
    _, faults = _read(text)
    _refuse(file, [*faults, *_text_faults(text)])


def projected(text: str) -> tuple[str, ...]:
    r"""The variables that a query of ours answers with, by its text alone.

    >>> projected("# of ?all\nSELECT ?place (COUNT(DISTINCT ?m) AS ?measures) WHERE { ?m ?in ?place }")
    ('place', 'measures')
    """
    found = _PROJECTION.search(_COMMENT.sub("", text))
    clause, inner = found[1] if found else "", 1
    while inner:
        clause, inner = _INNERMOST.subn(lambda part: f"?{part[1]}" if part[1] else "", clause)
    return tuple(_VARIABLE.findall(clause))


def _refuse(file: str, faults: Sequence[_Fault]) -> None:
    if faults:
        raise BadDefinition("\n".join(f"{file}:{fault.line}: {fault.message}" for fault in faults))


def _read(text: str) -> tuple[dict[str, Any], list[_Fault]]:
    head, faults = _head(text)
    return head, faults or [*_head_faults(head, text), *_slot_faults(head, text)]


def _head(text: str) -> tuple[dict[str, Any], list[_Fault]]:
    lines = [line.removeprefix(MARK) if line.startswith(MARK) else "" for line in text.splitlines()]
    try:
        head = yaml.load("\n".join(lines), _LOADER)
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        return {}, [_Fault(line, f"the head is no YAML: {fault.problem}")]
    if not isinstance(head, dict):
        return {}, [_Fault(1, "there is no head of «#+ key: value» lines")]
    return head, []


def _head_faults(head: Mapping[str, Any], text: str) -> Iterator[_Fault]:
    for key in head.keys() - _KEYS:
        yield _Fault(_line(text, key), f"unknown key {key!r} in the head; there are {', '.join(sorted(_KEYS))}")
    for key in ("summary", "summary_en"):
        if not isinstance(head.get(key), str):
            yield _Fault(1, f"the head has no {key}")
    for name, entry in (head.get("params") or {}).items():
        for message in _parameter_faults(entry if isinstance(entry, dict) else {}):
            yield _Fault(_line(text, name), f"parameter {name}: {message}")


def _parameter_faults(entry: Mapping[str, Any]) -> Iterator[str]:
    for key in sorted(entry.keys() - _PARAMETER_KEYS):
        yield f"unknown key {key!r}; there are {', '.join(sorted(_PARAMETER_KEYS))}"
    for key in ("summary", "summary_en", "example"):
        if not isinstance(entry.get(key), str):
            yield f"has no {key} in words"
    if entry.get("type") not in set(Type):
        yield f"unknown type {entry.get('type')!r}; there are {', '.join(Type)}"
    elif (entry["type"] == Type.CODE) != ("enum" in entry):
        yield "«enum» goes with type code, and only with it"
    if "enum" in entry and entry["enum"] not in SCHEMES:
        yield f"unknown code list {entry['enum']!r}; there are {', '.join(SCHEMES)}"


def asked(text: str, given: Collection[str]) -> str:
    r"""The query with the parts that hold where so much is given.

    >>> asked("#? role: ?a ?b ?c .\n#? !role: ?d ?e ?f .", ["role"])
    ' ?a ?b ?c .\n#? !role: ?d ?e ?f .'
    """
    return PART.sub(lambda part: part["text"] if _holds(part["given"].split(), given) else part[0], text)


def _holds(names: Iterable[str], given: Collection[str]) -> bool:
    return all((name.removeprefix("!") in given) != name.startswith("!") for name in names)


def _slot_faults(head: Mapping[str, Any], text: str) -> Iterator[_Fault]:
    declared, slots = set(head.get("params") or ()), {slot["name"]: slot.start() for slot in SLOT.finditer(text)}
    for name in sorted(declared - slots.keys()):
        yield _Fault(_line(text, name), f"parameter {name}: no slot VALUES ?_{name} {{ UNDEF }} in the query")
    for name in sorted(slots.keys() - declared):
        yield _Fault(text.count("\n", 0, slots[name]) + 1, f"slot ?_{name}: no such parameter in the head")
    for part in PART.finditer(text):
        for name in sorted({name.removeprefix("!") for name in part["given"].split()} - declared):
            yield _Fault(text.count("\n", 0, part.start()) + 1, f"part of {name}: no such parameter in the head")


def _text_faults(text: str) -> Iterator[_Fault]:
    for given in _ways(text):
        try:
            columns(asked(text, given))
        except ParameterError as fault:
            place = re.search(r"line (\d+)", str(fault))
            yield _Fault(min(int(place[1]), len(text.splitlines())) if place else 1, str(fault))
            break
    if not _ORDERED.search(text):
        yield _Fault(len(text.splitlines()), "does not end with an ORDER BY")


def _ways(text: str) -> Iterator[frozenset[str]]:
    """What may be asked for together: nothing, each parameter that parts depend on, two of them, all."""
    names = sorted({name.removeprefix("!") for part in PART.finditer(text) for name in part["given"].split()})
    yield from map(frozenset, chain(([],), combinations(names, 1), combinations(names, 2), (names,)))


def _line(text: str, key: str) -> int:
    """The first line of the head that gives the key a value."""
    found = re.search(rf"^#\+\s*{re.escape(key)}:", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _parameter(name: str, entry: Mapping[str, Any]) -> Parameter:
    scheme = entry.get("enum")
    return Parameter(
        name,
        Type(entry["type"]),
        entry["summary"],
        entry["summary_en"],
        entry["example"],
        bool(entry.get("required")),
        bool(entry.get("many")),
        tuple(SCHEMES[scheme]) if scheme else (),
        scheme,
    )
