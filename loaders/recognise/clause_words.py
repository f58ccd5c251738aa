"""The words that make a responsibility clause (责任条款): labels and verbs, and the role that each gives."""

import re
from dataclasses import dataclass
from functools import cache

from graph.model import Role
from loaders.rulebook import alternation, rulebook

# The order in which roles are asked: 验收牵头单位 checks on others, 配合责任单位 takes part.
_ROLES = (Role.SUPERVISOR, Role.PARTICIPANT, Role.LEAD, Role.RESPONSIBLE)


@dataclass(frozen=True, slots=True)
class Words:
    """The patterns made of ``rules/clauses.toml``."""

    label: re.Pattern[str]
    verb: re.Pattern[str]
    joined: re.Pattern[str]
    time: re.Pattern[str]
    until: re.Pattern[str]
    hint: re.Pattern[str]
    roles: tuple[tuple[Role, re.Pattern[str]], ...]
    verb_roles: tuple[tuple[Role, re.Pattern[str]], ...]
    by: re.Pattern[str]


@cache
def words() -> Words:
    """The words of ``rules/clauses.toml`` as patterns."""
    book = rulebook("clauses")
    rules = {rule.name: rule.pattern.pattern for rule in book.rules}
    roles = tuple((role, re.compile(alternation(book.words[role.value]))) for role in _ROLES)
    verbs = tuple((role, re.compile(alternation(book.words[f"verb_{role.value}"]))) for role in _ROLES)
    return Words(
        label=re.compile(f"{rules['label']}|(?P<bare>{rules['bare-label']})"),
        verb=re.compile(rules["verb"]),
        joined=re.compile(alternation(book.words["joined"])),
        time=re.compile(alternation(book.words["time_note"])),
        until=book.compile("$until"),
        hint=re.compile(
            alternation(
                book.words["responsible"] + book.words["lead"] + book.words["participant"] + book.words["supervisor"]
            )
        ),
        roles=roles,
        verb_roles=verbs,
        by=re.compile("(?<!自)(?<!理)由(?!于)"),
    )


def role_of_label(label: str) -> Role:
    """The role a label gives: 牵头单位 → lead, 验收牵头单位 → supervisor."""
    return next((role for role, words in words().roles if words.search(label)), Role.RESPONSIBLE)
