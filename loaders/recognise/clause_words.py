"""The words that make a responsibility clause (责任条款): labels and verbs, and the role that each gives."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from graph.model import Role
from loaders.rulebook import alternation, rulebook

# The lists whose words a label and a verb may begin with.
_LABELS = (
    *("other_label", "aim_label", "person", "label_filler", "bare_label"),
    *("supervisor", "participant", "lead", "responsible"),
)
_VERBS = ("verb_before", "verb_supervisor", "verb_participant", "verb_lead", "verb_responsible")
# The order in which roles are asked: 验收牵头单位 checks on others, 配合责任单位 takes part.
_ROLES = (Role.SUPERVISOR, Role.PARTICIPANT, Role.LEAD, Role.RESPONSIBLE)


@dataclass(frozen=True, slots=True)
class Led:
    """A pattern that is tried only at characters it may begin with: a search passes over all others at once."""

    first: re.Pattern[str]
    whole: re.Pattern[str]

    def finditer(self, passage: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """Its matches in ``passage[start:end]``, as a pattern's."""
        while found := self.first.search(passage, start, end):
            match = self.whole.match(passage, found.start(), end)
            start = match.end() if match else found.end()
            if match:
                yield match


@dataclass(frozen=True, slots=True)
class Words:
    """The patterns made of ``rules/clauses.toml``."""

    label: Led
    verb: Led
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
        label=_led(f"{rules['label']}|(?P<bare>{rules['bare-label']})", "【[〔", _LABELS, book.compile("$label_ahead")),
        verb=_led(rules["verb"], "为作按根依结在立围", _VERBS),
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


def _led(pattern: str, others: str, lists: Sequence[str], ahead: re.Pattern[str] | None = None) -> Led:
    """The pattern, its first characters (of each word, and ``others``), and what must stand ``ahead`` of them."""
    first = {word[0] for name in lists for word in rulebook("clauses").words[name]}
    head = f"[{re.escape(''.join(sorted(first)) + others)}]"
    near = f"(?={ahead.pattern})" if ahead else ""
    return Led(re.compile(f"{head}(?<=(?={near}(?:{pattern})).)"), re.compile(pattern))


def role_of_label(label: str) -> Role:
    """The role a label gives: 牵头单位 → lead, 验收牵头单位 → supervisor."""
    return next((role for role, words in words().roles if words.search(label)), Role.RESPONSIBLE)
