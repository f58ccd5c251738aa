"""What is amiss in the plans, rule by rule, each finding with its place.

Where there are some documents, a rule or a document is to be chosen, or else ``whole``; where there are many there is
no such choice: what is amiss in all of them fits on no page.
"""

from dataclasses import dataclass

from api.pages.rendering import Asked
from api.pages.worked import is_crowded, worked
from graph.collections import Entry, collections, outlined, select, tell
from graph.errors import NotFound
from graph.findings.audit import Confirmed, Finding, Report, Rule
from graph.findings.audit import audit as audited
from graph.findings.audit import rules as all_rules
from graph.store import Store

_MOST = 100  # findings of a rule
_SOME = 30  # documents; of more all rules are not gone through unasked


@dataclass(frozen=True, slots=True)
class Audit:
    """What the page shows: the rules, the worst first, each with its findings and how many there are.

    Where there are more than were looked for, how many is None. ``choices`` are all rules, where one is to be chosen;
    ``documents`` are listed unless there are many. ``whole`` is where all rules are gone through, if they were not.
    """

    document: str
    rule: str
    documents: tuple[Entry, ...]
    choices: tuple[Rule, ...]
    whole: str
    rules: tuple[tuple[Rule, tuple[Finding, ...], int | None], ...]
    confirmed: tuple[Confirmed, ...]


def audit(store: Store, asked: Asked) -> Audit:
    """The findings in one document, else in all; NotFound where there is no such document or rule."""
    key, name = asked.value("document"), asked.value("rule")
    if name and name not in all_rules():
        raise NotFound(f"no audit {name!r}; there are {', '.join(all_rules())}")
    crowded = is_crowded(store)
    most = _MOST + 1 if crowded and not key else None
    is_open = not (key or name) and (crowded or (is_crowded(store, _SOME) and not asked.value("whole")))
    report = _NOTHING if is_open else worked(store, ("audit", key, name), lambda: _of(store, key, name, most))
    found = ((rule, [each for each in report.findings if each.rule == rule]) for rule in report.rules)
    return Audit(
        key,
        name,
        () if crowded else _documents(store),
        tuple(all_rules().values()) if is_open or crowded or name else (),
        asked.again(whole="yes") if is_open and not crowded else "",
        tuple((rule, tuple(some[:_MOST]), _counted(report.counts[rule], most)) for rule, some in found if some),
        report.confirmed,
    )


def _of(store: Store, key: str, name: str, most: int | None) -> Report:
    return audited(store, (name,) if name else (), key or None, most, _MOST)


def _counted(found: int, most: int | None) -> int | None:
    return None if found == most else found


def _documents(store: Store) -> tuple[Entry, ...]:
    documents = collections()["documents"]
    return tell(outlined(documents, counting=False), select(store, documents, {}).nodes, store)


_NOTHING = Report((), (), (), {})
