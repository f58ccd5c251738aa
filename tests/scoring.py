"""How much of the gold standard is found in ledger entries, and how much that is not in it, kind by kind.

A fact is compared as one key: its kind, its measure's number, and the values that must be right. How it is spelt is of
no account (brackets, widths, blanks), and what was inferred is left out, since gold tells what is printed. A place, a
title, a date or an agency is one fact of its measure, printed once or ten times. Where a target has been found, that
is the same figure in the same measure, its remaining parts are scored on their own.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePath
from typing import Any

from graph.model import Basis

Entry = Mapping[str, Any]
"""One document, or one item in it, in the shape of the gold files."""

INFERRED = frozenset({Basis.INHERITED, Basis.CONVENTION})
SETS_OF_KEYS = frozenset(
    ["deadlines", "places", "citations", "assignments", "assignments in text", "assignment mentions"]
)
_SPELLING = str.maketrans(dict.fromkeys("〔[【〈<", "(") | dict.fromkeys("〕]】〉>", ")") | dict.fromkeys("“”‘’\"'\0"))
_HEAD = ("kind", "title", "document_number", "jurisdiction", "issued")
_BLANK = re.compile(r"\s+")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_ENUMERATOR_MARKS = str.maketrans("", "", "().,、，．")
_ENDS = "、:：;；,，.。"


@dataclass(frozen=True, slots=True)
class Score:
    """How well one kind of fact was found: facts right, facts found, facts in the gold."""

    hits: int
    found: int
    gold: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.hits / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.hits / (self.found + self.gold) if self.hits else 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """How often one part of the targets found was right."""

    right: int
    of: int

    @property
    def accuracy(self) -> float:
        """The share that was right."""
        return self.right / self.of


@dataclass(frozen=True, slots=True)
class Miss:
    """A fact of the gold that was not found (``missed``), or one found that the gold has not (``extra``)."""

    word: str
    kind: str
    source: str
    key: Hashable


@dataclass(frozen=True, slots=True)
class Report:
    """The scores by kind of fact, the accuracy of the targets' parts, and every miss."""

    scores: Mapping[str, Score]
    parts: Mapping[str, Part]
    misses: tuple[Miss, ...]


def score(gold: Iterable[Entry], found: Iterable[Entry]) -> Report:
    """The report on the entries found, matched with the gold by their source's name without its ending."""
    by_name = {_stem(entry): entry for entry in found}
    pairs = [(entry, by_name.get(_stem(entry), {})) for entry in gold]
    scores: defaultdict[str, Score] = defaultdict(lambda: Score(0, 0, 0))
    parts: defaultdict[str, list[bool]] = defaultdict(list)
    misses: list[Miss] = []
    for wanted, ours in pairs:
        for kind, (expected, actual) in _by_kind(wanted, ours).items():
            scores[kind] = _add(scores[kind], expected, actual)
            misses += _misses(kind, wanted["source"], expected, actual)
        for name, right in _target_parts(wanted, ours):
            parts[name].append(right)
    counted = {name: Part(sum(marks), len(marks)) for name, marks in sorted(parts.items())}
    return Report(dict(sorted(scores.items())), counted, tuple(misses))


def squash(text: Any) -> str:
    """The text in the one spelling in which texts are compared: compatible forms, round brackets, no quotes or blanks.

    >>> squash("各市〔州〕 人民政府。")
    '各市(州)人民政府'
    """
    folded = unicodedata.normalize("NFKC", "" if not text else str(text))
    return _BLANK.sub("", folded).translate(_SPELLING).strip(_ENDS)


def number_key(number: Any) -> str:
    """The enumerators of a path without their marks.

    >>> number_key("三/（一）/6./(3)")
    '三/一/6/3'
    """
    if not number:
        return ""
    parts = filter(str.strip, str(number).split("/"))
    return "/".join(squash(part).translate(_ENUMERATOR_MARKS) for part in parts)


def alike(one: Any, other: Any) -> float:
    """How like two phrases are, from 0 to 1: twice the pairs of neighbours they share by those they have (Dice)."""
    mine, yours = _neighbours(squash(one)), _neighbours(squash(other))
    return 2 * (mine & yours).total() / (mine.total() + yours.total())


def _neighbours(phrase: str) -> Counter[tuple[str, str]]:
    return Counter(pairwise(f"^{phrase}$"))


def keys(entry: Entry) -> Mapping[str, Counter[Hashable]]:
    """What an entry states, as it is compared: the keys of each kind."""
    out: defaultdict[str, Counter[Hashable]] = defaultdict(Counter)
    for kind, key in _keys(entry):
        out[kind][key] += 1
    return {kind: Counter(set(found)) if kind in SETS_OF_KEYS else found for kind, found in out.items()}


def _stem(entry: Entry) -> str:
    return PurePath(entry.get("source", "")).stem


def _by_kind(wanted: Entry, ours: Entry) -> Mapping[str, tuple[Counter[Hashable], Counter[Hashable]]]:
    expected, actual = keys(wanted), keys(ours)
    kinds = sorted({*expected, *actual})
    return {kind: (expected.get(kind, Counter()), actual.get(kind, Counter())) for kind in kinds}


def _add(so_far: Score, expected: Counter[Hashable], actual: Counter[Hashable]) -> Score:
    hits = (expected & actual).total()
    return Score(so_far.hits + hits, so_far.found + actual.total(), so_far.gold + expected.total())


def _misses(kind: str, source: str, expected: Counter[Hashable], actual: Counter[Hashable]) -> Iterator[Miss]:
    yield from (Miss("missed", kind, source, key) for key in expected - actual)
    yield from (Miss("extra", kind, source, key) for key in actual - expected)


def _keys(entry: Entry) -> Iterator[tuple[str, Hashable]]:
    yield from _head_keys(entry.get("document") or {})
    yield from (("plan deadlines", (item.get("kind") or "by", item.get("date"))) for item in _list(entry, "deadlines"))
    yield from (("targets", _target_key("plan", item)) for item in _list(entry, "targets"))
    yield from (("citations", _bare(item.get("title"))) for item in _list(entry, "citations"))
    yield from (("facts", (_figure(item.get("value")), squash(item.get("unit")))) for item in _list(entry, "facts"))
    for measure in _list(entry, "measures"):
        yield from _measure_keys(number_key(measure.get("number")), measure)


def _head_keys(head: Entry) -> Iterator[tuple[str, Hashable]]:
    named = [(field, head.get(field)) for field in _HEAD] + [("issuer", name) for name in head.get("issuers") or ()]
    yield from (("document", (field, _bare(value))) for field, value in named if value)


def _measure_keys(number: str, measure: Entry) -> Iterator[tuple[str, Hashable]]:
    yield "measures", (number, squash(measure.get("starts"))[:8])
    if measure.get("modality"):
        yield "modality", (number, measure["modality"])
    for field, key in _MEASURE_FIELDS.items():
        for item in _list(measure, field):
            yield from key(number, item)


def _assignment_keys(number: str, item: Entry) -> Iterator[tuple[str, Hashable]]:
    if item.get("basis") in INFERRED:
        return
    in_text = item.get("basis") == "in_text"
    yield "assignments in text" if in_text else "assignments", (number, item.get("role"), squash(item.get("agency")))
    if not in_text:
        yield "assignment mentions", (number, squash(item.get("mention")))


def _deadline_keys(number: str, item: Entry) -> Iterator[tuple[str, Hashable]]:
    if item.get("basis") not in INFERRED:
        yield "deadlines", (number, item.get("kind") or "by", item.get("date"))


def _recurrence_keys(number: str, item: Entry) -> Iterator[tuple[str, Hashable]]:
    yield "recurrences", (number, item.get("every"), _figure(item.get("at_least") or 1))


def _target_keys(number: str, item: Entry) -> Iterator[tuple[str, Hashable]]:
    yield "targets", _target_key(number, item)


def _place_keys(number: str, item: Entry) -> Iterator[tuple[str, Hashable]]:
    yield "places", (number, squash(item.get("name")))


_MEASURE_FIELDS: Mapping[str, Callable[[str, Entry], Iterator[tuple[str, Hashable]]]] = {
    "assignments": _assignment_keys,
    "deadlines": _deadline_keys,
    "recurrences": _recurrence_keys,
    "targets": _target_keys,
    "places": _place_keys,
}


def _target_key(where: str, item: Entry) -> tuple[str, float | str, str]:
    return where, _figure(item.get("value")), squash(item.get("unit"))


def _figure(value: Any) -> float | str:
    digits = str(value).replace(",", "")
    return round(float(digits), 6) if _NUMBER.fullmatch(digits.strip()) else squash(value)


def _bare(title: Any) -> str:
    return squash(title).strip("《》")


def _list(entry: Entry, field: str) -> Sequence[Entry]:
    return entry.get(field) or []


def _targets(entry: Entry) -> Mapping[Hashable, list[Entry]]:
    out: defaultdict[Hashable, list[Entry]] = defaultdict(list)
    for measure in _list(entry, "measures"):
        for item in _list(measure, "targets"):
            out[_target_key(number_key(measure.get("number")), item)].append(item)
    for item in _list(entry, "targets"):
        out[_target_key("plan", item)].append(item)
    return out


def _target_parts(wanted: Entry, ours: Entry) -> Iterator[tuple[str, bool]]:
    expected, actual = _targets(wanted), _targets(ours)
    for key in expected.keys() & actual.keys():
        rest = list(actual[key])
        for target in expected[key][: len(rest)]:
            best = _closest(rest, target)
            rest.remove(best)
            yield from _parts_of(target, best)


def _closest(candidates: list[Entry], target: Entry) -> Entry:
    return max(candidates, key=lambda item: alike(item.get("indicator"), target.get("indicator")))


def _parts_of(target: Entry, found: Entry) -> Iterator[tuple[str, bool]]:
    yield "target comparator", found.get("comparator") == target.get("comparator")
    yield "target change", (found.get("change") or "level") == (target.get("change") or "level")
    yield "target by", (found.get("by") or None) == (target.get("by") or None)
    yield "target indicator", alike(found.get("indicator"), target.get("indicator")) >= 0.6
