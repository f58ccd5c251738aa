"""What a query can be written with: the ontology's terms as values for completion, in one language."""

from dataclasses import dataclass
from functools import cache

from graph.formats import PREFIXES
from graph.terms import Term, TermKind, terms

_CODES = frozenset({TermKind.CONCEPT, TermKind.SCHEME})


@dataclass(frozen=True, slots=True)
class Completion:
    """A term: how a query writes it, what it is called in both languages, what it means in one."""

    written: str
    kind: str
    labels: tuple[str, ...]
    meaning: str


@cache
def completions(language: str) -> tuple[Completion, ...]:
    """All terms, properties and classes before codes."""
    found = (Completion(_written(each), each.kind.value, _labels(each), _meaning(each, language)) for each in _terms())
    return tuple(sorted(found, key=lambda each: (each.written.startswith("<"), each.written)))


def _terms() -> tuple[Term, ...]:
    return tuple(terms().values())


def _labels(term: Term) -> tuple[str, ...]:
    return tuple(term.labels[language] for language in ("zh", "en") if language in term.labels)


def _meaning(term: Term, language: str) -> str:
    return term.definitions.get(language, "")


def _written(term: Term) -> str:
    """Prefixed where a query can be; codes have a solidus in their names and stand in full."""
    base = PREFIXES["dg"]
    return f"<{term.iri}>" if term.kind in _CODES or not term.iri.startswith(base) else f"dg:{term.iri[len(base) :]}"
