"""The ontology for people: every term with its name, its definition, an example and how it stands to others."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from api.pages.described import Link, short
from graph import vocab as dg
from graph.terms import Term, TermKind, terms


@dataclass(frozen=True, slots=True)
class Shown:
    """A term in one language; ``relations`` are the terms that it relates to, by relation."""

    anchor: str
    name: str
    definition: str
    example: str | None
    relations: tuple[tuple[str, tuple[Link, ...]], ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms of each kind."""

    iri: str
    kinds: tuple[tuple[str, tuple[Shown, ...]], ...]


def vocabulary(language: str) -> Vocabulary:
    """The ontology as a page shows it."""
    kinds = list(TermKind)
    found = sorted(terms().values(), key=lambda term: (kinds.index(term.kind), term.name))
    by_kind = groupby(found, key=lambda term: term.kind)
    return Vocabulary(
        dg.ONTOLOGY, tuple((kind.value, tuple(_shown(term, language) for term in some)) for kind, some in by_kind)
    )


def _shown(term: Term, language: str) -> Shown:
    return Shown(
        anchor=term.name,
        name=term.labels.get(language, term.name),
        definition=term.definitions.get(language, ""),
        example=term.examples.get(language),
        relations=tuple(_relations(term, language)),
    )


def _relations(term: Term, language: str) -> Iterator[tuple[str, tuple[Link, ...]]]:
    for relation, others in term.relations.items():
        yield relation, tuple(_link(other, language) for other in others)


def _link(iri: str, language: str) -> Link:
    known = terms().get(iri)
    return Link(known.labels.get(language, known.name), f"#{known.name}") if known else Link(short(iri), iri)
