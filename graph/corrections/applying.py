"""Corrections applied to a document that was read: a pure function, the same however often it is done.

What is rejected goes, what is changed or was overlooked stands there with the basis ``corrected`` and names its
correction. A correction that does not fit what is printed or read any more changes nothing and becomes a remark.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from typing import Any, cast

from graph.corrections.correction import PARTS, Correction, Value, bare
from graph.model import Assignment, Basis, Document, Evidence, Measure, Remark, Verdict

LOST = "correction-lost"  # its words are not in the text, or stand there more than once
UNFIT = "correction-unfit"  # its words are there, but what it speaks of was not read there
_CODES = (LOST, UNFIT)
_SAID = {
    LOST: "更正所据的原文“{quote}”在此文本中已找不到或不止一处,未采用(更正人:{by})",
    UNFIT: "更正所说的事实在“{quote}”处没有读出,或措施已不同,未采用(更正人:{by})",
}

Holder = Document | Measure


def applied(document: Document, corrections: Iterable[Correction]) -> tuple[Document, tuple[Remark, ...]]:
    """The document with the corrections, and remarks on those that fit no more.

    The remarks stand among the document's own too; without corrections the document is the one that was given.
    """
    last = {each.id: each for each in sorted(corrections, key=lambda each: each.at)}  # one verdict on each fact
    told = sorted(last.values(), key=lambda each: (each.selector.start, each.id))
    remarks: list[Remark] = []
    kept = replace(document, remarks=tuple(each for each in document.remarks if each.code not in _CODES))
    for correction in told:
        place = correction.selector.place(kept.source.text)
        if place is None:
            remarks.append(_remark(LOST, correction, None))
            continue
        exact = correction.selector.exact
        evidence = Evidence(place, place + len(exact), exact)
        changed = _changed(kept, correction, evidence)
        if changed is None:
            remarks.append(_remark(UNFIT, correction, evidence))
        else:
            kept = changed
    return replace(kept, remarks=(*kept.remarks, *remarks)), tuple(remarks)


def _remark(code: str, correction: Correction, evidence: Evidence | None) -> Remark:
    quote = correction.selector.exact
    said = _SAID[code].format(quote=quote if len(quote) <= 40 else f"{quote[:40]}…", by=correction.by)
    return Remark(code, said, evidence)


def _changed(document: Document, correction: Correction, evidence: Evidence) -> Document | None:
    """The document as the correction has it; None where nothing there fits it."""
    if correction.verdict is Verdict.ADDED:
        return _added(document, correction, evidence)
    places = _holders(document, correction, evidence)
    if correction.verdict is Verdict.REJECTED and not places:
        return document  # gone already
    return _in(document, places[0], correction, evidence) if len(places) == 1 else None


def _holders(document: Document, correction: Correction, evidence: Evidence) -> list[int | None]:
    """The places of the measures, None for the document, in which the fact that is meant was read.

    They are of the correction's number, unless the document has no such number any more.
    """
    holders: list[tuple[int | None, Holder]] = [(None, document), *enumerate(document.measures)]
    numbered = [(place, holder) for place, holder in holders if _number(holder) == correction.measure]
    return [place for place, holder in numbered or holders if _meant(_facts(holder, correction), correction, evidence)]


def _meant(facts: tuple[Value, ...], correction: Correction, evidence: Evidence) -> list[int]:
    """Which of the facts were judged; if none were read so, what the correction has made, or what is so by itself."""
    span = (evidence.start, evidence.end)
    here = [place for place, fact in enumerate(facts) if (fact.evidence.start, fact.evidence.end) == span]
    made = [place for place in here if _made_by(facts[place]) == correction.id]
    plain = [place for place in here if _made_by(facts[place]) is None]
    found, value = bare(correction.found), bare(correction.value)
    judged = [place for place in plain if found and bare(facts[place]) == found]
    return judged or made or [place for place in plain if value and bare(facts[place]) == value]


def _made_by(fact: Value) -> str | None:
    return getattr(fact, "correction", None)


def _facts(holder: Holder, correction: Correction) -> tuple[Value, ...]:
    return getattr(holder, PARTS[correction.kind], ())


def _number(holder: Holder) -> str | None:
    return holder.number if isinstance(holder, Measure) else None


def _in(document: Document, place: int | None, correction: Correction, evidence: Evidence) -> Document:
    """The document with the fact accepted, rejected or changed in one of its measures or as a whole."""
    facts = _facts(document if place is None else document.measures[place], correction)
    meant = _meant(facts, correction, evidence)
    after = (_after(fact, correction) if each in meant else (fact,) for each, fact in enumerate(facts))
    return _with(document, place, correction, tuple(chain.from_iterable(after)))


def _after(fact: Value, correction: Correction) -> tuple[Value, ...]:
    if correction.verdict is Verdict.REJECTED:
        return ()
    if correction.value is None:
        return (fact,)
    return (_marked(correction, fact.evidence, fact.rank if isinstance(fact, Assignment) else 0),)


def _marked(correction: Correction, evidence: Evidence, rank: int) -> Value:
    """What is so instead, in its place, with its provenance."""
    value: Any = correction.value
    own: dict[str, Any] = {"evidence": evidence, "correction": correction.id}
    if isinstance(value, Assignment):
        own |= {"basis": Basis.CORRECTED, "rule": None, "rank": rank}
    return cast("Value", replace(value, **own))


def _with(document: Document, place: int | None, correction: Correction, facts: tuple[Value, ...]) -> Document:
    changed: dict[str, Any] = {PARTS[correction.kind]: facts}
    if place is None:
        return replace(document, **changed)
    measures = list(document.measures)
    measures[place] = replace(measures[place], **changed)
    return replace(document, measures=tuple(measures))


def _added(document: Document, correction: Correction, evidence: Evidence) -> Document | None:
    place = _measure_at(document, correction, evidence)
    if place is None and correction.measure is not None:
        return None
    holder: Holder = document if place is None else document.measures[place]
    if not hasattr(holder, PARTS[correction.kind]):
        return None  # nobody answers for a document as a whole
    facts = _facts(holder, correction)
    if _meant(facts, correction, evidence):
        return _in(document, place, correction, evidence)
    rank = 1 + max((fact.rank for fact in facts if isinstance(fact, Assignment)), default=-1)
    return _with(document, place, correction, (*facts, _marked(correction, evidence, rank)))


def _measure_at(document: Document, correction: Correction, evidence: Evidence) -> int | None:
    """The measure of the correction's number that has the words in it, else the one of that number if there is one."""
    numbered = [place for place, each in enumerate(document.measures) if each.number == correction.measure]
    around = [place for place in numbered if _holds(document.measures[place], evidence)]
    return around[0] if around else numbered[0] if len(numbered) == 1 else None


def _holds(measure: Measure, evidence: Evidence) -> bool:
    return measure.evidence.start <= evidence.start and evidence.end <= measure.evidence.end
