"""The samples and their gold fit each other: whatever the gold states is printed where it says. No loader runs here."""

import csv
import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

import opencc
import pytest

from graph import model
from graph.model import Basis, DeadlineKind, DocumentKind, Modality, Precision, Role
from tests.evaluate import ROOT, SETS, SHARED

SAMPLES, GOLD = SETS[0].documents, SETS[0].gold
DIVISIONS = ROOT / "loaders" / "gazetteers" / "divisions_fictional.csv"
BRACKETS = str.maketrans("〔〕[]【】〈〉<>", "()" * 5, "“”‘’\"'")
GLOSS = re.compile(r"(?<=[\u4e00-\u9fff])\([a-zü\u00e0-\u01dc]{1,6}\)")
BOUNDARY = r"(?:(?<=[\n。;:)])|^)"
KINDS = {
    "一": re.compile(BOUNDARY + r"([一二三四五六七八九十]+)、"),
    "(一)": re.compile(r"(\([一二三四五六七八九十]+\))"),
    "1": re.compile(BOUNDARY + r"(\d{1,2})\.(?!\d)"),
    "(1)": re.compile(r"(\(\d{1,2}\))"),
}


@cache
def received(name: str) -> str:
    """The characters of the sample."""
    encoding = "gb18030" if name.startswith("workpoints") else "utf-8-sig"
    return (SAMPLES / name).read_bytes().decode(encoding)


@cache
def printed(name: str) -> str:
    """The sample as the steps of the loader are to see it: one script, one width, no blanks, no readings."""
    text = received(name)
    text = "".join(unicodedata.normalize("NFKC", char) if "！" <= char <= "～" else char for char in text)
    text = re.sub(r"[ \t\r\u3000]+", "", GLOSS.sub("", text))
    return str(opencc.OpenCC("t2s").convert(text))


@cache
def gold(name: str) -> Any:
    return json.loads((GOLD / f"{name}.json").read_text(encoding="utf-8"))


def plain(text: str) -> str:
    return re.sub(r"\s", "", text).translate(BRACKETS)


@cache
def flat(name: str) -> str:
    return plain(printed(name))


NAMES = sorted(path.name for path in SAMPLES.glob("*.txt"))
ALL_NAMES = sorted(path.name for path in SAMPLES.iterdir() if path.suffix != ".md")
every_sample = pytest.mark.parametrize("name", NAMES)


def items(name: str, field: str) -> Iterator[Any]:
    for holder in [gold(name), *gold(name)["measures"]]:
        yield from holder.get(field, [])


def test_every_sample_has_its_gold_and_every_gold_its_sample() -> None:
    assert sorted(path.name.removesuffix(".json") for path in GOLD.glob("*.json")) == ALL_NAMES
    assert [gold(name)["source"] for name in ALL_NAMES] == ALL_NAMES


def test_the_readme_tells_of_every_sample() -> None:
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")

    assert sorted(re.findall(r"^\| `(.+?)`", readme, re.MULTILINE)) == ALL_NAMES


@every_sample
def test_a_sample_has_the_length_of_a_real_plan(name: str) -> None:
    assert 3_000 <= len(received(name)) <= 7_000


@every_sample
def test_gold_has_the_keys_of_the_gold_standard(name: str) -> None:
    entry = gold(name)

    shape = {"source", "document", "measures", "deadlines", "targets", "citations", "facts"}
    measure = {"number", "starts", "modality", "assignments", "deadlines", "recurrences", "targets", "places"}
    head = {"title", "kind", "issuers", "jurisdiction", "document_number", "issued", "published"}
    assert entry.keys() == shape
    assert entry["document"].keys() == head
    assert {frozenset(each) for each in entry["measures"]} == {frozenset(measure)}


@pytest.mark.parametrize(
    ("field", "shape"),
    [
        ("assignments", {"role", "mention", "agency", "basis"}),
        ("deadlines", {"mention", "date", "kind", "precision"}),
        ("recurrences", {"mention", "every", "at_least"}),
        ("targets", {f.name for f in model.Target.__dataclass_fields__.values()} - {"evidence", "correction"}),
        ("places", {"mention", "name", "type"}),
        ("citations", {"title", "number"}),
        ("facts", {f.name for f in model.Fact.__dataclass_fields__.values()} - {"evidence", "correction"}),
    ],
)
@every_sample
def test_items_of_the_gold_have_the_keys_of_the_gold_standard(name: str, field: str, shape: set[str]) -> None:
    assert {frozenset(item) for item in items(name, field)} <= {frozenset(shape)}


@pytest.mark.parametrize(
    ("field", "part", "codes"),
    [
        ("measures", "modality", Modality),
        ("assignments", "role", Role),
        ("assignments", "basis", Basis),
        ("deadlines", "kind", DeadlineKind),
        ("deadlines", "precision", Precision),
        ("targets", "comparator", model.Comparator),
        ("targets", "change", model.Change),
        ("places", "type", model.PlaceType),
    ],
)
@every_sample
def test_codes_of_the_gold_are_those_of_the_model(name: str, field: str, part: str, codes: Any) -> None:
    assert {item[part] for item in items(name, field)} <= {code.value for code in codes}


def test_the_samples_show_every_modality_role_and_kind_of_date() -> None:
    def found(field: str, part: str) -> set[str]:
        return {item[part] for name in NAMES for item in items(name, field)}

    assert found("measures", "modality") == set(Modality)
    assert found("assignments", "role") == set(Role)
    assert found("assignments", "basis") == set(Basis) - {Basis.INHERITED, Basis.CONVENTION, Basis.CORRECTED}
    assert found("deadlines", "kind") == set(DeadlineKind)
    assert found("targets", "comparator") == set(model.Comparator) - {model.Comparator.BELOW}
    assert found("targets", "change") == set(model.Change)


@every_sample
def test_the_head_of_the_gold_is_printed(name: str) -> None:
    head = gold(name)["document"]

    assert head["kind"] in set(DocumentKind)
    assert plain(head["title"] or "") in flat(name)
    assert plain(head["document_number"] or "") in flat(name)
    for day in (head["issued"], head["published"]):
        assert day is None or date.fromisoformat(day)


@every_sample
def test_every_measure_starts_where_the_gold_says_under_its_enumerators(name: str) -> None:
    text = printed(name)
    for measure in gold(name)["measures"]:
        at = [hit.start() for hit in re.finditer(re.escape(measure["starts"]), text)]
        assert len(at) == 1, measure["starts"]
        assert path_before(text, at[0], measure["number"]) == measure["number"]


def path_before(text: str, end: int, number: str) -> str:
    """The enumerators that stand above the place, of the kinds that the path has."""
    if number == "下一步":
        return "下一步" if text[:end].endswith("下一步,") else ""
    parts = []
    for part in reversed(number.split("/")):
        kind = re.sub(r"[一二三四五六七八九十]+", "一", re.sub(r"\d+", "1", part))
        last = list(KINDS[kind].finditer(text, 0, end))[-1]
        parts.append(last[1])
        end = last.start()
    return "/".join(reversed(parts))


@every_sample
def test_measures_stand_in_the_order_of_the_text_and_end_where_the_line_does(name: str) -> None:
    places = [printed(name).index(measure["starts"]) for measure in gold(name)["measures"]]
    lines = [printed(name)[place:].split("\n")[0] for place in places]

    assert places == sorted(places)
    assert [m["starts"] for m in gold(name)["measures"]] == [line[:20] for line in lines]


@pytest.mark.parametrize("field", ["deadlines", "recurrences", "targets", "places", "facts"])
@every_sample
def test_every_mention_is_printed(name: str, field: str) -> None:
    assert [item["mention"] for item in items(name, field) if plain(item["mention"]) not in flat(name)] == []


@every_sample
def test_mentions_of_a_measure_stand_in_its_own_text(name: str) -> None:
    for measure, own in zip(gold(name)["measures"], own_texts(name), strict=True):
        fields = ("deadlines", "recurrences", "targets", "places")
        mentions = [item["mention"] for field in fields for item in measure[field]]
        assert [mention for mention in mentions if plain(mention) not in own] == []


def own_texts(name: str) -> list[str]:
    """What stands between the start of each measure and that of the next."""
    places = [printed(name).index(measure["starts"]) for measure in gold(name)["measures"]]
    return [plain(printed(name)[start:end]) for start, end in zip(places, [*places[1:], None], strict=True)]


@every_sample
def test_every_agency_is_printed_in_its_measure_at_least_in_the_parts_of_a_coordination(name: str) -> None:
    for measure, own in zip(gold(name)["measures"], own_texts(name), strict=True):
        for item in measure["assignments"]:
            where = flat(name) if item["basis"] == "document_default" else own
            assert is_printed(plain(item["mention"]), where), (measure["number"], item["mention"])


def is_printed(mention: str, text: str) -> bool:
    """Whether it stands there as a whole, or its beginning with its end behind others: 甲市、乙市人民政府."""
    splits = (re.escape(mention[:i]) + "[^。;:]{1,40}?" + re.escape(mention[i:]) for i in range(2, len(mention) - 1))
    return mention in text or any(re.search(split, text) for split in splits)


@every_sample
def test_agencies_belong_to_divisions_of_the_invented_province(name: str) -> None:
    agencies = {item["agency"] for item in items(name, "assignments")}
    strangers = {
        agency for agency in agencies if not agency.removeprefix("中共").removeprefix("共青团").startswith(divisions())
    }

    assert strangers <= {"人民银行清川中心支行"}


@every_sample
def test_places_that_are_divisions_have_their_full_names(name: str) -> None:
    places = list(items(name, "places"))

    assert {place["name"] for place in places if place["type"] == "division"} <= set(divisions())
    assert {place["name"] for place in places if place["type"] == "feature"}.isdisjoint(divisions())


@cache
def divisions() -> tuple[str, ...]:
    lines = [line for line in DIVISIONS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return tuple(row["name"] for row in csv.DictReader(lines))


@every_sample
def test_dates_are_the_ends_of_the_periods_that_are_printed(name: str) -> None:
    for item in items(name, "deadlines"):
        day = date.fromisoformat(item["date"])
        edge = day if item["kind"] == "from" else day + timedelta(days=1)
        whole = {"day": True, "month": edge.day == 1, "year": edge.day == 1 and edge.month == 1}
        assert whole.get(item["precision"], edge.day == 1 and edge.month in {1, 4, 7, 10}), item
        if "年" in item["mention"] and (years := re.findall(r"\d{4}", item["mention"])):
            assert str(day.year) in years, item
        if months := re.findall(r"(\d{1,2})月", item["mention"]):
            assert str(day.month) in months, item


@every_sample
def test_figures_of_targets_are_printed_with_their_unit_unless_they_stand_for_the_whole(name: str) -> None:
    for item in items(name, "targets"):
        figure = f"{item['value']}{item['unit']}"
        whole = item["comparator"] == "=" and "全" in item["mention"] and figure == "100%"
        assert whole or figure in item["mention"], item
        assert item["baseline"] is None or item["baseline"] in item["mention"] or item["change"] != "level", item


@every_sample
def test_every_target_with_a_date_has_a_deadline_of_that_date_beside_it(name: str) -> None:
    for holder in [gold(name), *gold(name)["measures"]]:
        assert {t["by"] for t in holder["targets"] if t["by"]} <= {d["date"] for d in holder["deadlines"]}


@every_sample
def test_cited_titles_and_their_numbers_are_printed(name: str) -> None:
    for item in gold(name)["citations"]:
        assert plain(f"《{item['title']}》") in flat(name)
        assert item["number"] is None or plain(f"《{item['title']}》({item['number']})") in flat(name)


@every_sample
def test_every_title_in_the_text_is_in_the_gold(name: str) -> None:
    titles = {plain(title) for title in re.findall("《(.+?)》", flat(name))}

    assert titles == {plain(item["title"]) for item in gold(name)["citations"]}


@every_sample
def test_figures_of_facts_are_printed_in_their_mentions(name: str) -> None:
    assert [f for f in gold(name)["facts"] if f"{f['value']}{f['unit']}" not in f["mention"]] == []


def test_the_figures_of_the_progress_report_add_up() -> None:
    facts = {fact["mention"]: fact["value"] for fact in gold("progress-farmland-2021.txt")["facts"]}

    sums = {
        "督察反馈的56个问题": ["已完成整改41个", "达到序时进度12个", "正在加快推进3个"],
        "抽调人员75名": ["自然资源系统32名", "农业农村系统28名", "其他部门15名"],
        "全面排查疑似图斑1846个": ["农村乱占耕地建房图斑1120个", "工矿仓储图斑418个", "其他图斑308个"],
        "合计恢复5580亩": ["退林还耕4850亩", "退塘还耕730亩"],
        "共复核项目64个": ["认定合格51个", "经整改后合格10个", "核减3个"],
        "63名责任人": ["县处级干部8名", "乡科级干部35名", "其他人员20名"],
    }
    assert {whole: sum(facts[part] for part in parts) for whole, parts in sums.items()} == {
        whole: facts[whole] for whole in sums
    }


def test_the_samples_come_in_the_encodings_of_real_ones() -> None:
    data = {name: (SAMPLES / name).read_bytes() for name in NAMES}

    assert [name for name in NAMES if data[name].startswith(b"\xef\xbb\xbf")] == ["progress-farmland-2021.txt"]
    assert [name for name in NAMES if b"\r\n" in data[name]] == ["workpoints-eldercare-2021.txt"]
    with pytest.raises(UnicodeDecodeError):
        data["workpoints-eldercare-2021.txt"].decode("utf-8")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real documents lie beside the repository only here")
@every_sample
def test_no_run_of_twelve_characters_is_taken_from_a_real_document(name: str) -> None:
    assert sorted(runs(flat(name)) & foreign()) == []


@cache
def foreign() -> frozenset[str]:
    """Every run of twelve characters in the documents beside the repository."""
    convert = opencc.OpenCC("t2s").convert
    texts = (path.read_text(encoding="utf-8") for path in (SHARED / "documents").rglob("*.txt"))
    return frozenset(
        run for text in texts for run in runs(plain(GLOSS.sub("", convert(unicodedata.normalize("NFKC", text)))))
    )


def runs(text: str) -> set[str]:
    return {text[i : i + 12] for i in range(len(text) - 11)}
