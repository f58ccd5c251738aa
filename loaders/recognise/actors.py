"""Actors in running text (文中主体): the body that a sentence itself tells to act."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from graph.model import Role
from loaders.recognise.agencies import Name, split
from loaders.recognise.agency_names import looks_like_agency, remembered
from loaders.recognise.short_divisions import counted
from loaders.rulebook import alternation, rulebook


@dataclass(frozen=True, slots=True)
class Actor:
    """A body named as the actor of its sentence; ``role`` is told by what it is to do."""

    name: Name
    role: Role
    rule: str


@dataclass(frozen=True, slots=True)
class _Words:
    modal: re.Pattern[str]
    organ: re.Pattern[str]
    between: re.Pattern[str]
    real: re.Pattern[str]
    refused: re.Pattern[str]
    regulated: re.Pattern[str]
    marked: re.Pattern[str]
    participant: re.Pattern[str]
    helping: re.Pattern[str]
    checking: re.Pattern[str]
    supervisor: re.Pattern[str]
    division: re.Pattern[str]
    company: re.Pattern[str]


_LONGEST = 120  # characters of a list of actors
_BRACKET = r"(?:[(〔](?!设|以下|简称)[^()〔〕]{1,8}[)〕])?"
_LEAD = (
    r"(?:[一二三四五六七八九十]是)?(?:原则上|同时|此外|其中|另外|特别是|尤其是)?(?:由|[另并务敬恳]?请(?![示求假教]))?"
    r"(?:[一-鿿“”\d]{1,10}(?:后|前|期间)(?=各))?(?:[一-鿿]{2,4}要求(?=[各全])|要求(?=各[^,;。]{1,12}(?:要|应|须)))?(?:(?:今年|明年|近期|目前|今后|下一步|必要时|届时|平时)(?=自治区|[省市县区州镇乡各]))?"
    r"(?:(?:每[年月季周旬]|\d{1,2}月)[\d一-鿿]{0,7}[前底](?=[省市县区州镇乡][一-鿿]{2}))?"
)
_FIRST = re.compile(_LEAD)
# The class of first characters leads the pattern, so that the search skips all others.
_STARTS = re.compile(
    rf"[。;,:\n”、由](?:(?:(?<=[。;,:\n”])|(?<=[季度年月周旬]、)){_LEAD}|(?<=[一-鿿]由)(?<![自理缘]由)(?<![对凡属]由)(?<!对应由)(?!于))"
)
_STOP = re.compile(r"[。;\n]")
_FULL_STOP = re.compile(r"[。\n]|\Z")
_ENDS = (
    "[党府会委厅局办院部门位构关组班处室科股体社心行队站地区省市州县旗道街联乡镇村校学中场木查议台馆协织团]"
    "|(?<=公)司|(?<=防)指(?!挥)|(?<=的省)份|(?<=地)方|(?<=幼儿)园|(?<=公路|养护)段|所(?!在(?!主)|需|涉)|(?<=[两三四五乡镇村])级|(?<=总)支|(?<=[级央县方地]财)政|(?<=企)业|(?<=业)主|(?<=个)人|(?<=群)众|(?<=[农居村市])民|(?<=[农商住])户"
)


@cache
def _words() -> _Words:
    book = rulebook("actors")
    either = {name: alternation(entries) for name, entries in book.words.items()}
    return _Words(
        modal=book.compile("$modal_here"),
        organ=book.compile(
            f"(?:{_ENDS}){_BRACKET}(?:等(?=$modal_here|按|对))?(?![的和等。;)]|、(?!要|应|须|必须)|与(?!$accord)|及(?!时|其工作人员))(?=(?P<follows>$follows))"
        ),
        between=re.compile(f"{either['between']}+$"),
        real=re.compile(f"(?:{either['actor_end']}){_BRACKET}$"),
        refused=re.compile(f"(?:{either['not_actor']}|{either['regulated']})$"),
        regulated=re.compile(f"(?:{either['regulated']})$"),
        participant=re.compile(alternation(rulebook("clauses").words["verb_participant"])),
        helping=book.compile("$helping"),
        checking=book.compile("$checking"),
        marked=book.compile("$marked"),
        supervisor=re.compile(either["supervisor"]),
        division=book.compile("$division"),
        company=book.compile("$company"),
    )


def actors(passage: str) -> tuple[Actor, ...]:
    """The actors of a passage in printed order, each body once in a role.

    >>> [(actor.name.text, actor.role.value) for actor in actors("各县(区)要制定清单。市督查室要加大督查力度。")]
    [('各县(区)', 'responsible'), ('市督查室', 'supervisor')]
    """
    found: dict[tuple[str, Role], Actor] = {}
    ends: set[int] = set()  # of names told before: in 市“河长”办公室要 there is no second 办公室
    within = -1  # where the sentence ends in which someone was told to act
    for start, end in _clause_starts(passage):
        joins = _jointly(passage, start, end) if start <= within or (found and _MUST_JOIN.match(passage, start)) else ()
        told = [actor for actor in (*_at(passage, start, end), *joins) if actor.name.end not in ends]
        stop = _FULL_STOP.search(passage, end)  # what follows a semicolon is theirs too
        within = stop.start() if told and stop else within
        ends.update(actor.name.end for actor in told)
        for actor in told:
            found.setdefault((actor.name.text, actor.role), actor)
    return tuple(found.values())


def actor_before(passage: str, place: int) -> str | None:
    """The body that a clause names right before ``place``, as printed; None where it names none.

    >>> actor_before("各县(区)要于6月底前完成", 7), actor_before("力争6月底前完成", 2)
    ('各县(区)', None)
    """
    nearest = max(0, place - _LONGEST)
    begin = max(nearest, *(passage.rfind(mark, nearest, place) + 1 for mark in ",;。:\n"))
    found = None if _words().marked.match(passage, begin) else _BEFORE_DATE.fullmatch(passage, begin, place)
    return found["actor"] if found and _real(passage, *found.span("actor"), modal=True) else None


_BEFORE_DATE = re.compile("(?P<actor>.{2,}?)(?:要|应当?|必须|务必|须|需|将)?(?:最迟|力争|确保|分别)?[于在]?")


def _clause_starts(passage: str) -> Iterator[tuple[int, int]]:
    """Where a clause begins, with the end of its sentence: at sentence heads, and after commas."""
    stops = [*(found.start() for found in _STOP.finditer(passage)), len(passage)]
    first = _FIRST.match(passage)
    later = _STARTS.finditer(passage, first.end() if first else 0)
    place = 0
    for boundary in filter(None, (first, *later)):
        while stops[place] < boundary.end():
            place += 1
        begin = stops[place - 1] if place else 0
        if stops[place] > boundary.end() and not _cited(passage, begin, boundary.end()):
            yield boundary.end(), stops[place]


def _cited(passage: str, begin: int, place: int) -> bool:
    """Whether a clause only cites who acts: 按照“…,部门各负其责”的原则; 推动党中央、国务院,省委、省政府…."""
    opened = passage.rfind("“", begin, place)
    cited = opened > begin and passage.rfind("”", begin, place) < opened and passage[place - 1] == ","
    return cited or passage.endswith("党中央、国务院,", begin, place)


def _at(passage: str, start: int, end: int) -> Iterator[Actor]:
    """The actors whose list begins at ``start``, up to what they must do; none where the words there are no actors."""
    words = _words()
    if words.marked.match(passage, start):
        return
    for organ in words.organ.finditer(
        passage, start, end
    ):  # where a name may end before what it must do, nearest first
        if organ.end() > start + _LONGEST:
            return
        modal = organ["modal"] is not None
        if names := _real(passage, start, organ.end(), modal=modal or _alone(passage, start, organ.end())):
            role = _role(passage, organ.end(), organ.end("follows"))
            for name in names:
                yield Actor(name, _supervises(name) or role, "actors/modal" if modal else "actors/verb")
            yield from _joining(passage, organ.end(), end)
            return


def _alone(passage: str, start: int, organ: int) -> bool:
    """Whether a division acts without a modal: at a sentence's head, behind 由 as a group, likewise, as who answers."""
    opens = start == 0 or passage[start - 1] in "。;\n"
    by = passage.endswith("由", 0, start) and _BY.match(passage, start)
    return bool(by or _LIKEWISE.match(passage, organ) or (opens and _ALONE.match(passage, organ)))


# What a division does at the head of a sentence, without a modal: 大理州持续推进….
_ALONE = re.compile(
    "(?:持续|加快|全面|继续|重点|切实|着力|牵头|扎实|深入|全力|先行|率先|同步|稳步|积极|大力|有序)"
    "(?:推进|推动|实施|开展|完成|建设|落实|做好|加强|发展|抓好|打造|培育|建成|启动)"
)
_BY = re.compile("(?:所在|属地|当地|各)?(?:乡[镇(]|镇[街(]|街[镇道]|村|社区|县[区(]|区县|县市)")  # 由乡镇具体开展
_LIKEWISE = re.compile("[参比]照(?:本|执行)|[是为][^。,;]{0,30}(?:责任主体|责任单位|第一责任|主管部门)")


def _joining(passage: str, start: int, end: int) -> Iterator[Actor]:
    """Those behind a 会同, and the next who act: 由甲局统筹、乙局实施."""
    if _JOINT.match(passage, start, end):
        yield from _jointly(passage, start, end)
    elif following := _FOLLOWING.match(passage, start, end):
        yield from _at(passage, following.end(), end)


def _jointly(passage: str, start: int, end: int) -> Iterator[Actor]:
    """Those behind a 会同: 甲局会同乙局、丙局开展检查; they take part."""
    joint = _JOINT.match(passage, start, end)
    for actor in _at(passage, joint.end(), end) if joint else ():
        yield Actor(actor.name, actor.role if _supervises(actor.name) else Role.PARTICIPANT, actor.rule)


_JOINT = re.compile(
    "(?!经|报)[^,;。:、\n]{0,14}?(?:会同|商(?=[省市县区州有相])|联合(?=[省市县区州镇乡属派]|有关|相关|各有关|各相关|各部门|[^,;。]{2,60}?等(?:有关|相关)?(?:部门|单位)[,开对]))(?=[^,;。])"
)
_MUST_JOIN = re.compile("(?:同时,?)?(?:要|应当?|须)(?:积极|主动|及时)*会同")  # the subject is that of a sentence before
_FOLLOWING = re.compile("[^,;。:、\n向报对给与和同将从被至委局厅府]{1,12}、(?=[省市县区州镇乡街属各])")


def _real(passage: str, start: int, end: int, *, modal: bool) -> tuple[Name, ...]:
    """The names of a list if every one is a real actor; a bare division acts only before a modal (某县要…)."""
    words = _words()
    quoted = passage[start - 1 : start] == "”"  # “两基”验收的县, “厕所革命”工作领导小组 begin before
    broken = quoted and ("的" in passage[start:end] or passage.startswith(("工作", "领导", "专项"), start))
    if broken or _COUNT.search(passage, start, end):
        return ()
    if under := _UNDER.match(passage, start, end):
        start = under.end()
    printed = split(passage, start, end)
    names = tuple(name for name in printed if not _PERSONS.search(name.text)) or printed  # 巡查队、包保干部
    if counted(passage[start:end]):
        return names
    acts = modal
    if any(_sure(name.text) for name in names):  # 各乡镇政府和企业, 各县(区)、西山度假区
        acts = modal or not _CUT.search(names[-1].text)
        beside = modal and _sure(names[-1].text)
        names = tuple(name for name in names if _acting(name.text) or not (beside or words.regulated.search(name.text)))
    return names if names and all(_sure(name.text) or (acts and _is_division(name.text)) for name in names) else ()


def _acting(text: str) -> bool:
    return _sure(text) or _is_division(text)


@remembered
def _sure(text: str) -> bool:
    """A body by its build, or places as a group."""
    built = _named(text) and bool(_words().real.search(text) or _words().company.match(text))
    grouped = text.startswith(_GROUPS) or "所在" in text or _QUALIFIED.search(text) is not None
    return built or (grouped and _is_division(text))


_QUALIFIED = re.compile("的(?:旗?县(?:[(〔]市、区[)〕]|市区|区)?|省份|市县|区县|乡镇)$")  # 任务较重的县
_CUT = re.compile("[厅局委部][一-鿿]{2,3}$")  # 总局砚州监管分局


@remembered
def _is_division(text: str) -> bool:
    return _words().division.match(text) is not None


_PERSONS = re.compile("(?:干部|领导|责任人|负责人|负责同志|人员|[河湖林田]长|网格员|护林员|志愿者|党员)$")


_COUNT = re.compile(r"\d(?!\d?[个家](?:部门|单位))")
_UNDER = re.compile("[省市县区州][一-鿿]{1,12}(?:所属|下属|直属)的(?=[省市县区州])")  # 市住建局所属的市住房保障办公室
_GROUPS = ("各", "相关", "有关", "其他", "属地")


_NO_NAME = re.compile(
    "^(?:认真|尽快|积极|切实|及时|进一步|充分|主动|迅速|立即|广泛|大力|着力|定期)|涉及|严禁|禁止|是|作为|^一[村组县镇]|^(?:未|已|分别|并|须|应)?经(?![贸信济开管发委])|每(?!个)|派出(?!所|机构|单位|部门)|向|书记|协助(?!单位|部门)|负责人|责任人|(?:副?(?:指挥|[省县市区镇乡厅局])长|副指挥|主任)(?=组织|召集|主持|率|带领|牵头)|.由(?=[省市县区州镇乡村街各属有相])|《(?!.*》)|(?<!所)在(?!职)|^其(?![他它余])|担任|^遇|等.{1,12}的|带领|率领|组成的|为成员|^承担(?!.*的)|(?:设置|设立|建立|组建)[一-鿿]+的|有责?权|以.{1,8}为|.{2}经(?=所在|当地|属地|本级|同级|上级|主管)|^(?:评价|组成(?!部门|单位)|[^、]{1,6}[)〕市县区镇乡]设立|分[级类部]|[但而视]|依据|按照|根据|结合|针对)"
)  # 每季度向县整改办, 未经市财政局
_CHARGED = re.compile("^(?:负责|承担)(?=.*的(?:部门|单位|机关|机构)$)")  # 负责审批的部门
_PUBLIC = re.compile("(?:各级(?:各类)?|县级以上)[一-鿿]{2,12}机构$")  # 各级公共就业服务机构 are no firms
_ADDRESSED = re.compile(
    "[一-鿿]{2}[报送交](?:经)?(?=[省市县区州](?:委|(?:人民)?政府))|移[交送]|[提报商]请|抄[送报]|转交|交由|报送|上报|提交|约谈|通知|邀请|增加(?=[省市县区州])|(?:组织|督促|要求|召集)(?=[省市县区州各有相]|全[省市县区州])"
)  # 结果报市委: to whom, not who acts


def _named(text: str) -> bool:
    if (
        ":" in text
        or "组长" in text.replace("组长单位", "")
        or text[:1] in "([〔【"
        or (_words().refused.search(text) and not _PUBLIC.match(text))
        or _ADDRESSED.search(text)
        or _NO_NAME.search(text)
    ):
        return False
    head = text.rsplit("的", 1)[-1]  # 质量不达标的县政府: the words before 的 tell which
    return (
        looks_like_agency(head)
        and not _words().modal.search(_CHARGED.sub("", text.replace("牵头", "")))
        and (len(head) > 2 or head in rulebook("actors").words["short"] or (head in ("部门", "单位") and head != text))
    )


def _supervises(name: Name) -> Role | None:
    return Role.SUPERVISOR if _words().supervisor.search(name.text) else None


def _role(passage: str, organ: int, follows: int) -> Role:
    if _words().participant.match(passage, organ) or _words().helping.match(passage, organ):
        return Role.PARTICIPANT
    if _words().checking.match(passage, organ):
        return Role.SUPERVISOR
    return Role.LEAD if "牵头" in passage[organ : follows + 2] else Role.RESPONSIBLE
