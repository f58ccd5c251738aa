"""Marks on a text, and the review that draws them: nothing of the text is lost, nothing in it becomes markup."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass, replace
from enum import StrEnum
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from api.cli import command
from api.review import terminal as review_terminal
from api.review import words as review_words
from api.review.layout import Review, review, turned
from api.review.page import page
from graph.marks import Mark, MarkKind, findings, marks, walk
from graph.model import (
    Basis,
    Change,
    CitationRelation,
    DeadlineKind,
    Document,
    DocumentKind,
    Evidence,
    Modality,
    PlaceType,
    Precision,
    Remark,
    Role,
)
from tests.sample_documents import documents as sample_documents
from tests.strategies import UNHURRIED, documents

SAMPLES = Path(__file__).parent.parent / "loaders" / "samples"
HOSTILE = "<script>alert(\"1\")</script></div></mark>&amp;<i title='x'>市水利局\x1b[31m\u202e"


@dataclass
class Page(HTMLParser):
    """A page as a browser has it: what its elements of class ``text`` hold, its tags, and whether they nest."""

    text: str = ""
    tags: list[str] = field(default_factory=list)
    open_tags: list[tuple[str, bool]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append(tag)
        self.ids += [str(values["id"])] if "id" in values else []
        self.links += [str(values["href"])] if "href" in values else []
        if tag not in {"meta", "input", "br"}:
            inside = bool(self.open_tags) and self.open_tags[-1][1]
            self.open_tags.append((tag, inside or values.get("class") == "text"))

    def handle_endtag(self, tag: str) -> None:
        assert self.open_tags.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if self.open_tags and self.open_tags[-1][1]:
            self.text += data


def read(html: str) -> Page:
    parsed = Page()
    parsed.feed(html)
    parsed.close()
    return parsed


def plain(found: Review) -> str:
    """The text of a review without colour, with its signs, without line ends and blank lines."""
    lines = [line for block in found.blocks() for line in review_terminal._lines(found, block, colour=False)]
    return "".join(line.plain for _, line in lines)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", review_terminal.printable(text))


spans = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(sorted)
some_marks = st.lists(st.builds(lambda span, kind: Mark(span[0], span[1], kind, ""), spans, st.sampled_from(MarkKind)))


@given(some_marks)
def test_a_walk_covers_the_text_once_and_tells_what_covers_each_character(found: list[Mark]) -> None:
    found = [mark for mark in found if mark.start < mark.end]
    stretches = list(walk(found, (0, 12)))

    assert [place for s in stretches for place in range(s.start, s.end)] == list(range(12))
    for stretch in stretches:
        covering = [mark for mark in found if mark.start < stretch.end and mark.end > stretch.start]
        assert all(mark.start <= stretch.start and stretch.end <= mark.end for mark in covering)
        assert sorted(stretch.marks, key=hash) == sorted(covering, key=hash)


def test_marks_that_cross_are_closed_and_opened_so_that_they_nest() -> None:
    wide, crossing = Mark(0, 4, MarkKind.TARGET, ""), Mark(2, 6, MarkKind.PLACE, "")

    assert turned((wide,), (wide, crossing)) == ((), (crossing,))
    assert turned((wide, crossing), (crossing,)) == ((crossing, wide), (crossing,))


@UNHURRIED
@given(documents())
def test_a_page_without_its_marks_is_the_text_exactly(document: Document) -> None:
    found = read(page(review(document, review_words.CHINESE)))

    assert found.text == document.source.text
    assert found.open_tags == []
    assert len(found.ids) == len({*found.ids})
    assert {link.removeprefix("#") for link in found.links} <= {*found.ids}


@UNHURRIED
@given(documents())
def test_a_terminal_without_its_signs_shows_every_character_that_is_not_blank(document: Document) -> None:
    found = review(document, review_words.CHINESE)
    signs = "".join({*review_words.CHINESE.signs.values()})

    without = re.sub(f"⟦[{signs}]:|⟧", "", plain(found))
    assert squeezed(without) == squeezed(document.source.text)


@UNHURRIED
@given(documents())
def test_every_fact_with_a_place_is_marked_there(document: Document) -> None:
    places = {(mark.start, mark.end) for mark in marks(document)}

    assert {(e.start, e.end) for e in evidence(document)} == places


def evidence(document: Document) -> Iterator[Evidence]:
    """Every place in a document, wherever in it: its values are searched for what is evidence."""
    waiting: list[object] = [document]
    while waiting:
        match waiting.pop():
            case Evidence() as found:
                yield found
            case tuple() as values:
                waiting += values
            case value if is_dataclass(value):
                waiting += [getattr(value, field.name) for field in fields(value)]


def test_the_notes_of_a_measure_say_who_must_do_what_where_by_when() -> None:
    document = next(each for each in sample_documents() if each.key == "yunling-2018")
    found = [findings(measure, review_words.CHINESE.of_code) for measure in document.measures]

    assert [[(mark.kind.value, mark.note) for mark in notes] for notes in found] == [
        [
            ("agency", "牵头 云岭省环境保护厅 (明示)"),
            ("agency", "负责 清川市人民政府 (明示)"),
            ("deadline", "截至 2018-06-30 (月)"),
            ("deadline", "截至 2019-12-31 (年)"),
            ("place", "岚江 (地物)"),
        ],
        [
            ("agency", "负责 云岭省住房和城乡建设厅 (明示)"),
            ("deadline", "截至 2019-12-31 (年)"),
            ("target", "城市污水处理率 ≥ 95 % · 截至 2019-12-31"),
        ],
        [("agency", "督导 云岭省人民政府督查室 (正文)"), ("recurrence", "每3个月 ≥ 1 次 · 省政府督查室")],
        [],
    ]


def hostile() -> Document:
    """A document in which everything that is drawn is hostile."""
    document = sample_documents()[0]
    place = Evidence(0, len(HOSTILE), HOSTILE)
    measure = replace(document.measures[0], number=HOSTILE, heading=HOSTILE, text=HOSTILE, evidence=place)
    assignment = replace(measure.assignments[0], mention=HOSTILE, agency=None, evidence=place)
    return replace(
        document,
        key=HOSTILE,
        title=HOSTILE,
        source=replace(document.source, name=HOSTILE, text=HOSTILE),
        measures=(replace(measure, assignments=(assignment,), deadlines=(), targets=(), places=(), recurrences=()),),
        sections=(),
        deadlines=(),
        targets=(),
        citations=(),
        facts=(),
        remarks=(Remark("code", HOSTILE, place),),
    )


def test_hostile_text_stays_text_on_a_page() -> None:
    found = read(page(review(hostile(), review_words.CHINESE)))

    assert found.text == HOSTILE
    assert {"script", "i"}.isdisjoint(found.tags)
    assert found.open_tags == []


@pytest.mark.parametrize("colour", [True, False])
def test_hostile_text_moves_nothing_on_a_terminal(colour: bool) -> None:
    console = Console(width=100, color_system=None)
    with console.capture() as shown:
        console.print(review_terminal.drawn(review(hostile(), review_words.CHINESE), colour=colour))

    assert "<script>" in shown.get()
    assert {char for char in shown.get() if not char.isprintable()} == {"\n"}


@pytest.mark.parametrize(
    "codes",
    [Role, Modality, DeadlineKind, Precision, PlaceType, CitationRelation, DocumentKind],
    ids=lambda c: c.__name__,
)
def test_every_code_has_a_word_in_chinese(codes: type[StrEnum]) -> None:
    assert [code for code in codes if code not in review_words.CHINESE.codes] == []
    assert {*Basis} - {Basis.INHERITED, Basis.CONVENTION} <= review_words.CHINESE.codes.keys()
    assert {*Change} - {Change.LEVEL} <= review_words.CHINESE.codes.keys()


@pytest.mark.parametrize("words", [review_words.CHINESE, review_words.ENGLISH], ids=lambda words: words.language)
def test_every_kind_has_a_name_and_all_within_a_measure_have_signs(words: review_words.ReviewWords) -> None:
    assert set(words.kinds) == set(MarkKind)
    assert set(words.signs) == set(MarkKind) - {MarkKind.SECTION, MarkKind.MEASURE}
    assert len({*words.signs.values()}) == len(words.signs)


def test_every_kind_of_mark_on_a_page_can_be_switched_off() -> None:
    html = page(review(sample_documents()[0], review_words.CHINESE))

    for kind in set(re.findall('<mark class="([a-z]+)"', html)):
        assert f'id="show-{kind}" checked' in html
        assert f"#show-{kind}:not(:checked) ~ main mark.{kind}" in html


def run(*arguments: object, language: str = "zh_CN.UTF-8") -> Result:
    return CliRunner().invoke(command({"LANG": language}), [str(argument) for argument in arguments])


def test_the_command_shows_the_text_with_what_was_found_under_each_measure() -> None:
    result = run("review", SAMPLES / "plan-water-2020.txt", "--no-color")

    assert result.exit_code == 0, result.output
    assert "⟦机:省生态环境厅⟧" in result.stdout
    assert "牵头 云岭省生态环境厅" in result.stdout
    assert re.search(r"第\d+行第\d+字.*number-gap", result.stdout)
    assert re.search(r"合计: .*措施 \d+", result.stdout)


def test_the_command_speaks_english_where_the_locale_does() -> None:
    result = run("review", SAMPLES / "plan-water-2020.txt", language="en_GB.UTF-8")

    assert re.search(r"Counts: .*measure \d+", result.stdout)


def test_the_command_writes_a_page_that_holds_the_text(tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    result = run("review", SAMPLES / "rectification-rivers-2023.txt", "--html", out)

    assert (result.exit_code, result.stdout) == (0, "")
    assert str(out) in result.stderr
    assert read(out.read_bytes().decode()).text == (SAMPLES / "rectification-rivers-2023.txt").read_bytes().decode()


def test_a_file_that_is_no_text_is_told_without_a_trace(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n")
    result = run("review", tmp_path / "picture.png")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "picture.png" in result.stderr
