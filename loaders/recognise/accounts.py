"""Labelled accounts inside measures (存在问题:…, 整改进展:…): what is or was so; nothing in them is to be done."""

import re

from loaders.recognise.citations import MASKED
from loaders.rulebook import Rule, rulebook

_EMPTY_LINES = re.compile("\n{2,}")


def without_accounts(passage: str) -> str:
    r"""The passage with its labelled accounts as so many U+FFFC, so that nothing is read from them.

    >>> without_accounts("问题:河道乱占。\n整改进展:已完成。\n责任单位:省水利厅")
    '￼￼￼￼￼￼￼￼\n￼￼￼￼￼￼￼￼￼\n责任单位:省水利厅'
    """
    for rule in _rules(passage):
        passage = rule.pattern.sub(lambda found: MASKED * len(found[0]), passage)
    return passage


def own_words(text: str) -> str:
    """The text without its labelled accounts, and without the empty lines that they and clauses leave."""
    for rule in _rules(text):
        text = rule.pattern.sub("", text)
    return (_EMPTY_LINES.sub("\n", text) if "\n\n" in text else text).strip()


def _rules(passage: str) -> tuple[Rule, ...]:
    return rulebook("accounts").rules if ":" in passage else ()  # every label ends in one
