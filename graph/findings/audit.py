"""Audits: what is amiss in the plans themselves, though the graph says rightly what they say.

Each rule is a violation query of ``queries/audits/`` (its first tag is the severity, its descriptions explain it in
Chinese and English), or a comparison of figures (``graph.findings.figures``). Whether the graph is right is for
``queries/checks/`` to say.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from graph import iri, parameters, slots
from graph.errors import NotFound
from graph.findings.figures import Comparison, Sum, Verdict, comparisons
from graph.model import Document, DocumentKind, Evidence
from graph.paging import page
from graph.query import Query, bind, folder
from graph.solutions import Value
from graph.store import Store

_CHUNK = 2_000  # nodes that are told of at once
_Row = Mapping[str, Value | None]


class Severity(StrEnum):
    """How bad a finding is, as SHACL has it (https://www.w3.org/TR/shacl/#severity)."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Rule:
    """What is looked for: in words, and why it matters."""

    name: str
    severity: Severity
    summary: str
    summary_en: str
    explanation: str
    explanation_en: str

    def explained(self, language: str) -> str:
        """Why it matters, in Chinese (zh) or English (en)."""
        return self.explanation if language == "zh" else self.explanation_en


@dataclass(frozen=True, slots=True)
class Spot:
    """Where it is printed; ``evidence`` is the IRI of the span, None where it is the document as a whole."""

    evidence: str | None
    document: str
    key: str
    source: str
    start: int | None
    end: int | None
    quote: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a node breaks; ``value`` says by what, ``spots`` are the places, the node's own first.

    ``value_en`` says it in English; what is printed stays as it is.
    """

    rule: Rule
    focus: str
    number: str | None
    value: str
    value_en: str
    spots: tuple[Spot, ...]

    def told(self, language: str) -> str:
        """By what it is broken, in Chinese (zh) or English (en)."""
        return self.value if language == "zh" else self.value_en

    @property
    def key(self) -> str:
        """The document's."""
        return self.spots[0].key if self.spots else ""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Figures of a report that agree."""

    value: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What the rules found, the worst first, the figures that were found right, and how much each rule found."""

    rules: tuple[Rule, ...]
    findings: tuple[Finding, ...]
    confirmed: tuple[Confirmed, ...]
    counts: Mapping[Rule, int]


SUMS = Rule(
    "figures-do-not-add-up",
    Severity.WARNING,
    "数据的分项之和与总数不符",
    "The parts of a figure do not add up to it",
    "落实情况报告把总数和各分项并列写出,分项之和却不等于总数。",
    "A progress report states a total beside its parts, and the parts do not add up to the total.",
)
RATES = Rule(
    "rate-is-not-of-its-counts",
    Severity.WARNING,
    "百分比与数量不符",
    "A percentage is not that of its counts",
    "落实情况报告写出了两个数量和它们的比率,按数量算出的比率却不同。",
    "A progress report states two counts and their rate, and the counts come to another rate.",
)


@cache
def rules() -> Mapping[str, Rule]:
    """All rules by name, the worst first; BadDefinition tells every fault of every file."""
    found = [
        Rule(name, Severity(each.tags[0]), each.summary, each.summary_en, each.description, each.description_en)
        for name, each in _questions().items()
    ]
    return MappingProxyType({rule.name: rule for rule in sorted([*found, SUMS, RATES], key=_badness)})


def audit(
    store: Store,
    names: Iterable[str] = (),
    document: str | None = None,
    most: int | None = None,
    shown: int | None = None,
) -> Report:
    """What these rules, else all, find in one document, else in all; NotFound where there is no such thing.

    With ``most`` no rule looks for more findings than so many; with ``shown`` the first so many of each are told, and
    all counted. Those of figures still are all.
    """
    wanted = tuple(_rule(name) for name in dict.fromkeys(names)) or tuple(rules().values())
    keys = _keys(document, store)
    asked = [rule for rule in wanted if rule not in (SUMS, RATES)]
    document = _named(document, store)
    rows = {rule: _rows(rule, document, store, most) for rule in asked}
    findings = [*_told([(rule, row) for rule, some in rows.items() for row in some[:shown]], store)]
    compared = [each for key in keys for each in _compared(key, store)] if len(asked) < len(wanted) else []
    findings += [_wrong(rule, spots, each) for rule in wanted for spots, each in compared if _is_wrong(rule, each)]
    right = (Confirmed(str(each), spots) for spots, each in compared if each.verdict is Verdict.RIGHT)
    counts = Counter(each.rule for each in findings) | Counter({rule: len(some) for rule, some in rows.items()})
    return Report(wanted, tuple(sorted(findings, key=lambda each: _badness(each.rule))), tuple(right), counts)


@cache
def _questions() -> Mapping[str, Query]:
    return folder("audits")


def _badness(rule: Rule) -> tuple[int, str]:
    return [*Severity].index(rule.severity), rule.name


def _rule(name: str) -> Rule:
    if name not in rules():
        raise NotFound(f"no audit {name!r}; there are {', '.join(rules())}")
    return rules()[name]


def _keys(document: str | None, store: Store) -> tuple[str, ...]:
    """The keys of the progress reports among the documents asked for."""
    wanted = "".join(f" FILTER(?node = {node})" for node in _nodes(document, store))
    kind = f"?node <{_DG}kind> <{_CODE}kind/{DocumentKind.PROGRESS_REPORT}> ; <{_DG}key> ?key ."
    found = store.select(f"SELECT DISTINCT ?key WHERE {{ {kind}{wanted} }} ORDER BY ?key")
    return tuple(str(key) for key in found.column("key"))


def _nodes(document: str | None, store: Store) -> tuple[str, ...]:
    if document is None:
        return ()
    question = _questions()["numbering"]
    reading = parameters.read(question.parameter("document"), document, store)
    if not reading.terms:
        raise NotFound("; ".join(reading.remarks))
    return tuple(map(str, reading.terms))


def _named(document: str | None, store: Store) -> str | None:
    """The document by its IRI where its name is of one alone: every rule would look the name up again."""
    nodes = _nodes(document, store)
    return nodes[0].strip("<>") if len(nodes) == 1 else document


def _rows(rule: Rule, document: str | None, store: Store, most: int | None) -> Sequence[_Row]:
    question = _questions()[rule.name]
    bound = bind(question, {"document": document}, store)
    answer = page(store, question, bound, most) if most else store.select(bound.text)
    return [dict(zip(answer.variables, row, strict=True)) for row in answer.rows]


def _told(found: Sequence[tuple[Rule, _Row]], store: Store) -> Iterator[Finding]:
    for first in range(0, len(found), _CHUNK):
        some = found[first : first + _CHUNK]
        spots = _spots((node for _, row in some for node in _evidence(row)), store)
        titles = _titles((str(row["plan"]) for _, row in some if not _evidence(row)), store)
        for rule, row in some:
            places = tuple(spots[node] for node in _evidence(row))
            yield _finding(rule, row, places or (titles[str(row["plan"])],))


def _evidence(row: _Row) -> list[str]:
    return [str(row[name]) for name in ("evidence", "other") if row.get(name)]


def _finding(rule: Rule, row: _Row, places: tuple[Spot, ...]) -> Finding:
    number, value = row.get("number"), str(row.get("value") or "")
    english = str(row.get("value_en") or value)
    return Finding(rule, str(row["focus"]), str(number) if number else None, value, english, places)


def _spots(nodes: Iterable[str], store: Store) -> dict[str, Spot]:
    answer = store.select(slots.filled(_PLACES, "evidence", nodes))
    return {str(node): _spot(str(node), *row) for node, *row in answer.rows}


def _titles(nodes: Iterable[str], store: Store) -> dict[str, Spot]:
    """The documents as places without an offset, for findings that are about no place in them."""
    answer = store.select(slots.filled(_PLANS, "plan", nodes))
    return {str(node): _spot(None, *row, None, None, None) for node, *row in answer.rows}


def _spot(evidence: str | None, *row: Value | None) -> Spot:
    document, key, source, start, end, quote = row
    offsets = (start if isinstance(start, int) else None, end if isinstance(end, int) else None)
    return Spot(evidence, str(document or ""), str(key or ""), str(source or ""), *offsets, str(quote or ""))


def _compared(key: str, store: Store) -> Iterator[tuple[tuple[Spot, ...], Comparison]]:
    document = store.document(key)
    for each in comparisons(document):
        yield tuple(_printed(document, fact.evidence) for fact in each.places), each


def _printed(document: Document, evidence: Evidence) -> Spot:
    node = iri.evidence(iri.text(document.source.text), evidence.start, evidence.end).value
    title = document.title or document.carries or document.key
    return Spot(node, title, document.key, document.source.name, evidence.start, evidence.end, evidence.quote)


def _is_wrong(rule: Rule, each: Comparison) -> bool:
    return each.verdict is not Verdict.RIGHT and rule is (SUMS if isinstance(each, Sum) else RATES)


def _wrong(rule: Rule, spots: tuple[Spot, ...], each: Comparison) -> Finding:
    return Finding(rule, iri.document(spots[0].key).value, None, str(each), str(each), spots)


_DG = "https://w3id.org/dutygraph/ontology#"
_CODE = "https://w3id.org/dutygraph/code/"
_TITLED = """?plan dg:key ?key .
  OPTIONAL { ?plan dg:title ?title }
  OPTIONAL { ?plan dg:carries ?carried OPTIONAL { ?carried dg:title ?carried_title } }
  BIND(COALESCE(?title, ?carried_title, ?key) AS ?document)"""
_PLANS = f"""PREFIX dg: <{_DG}>
SELECT DISTINCT ?plan ?document ?key ?source WHERE {{
  VALUES ?plan {{ UNDEF }}
  {_TITLED}
  OPTIONAL {{ ?plan dg:hasText ?version OPTIONAL {{ ?version dg:derivedFrom ?file . ?file dg:fileName ?source }} }}
}}"""
_PLACES = f"""PREFIX dg: <{_DG}>
SELECT DISTINCT ?evidence ?document ?key ?source ?start ?end ?quote WHERE {{
  VALUES ?evidence {{ UNDEF }}
  ?evidence dg:inText ?version ; dg:start ?start ; dg:end ?end ; dg:quote ?quote .
  ?plan dg:hasText ?version .
  {_TITLED}
  OPTIONAL {{ ?version dg:derivedFrom ?file . ?file dg:fileName ?source }}
}}"""
