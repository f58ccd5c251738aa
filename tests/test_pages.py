"""Pages for people: each answers, is sound HTML that is whole in itself, leads only to what is there, escapes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from api.http.app import create_app
from api.pages import gallery
from api.pages.rendering import LANGUAGES, Asked, words
from api.pages.start import start
from graph.model import Document, Evidence
from graph.query import catalogue
from graph.search import Index
from graph.store import Store
from tests.sample_documents import documents, groups, reference

HOSTILE = "<script>alert('1')</script>&\"><img src=x onerror=alert(2)>"
VIEWS = ("", "/documents", "/measures", "/agencies", "/divisions", "/indicators", "/targets", "/citations", "/calendar")
MORE = (
    "/audit",
    "/queries",
    "/sparql",
    "/sparql?query=DESCRIBE%20%3Curn:a%3E",
    "/measures?order=-due&column=number&column=targets&column=places&role=lead",
)
CLOSED = {"/pages/review": 404}  # a service without keys says there how it is opened
VOID = {"meta", "link", "input", "br", "img"}


@dataclass
class Sound(HTMLParser):
    """What a page is made of; ``faults`` are its elements that do not nest."""

    language: str = ""
    faults: list[str] = field(default_factory=list)
    open_tags: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    levels: list[int] = field(default_factory=list)
    labelled: set[str] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    inline: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.language = values.get("lang", "") if tag == "html" else self.language
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values["href"]] if tag == "a" else []
        self.loaded += [values[name] for name in ("href", "src") if name in values and tag != "a"]
        self.levels += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        self.labelled |= {values["for"]} if tag == "label" and "for" in values else set()
        self.inline += [f"{tag} {name}" for name in values if name == "style" or name.startswith("on")]
        self.inline += [tag] if tag in {"style", "script"} and "src" not in values else []
        if tag in {"input", "select"} and values.get("type") != "hidden" and "label" not in self.open_tags:
            self.fields.add(values.get("id", "?"))
        if tag == "a" and "a" in self.open_tags:
            self.faults.append("a link within a link")
        if tag not in VOID:
            self.open_tags.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open_tags or self.open_tags.pop() != tag:
            self.faults.append(f"</{tag}>")


def read(text: str) -> Sound:
    page = Sound()
    page.feed(text)
    page.close()
    return page


def things() -> Iterator[str]:
    """The page of the first thing of each kind, and of a few more."""
    first = documents()[0]
    measure = first.measures[0]
    yield f"/document/{quote(first.key)}"
    yield from (f"/document/{quote(each.key)}" for each in documents()[1:])
    yield f"/measure/{quote(first.key)}/{quote(measure.number.replace('/', '.'))}"
    agencies = [duty.agency.name for each in first.measures for duty in each.assignments if duty.agency]
    yield from (f"/agency/{quote(name)}" for name in agencies[:2])
    yield from (f"/agency/{quote(agencies[0])}?reach={reach}" for reach in ("line", "groups", "all"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "path", [*VIEWS, *MORE, *things(), "/ask?q=省水利厅牵头的任务", "/ask?q=%3Cb%3E", "/nothing/x"]
)
def test_a_page_is_sound_and_whole_in_itself(client: TestClient, path: str, language: str) -> None:
    address = f"/pages{path}{'&' if '?' in path else '?'}lang={language}"
    answer = client.get(address)
    page = read(answer.text)

    assert answer.status_code == (404 if "nothing" in path else 200)
    assert page.language == {"zh": "zh-CN", "en": "en"}[language]
    assert (page.faults, page.open_tags, page.inline) == ([], [], [])
    assert page.levels[0] == page.levels.count(1) == 1
    assert page.fields <= page.labelled
    assert len(page.ids) == len(set(page.ids))
    assert len(answer.content) < 300_000
    assert all(link.startswith(("/", "#")) for link in (*page.links, *page.loaded))
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]


def test_all_that_pages_lead_to_is_there(client: TestClient) -> None:
    seen, waiting = set[str](), ["/pages"]
    for _ in range(2):
        found = {link.partition("#")[0] for path in waiting for link in read(client.get(path).text).links}
        waiting = [link for link in sorted(found - seen) if link.startswith("/pages")][:60]
        statuses = {link: client.get(link).status_code for link in sorted(found - seen)[:160]}
        seen |= found

        assert {link: status for link, status in statuses.items() if status != 200} in ({}, CLOSED)
    assert len(seen) > 60


@pytest.mark.parametrize("name", catalogue())
def test_every_saved_question_is_a_form_that_can_be_sent(client: TestClient, name: str) -> None:
    question = catalogue()[name]
    filled = {each.name: each.example for each in question.parameters if each.required}
    form, answer = (
        client.get(f"/pages/queries/{name}"),
        client.get(f"/pages/queries/{name}?ask=1", params={**filled, "ask": 1}),
    )

    assert {f"p-{each.name}" for each in question.parameters} <= set(read(form.text).ids)
    assert answer.status_code == 200
    assert "format=spreadsheet" in answer.text


def test_the_text_of_a_document_stands_in_its_page_as_it_was_received(client: TestClient) -> None:
    document = documents()[0]
    text = client.get(f"/pages/document/{quote(document.key)}").text
    shown = "".join(re.findall(r'<div class="text">(.*?)</div>', text, re.DOTALL))

    plain = re.sub(r"<[^>]+>", "", shown)
    for sign, character in (
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&#34;", '"'),
        ("&#39;", "'"),
        ("&#13;", "\r"),
        ("&amp;", "&"),
    ):
        plain = plain.replace(sign, character)
    assert plain == document.source.text


def test_every_printed_fact_of_a_measure_can_be_pointed_at(client: TestClient) -> None:
    document = documents()[0]
    ids = read(client.get(f"/pages/document/{quote(document.key)}").text).ids
    facts: list[Evidence] = []
    for measure in document.measures:
        facts += [duty.evidence for duty in measure.assignments]
        facts += [deadline.evidence for deadline in measure.deadlines]
        facts += [target.evidence for target in measure.targets]
        facts += [place.evidence for place in measure.places]

    assert facts
    assert {f"char={fact.start},{fact.end}" for fact in facts} <= set(ids)


def test_what_is_missing_is_as_much_as_its_question_lists(sample_store: Store) -> None:
    asked = Asked("/pages", (), "zh", (), date(2019, 1, 1))
    questions = {figure.name: figure for figure in start(sample_store, asked).missing}
    listed = {
        name: gallery.question(
            sample_store, replace(asked, pairs=(("ask", "1"),)), figure.href.split("/")[3][:-6]
        ).answer
        for name, figure in questions.items()
    }

    assert {name: table.count for name, table in listed.items() if table} == {
        name: figure.count for name, figure in questions.items()
    }


def test_what_a_source_says_is_text_and_nothing_else(empty_store: Store) -> None:
    document = hostile(documents()[0])
    empty_store.load_reference(reference())
    empty_store.put(document, groups())
    with TestClient(create_app(empty_store)) as client:
        paths = (
            "",
            "/documents",
            "/measures",
            "/audit",
            f"/document/{quote(document.key)}",
            f"/ask?q={quote(HOSTILE)}",
        )
        bodies = [client.get(f"/pages{path}").text for path in paths]

    assert all("<script" not in body and "<img" not in body for body in bodies)
    assert sum("&lt;script&gt;" in body for body in bodies) >= 4


def hostile(document: Document) -> Document:
    return replace(
        document,
        title=HOSTILE,
        measures=tuple(replace(each, text=HOSTILE, heading=HOSTILE) for each in document.measures),
    )


def test_browsers_are_led_from_the_root_to_the_pages_and_programs_are_not(client: TestClient) -> None:
    browser = client.get("/", headers={"Accept": "text/html,*/*;q=0.8"}, follow_redirects=False)
    program = client.get("/", headers={"Accept": "*/*"})

    assert (browser.status_code, browser.headers["location"], browser.headers["vary"]) == (303, "/pages", "Accept")
    assert program.json()["documents"] == "/documents"


def test_a_page_speaks_the_language_of_the_browser_unless_it_is_told_otherwise(client: TestClient) -> None:
    told = [
        read(client.get("/pages", headers={"Accept-Language": asked}, params=params).text).language
        for asked, params in (("en-GB,zh;q=0.5", {}), ("fr", {}), ("en", {"lang": "zh"}), ("zh", {"lang": "en"}))
    ]

    assert told == ["en", "zh-CN", "zh-CN", "en"]


def test_the_words_are_there_in_both_languages() -> None:
    chinese, english = (words(language) for language in LANGUAGES)

    assert chinese.words.keys() == english.words.keys()


def test_measures_that_have_the_words_are_found(tmp_path: Path, sample_store: Store) -> None:
    index = Index(tmp_path / "search")
    with index.writing() as writer:
        writer.follow(sample_store)
    measure = documents()[0].measures[0]
    with TestClient(create_app(sample_store, index)) as client:
        text = client.get("/pages/ask", params={"q": measure.text[:4]}).text

    assert f"<mark>{measure.text[:4]}</mark>" in text


def test_an_order_by_day_puts_the_soonest_first(client: TestClient) -> None:
    found = [
        client.get("/pages/measures", params={"order": order, "column": "deadlines"}).text for order in ("due", "-due")
    ]
    days = [re.findall(r'<td class="deadlines"[^>]*>\s*<span class="one">(\d{4}-\d\d-\d\d)', text) for text in found]

    assert days[0]
    assert (days[0], days[1]) == (sorted(days[0]), sorted(days[1], reverse=True))


def test_a_page_that_a_browser_has_is_not_sent_again_while_the_graph_stays_as_it_is(client: TestClient) -> None:
    first = client.get("/pages/measures")
    again = client.get("/pages/measures", headers={"If-None-Match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/pages/files/pages.css").status_code == 200


def test_every_row_of_an_answer_leads_to_its_own_words(client: TestClient) -> None:
    answer = client.get("/pages/queries/measures-without-deadline", params={"document": documents()[0].key})
    body = answer.text[answer.text.index("<tbody>") : answer.text.index("</tbody>")]
    rows = body.split("<tr>")[1:]
    spots = [re.search(r'href="/pages/document/[^"]+#char=(\d+,\d+)"', row) for row in rows]

    assert len(rows) > 1
    assert all(spots)
    assert len({spot[1] for spot in spots if spot}) == len(rows)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/agency/%FF%FE", 404),
        ("/document/%00", 404),
        ("/measure/x", 404),
        ("/division/%3Cx%3E", 404),
        ("/indicator/a%20b", 404),
        ("/queries/none", 404),
        ("/calendar?agency=nobody", 404),
        ("/measures?role=bogus", 422),
        ("/measures?due=abc", 422),
        ("/queries/measures?due=abc", 200),  # the form tells what does not fit
        ("/measures?first=99999999999999999999", 200),
        ("/calendar?year=0", 200),
    ],
)
def test_what_is_not_there_or_does_not_fit_is_told_on_a_page(client: TestClient, path: str, status: int) -> None:
    answer = client.get(f"/pages{path}")

    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert ('role="alert"' in answer.text) == (status != 200 or "due=abc" in path)
