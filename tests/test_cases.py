"""Short wordings of many styles and what a careful reader takes from each: the cases of ``cases/*.toml``.

A fact is one line: what is printed for a kind of fact is told by its function in ``READ``. A case with no facts is a
counter-example: nothing may be found.
"""

import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from graph.model import Document, Measure, SourceFile
from loaders import load
from loaders.gazetteer import gazetteer
from loaders.outline import Item
from loaders.recognise.actors import actors
from loaders.recognise.clauses import clauses
from loaders.recognise.deadlines import deadlines
from loaders.recognise.places import places
from loaders.recognise.recurrences import recurrences
from loaders.recognise.targets import targets
from loaders.resolve import context, resolve
from loaders.segment import segment

Case = dict[str, Any]
ISSUED = date(2021, 3, 1)
"""The day that years left unsaid are read by, where a case does not say another."""


def read_document(case: Case) -> Document:
    data = case["text"].encode()
    source = SourceFile("case.txt", sha256(data).hexdigest(), len(data), "text/plain", "utf-8", case["text"])
    return load(source, "case")


def clause_lines(case: Case) -> Iterator[str]:
    """``lead 省水利厅``."""
    for clause in clauses(case["text"]):
        for share in clause.shares:
            yield from (f"{share.role.value} {name.text}" for name in share.names)


def actor_lines(case: Case) -> Iterator[str]:
    """``responsible 各县(区)``."""
    return (f"{actor.role.value} {actor.name.text}" for actor in actors(case["text"]))


def name_lines(case: Case) -> Iterator[str]:
    """The full name of the agency that a printed name means within ``within``, or ``?``."""
    place = context(case["within"], tuple(case.get("issuers", ())), case.get("group"), gazetteer())
    agency = resolve(case["text"], place, gazetteer())
    yield agency.name if agency else "?"


def deadline_lines(case: Case) -> Iterator[str]:
    """``by 2021-12-31``."""
    found, _ = deadlines(case["text"], case.get("reference", ISSUED))
    return (f"{each.kind.value} {each.earliest if each.kind == 'from' else each.latest}" for each in found)


def recurrence_lines(case: Case) -> Iterator[str]:
    """``P1M`` or, with a least number, ``P1M 2``."""
    return (f"{each.every} {each.at_least or ''}".strip() for each in recurrences(case["text"]))


def target_lines(case: Case) -> Iterator[str]:
    """``污水处理率 >= 95%`` or ``能耗 decrease = 2%``."""
    for each in targets(case["text"]):
        change = "" if each.change.value == "level" else f"{each.change.value} "
        yield f"{each.indicator} {change}{each.comparator.value} {each.value}{each.unit}"


def place_lines(case: Case) -> Iterator[str]:
    """The full name of each place."""
    return (each.name for each in places(case["text"], case.get("within", "云岭省"), 2021))


def structure_lines(case: Case) -> Iterator[str]:
    """``一/(一) 加强领导 | 各县要…``: path, heading, the first eight characters of a leaf's own text."""
    text = case["text"].strip()
    return (_line(text, item) for item in _leaves(segment(text, 0, len(text)).items))


def _leaves(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield from _leaves(item.items) if item.items else (item,)


def _line(text: str, item: Item) -> str:
    words = text[item.text_start : item.own_end].strip()[:8]
    return f"{'/'.join(item.path)} {item.heading} | {words}".replace("  ", " ")


def head_lines(case: Case) -> Iterator[str]:
    """``kind work-points``, ``issuer 清川市人民政府``, and what else the head says."""
    document = read_document(case)
    fields = ("title", "kind", "jurisdiction", "document_number", "issued", "published", "carries")
    for field in fields:
        if (value := getattr(document, field)) is not None:
            yield f"{field} {value}"
    yield from (f"issuer {issuer}" for issuer in document.issuers)


def measure_lines(case: Case) -> Iterator[str]:
    """``一/1 完善制度: lead 清川市水务局, responsible 清川市财政局 (document_default)``."""
    return (
        f"{measure.number} {measure.text[:4]}: {_answering(measure)}".rstrip(": ")
        for measure in read_document(case).measures
    )


def _answering(measure: Measure) -> str:
    return ", ".join(_shares(measure))


def _shares(measure: Measure) -> Iterator[str]:
    return (
        f"{each.role.value} {each.agency.name if each.agency else '?'}"
        + (f" ({each.basis.value})" if each.basis.value != "explicit" else "")
        for each in measure.assignments
    )


def paper_lines(case: Case) -> Iterator[str]:
    """A measure's line with until when and how often behind who answers, each kind sorted; its modality, if no duty."""
    for measure in read_document(case).measures:
        facts = [*sorted(set(_shares(measure))), *sorted(set(_dates(measure))), *sorted(_rhythms(measure))]
        facts += [measure.modality.value] if measure.modality.value != "obligation" else []
        yield f"{measure.number} {measure.text[:4]}: {', '.join(facts)}".rstrip(": ")


def _dates(measure: Measure) -> Iterator[str]:
    for each in measure.deadlines:
        yield f"{each.kind.value} {each.earliest if each.kind.value == 'from' else each.latest}"


def _rhythms(measure: Measure) -> Iterator[str]:
    return (f"{each.every} {each.at_least or 1}" for each in measure.recurrences)


def account_lines(case: Case) -> Iterator[str]:
    """``新建管网 52 公里`` and, with its day, ``办结 9 件 2021-06-30``: what a report states of what was done."""
    return (f"{each.subject} {each.value} {each.unit} {each.as_of or ''}".strip() for each in read_document(case).facts)


READ: dict[str, Callable[[Case], Iterator[str]]] = {
    "clauses": clause_lines,
    "actors": actor_lines,
    "names": name_lines,
    "deadlines": deadline_lines,
    "recurrences": recurrence_lines,
    "targets": target_lines,
    "places": place_lines,
    "structure": structure_lines,
    "heads": head_lines,
    "documents": measure_lines,
    "papers": paper_lines,
    "nothing": measure_lines,
    "accounts": account_lines,
}
CASES = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    for path in sorted((Path(__file__).parent / "cases").glob("*.toml"))
}
ALL = [pytest.param(kind, case, id=f"{kind}/{case['name']}") for kind, cases in CASES.items() for case in cases]


@pytest.mark.parametrize(("kind", "case"), ALL)
def test_a_wording_is_read_as_a_careful_reader_reads_it(kind: str, case: Case) -> None:
    assert list(READ[kind](case)) == case["facts"]


def test_cases_are_many_and_named_apart() -> None:
    names = [f"{kind}/{case['name']}" for kind, cases in CASES.items() for case in cases]

    assert len(names) >= 300
    assert sorted(set(names)) == sorted(names)
    assert CASES.keys() == READ.keys()


def test_evidence_of_every_case_quotes_its_source() -> None:
    for case in (case for kind in ("documents", "papers", "heads", "nothing") for case in CASES[kind]):
        text = case["text"]
        for measure in read_document(case).measures:
            spans = [measure.evidence, *(each.evidence for each in measure.assignments)]
            assert all(text[span.start : span.end] == span.quote for span in spans)
