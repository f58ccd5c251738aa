"""The figures of several sizes in one table: Markdown, as a README has it; kept as JSON, so that runs can be joined."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from api.suite.figures import Figure

Columns = Mapping[int, list[Figure]]
_DOCUMENTS = (10_000, 1_000_000, 100_000_000)


def kept(file: Path) -> dict[int, list[Figure]]:
    """What the file holds, by the number of plans; nothing where there is none."""
    return {int(size): [Figure(**entry) for entry in run["figures"]] for size, run in _runs(file).items()}


def keep(file: Path, size: int, figures: Iterable[Figure], circumstances: Mapping[str, str | int]) -> None:
    """Writes the figures of a size, with when and where they were measured, beside those of other sizes."""
    told = _runs(file) | {str(size): {**circumstances, "figures": list(map(asdict, figures))}}
    ordered = {number: told[number] for number in sorted(told, key=int)}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")


def _runs(file: Path) -> dict[str, dict[str, Any]]:
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}


def markdown(columns: Columns, headings: Mapping[int, str], figure: str, growth: str) -> str:
    """A row a figure, a column a size; last how much the value grew from the last size but one to the last."""
    sizes = sorted(columns)
    by_name = {size: {each.name: each for each in columns[size]} for size in sizes}
    lines = [f"| {figure} | " + " | ".join(headings[size] for size in sizes) + f" | {growth} |"]
    lines.append("|---|" + "---|" * (len(sizes) + 1))
    for name in dict.fromkeys(name for size in sizes for name in by_name[size]):
        found = [by_name[size].get(name) for size in sizes]
        cells = [cell(each) if each else "" for each in found]
        lines.append(f"| {name} | " + " | ".join(cells) + f" | {_grown(found)} |")
    return "\n".join(lines)


def on_paper(figures: Iterable[Figure]) -> str:
    """What the figures of one size come to for more documents, were nothing else to change: a row a number of them.

    Seconds become hours: reading on one core, loading with as many as were measured with.
    """
    told = {figure.name: figure.value for figure in figures}
    loaded = told["loading"]
    statements, text = told["loading, statements"] / loaded, told["loading, text"] / loaded  # a plan's; text in MB
    lines = ["| documents | statements | store | reading, one core | loading, this machine |", "|---|---|---|---|---|"]
    for count in _DOCUMENTS:
        reading, loading = count * text / told["reading, one core"] / 3600, count / loaded / 3600
        size = f"{count * told['store on disk'] / 1e6:,.0f} GB"
        lines.append(f"| {count:,} | {count * statements:,.0f} | {size} | {_short(reading)} h | {_short(loading)} h |")
    return "\n".join(lines)


def cell(figure: Figure) -> str:
    """The value with its unit, with its share of the yardstick's, with the late and the first time.

    >>> cell(Figure("loading", 8.123, "plans/s", 0.5)), cell(Figure("documents", 12.34, "ms", first=150.2, late=20.0))
    ('8.12 plans/s (× 0.50)', '12.3 ms (p95 20.0, first 150)')
    """
    share = f" (× {figure.share:.2f})" if figure.share is not None else ""
    times = f" (p95 {_short(figure.late)}, first {_short(figure.first)})" if figure.late and figure.first else ""
    return f"{_short(figure.value)} {figure.unit}{share}{times}"


def _short(value: float) -> str:
    return f"{value:,.{0 if value >= 100 else 1 if value >= 10 else 2}f}"


def _grown(found: list[Figure | None]) -> str:
    *_, before, last = (None, None, *found)
    return f"× {last.value / before.value:.2f}" if before and last and before.value else ""
