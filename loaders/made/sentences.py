"""Sentences of made plans, each with the facts it states; without the mark that ends it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random

from graph.model import Change, Comparator, DeadlineKind, PlaceType
from loaders.made import dates
from loaders.made.expected import Aim, Facts, Named, Repeated
from loaders.made.phrases import TargetPattern, styles
from loaders.made.setting import Setting, invented_features

_SIZES = {"万亩": (2, 60), "人次": (200, 9000), "公里": (20, 900)}  # of things counted; others from 3 to 90


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and what it states."""

    words: str
    facts: Facts = field(default_factory=Facts)
    own_year: bool = False  # its date is printed without the year, which another date beside it would change

    @property
    def undated_target(self) -> bool:
        """Whether it states a target without a date, for which another date beside it might hold."""
        return any(aim.by is None for aim in self.facts.targets)


def plain(rng: Random, setting: Setting) -> Sentence:
    """A sentence without any fact."""
    return Sentence(rng.choice(setting.topic.plain))


def dated(rng: Random, setting: Setting) -> Sentence:
    """Something done by, from or during a time."""
    pattern = rng.choice(styles().deadlines)
    printed = dates.drawn(rng, pattern, setting.year)
    works = {
        DeadlineKind.BY: setting.topic.works,
        DeadlineKind.FROM: setting.topic.lasting,
        DeadlineKind.DURING: setting.topic.campaigns,
    }
    comma = "," if pattern.kind is not DeadlineKind.BY or rng.random() < 0.5 else ""
    return Sentence(
        f"{printed.words}{comma}{rng.choice(works[pattern.kind])}", Facts(deadlines=(printed.due,)), pattern.own
    )


def repeated(rng: Random, setting: Setting) -> Sentence:
    """Something done again and again."""
    pattern = rng.choice(styles().recurrences)
    count = rng.randint(1, 4)
    words = pattern.pattern.format(activity=rng.choice(setting.topic.activities), n=count)
    told = count if "{n}" in pattern.pattern else (pattern.count or None)
    return Sentence(words, Facts(recurrences=(Repeated(pattern.every, told),)))


def placed(rng: Random, setting: Setting) -> Sentence:
    """Something done at a named place."""
    parts = [(part.printed, Named(part.name, PlaceType.DIVISION)) for part in setting.parts]
    named = [(name, Named(name, PlaceType.FEATURE)) for name in invented_features()]
    printed, place = rng.choice(rng.choice([parts, named]) if parts else named)
    return Sentence(rng.choice(setting.topic.places).format(place=printed), Facts(places=(place,)))


def aimed(rng: Random, setting: Setting) -> Sentence:
    """One target or two, without a date."""
    chosen = _different(rng, setting, rng.choice([1, 1, 2]))
    return Sentence(",".join(words for words, _ in chosen if words), Facts(targets=tuple(aim for _, aim in chosen)))


def aimed_by(rng: Random, setting: Setting) -> Sentence:
    """One to three targets with the date by which they are to be reached."""
    pattern = rng.choice([each for each in styles().deadlines if each.kind is DeadlineKind.BY])
    printed = dates.drawn(rng, pattern, setting.year)
    chosen = _different(rng, setting, rng.choice([1, 1, 2, 3]))
    aims = tuple(replace(aim, by=printed.due.date) for _, aim in chosen)
    words = ",".join([printed.words, *(words for words, _ in chosen if words)])
    return Sentence(words, Facts(deadlines=(printed.due,), targets=aims), pattern.own)


def forbidden(rng: Random, setting: Setting) -> Sentence:
    """A prohibition."""
    return Sentence(rng.choice(setting.topic.prohibitions))


def encouraged(rng: Random, setting: Setting) -> Sentence:
    """An encouragement."""
    return Sentence(rng.choice(setting.topic.encouragements))


def permitted(rng: Random, setting: Setting) -> Sentence:
    """A permission."""
    return Sentence(rng.choice(setting.topic.permissions))


# --- targets -------------------------------------------------------------------------------------------------


def _different(rng: Random, setting: Setting, count: int) -> list[tuple[str, Aim]]:
    """So many targets of different indicators, each with its words; two may stand in one clause."""
    if count == 2 and rng.random() < 0.4:
        return _respectively(rng, setting)
    found: dict[str, tuple[str, Aim]] = {}
    while len(found) < count:
        words, aim = _target(rng, setting, rng.choice(styles().targets))
        found.setdefault(aim.indicator, (words, aim))
    return list(found.values())


def _respectively(rng: Random, setting: Setting) -> list[tuple[str, Aim]]:
    """甲率、乙率分别达到80%和90%以上: the words stand with the first."""
    names = rng.sample(setting.topic.ratios, 2)
    values = [_share_value(rng, rising=True, change=Change.LEVEL) for _ in names]
    words = f"{'、'.join(names)}分别达到{'和'.join(f'{value:f}%' for value in values)}以上"
    aims = [Aim(name, Comparator.AT_LEAST, value, "%") for name, value in zip(names, values, strict=True)]
    return [(words, aims[0]), ("", aims[1])]


def _target(rng: Random, setting: Setting, pattern: TargetPattern) -> tuple[str, Aim]:
    return _MAKERS[pattern.of](rng, setting, pattern)


def _share(rng: Random, setting: Setting, pattern: TargetPattern) -> tuple[str, Aim]:
    rising = pattern.of == "ratio"
    indicator = rng.choice(setting.topic.ratios if rising else setting.topic.ceilings)
    value = _share_value(rng, rising=rising, change=pattern.change)
    baseline = str(setting.year - rng.randint(1, 3)) if pattern.change is not Change.LEVEL else None
    words = pattern.pattern.format(i=indicator, v=f"{value:f}", b=baseline)
    return words, Aim(indicator, pattern.comparator, value, pattern.unit, pattern.change, baseline)


def _share_value(rng: Random, *, rising: bool, change: Change) -> Decimal:
    low, high = (1, 9) if change is not Change.LEVEL else (60, 99) if rising else (1, 15)
    tenths = rng.choice([0, 0, 0, rng.randint(1, 9)])
    return (Decimal(rng.randint(low, high) * 10 + tenths) / 10).normalize()


def _counted(rng: Random, setting: Setting, pattern: TargetPattern) -> tuple[str, Aim]:
    verb, thing, unit = rng.choice(setting.topic.counted)
    value = rng.randint(*_SIZES.get(unit, (3, 90)))
    words = pattern.pattern.format(verb=verb, i=thing, v=value, u=unit)
    return words, Aim(thing, pattern.comparator, Decimal(value), unit)


def _whole(rng: Random, _: Setting, pattern: TargetPattern) -> tuple[str, Aim]:
    thing = rng.choice(styles().words["whole.things"])
    return pattern.pattern.format(i=thing), Aim(thing, pattern.comparator, Decimal(100), "%")


_MAKERS: dict[str, Callable[[Random, Setting, TargetPattern], tuple[str, Aim]]] = {
    "ratio": _share,
    "ceiling": _share,
    "counted": _counted,
    "whole": _whole,
}


def joined(sentences: Sequence[Sentence]) -> Facts:
    """What several sentences state together, each date once in a kind and each place once."""
    together = sum((sentence.facts for sentence in sentences), Facts())
    dues = {(due.kind, due.date): due for due in reversed(together.deadlines)}
    kept = tuple(due for due in together.deadlines if dues.pop((due.kind, due.date), None) is due)
    return Facts(kept, together.recurrences, together.targets, tuple(dict.fromkeys(together.places)))
