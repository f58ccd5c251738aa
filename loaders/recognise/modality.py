"""What a measure does as a whole (道义情态): oblige, forbid, permit or encourage."""

import re
from functools import cache

from graph.model import Modality
from loaders.rulebook import rulebook

_SENTENCE_ENDS = re.compile(r"[。;!?\n]")


def modality(text: str) -> Modality:
    """The modality of a measure's own text as a whole: what all its sentences do, else obligation.

    A single prohibition or encouragement inside a measure that asks for more does not make it one.

    >>> modality("严禁在河道内采砂。任何单位不得侵占岸线。")
    <Modality.PROHIBITION: 'prohibition'>
    >>> modality("开展排查,严禁在河道内采砂。")
    <Modality.OBLIGATION: 'obligation'>
    """
    sentences = (sentence.strip("“”") for sentence in _SENTENCE_ENDS.split(text))
    found = {_of_sentence(sentence) for sentence in sentences if sentence and not _is_sequel(sentence)}
    return found.pop() if len(found) == 1 else Modality.OBLIGATION


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A clause that only sets the scene, and one that only says what follows a breach."""
    book = rulebook("modality")
    return book.compile(r"\A$setting_start[^,]*$setting_end\Z|[^,]*(?:的|期间|范围内)\Z"), book.compile(
        r"\A[^,]{0,6}$sequel"
    )


def _of_sentence(sentence: str) -> Modality:
    """What a sentence does: forbids where all its clauses do, else what its first clause does."""
    clauses = [clause for clause in sentence.split(",") if not _is_setting(clause) and not _is_sequel(clause)]
    kinds = [_of_clause(clause) for clause in clauses]
    if not kinds or (kinds[0] is Modality.PROHIBITION and set(kinds) != {Modality.PROHIBITION}):
        return Modality.OBLIGATION
    return kinds[0]


def _of_clause(clause: str) -> Modality:
    rules = (rule for rule in rulebook("modality").rules if rule.pattern.search(clause))
    return next((Modality(rule.fields["modality"]) for rule in rules), Modality.OBLIGATION)


def _is_setting(clause: str) -> bool:
    return _patterns()[0].match(clause) is not None


def _is_sequel(clause: str) -> bool:
    return _patterns()[1].match(clause) is not None
