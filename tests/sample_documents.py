"""Four small documents of invented provinces, as a reader hands them over: what the tests of graph and queries ask.

They hold, between them: a measure with two deadlines, one that inherits, one that starts, one without any; leads by
clause and by document rule; a body left unresolved, a group, two bodies of one short name, a former and a present body;
targets, a recurrence, places, citations, figures and remarks.
"""

from datetime import date
from decimal import Decimal
from hashlib import sha256

from pyoxigraph import Literal, NamedNode, Quad

from graph import codecs, iri
from graph import vocab as dg
from graph.known.division_days import division_days
from graph.known.generals import generals
from graph.known.membership import Membership, membership
from graph.known.rows import Division, GroupDivisions, GroupOrgans, Level
from graph.model import (
    Agency,
    AgencyKind,
    Assignment,
    Basis,
    Change,
    ChangeKind,
    Citation,
    CitationRelation,
    Comparator,
    Deadline,
    DeadlineKind,
    Document,
    DocumentKind,
    Evidence,
    Fact,
    Measure,
    Modality,
    Place,
    PlaceType,
    Precision,
    Recurrence,
    Remark,
    Role,
    Section,
    SourceFile,
    Target,
)
from loaders.general_indicators import general


class _Print:
    """A text and where things stand in it."""

    def __init__(self, text: str, item: str = "") -> None:
        self.text = text
        self.item = item

    def at(self, quote: str) -> Evidence:
        start = self.text.index(quote, self.text.index(self.item))
        return Evidence(start, start + len(quote), quote)

    def within(self, item: str) -> "_Print":
        return _Print(self.text, item)

    def assignment(self, role: Role, mention: str, agency: Agency | None, rank: int, basis: Basis) -> Assignment:
        return Assignment(role, mention, agency, basis, rank, self.at(mention))

    def deadline(self, mention: str, last: date, precision: Precision) -> Deadline:
        first = date(last.year, 1 if precision is Precision.YEAR else last.month, 1)
        return Deadline(mention, DeadlineKind.BY, first, last, precision, self.at(mention))

    def place(self, mention: str, name: str, sort: PlaceType) -> Place:
        return Place(mention, name, sort, self.at(mention))


def _source(name: str, text: str) -> SourceFile:
    data = text.encode()
    return SourceFile(name, sha256(data).hexdigest(), len(data), "text/plain", "utf-8", text)


def _body(name: str, jurisdiction: str, kind: AgencyKind = AgencyKind.AGENCY) -> Agency:
    return Agency(name, jurisdiction, kind)


_PROTECTION = _body("云岭省环境保护厅", "云岭省")
_ECOLOGY = _body("云岭省生态环境厅", "云岭省")
_HOUSING = _body("云岭省住房和城乡建设厅", "云岭省")
_FINANCE = _body("云岭省财政厅", "云岭省")
_INSPECTION = _body("云岭省人民政府督查室", "云岭省", AgencyKind.UNIT)
_CITIES = _body("云岭省各市(州)人民政府", "云岭省", AgencyKind.GROUP)
_QINGCHUAN = _body("清川市人民政府", "清川市")
_QINGCHUAN_ECOLOGY = _body("清川市生态环境局", "清川市")
_LINJIANG = _body("临江省生态环境厅", "临江省")


def rectification() -> Document:
    """A rectification plan of 2018 with a deadline for the whole, two inherited from it, and a citation."""
    clean = "治理岚江。2018年6月底前封堵全部排污口,2019年底前清淤。牵头单位:省环境保护厅;责任单位:清川市人民政府。"
    treat = "提高污水处理水平。到2019年,城市污水处理率达到95%以上。(省住房城乡建设厅负责)"
    watch = "强化督导。省政府督查室每季度督查1次。"
    prohibit = "严禁在岚江源保护区新建码头。"
    text = (
        "云岭省水环境问题整改方案\n根据《云岭省河湖条例》(云人发〔2016〕9号),到2020年底前全部整改到位。\n"
        f"一、加快治理\n(一){clean}\n(二){treat}\n二、加强保障\n(一){watch}\n(三){prohibit}\n"
        "云岭省人民政府\n2018年3月1日\n"
    )
    whole, first, second, third = _Print(text), _Print(text, clean), _Print(text, treat), _Print(text, watch)
    return Document(
        key="yunling-2018",
        source=_source("yunling-2018.txt", text),
        title="云岭省水环境问题整改方案",
        kind=DocumentKind.RECTIFICATION_PLAN,
        issuers=("云岭省人民政府",),
        jurisdiction="云岭省",
        document_number="云府〔2018〕3号",
        issued=date(2018, 3, 1),
        published=None,
        sections=(
            Section("一", "加快治理", whole.at("一、加快治理")),
            Section("二", "加强保障", whole.at("二、加强保障")),
        ),
        measures=(
            Measure(
                1,
                "一/(一)",
                "治理岚江",
                "2018年6月底前封堵全部排污口,2019年底前清淤。",
                Modality.OBLIGATION,
                whole.at(f"(一){clean}"),
                assignments=(
                    first.assignment(Role.LEAD, "省环境保护厅", _PROTECTION, 0, Basis.EXPLICIT),
                    first.assignment(Role.RESPONSIBLE, "清川市人民政府", _QINGCHUAN, 1, Basis.EXPLICIT),
                ),
                deadlines=(
                    first.deadline("2018年6月底前", date(2018, 6, 30), Precision.MONTH),
                    first.deadline("2019年底前", date(2019, 12, 31), Precision.YEAR),
                ),
                places=(first.place("岚江", "岚江", PlaceType.FEATURE),),
            ),
            Measure(
                2,
                "一/(二)",
                "提高污水处理水平",
                "到2019年,城市污水处理率达到95%以上。",
                Modality.OBLIGATION,
                whole.at(f"(二){treat}"),
                assignments=(second.assignment(Role.RESPONSIBLE, "省住房城乡建设厅", _HOUSING, 0, Basis.EXPLICIT),),
                deadlines=(second.deadline("到2019年", date(2019, 12, 31), Precision.YEAR),),
                targets=(_sewage(second, "城市污水处理率达到95%以上", "城市污水处理率", date(2019, 12, 31)),),
            ),
            Measure(
                3,
                "二/(一)",
                "强化督导",
                "省政府督查室每季度督查1次。",
                Modality.OBLIGATION,
                whole.at(f"(一){watch}"),
                assignments=(third.assignment(Role.SUPERVISOR, "省政府督查室", _INSPECTION, 0, Basis.IN_TEXT),),
                recurrences=(Recurrence("每季度督查1次", "P3M", 1, third.at("每季度督查1次"), "省政府督查室"),),
            ),
            Measure(4, "二/(三)", "", prohibit, Modality.PROHIBITION, whole.at(f"(三){prohibit}")),
        ),
        deadlines=(whole.deadline("到2020年底前", date(2020, 12, 31), Precision.YEAR),),
        citations=(
            Citation("云岭省河湖条例", "云人发〔2016〕9号", CitationRelation.BASED_ON, whole.at("《云岭省河湖条例》")),
        ),
        remarks=(Remark("number-gap", "(一)之后是(三)", whole.at(f"(三){prohibit}")),),
    )


def work_points() -> Document:
    """Work points of 2020: the first listed leads, a group, a name left unresolved, a start and a decrease."""
    air = "打好蓝天保卫战。细颗粒物浓度比2015年下降18%。责任单位:省生态环境厅、省财政厅,各市(州)人民政府、有关中心。"
    ship = "自2020年7月1日起在清川市推行船舶清洁能源。责任单位:省财政厅。"
    rule = "排在首位的单位为牵头单位。"
    text = f"云岭省2020年生态环境工作要点\n落实《云岭省水环境问题整改方案》,2020年底前完成。{rule}\n1.{air}\n2.{ship}\n"
    whole, first, second = _Print(text), _Print(text, air), _Print(text, ship)
    start = second.at("自2020年7月1日起")
    return Document(
        key="yunling-2020",
        source=_source("yunling-2020.txt", text),
        title="云岭省2020年生态环境工作要点",
        kind=DocumentKind.WORK_POINTS,
        issuers=("云岭省生态环境厅", "云岭省水利厅"),
        jurisdiction="云岭省",
        document_number=None,
        issued=None,
        published=date(2020, 4, 2),
        measures=(
            Measure(
                1,
                "1",
                "打好蓝天保卫战",
                "细颗粒物浓度比2015年下降18%。",
                Modality.OBLIGATION,
                whole.at(f"1.{air}"),
                assignments=(
                    Assignment(
                        Role.LEAD,
                        "省生态环境厅",
                        _ECOLOGY,
                        Basis.DOCUMENT_RULE,
                        0,
                        first.at("省生态环境厅"),
                        whole.at(rule),
                    ),
                    first.assignment(Role.RESPONSIBLE, "省财政厅", _FINANCE, 1, Basis.EXPLICIT),
                    first.assignment(Role.RESPONSIBLE, "各市(州)人民政府", _CITIES, 2, Basis.EXPLICIT),
                    first.assignment(Role.RESPONSIBLE, "有关中心", None, 3, Basis.EXPLICIT),
                ),
                targets=(
                    Target(
                        "细颗粒物浓度比2015年下降18%",
                        "细颗粒物浓度",
                        Comparator.EXACTLY,
                        Decimal(18),
                        "%",
                        Change.DECREASE,
                        "2015",
                        None,
                        None,
                        first.at("细颗粒物浓度比2015年下降18%"),
                    ),
                ),
            ),
            Measure(
                2,
                "2",
                "",
                "自2020年7月1日起在清川市推行船舶清洁能源。",
                Modality.OBLIGATION,
                whole.at(f"2.{ship}"),
                assignments=(second.assignment(Role.RESPONSIBLE, "省财政厅", _FINANCE, 0, Basis.EXPLICIT),),
                deadlines=(
                    Deadline(
                        "自2020年7月1日起",
                        DeadlineKind.FROM,
                        date(2020, 7, 1),
                        date(2020, 7, 1),
                        Precision.DAY,
                        start,
                    ),
                ),
                places=(second.place("清川市", "清川市", PlaceType.DIVISION),),
            ),
        ),
        deadlines=(whole.deadline("2020年底前", date(2020, 12, 31), Precision.YEAR),),
        citations=(
            Citation(
                "云岭省水环境问题整改方案",
                None,
                CitationRelation.IMPLEMENTS,
                whole.at("《云岭省水环境问题整改方案》"),
            ),
        ),
        remarks=(Remark("agency-unresolved", "有关中心", first.at("有关中心")),),
    )


def opinions() -> Document:
    """Opinions of another province whose body has the same short name; a notice carries them; no date in sight."""
    reuse = "推广再生水,工业用水重复利用率提高到92%。牵头单位:省生态环境厅。"
    text = f"关于印发《临江省节水实施意见》的通知\n临江省节水实施意见\n一、{reuse}\n"
    whole, only = _Print(text), _Print(text, reuse)
    return Document(
        key="linjiang",
        source=_source("linjiang.html", text),
        title=None,
        kind=DocumentKind.IMPLEMENTATION_OPINIONS,
        issuers=(),
        jurisdiction="临江省",
        document_number=None,
        issued=None,
        published=None,
        carries="临江省节水实施意见",
        measures=(
            Measure(
                1,
                "一",
                "",
                "推广再生水,工业用水重复利用率提高到92%。",
                Modality.OBLIGATION,
                whole.at(f"一、{reuse}"),
                assignments=(only.assignment(Role.LEAD, "省生态环境厅", _LINJIANG, 0, Basis.EXPLICIT),),
                targets=(_sewage(only, "工业用水重复利用率提高到92%", "工业用水重复利用率", None),),
            ),
        ),
    )


def report() -> Document:
    """A city's progress report: a figure, and what will be done next by its own bureau."""
    done = "已建成污水管网120公里。"
    next_ = "市生态环境局2021年6月底前复查岚江。"
    text = f"清川市整改落实情况\n一、{done}\n二、{next_}\n"
    whole, second = _Print(text), _Print(text, next_)
    return Document(
        key="qingchuan-2021",
        source=_source("qingchuan-2021.txt", text),
        title="清川市整改落实情况",
        kind=DocumentKind.PROGRESS_REPORT,
        issuers=("清川市人民政府",),
        jurisdiction="清川市",
        document_number=None,
        issued=None,
        published=date(2021, 1, 15),
        measures=(
            Measure(
                1,
                "二",
                "",
                next_,
                Modality.OBLIGATION,
                whole.at(f"二、{next_}"),
                assignments=(
                    second.assignment(Role.RESPONSIBLE, "市生态环境局", _QINGCHUAN_ECOLOGY, 0, Basis.IN_TEXT),
                ),
                deadlines=(second.deadline("2021年6月底前", date(2021, 6, 30), Precision.MONTH),),
                places=(second.place("岚江", "岚江", PlaceType.FEATURE),),
            ),
        ),
        facts=(
            Fact("建成污水管网120公里", "建成污水管网", Decimal(120), "公里", None, whole.at("建成污水管网120公里")),
        ),
    )


def documents() -> tuple[Document, ...]:
    """All four."""
    return rectification(), work_points(), opinions(), report()


def groups() -> Membership:
    """Who the members of groups are in 云岭省, of which only 清川市 is known."""
    province = Division("990000", "云岭省", Level.PROVINCE, None, 1981, None, ())
    city = Division("990100", "清川市", Level.PREFECTURE, "990000", 1994, None, ())
    each = GroupDivisions("each-city-and-prefecture", ("各市(州)",), ("province",), ("prefecture",), False, "", "")
    days = division_days((province, city), {row: row.name for row in (province, city)})
    return membership(days, [each], [GroupOrgans("人民政府", ("~人民政府",), (), "")], [])


def reference() -> tuple[tuple[NamedNode, tuple[Quad, ...]], ...]:
    """清川市, once 清川县, lies in 云岭省; 云岭省生态环境厅 came after 云岭省环境保护厅; what indicators stand for."""
    county, city, province = map(iri.division, ("清川县", "清川市", "云岭省"))
    change = iri.part(iri.agency(_ECOLOGY.name), "change", 1)
    divisions: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (city, dg.rdfType, dg.Division),
        (city, dg.prefLabel, Literal("清川市", language="zh")),
        (city, dg.name, Literal("清川")),
        (city, dg.code, Literal("990100")),
        (city, dg.partOf, province),
        (county, dg.rdfType, dg.Division),
        (county, dg.prefLabel, Literal("清川县", language="zh")),
        (county, dg.validUntil, codecs.DAY.write(date(1994, 12, 31))),
        (county, dg.successor, city),
        (province, dg.name, Literal("云岭")),
    ]
    agencies: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (iri.agency(_ECOLOGY.name), dg.successorOf, iri.agency(_PROTECTION.name)),
        (iri.agency(_ECOLOGY.name), dg.prefLabel, Literal(_ECOLOGY.name, language="zh")),
        (iri.agency(_ECOLOGY.name), dg.formerName, Literal("云岭省环保局")),
        (iri.agency(_ECOLOGY.name), dg.startNotBefore, codecs.DAY.write(date(2018, 9, 1))),
        (iri.agency(_ECOLOGY.name), dg.startNotAfter, codecs.DAY.write(date(2018, 12, 31))),
        (iri.agency(_PROTECTION.name), dg.endNotBefore, codecs.DAY.write(date(2018, 8, 31))),
        (iri.agency(_PROTECTION.name), dg.endNotAfter, codecs.DAY.write(date(2018, 12, 30))),
        (change, dg.rdfType, dg.OrganizationalChange),
        (change, dg.originalAgency, iri.agency(_PROTECTION.name)),
        (change, dg.resultingAgency, iri.agency(_ECOLOGY.name)),
        (change, dg.changeKind, dg.concept(ChangeKind.RENAMED)),
        (change, dg.startNotBefore, codecs.DAY.write(date(2018, 9, 1))),
        (change, dg.startNotAfter, codecs.DAY.write(date(2018, 12, 31))),
        (change, dg.rule, Literal("level-reform")),
        (change, dg.legalBasis, Literal("云岭省机构改革方案")),
    ]
    measures = [measure for document in documents() for measure in document.measures]
    indicators = tuple(generals(general)({target.indicator for each in measures for target in each.targets}))
    graphs = ((iri.DIVISIONS_GRAPH, divisions), (iri.AGENCIES_GRAPH, agencies))
    made = ((name, tuple(Quad(*triple, name) for triple in triples)) for name, triples in graphs)
    return (*made, (iri.INDICATORS_GRAPH, indicators))


def _sewage(where: _Print, mention: str, indicator: str, by: date | None) -> Target:
    value = Decimal(mention.partition("%")[0][-2:])
    return Target(mention, indicator, Comparator.AT_LEAST, value, "%", Change.LEVEL, None, by, None, where.at(mention))
