"""Whom the groups that a document names meant on its day: derived, with the rule and what it follows from.

The day is that of signing, else of publication; a document without either leaves its groups as they are.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol

from pyoxigraph import Literal, NamedNode

from graph import codecs, iri
from graph import vocab as dg
from graph.known.membership import Member
from graph.known.naming import relative_names
from graph.model import Agency, AgencyKind, Document

Statement = tuple[NamedNode, NamedNode, NamedNode | Literal]


class Groups(Protocol):
    """Who the members of groups are: a ``graph.known.membership.Membership``."""

    def members(self, group: Agency, day: date) -> Iterable[Member]:
        """The members of the group on the day; none where they are not known."""
        ...


def statements(document: Document, groups: Groups) -> Iterator[Statement]:
    """The members of the groups that the document's measures name, numbered in the order of the text."""
    day = document.issued or document.published
    if day is None:
        return
    named = ((group, member) for group in _groups(document) for member in groups.members(group, day))
    for ordinal, (group, member) in enumerate(named, 1):
        node = iri.part(iri.document(document.key), "member", ordinal)
        yield node, dg.rdfType, dg.Membership
        yield node, dg.group, iri.agency(group.name)
        yield node, dg.member, iri.agency(member.name)
        yield node, dg.heldOn, codecs.DAY.write(day)
        yield node, dg.rule, Literal(member.rule)
        yield node, dg.wasDerivedFrom, iri.document(document.key)
        yield node, dg.wasDerivedFrom, iri.row(*member.row)
        yield from _described(member)


def _groups(document: Document) -> Iterable[Agency]:
    named = (each.agency for measure in document.measures for each in measure.assignments)
    return dict.fromkeys(agency for agency in named if agency and agency.kind is AgencyKind.GROUP)


def _described(member: Member) -> Iterator[Statement]:
    """What the member is called; no text need name it, so it has no kind and is in no list of those named."""
    node = iri.agency(member.name)
    yield node, dg.rdfType, dg.Agency
    yield node, dg.prefLabel, Literal(member.name, language="zh")
    if member.jurisdiction and member.division:
        division = iri.division(member.jurisdiction)
        yield node, dg.jurisdiction, division
        yield division, dg.rdfType, dg.Division
        yield division, dg.prefLabel, Literal(member.division, language="zh")
        agency = Agency(member.name, member.jurisdiction, AgencyKind.AGENCY)
        yield from ((node, dg.relativeName, Literal(name)) for name in relative_names(agency))
