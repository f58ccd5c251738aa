"""Where a made plan is from and who answers in it: a division of the invented province, its departments, its parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from random import Random

from graph.known.rows import Level
from loaders.divisions import divisions, features, short_names
from loaders.made.phrases import Topic, styles

_ORGANS = ("人民政府", "政府")
_ALL_OF = {"省": "各市(州)", "市": "各县(市、区)", "州": "各县(市)", "县": "各乡镇", "区": "各街道"}


@dataclass(frozen=True, slots=True)
class Place:
    """A division or feature: as texts of the province print it, and by its full name."""

    printed: str
    name: str


@dataclass(frozen=True, slots=True)
class Setting:
    """A plan's division, the word its own texts call it by, its parts, its year and its topic."""

    place: Place
    level: str
    parts: tuple[Place, ...]
    year: int
    topic: Topic

    @property
    def all_parts(self) -> tuple[str, str]:
        """The governments of all parts, as printed and by their full name as one group."""
        printed = _ALL_OF[self.level] + ("办事处" if self.level == "区" else "人民政府")
        return printed, self.place.name + printed


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of agencies as printed, and what it means: mention and full name of each."""

    printed: str
    agencies: tuple[tuple[str, str], ...]


@cache
def invented() -> tuple[tuple[Place, str, tuple[Place, ...]], ...]:
    """Every living division of the invented province with the word for it and its parts."""
    rows = [row for row in divisions() if row.fictional and row.valid_until is None and row.level is not Level.AREA]
    return tuple(
        (_place(row.name), row.name[-1], tuple(_place(part.name) for part in rows if part.parent == row.code))
        for row in rows
    )


@cache
def invented_features() -> tuple[str, ...]:
    """The features of the invented province by name."""
    return tuple(feature.name for feature in features() if (feature.note or "").startswith("fictional"))


def department(setting: Setting, stem: str) -> tuple[str, str]:
    """A department of the plan's division, as printed and by its full name."""
    ending = styles().departments[stem][0 if setting.level == "省" else 1 if setting.level in "市州" else 2]
    return f"{setting.level}{stem}{ending}", f"{setting.place.name}{stem}{ending}"


def one(rng: Random, setting: Setting, taken: set[str]) -> Listed:
    """A single department, none of those taken."""
    found = _departments(rng, setting, taken, 1)
    taken |= {name for _, name in found.agencies}
    return found


def listed(rng: Random, setting: Setting, taken: set[str], most: int = 4) -> Listed:
    """A list of agencies, none of those taken; departments first, then governments of the parts."""
    found = _departments(rng, setting, taken, rng.randint(1, most))
    if setting.parts and rng.random() < 0.35:
        found = _joined(found, _governments(rng, setting, taken), rng.choice("、,"))
    taken |= {name for _, name in found.agencies}
    return Listed(found.printed + ("等" if rng.random() < 0.06 else ""), found.agencies)


def inspectors(rng: Random, setting: Setting) -> Listed:
    """An inspecting body."""
    printed, full = rng.choice(sorted(styles().supervisors.items()))
    mention = setting.level + printed
    return Listed(mention, ((mention, full.format(division=setting.place.name)),))


def _departments(rng: Random, setting: Setting, taken: set[str], count: int) -> Listed:
    free = [pair for pair in _pool(setting) if pair[1] not in taken]
    chosen = tuple(rng.sample(free[: len(setting.topic.departments) + 6], count))
    return Listed(_printed_departments(rng, setting, chosen), chosen)


@lru_cache(maxsize=256)
def _pool(setting: Setting) -> tuple[tuple[str, str], ...]:
    """The departments and bodies of a division, those of the topic first."""
    known = [department(setting, stem) for stem in (*setting.topic.departments, *styles().departments)]
    bodies = (
        (setting.level + name, full.format(division=setting.place.name)) for name, full in styles().bodies.items()
    )
    return tuple(dict.fromkeys([*known, *bodies]))


def _printed_departments(rng: Random, setting: Setting, chosen: Sequence[tuple[str, str]]) -> str:
    """甲厅、乙厅; now and then with the level's word said once for all of them."""
    mentions = [mention for mention, _ in chosen]
    organs = all(mention[len(setting.level) :].startswith(tuple(styles().departments)) for mention in mentions)
    if organs and rng.random() < 0.1:
        mentions[1:] = [mention.removeprefix(setting.level) for mention in mentions[1:]]
    return "、".join(mentions)


def _governments(rng: Random, setting: Setting, taken: set[str]) -> Listed:
    if rng.random() < 0.5:
        printed, full = setting.all_parts
        return Listed("", ()) if full in taken else Listed(printed, ((printed, full),))
    parts = rng.sample(setting.parts, min(len(setting.parts), rng.randint(1, 3)))
    if rng.random() < 0.25:
        return _party_and_government(parts, taken)
    organ = rng.choice(_ORGANS)
    agencies = tuple((part.printed + organ, part.name + "人民政府") for part in parts)
    return _unless_taken("、".join(part.printed for part in parts) + organ, agencies, taken)


def _party_and_government(parts: Sequence[Place], taken: set[str]) -> Listed:
    """甲市、乙县党委和政府: two organs of each."""
    agencies = tuple(
        pair
        for part in parts
        for pair in ((f"{part.printed}党委", f"中共{part.name}委"), (f"{part.printed}政府", f"{part.name}人民政府"))
    )
    return _unless_taken("、".join(part.printed for part in parts) + "党委和政府", agencies, taken)


def _unless_taken(printed: str, agencies: tuple[tuple[str, str], ...], taken: set[str]) -> Listed:
    return Listed("", ()) if taken & {name for _, name in agencies} else Listed(printed, agencies)


def _joined(first: Listed, second: Listed, mark: str) -> Listed:
    if not second.agencies:
        return first
    return Listed(first.printed + mark + second.printed, first.agencies + second.agencies)


def _place(name: str) -> Place:
    """As its province prints it: 乌澜州 for 乌澜苗族侗族自治州; others by their full name."""
    short = next((form for form in short_names(name) if form[-1] in "州县" and "自治" not in form), name)
    return Place(short if "自治" in name else name, name)
