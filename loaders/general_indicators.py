"""Which indicator a printed name stands for, whatever area it is told of and however it is worded."""

from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Final

from loaders.rulebook import Rule, rulebook

_AREAS: Final = "areas"
_RATIO: Final = "ratio"
_WHOLE: Final = "whole"


def general(name: str) -> tuple[str, str]:
    """The general indicator that a name stands for, and the rule that says so.

    >>> general("全省9个中心城市空气质量优良天数比率")
    ('空气质量优良天数比例', 'indicators/good-air-days')
    >>> general("全市湿地保护率")
    ('湿地保护率', 'indicators/areas')
    """
    rules = _rules()
    bare = rules[_AREAS].pattern.sub("", name)
    for rule in rules.values():
        if "general" in rule.fields and rule.pattern.search(bare):
            return str(rule.fields["general"]), f"indicators/{rule.name}"
    plain = rules[_RATIO].pattern.sub(str(rules[_RATIO].fields["ending"]), bare)
    return plain, f"indicators/{_AREAS if plain == bare else _RATIO}"


def area(name: str) -> str:
    """The area that a name begins with, in one wording; empty for all of the jurisdiction.

    >>> area("县城及以上城市污水处理率"), area("县级以上城市污水处理率"), area("全省森林覆盖率")
    ('县级以上城市', '县级以上城市', '')
    """
    found = _rules()[_AREAS].pattern.match(name)
    printed = _rules()[_WHOLE].pattern.sub("", found[0] if found else "")
    return printed.replace("县城", "县级").replace("及以上", "以上") if "以上" in printed else printed


def version() -> str:
    """What names are understood by: a digest of the rules."""
    return sha256((files("loaders") / "rules" / "indicators.toml").read_bytes()).hexdigest()


@cache
def _rules() -> dict[str, Rule]:
    return {rule.name: rule for rule in rulebook("indicators").rules}
