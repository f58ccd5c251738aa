"""The accuracy gate: what the loader reads, scored against the gold, must not fall below the pinned floors.

    python tests/evaluate.py [--errors N] [--update [--allow-regression]]

Two sets of documents: the bundled samples, and the real plans where they lie beside the repository (``shared/``). A
floor is an F1 of one kind of fact in one set (``floors.json``). Exit 1 when one is missed; ``--update`` pins the
floors at what was measured, and lowers one only with ``--allow-regression``.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph import ledger
from loaders import load
from loaders.read import read as source_of
from tests import scoring

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
FLOORS = Path(__file__).parent / "floors.json"
TOLERANCE = 0.0005  # floors are rounded to four places

Floors = Mapping[str, Mapping[str, float]]
"""F1 by kind of fact, by set."""


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Documents with their gold: ``gold/<source>.json`` tells what ``documents/<source>`` holds."""

    name: str
    documents: Path
    gold: Path

    def entries(self) -> list[scoring.Entry]:
        """The gold, by file name."""
        return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(self.gold.glob("*.json"))]


@dataclass(frozen=True, slots=True)
class Drop:
    """A floor that was missed."""

    where: str
    kind: str
    floor: float
    f1: float


SETS = (
    GoldSet("samples", ROOT / "loaders" / "samples", ROOT / "tests" / "gold"),
    GoldSet("plans", SHARED / "documents", SHARED / "contract" / "gold"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status of a run: 0 when every floor holds, else 1."""
    options = _options(arguments)
    floors: Floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    reports = {each.name: evaluate(each) for each in SETS if each.gold.is_dir()}
    for name, report in reports.items():
        print("\n".join(_lines(name, report, options.errors)))
    measured = {name: f1s(report) for name, report in reports.items()}
    dropped = list(drops(floors, measured))
    for drop in dropped:
        print(f"below its floor: {drop.where} / {drop.kind}: {drop.f1:.4f} < {drop.floor:.4f}")
    if options.update and (options.allow_regression or not dropped):
        _write(raised(floors, measured, lower=options.allow_regression))
        return 0
    return 1 if dropped else 0


def evaluate(which: GoldSet) -> scoring.Report:
    """The report on what the loader reads in the documents of a set."""
    gold = which.entries()
    return scoring.score(gold, [read(which.documents / entry["source"]) for entry in gold])


def read(path: Path) -> scoring.Entry:
    """The ledger entry of the document in a file."""
    return ledger.entry(load(source_of(path), path.stem))


def f1s(report: scoring.Report) -> Mapping[str, float]:
    """F1 by kind of fact, rounded as floors are."""
    return {kind: round(score.f1, 4) for kind, score in report.scores.items()}


def drops(floors: Floors, measured: Floors) -> Iterator[Drop]:
    """Every floor of the sets measured that was missed; a kind that is not found any more has an F1 of 0."""
    for where in floors.keys() & measured.keys():
        for kind, floor in floors[where].items():
            f1 = measured[where].get(kind, 0.0)
            if f1 < floor - TOLERANCE:
                yield Drop(where, kind, floor, f1)


def raised(floors: Floors, measured: Floors, *, lower: bool = False) -> Floors:
    """The floors pinned at what was measured, never below the old ones unless ``lower``; sets not measured stay."""
    return {where: dict(sorted(_pinned(floors.get(where, {}), found, lower))) for where, found in measured.items()} | {
        where: kept for where, kept in floors.items() if where not in measured
    }


def _pinned(old: Mapping[str, float], found: Mapping[str, float], lower: bool) -> Iterator[tuple[str, float]]:
    for kind in old.keys() | found.keys():
        f1 = found.get(kind, 0.0)
        if not lower:
            yield kind, max(f1, old.get(kind, 0.0))
        elif kind in found:
            yield kind, f1


def _write(floors: Floors) -> None:
    FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _lines(name: str, report: scoring.Report, errors: int) -> Iterator[str]:
    yield f"{name:<22}{'precision':>10}{'recall':>9}{'F1':>9}{'gold':>7}{'found':>7}"
    for kind, score in report.scores.items():
        figures = f"{score.precision:>10.3f}{score.recall:>9.3f}{score.f1:>9.4f}{score.gold:>7}{score.found:>7}"
        yield f"  {kind:<20}{figures}"
    for kind, part in report.parts.items():
        yield f"  {kind:<20}{'accuracy':>19}{part.accuracy:>9.4f}{part.of:>7}"
    yield from _examples(report.misses, errors)


def _examples(misses: Sequence[scoring.Miss], errors: int) -> Iterator[str]:
    shown: dict[tuple[str, str], int] = {}
    for miss in sorted(misses, key=lambda miss: (miss.kind, miss.word)):
        shown[miss.kind, miss.word] = shown.get((miss.kind, miss.word), 0) + 1
        if shown[miss.kind, miss.word] <= errors:
            yield f"    {miss.kind}: {miss.word} in {miss.source}: {miss.key}"


def _options(arguments: Sequence[str] | None) -> Any:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="list up to N facts missed and N not in the gold"
    )
    parser.add_argument("--update", action="store_true", help="pin the floors at what was measured")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: lower floors too")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
