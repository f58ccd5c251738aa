"""Whom a printed name means: the agency's full name with its jurisdiction, or nobody where that stays open."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from graph.known.rows import Division
from graph.model import Agency, AgencyKind
from loaders.agency_kinds import kind_of, names_group
from loaders.gazetteer import Gazetteer
from loaders.rulebook import alternation, rulebook

STATE = "中国"
_JOINT = re.compile(r"(省|自治区|市|州|县|区|盟|旗)委\1(?:人民)?政府(.+)")  # 市委市政府督查室: one office of both
_CORPS = "新疆生产建设兵团"  # there is one
_LEVELS = ("自治区", "自治州", "自治县", "自治旗", "兵团", "师市", "师", *"省市州县区盟旗镇乡", "街道")


@dataclass(frozen=True, slots=True)
class Context:
    """What a document's relative names are relative to.

    ``levels`` maps 省, 市, 县 … to the full names meant by them here; ``issuer`` is the department that issued the
    document (its 处 and 室 are named without it), ``leading_group`` the full name of the document's own 领导小组.
    """

    jurisdiction: str | None
    levels: tuple[tuple[str, str], ...]
    issuer: str | None = None
    leading_group: str | None = None
    organisation: bool = False  # whether the issuer is a company, a school, a hospital: all plain names are its own

    def level(self, word: str) -> str | None:
        """The division that 省, 市, 县 … means in this document."""
        return dict(self.levels).get(word)

    @property
    def town(self) -> str:
        """The township whose paper it is; nothing where it is no township's."""
        return next(filter(None, map(self.level, ("镇", "乡", "街道"))), "")


def context(
    jurisdiction: str | None,
    issuers: tuple[str, ...],
    leading_group: str | None,
    gazetteer: Gazetteer,
    township: str | None = None,
) -> Context:
    """The context of a document that governs ``jurisdiction``, or only the ``township`` (柏川县云溪镇) in it."""
    division = gazetteer.division(jurisdiction) if jurisdiction and jurisdiction != STATE else None
    levels: dict[str, str] = {}
    while division:
        for word in _level_words(division):
            levels.setdefault(word, division.name)
        division = gazetteer.parent(division)
    if township:
        levels |= {word: township for word in ("镇", "乡", "街道") if township.endswith(word)}
    departments = {found[1] for issuer in issuers if (found := _department_of().match(issuer))}
    department = departments.pop() if len(departments) == 1 else None
    return Context(jurisdiction, tuple(levels.items()), department, leading_group)


@cache
def _department_of() -> re.Pattern[str]:
    """What names a department; committees that coordinate others (安全生产委员会) have no bodies of their own."""
    none = "".join(f"(?<!{word})" for word in rulebook("resolve").words["coordinating_committee"])
    return re.compile(
        f"^(?:中共)?(.+?(?:(?<!办公)厅|局|{none}委员会|(?<=[改康资委])委))(?=办公室$|党组$|党委$|党总支$|$)"
    )


def _level_words(division: Division) -> tuple[str, ...]:
    """How a text of that division calls it: 云岭省 → 省; 宁夏回族自治区 → 自治区, 省级 words."""
    for word in _LEVELS:
        if division.name.endswith(word):
            extra = (word[-1],) if word.startswith("自治") else ()
            return (word, *extra) if division.level != "province" or word != "市" else ("市",)
    return ()


@lru_cache(maxsize=1 << 13)
def resolve(text: str, context: Context, gazetteer: Gazetteer) -> Agency | None:
    """The agency that ``text`` means in ``context``; None where it may mean several or nobody in particular."""
    name = _SEATED.sub("", _PARTY.sub("", text.translate(_FOLD)))
    for step in (
        _itself,
        _whole,
        _central,
        _level,
        _of_group,
        _unit,
        _division,
        _national,
        _of_organisation,
        _groups,
        _outside,
        _own,
    ):
        if agency := step(name, context, gazetteer):
            return agency
    return None


_PARTY = re.compile("^中共(?!中央)")  # 中共清川市委 is resolved as 清川市委 is
_SEATED = re.compile("(?<=领导小组办公室)\\([一-鿿]{2,14}[局厅委部]\\)$")  # 领导小组办公室(省财政厅): where it sits
_PROPER = ("海关", "海事局", "学院", "大学", "机场", "高铁站")  # 清川海关 is no 清川市海关
_DOUBLED = re.compile(r"([省市县州区旗盟])\1(?:党?委(?!员会)|(?:人民)?政府)")  # 甲县县委
_FOLD = str.maketrans("〔〕[]【】〈〉<>", "()()()()()")


@cache
def _either(kind: str) -> re.Pattern[str]:
    return re.compile(alternation(rulebook("resolve").words[kind]))


def _agency(name: str, jurisdiction: str | None) -> Agency:
    return Agency(name, jurisdiction, kind_of(name))


def _organ(division: str, rest: str) -> str:
    """The organ ``rest`` of a division written in full: 党委 and 委 → 中共…委, 政府 → 人民政府, 甲县县委 as 甲县委."""
    rest = rest[1:] if _DOUBLED.match(division[-1] + rest) else rest
    if rest in ("党委", "委", "党委会"):
        return f"中共{division}委"
    if rest.startswith("党委"):
        return f"中共{division}{rest.removeprefix('党')}"
    if rest.startswith("委") and not rest.startswith("委员会"):
        return f"中共{division}{rest}"
    return f"{division}人民{rest}" if rest.startswith("政府") else division + rest


# --- the ways to resolve a name, in the order in which they are tried ------------------------------------------


def _itself(name: str, context: Context, _: Gazetteer) -> Agency | None:
    """省厅, 我局: the department that issued the document."""
    if context.issuer and len(name) == 2 and name[0] in "省市州县区我本" and name[1] == context.issuer[-1]:
        return _agency(context.issuer, context.jurisdiction)
    return None


def _whole(name: str, context: Context, _: Gazetteer) -> Agency | None:
    """全市各部门, 我省…, 本县…: the document's own division said in words."""
    found = re.match("(?:全|我|本|在)(?:省|市|州|县|区|自治区)(?=.)", name)
    if found and context.jurisdiction:
        return _agency(context.jurisdiction + name[found.end() :], context.jurisdiction)
    if (league := re.match("(?:共青)?团(省|市|州|县|区|自治区)委(.*)$", name)) and (
        division := context.level(league[1])
    ):
        return _agency(f"共青团{division}委{league[2]}", division)
    if (stationed := re.match("驻[一-鿿](?=金融|有关|各|单位|企业|高校|部队)", name)) and context.jurisdiction:
        return _agency(f"驻{context.jurisdiction}{name[stationed.end() :]}", context.jurisdiction)
    return None


_CENTRAL = re.compile("市[中南北]区")


def _central(name: str, context: Context, gazetteer: Gazetteer) -> Agency | None:
    """市中区政府: a body of a district of such a name, at no level's 中区."""
    return _division(name, context, gazetteer) if _CENTRAL.match(name) else None


def _level(name: str, context: Context, gazetteer: Gazetteer) -> Agency | None:
    """省水利厅, 市委办公室, 自治区党委: a level and an organ."""
    if _either("no_level").match(name):
        return None
    if name.startswith("兵团") and len(name) > 2:
        return _agency(_CORPS + name.removeprefix("兵团"), _CORPS)
    if (joint := _JOINT.match(name)) and (division := context.level(joint[1])):
        return _agency(f"中共{division}委{division}人民政府{joint[2]}", division)
    for word in _LEVELS:
        rest = name.removeprefix(word)
        if rest != name and rest and (division := context.level(word)):
            if (carried := _division(rest, context, gazetteer)) and carried.name != rest:
                return carried  # 省甲市乙局: the 省 was carried over from the names before
            return _agency(_organ(division, rest), division)
    return None


def _of_group(name: str, context: Context, _: Gazetteer) -> Agency | None:
    """责任追究组, 领导小组办公室: a body inside the document's own leading group."""
    if context.leading_group is None:
        return None
    if name == "办公室" and context.issuer is None:
        return _agency(context.leading_group + name, context.jurisdiction)
    own = _OWN_GROUP.match(name)
    rest = name[own.end() :] if own and (own[1] == "领导小组" or context.leading_group.endswith(own[1])) else name
    if rest == "" or _inside(rest, name):
        return Agency(context.leading_group + rest, context.jurisdiction, kind_of(context.leading_group + rest))
    return None


_OWN_GROUP = re.compile("(?:工作)?(领导小组|指挥部|工作专班|专班)")


def _inside(rest: str, name: str) -> bool:
    """督导组, or what follows 领导小组 in 领导小组办公室."""
    return bool(re.fullmatch("各?[一-鿿]{2,6}组", rest) or (rest != name and _either("within_group").fullmatch(rest)))


def _unit(name: str, context: Context, _: Gazetteer) -> Agency | None:
    """综合处, 各牵头处室(单位): a unit of the department that issued the document."""
    if context.issuer and re.search(_either("unit").pattern + "$", name):
        inner = re.sub("^(?:任务|各项.{0,8}的)", lambda found: "各" if found[0].startswith("各") else "", name)
        inner = inner.removeprefix(context.issuer[-1])
        return _agency(context.issuer + inner, context.jurisdiction)
    return None


def _division(name: str, context: Context, gazetteer: Gazetteer) -> Agency | None:
    """清川市人民政府, 威宁县委, 云岭税务局: a division's name, written out, and an organ."""
    for length in range(min(len(name), 15), 1, -1):
        division = gazetteer.division(name[:length], context.jurisdiction)
        if division is None:
            continue
        rest = name[length:]
        if rest in _PROPER and name[:length] != division.name:
            return _agency(name, division.name)
        if name[:length].endswith(_LEVELS) or _either("branch").match(rest) or not rest:
            return _agency(_organ(division.name, rest), division.name)
    return None


def _national(name: str, context: Context, _: Gazetteer) -> Agency | None:
    """财政部, 国家能源局: what only the State has; 发展改革委 without a level only in a document of the State's."""
    if not _either("national").match(name) or re.fullmatch("(?!国家|中央|国务院|全国)[一-鿿]{2,8}部门", name):
        return None
    if context.jurisdiction != STATE and _either("national_if_state").match(name):
        return None
    return _agency(name, STATE)


_ITSELF = re.compile("(?:我|本|全)?(?:学校|医院|集团公司|集团|公司|学院)|[我本](?:校|院)")
_OUTSIDE_OF = re.compile("[省市州县区].*[厅局委府]$|^(?!各).+(?:公司|集团|银行|大学|支行|分行)$")


def _of_organisation(name: str, context: Context, _: Gazetteer) -> Agency | None:
    """人事处, 各学院, 公司党委: in a paper of a company, a school or a hospital, its own."""
    if not context.organisation or _OUTSIDE_OF.search(name):
        return None
    if _ITSELF.fullmatch(name):
        return _agency(str(context.issuer), context.jurisdiction)
    inner = re.sub("^(?:我|本|全)?(?:学校|医院|集团公司|集团|公司|学院|校|院)(?=.{2})", "", name)
    return _agency(f"{context.issuer}{inner}", context.jurisdiction)


def _groups(name: str, context: Context, _: Gazetteer) -> Agency | None:
    """各市(州)人民政府, 有关部门: several at once, left as one group of the document's division."""
    if not _either("group_head").match(name) and not names_group(name):
        return None
    full = _GOVERNMENT.sub("人民政府", name)
    town = "" if context.jurisdiction else context.town
    if not context.jurisdiction or context.jurisdiction == STATE:
        return Agency(town + full, context.jurisdiction, AgencyKind.GROUP)
    inner = re.sub("(?<=[一-鿿])省(?=服务|领导|工作)", context.level("省") or "省", full)
    if inner != full:
        return Agency(inner, context.jurisdiction, AgencyKind.GROUP)
    if full[1:2] == "级" and context.jurisdiction.endswith(full[0]):  # 区级各部门
        full = full[1:]
    return Agency(context.jurisdiction + full, context.jurisdiction, AgencyKind.GROUP)


_GOVERNMENT = re.compile(r"(?<!人民)政府(?=$|\()")


def _outside(name: str, _: Context, __: Gazetteer) -> Agency | None:
    """Companies, banks' branches, schools: named as printed, of no division."""
    return Agency(name, None, AgencyKind.AGENCY) if _either("outside").search(name) else None


_OF_TOWN = re.compile("^(?!各|所在).*(?:派出所|司法所|林业站|水利站|农技站|文化站|执法队|卫生院|中心校|便民服务中心)$")
_OF_DIVISION = re.compile("[一-鿿]{2,8}(?<![各关他级直])部门")  # 水利部门: the division's, whoever issued the paper
_AREA = re.compile(
    "(?:开发区|经开区|高新区|新区|园区|示范区|保税区|度假区|风景区|管理区|矿区)(?:党工委|管委会|管理委员会|办事处)$"
)


def _own(name: str, context: Context, gazetteer: Gazetteer) -> Agency | None:
    """财政局, 领导小组: an organ without a level is the document's own division's, where that is known."""
    named = (gazetteer.division(name[:length], context.jurisdiction) for length in range(2, 5))
    if _AREA.search(name) and any(named):
        return _agency(name, context.jurisdiction)
    if name == "办公室" and not context.issuer:
        return None  # of which group?
    relative = name[0] in "省市州县区盟旗镇乡街" and not _either("no_level").match(name)
    if context.jurisdiction is None or context.jurisdiction == STATE or relative:
        return Agency(name, STATE, kind_of(name)) if context.jurisdiction == STATE else None
    if context.issuer and not _OF_DIVISION.fullmatch(
        name
    ):  # a department's own paper speaks of its own bodies: 办公室, 机关纪委, 局党组
        inner = name.removeprefix(context.issuer[-1]) if len(name) > 2 else name
        return _agency(context.issuer + inner, context.jurisdiction)
    if context.town and _OF_TOWN.search(name):
        return _agency(context.town + name, context.jurisdiction)
    if "各" in name or "所在" in name:  # 沿江各县区政府
        name = _GOVERNMENT.sub("人民政府", name)
    return _agency(_organ(context.jurisdiction, name), context.jurisdiction)
