"""Figures of operation, in the text format of Prometheus: https://prometheus.io/docs/instrumenting/exposition_formats/."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_COUNTED: Mapping[str, str] = {
    "requests": "Requests by method, route and status.",
    "queries": "Jobs of workers by task and outcome.",
    "rows": "Rows in answers.",
    "writes": "Documents put in, tried or removed over HTTP, by action and outcome.",
    "answer_bytes": "Bytes of answers, before compression.",
}
_TIMED: Mapping[str, str] = {
    "request_seconds": "Time from a request to the end of its answer.",
    "query_seconds": "Time that workers took for a job.",
    "wait_seconds": "Time that jobs waited for a worker.",
}
_SHOWN: Mapping[str, tuple[str, str]] = {
    "waiting": ("gauge", "Queries that wait for a worker."),
    "running": ("gauge", "Queries that workers are busy with."),
    "workers": ("gauge", "Worker processes there are."),
    "started": ("gauge", "Worker processes that have been started."),
    "in_memory": ("gauge", "Whether the graph is held in memory, 1 or 0."),
    "warmed": ("gauge", "Pages that were made before anybody asked, of the graph as it is."),
    "warming": ("gauge", "Pages that are still to be made so."),
    "kept_answers": ("gauge", "Answers that are kept to be given again."),
    "kept_bytes": ("gauge", "Bytes that these take."),
    "kept_hits_total": ("counter", "Requests that were answered with one of these."),
    "kept_misses_total": ("counter", "Requests whose answer had to be made, and could be kept."),
}

Labels = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Times:
    buckets: list[int] = field(default_factory=lambda: [0] * (len(_BOUNDS) + 1))
    total: float = 0.0


class Metrics:
    """Counters and times since the service started."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[Labels]] = {name: Counter() for name in _COUNTED}
        self._times: dict[str, dict[Labels, _Times]] = {name: defaultdict(_Times) for name in _TIMED}

    def count(self, name: str, number: int = 1, **labels: str) -> None:
        """Adds to a counter."""
        self._counts[name][tuple(labels.items())] += number

    def time(self, name: str, seconds: float, **labels: str) -> None:
        """Adds a time to its histogram."""
        times = self._times[name][tuple(labels.items())]
        times.buckets[bisect_left(_BOUNDS, seconds)] += 1
        times.total += seconds

    def text(self, figures: Mapping[str, int]) -> str:
        """Everything, with what there is at this moment."""
        return "".join(f"{line}\n" for line in self._lines(figures))

    def _lines(self, figures: Mapping[str, int]) -> Iterator[str]:
        for name, about in _COUNTED.items():
            yield from _head(f"{name}_total", "counter", about)
            yield from (_line(f"{name}_total", labels, number) for labels, number in self._counts[name].items())
        for name, about in _TIMED.items():
            yield from _head(name, "histogram", about)
            for labels, times in self._times[name].items():
                yield from _histogram(name, labels, times)
        for name, (kind, about) in _SHOWN.items():
            yield from _head(name, kind, about)
            yield _line(name, (), figures[name])


def _histogram(name: str, labels: Labels, times: _Times) -> Iterator[str]:
    number = 0
    for bound, inside in zip((*map(str, _BOUNDS), "+Inf"), times.buckets, strict=True):
        number += inside
        yield _line(f"{name}_bucket", (*labels, ("le", bound)), number)
    yield _line(f"{name}_sum", labels, round(times.total, 6))
    yield _line(f"{name}_count", labels, number)


def _head(name: str, kind: str, about: str) -> Iterator[str]:
    yield f"# HELP dutygraph_{name} {about}"
    yield f"# TYPE dutygraph_{name} {kind}"


def _line(name: str, labels: Labels, value: float) -> str:
    escaped = (f'{key}="{_escaped(text)}"' for key, text in labels)
    return f"dutygraph_{name}{{{','.join(escaped)}}} {value}" if labels else f"dutygraph_{name} {value}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
