"""The tables of agencies and of groups as values: names, changes and transfers, whom a group's name means."""

from functools import cache

from graph.known.rows import AgencyChange, AgencyNames, GroupDivisions, GroupMember, GroupOrgans, NationalBody, Transfer
from loaders.divisions import rows


@cache
def agency_changes() -> tuple[AgencyChange, ...]:
    """Renamings and mergers of agencies, with the days between which they came about."""
    return tuple(AgencyChange.from_row(row) for row in rows("agencies", 11))


@cache
def agency_names() -> tuple[AgencyNames, ...]:
    """The short forms of local agencies' names, beside those told with their changes."""
    return tuple(AgencyNames.from_row(row) for row in rows("agency_names", 5))


@cache
def transfers() -> tuple[Transfer, ...]:
    """Functions that went from one agency to another."""
    return tuple(Transfer.from_row(row) for row in rows("agency_transfers", 8))


@cache
def national_bodies() -> tuple[NationalBody, ...]:
    """The bodies of the State and the Party that texts name without a division."""
    return tuple(NationalBody.from_row(row) for row in rows("national_bodies", 5))


@cache
def group_divisions() -> tuple[GroupDivisions, ...]:
    """Whom the beginnings of groups' names mean: every division of some levels."""
    return tuple(GroupDivisions.from_row(row) for row in rows("group_divisions", 6))


@cache
def group_organs() -> tuple[GroupOrgans, ...]:
    """What organs of each division the ends of groups' names mean."""
    return tuple(GroupOrgans.from_row(row) for row in rows("group_organs", 4))


@cache
def group_members() -> tuple[GroupMember, ...]:
    """The members of groups that are named one by one."""
    return tuple(GroupMember.from_row(row) for row in rows("group_members", 5))
