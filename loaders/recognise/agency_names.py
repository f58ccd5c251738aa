"""How the names of agencies (机构) are built: their beginnings, endings and what never stands in one."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from loaders.rulebook import alternation, rulebook

remembered = lru_cache(maxsize=1 << 13)
"""For what is asked of names: the same ones stand in clause after clause."""

_LIKE_VERBS = re.compile(
    "配合(?=单位|部门)|(?:推进|落实|强化)(?=工作(?:组|专班|领导)|小组|专班|组|办|中心|委员会)|可持续|目的|被(?=巡[察视]|督[察查导]|检查|审计|考核|帮扶)|不动产|不良资产|自由"
)
_BRACKETED = re.compile(r"[(〔].*?[)〕]")


@dataclass(frozen=True, slots=True)
class Words:
    """The patterns made of rules/agencies.toml."""

    begin: re.Pattern[str]
    finish: re.Pattern[str]
    note: re.Pattern[str]
    organ_end: re.Pattern[str]
    refused: re.Pattern[str]
    conjunction: re.Pattern[str]
    whole: re.Pattern[str]
    owner_organs: re.Pattern[str]
    division: re.Pattern[str]
    shared: re.Pattern[str]
    level: re.Pattern[str]
    own: re.Pattern[str]
    merged: re.Pattern[str]
    merged_groups: re.Pattern[str]
    every: re.Pattern[str]
    whole_pair: re.Pattern[str]
    local: re.Pattern[str]


@cache
def words() -> Words:
    """The patterns made of ``rules/agencies.toml``."""
    book = rulebook("agencies")
    either = {name: alternation(entries) for name, entries in book.words.items()}
    organs = f"(?:{either['party_organ']}|{either['state_organ']})"
    notes = alternation(rulebook("clauses").words["role_note"])
    bracket = r"(?:\([^()]*\)|〔[^〔〕]*〕)"
    return Words(
        begin=re.compile(f"(?:{either['list_begin']}|并(?!入))"),
        finish=book.compile("$list_end"),
        note=re.compile(rf"[(〔\[]({notes})[)〕\]]$"),
        organ_end=re.compile(f"{either['organ']}{bracket}?$"),
        refused=re.compile(either["not_in_name"]),
        conjunction=re.compile(either["conjunction"]),
        whole=re.compile(either["whole_name"]),
        owner_organs=re.compile(f"(?P<owner>.+?)(?P<organs>{organs}(?:(?:和|及|与|、)?{organs})+)$"),
        division=re.compile(rf"(?:各|有关|相关|其他)?[一-鿿]{{0,11}}(?:省|市|州|县|区|旗|盟|镇|乡|街道){bracket}?$"),
        shared=re.compile(
            f"^(?P<owner>.*?(?:省|市|州|县|区|旗|盟|镇|乡|街道|园|级){bracket}?)(?P<organ>(?:{either['shared_organ']}.*)|(?<=[一-鿿]{{3}})(?<!地方)(?![区县市])[一-鿿]{{2,12}}部门)$"
        ),
        level=book.compile("$level_mark(?=[一-鿿])"),
        own=book.compile("$own_beginning|$branch"),
        merged=book.compile("$merged"),
        merged_groups=book.compile("$merged|$groups"),
        every=book.compile("$every"),
        whole_pair=book.compile("$whole_pair"),
        local=book.compile("$local"),
    )


@remembered
def looks_like_agency(name: str) -> bool:
    """Whether a phrase is built as an agency's name is: a known ending, no verb or clause inside.

    >>> looks_like_agency("省生态环境厅"), looks_like_agency("以下简称省厅")
    (True, False)
    """
    shaped = 2 <= len(name) <= 40 and name[0] not in "([〔【" and bool(words().organ_end.search(name))
    return shaped and not words().refused.search(_bare(name)) and not _COUNTED.search(name)


_COUNTED = re.compile(r"\d个")  # 组成6个督查组


@remembered
def is_certain(text: str) -> bool:
    """An agency beyond doubt, without any word of responsibility near it: a level or owner before, an organ behind."""
    return bool(_CERTAIN.search(text)) and looks_like_agency(text)


_CERTAIN = re.compile(
    r"^[一-鿿]{2,9}(?<![大客餐展舞歌乐议前门办公])厅$"
    r"|^(?:镇|乡(?!村)|街道).{0,10}(?:办|站|所|队|中心|政府|党委|党工委|办事处)$"
    r"|^(?:省|市|州|县|区|自治区|各|国家|中国|[一-鿿]{2,12}(?:省|市|州|县|区)).*(?:厅|局|委|办|办公室|政府|管委会|党委|院|中心|部门|单位|公司|会)(?:[(〔].*[)〕])?$"
    r"|^[一-鿿]{1,10}(?:(?<![东西南北中内外全局头底干])部|总局|银行|证监会|银保监会)$"
)


@remembered
def may_be_name(text: str) -> bool:
    """Whether a phrase that a label introduces may be a name at all: an agency's ending, or no verb in it."""
    return bool(words().organ_end.search(text)) or not words().refused.search(_bare(text))


def _bare(name: str) -> str:
    """The name without brackets and without the words whose characters would be taken for verbs."""
    return _LIKE_VERBS.sub("", _BRACKETED.sub("", name))
