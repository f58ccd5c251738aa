"""The ledger of progress (整改台账): what agencies record of their measures, up to 验收 and 销号; it only grows.

They stand in a graph of their own, which no loading touches; each names the entry before it, who recorded it and when.
A measure is struck off the list (销号) only after the body that verifies (验收单位) has found it done.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files

from pyoxigraph import Literal, NamedNode, Triple

from graph import iri, slots
from graph import vocab as dg
from graph.errors import NotFound, ParameterError
from graph.model import ProgressState
from graph.solutions import Value
from graph.store import Store

Clock = Callable[[], datetime]

_PROV = dg.PREFIXES["prov"]
_MEASURE = f"{iri.BASE}id/measure/"
_LONGEST = {"by": 200, "verified_by": 200, "note": 2_000, "proof": 500}  # characters
_BEFORE = {
    ProgressState.RETURNED: (ProgressState.DONE, ProgressState.VERIFIED, ProgressState.CLOSED),
    ProgressState.CLOSED: (ProgressState.VERIFIED,),
}  # what must have been recorded last


@dataclass(frozen=True, slots=True)
class Progress:
    """What is to be recorded: the state to which the measure came on ``day``, and by whom it is recorded."""

    state: ProgressState
    day: date
    by: str
    note: str | None = None
    proof: tuple[str, ...] = ()
    verified_by: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What was recorded of a measure, as its ``ordinal`` th entry, and when."""

    iri: str
    measure: str
    ordinal: int
    at: datetime
    progress: Progress


def measure(store: Store, name: str) -> str:
    """The IRI of the measure of that IRI or id (plan-water-2020/二.(三).5.(15)); NotFound where there is none."""
    key, _, number = name.rpartition("/")
    try:
        node = name if name.startswith(_MEASURE) else f"{_MEASURE}{_segment(key)}/{number}"
        known = store.ask(f"ASK {{ {NamedNode(node)} a {dg.Measure} }}") or bool(_entries(store, [node]))
    except ValueError:
        known = False
    if not known:
        raise NotFound(f"no measure {name!r}; one is named by its document's key and its number, with «/» between")
    return node


def history(store: Store, node: str) -> tuple[Entry, ...]:
    """All that was recorded of the measure of that IRI, in order."""
    return tuple(_entries(store, [node]).get(node, ()))


def histories(store: Store, nodes: Iterable[str] | None = None) -> dict[str, tuple[Entry, ...]]:
    """All that was recorded of each of these measures that has entries; of all where none are named."""
    return {node: tuple(entries) for node, entries in _entries(store, nodes).items()}


def record(store: Store, node: str, progress: Progress, clock: Clock | None = None) -> Entry:
    """Records progress of the measure of that IRI; ParameterError says what cannot be so."""
    moment = (clock or (lambda: datetime.now(UTC)))().replace(microsecond=0)
    before = history(store, node)
    _check(progress, before, moment)
    progress = replace(progress, proof=tuple(sorted({*progress.proof})))
    entry = Entry(iri.part(NamedNode(node), "progress", len(before) + 1).value, node, len(before) + 1, moment, progress)
    told = "\n".join(f"{triple} ." for triple in _triples(entry, before[-1].iri if before else None))
    made = "\n".join(f"{triple} ." for triple in _activity(entry))
    store.update(
        f"INSERT DATA {{ GRAPH {iri.PROGRESS_GRAPH} {{ {told} }} GRAPH {iri.RUNS_GRAPH} {{ {made} }} {told}\n{made} }}"
    )
    return entry


def _check(progress: Progress, before: tuple[Entry, ...], moment: datetime) -> None:
    _check_words(progress)
    last = before[-1].progress if before else None
    if progress.day > moment.date():
        raise ParameterError("date", f"{progress.day} lies in the future: only what has come about is recorded")
    if last and progress.day < last.day:
        raise ParameterError("date", f"{progress.day} lies before {last.day}, the day of the entry before this one")
    wanted = _BEFORE.get(progress.state)
    if wanted and (last is None or last.state not in wanted):
        was = f"is {last.state}" if last else "has no entry"
        raise ParameterError("state", f"only what is {' or '.join(wanted)} can be {progress.state}; this measure {was}")
    if last and last.state is ProgressState.CLOSED and progress.state is not ProgressState.RETURNED:
        raise ParameterError("state", "this measure is closed (已销号); it can only be returned")
    if (progress.state is ProgressState.VERIFIED) is not bool(progress.verified_by):
        raise ParameterError(
            "verified_by", "the body that verified (验收单位) goes with the state verified, and only with it"
        )


def _check_words(progress: Progress) -> None:
    told = [("by", progress.by), ("note", progress.note), ("verified_by", progress.verified_by)]
    for name, words in (*told, *(("proof", proof) for proof in progress.proof)):
        if words is not None and not words.strip():
            raise ParameterError(name, "is empty")
        if words and len(words) > _LONGEST[name]:
            raise ParameterError(name, f"is longer than {_LONGEST[name]} characters")
        if words and any("\ud800" <= character <= "\udfff" for character in words):
            raise ParameterError(name, "holds what is no character")


def _triples(entry: Entry, before: str | None) -> Iterator[Triple]:
    node, progress = NamedNode(entry.iri), entry.progress
    yield Triple(node, dg.rdfType, dg.ProgressEntry)
    yield Triple(node, dg.ofMeasure, NamedNode(entry.measure))
    yield Triple(node, dg.state, dg.concept(progress.state))
    yield Triple(node, dg.stateDate, Literal(progress.day.isoformat(), datatype=dg.xsdDate))
    yield Triple(node, dg.recordedBy, Literal(progress.by))
    yield Triple(node, dg.recordedAt, _moment(entry))
    yield from (Triple(node, dg.proof, Literal(proof)) for proof in progress.proof)
    if progress.note:
        yield Triple(node, dg.note, Literal(progress.note))
    if progress.verified_by:
        yield Triple(node, dg.verifiedBy, Literal(progress.verified_by))
    if before:
        yield Triple(node, dg.follows, NamedNode(before))


def _activity(entry: Entry) -> Iterator[Triple]:
    """The recording itself, among the runs: so that the state of the store tells of it."""
    run = iri.run(sha256(f"{entry.iri} {entry.at.isoformat()}".encode()).hexdigest())
    yield Triple(run, dg.rdfType, NamedNode(f"{_PROV}Activity"))
    yield Triple(run, NamedNode(f"{_PROV}generated"), NamedNode(entry.iri))
    yield Triple(run, dg.programVersion, Literal(version("dutygraph")))
    yield Triple(run, dg.endedAt, _moment(entry))


def _moment(entry: Entry) -> Literal:
    return Literal(entry.at.isoformat(), datatype=dg.xsdDateTime)


def _entries(store: Store, nodes: Iterable[str] | None) -> dict[str, list[Entry]]:
    """All entries about these measures, in order; about all where none are named."""
    text = _text()
    if nodes is not None:
        text = slots.filled(text, "node", nodes)
    answer = store.select(text)
    rows: dict[str, list[Mapping[str, Value | None]]] = {}
    for row in answer.rows:
        told = dict(zip(answer.variables, row, strict=True))
        rows.setdefault(str(told["entry"]), []).append(told)
    found: dict[str, list[Entry]] = {}
    for entry in sorted((_entry(alike) for alike in rows.values()), key=lambda entry: (entry.measure, entry.ordinal)):
        found.setdefault(entry.measure, []).append(entry)
    return found


def _entry(rows: list[Mapping[str, Value | None]]) -> Entry:
    row = rows[0]
    day, at = row["day"], row["at"]
    assert isinstance(day, date)
    assert isinstance(at, datetime)
    note, verifier = row["note"], row["verifier"]
    progress = Progress(
        ProgressState(str(row["state"])),
        day,
        str(row["by"]),
        str(note) if note else None,
        tuple(str(each["proof"]) for each in rows if each["proof"]),
        str(verifier) if verifier else None,
    )
    node = NamedNode(str(row["entry"]))
    return Entry(node.value, str(row["node"]), iri.ordinal(node), at, progress)


def _segment(key: str) -> str:
    return iri.document(key).value.rpartition("/")[2]


@cache
def _text() -> str:
    return (files("queries") / "progress" / "entries.rq").read_text(encoding="utf-8")
