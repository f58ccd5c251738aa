"""Checking what was read: over HTTP with a key, on pages with forms alone, and at last in a real browser."""

import asyncio
import json
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from fastapi import Request
from fastapi.testclient import TestClient
from playwright.sync_api import Page

from api.http.sessions import Sessions
from api.http.spool import Spool
from api.keys import Keyring, Scope, new
from api.limits import Limits
from api.settings import Settings
from graph.store import Store
from tests.browsing import chromium, complaints, in_browser, visiting
from tests.serving import Reply, Served, serving

NAME = "审核员甲"
_PATIENT = 90.0  # seconds: documents are read, on a machine that may be crowded
PLAN = """云岭省2020年河湖管护工作要点
一、完善供水设施
（一）省水利厅牵头，2020年6月底前建成清川市备用水源。
（二）清川市人民政府负责，2020年底前完成老旧管网改造30公里，省财政厅另有支持。
"""


def plan(name: str) -> str:
    """A plan of its own: files with the same text are one document."""
    return PLAN.replace("管护", f"管护{name}")


def values(reply: Reply) -> Any:
    """What an answer says."""
    return json.loads(reply.body)


@dataclass
class Reviewer:
    """A service that is written to, and somebody with a key and a browser that keeps cookies."""

    served: Served
    folder: Path
    keys: dict[str, str]
    cookie: str = ""

    def api(self, method: str, path: str, told: object = None, key: str = NAME) -> Reply:
        headers = {"Authorization": f"Bearer {self.keys[key]}", "Content-Type": "application/json"}
        return self.served.ask(method, path, json.dumps(told).encode() if told else None, headers, _PATIENT)

    def load(self, key: str) -> Reply:
        headers = {"Authorization": f"Bearer {self.keys[NAME]}"}
        return self.served.ask("POST", f"/documents?name={key}.txt", plan(key).encode(), headers, _PATIENT)

    def get(self, query: str = "") -> str:
        return self.served.ask(
            "GET", f"/pages/review{query}", headers={"Cookie": self.cookie}, wait=_PATIENT
        ).body.decode()

    def post(self, act: str, body: bytes | None = None, origin: str | None = None, **form: str) -> Reply:
        kind = "multipart/form-data; boundary=x" if body else "application/x-www-form-urlencoded"
        here = f"http://127.0.0.1:{self.served.port}" if origin is None else origin
        headers = {"Cookie": self.cookie, "Content-Type": kind, "Origin": here}
        reply = self.served.ask("POST", f"/pages/review/{act}", body or urlencode(form).encode(), headers, _PATIENT)
        if cookie := reply.headers.get("set-cookie"):
            self.cookie = cookie.partition(";")[0]
        return reply

    def upload(self, name: str, ending: str = "txt", text: str = "") -> Reply:
        head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}.{ending}"\r\n\r\n'
        return self.post("upload", f"{head}{text or plan(name)}\r\n--x--\r\n".encode())

    def add(self, **form: str) -> Reply:
        return self.post("say", None, None, document="added", verdict="added", **form)

    def audit(self) -> list[dict[str, object]]:
        lines = (self.folder / "journal").read_text(encoding="utf-8").splitlines()
        return [told for line in lines if (told := json.loads(line))["event"] == "audit"]


@pytest.fixture(scope="module")
def reviewer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewer]:
    folder = tmp_path_factory.mktemp("reviewing")
    made = {
        NAME: new(NAME, [Scope.LOAD, Scope.REMOVE, Scope.CORRECT]),
        "reader": new("reader", [Scope.TRY]),
    }
    (folder / "keys").write_text("".join(f"{key.line}\n" for _, key in made.values()), encoding="utf-8")
    Store.open(folder / "store")
    limits = Limits(key_rate=100_000, address_rate=100_000)
    settings = Settings(folder / "store", service=limits, journal=str(folder / "journal"), keys=folder / "keys")
    with serving(settings) as served:
        yield Reviewer(served, folder, {name: secret for name, (secret, _) in made.items()})


def facts(page: str) -> dict[str, str]:
    """The ids of the facts on the page, by what is said of them."""
    told = re.findall(r'<li class="\w+ judged" id="f-(\w+)">\s*<p class="told[^"]*"><a [^>]*>([^<]*)</a>', page)
    return {unescape(note): fact for fact, note in told}


def test_corrections_are_put_read_and_taken_away_with_a_key(reviewer: Reviewer) -> None:
    assert reviewer.load("rest").status == 201
    place = plan("rest").index("省水利厅")
    said = {
        "kind": "assignment",
        "measure": "一/(一)",
        "verdict": "changed",
        "selector": {"exact": "省水利厅", "start": place},
        "found": {"role": "lead", "basis": "in_text", "agency": {"name": "云岭省水利厅", "jurisdiction": "云岭省"}},
        "value": {"role": "participant", "agency": {"name": "云岭省水利厅", "jurisdiction": "云岭省"}},
        "why": "只是配合",
    }
    put = reviewer.api("PUT", "/documents/rest/corrections", {"corrections": [said]})
    (told,) = values(put)["corrections"]
    duty = values(reviewer.api("GET", f"/measures/{quote('rest/一.(一)')}"))["assignments"][0]

    assert (put.status, values(put)["remarks"]) == (200, [])
    assert (told["by"], told["why"], told["selector"]["suffix"][:2]) == (NAME, "只是配合", "牵头")
    assert (duty["role"], duty["basis"], duty["correction"]) == ("participant", "corrected", told["id"])
    assert values(reviewer.api("GET", "/documents/rest/corrections"))["corrections"] == [told]
    again = reviewer.api("PUT", "/documents/rest/corrections", {"corrections": [told]})
    assert values(again)["corrections"] == [told]
    assert reviewer.audit()[-1] | {"key": NAME, "action": "correct", "file": "rest"} == reviewer.audit()[-1]
    assert reviewer.api("DELETE", "/documents/rest/corrections").status == 204
    assert reviewer.api("DELETE", "/documents/rest/corrections").status == 404
    duty = values(reviewer.api("GET", f"/measures/{quote('rest/一.(一)')}"))["assignments"][0]
    assert duty["role"] == "lead"


def test_corrections_that_fit_nothing_are_told(reviewer: Reviewer) -> None:
    reviewer.load("unfit")
    where = {"exact": "省水利厅", "start": plan("unfit").index("省水利厅")}
    said = {"kind": "assignment", "measure": "一/(一)", "verdict": "rejected", "selector": where}
    unfit = said | {"verdict": "accepted", "found": {"role": "supervisor", "mention": "省水利厅"}}
    answer = values(reviewer.api("PUT", "/documents/unfit/corrections", {"corrections": [unfit]}))
    reply = reviewer.api("PUT", "/documents/unfit/corrections", {"corrections": [said]})

    assert [NAME in remark for remark in answer["remarks"]] == [True]
    assert (reply.status, reply.kind) == (422, "parameter")
    assert reviewer.api("GET", "/documents/none/corrections").status == 404
    assert reviewer.api("PUT", "/documents/unfit/corrections", {"corrections": []}, "reader").status == 403


def test_nothing_is_shown_or_taken_without_a_key_or_from_another_site(reviewer: Reviewer) -> None:
    stranger = Reviewer(reviewer.served, reviewer.folder, reviewer.keys)
    here = reviewer.keys[NAME]

    assert 'type="password"' in stranger.get()
    assert stranger.upload("stranger").status == 401
    assert stranger.post("enter", key="dg_guessed").status == 401
    assert stranger.post("enter", origin="http://elsewhere.example", key=here).status == 403
    assert stranger.cookie == ""
    entered = stranger.post("enter", key=here)
    assert entered.status == 303
    assert re.search("HttpOnly.*SameSite=strict", entered.headers["set-cookie"])
    assert here not in entered.headers["set-cookie"]
    assert stranger.post("drop", origin="http://elsewhere.example").status == 403
    assert 'type="file"' in stranger.get()
    stranger.post("leave")
    assert 'type="password"' in stranger.get()


def test_a_document_is_checked_by_forms_alone_and_loaded(reviewer: Reviewer) -> None:
    reviewer.post("enter", key=reviewer.keys[NAME])
    assert reviewer.upload("formed").status == 303
    page = reviewer.get()
    found = facts(page)
    lead, town = (
        next(fact for note, fact in found.items() if name in note) for name in ("云岭省水利厅", "清川市人民政府")
    )

    assert reviewer.post("say", fact=lead, document="formed", verdict="rejected").status == 303
    changed: dict[str, Any] = {"role": "lead", "agency": "清川市水务局", "why": "机构改革"}
    assert reviewer.post("say", fact=town, document="formed", verdict="changed", **changed).status == 303
    added: dict[str, Any] = {"exact": "省财政厅", "role": "participant", "agency": ""}
    assert reviewer.post("say", document="formed", measure="2", verdict="added", **added).status == 303
    refused = reviewer.post("say", fact=town, document="formed", verdict="changed", role="lead", agency="甲乙丙")
    assert (refused.status, "agency" in refused.body.decode()) == (422, True)
    page = reviewer.get()
    assert page.count('class="verdict') == 3
    assert Store.read_only(reviewer.folder / "store").keys().count("formed") == 0
    loaded = reviewer.post("load")
    assert loaded.headers["location"] == "/pages/document/formed"

    measure = reviewer.served.ask("GET", f"/pages/measure/formed/{quote('一.(二)')}").body.decode()
    assert measure.count(NAME) == 2
    assert "清川市水务局" in measure
    assert "人工更正" in measure
    assert [each["action"] for each in reviewer.audit()[-1:]] == ["load"]
    again = reviewer.get("?open=formed")
    assert again.count('class="verdict') == 3
    reviewer.post("say", fact=lead, document="formed", verdict="withdrawn")
    assert reviewer.post("load").status == 303
    assert reviewer.audit()[-1]["action"] == "correct"
    kept = values(reviewer.api("GET", "/documents/formed/corrections"))["corrections"]
    assert [each["verdict"] for each in kept] == ["changed", "added"]


OVERLOOKED: dict[str, tuple[str, str, dict[str, str], str]] = {
    "assignment": ("2", "省财政厅", {"role": "supervisor", "agency": ""}, "督导 云岭省财政厅"),
    "deadline": ("1", "年", {"kind": "from", "latest": "2020-03-01"}, "起于 2020-03-01"),
    "recurrence": ("2", "支持", {"every": "2", "period": "W", "at_least": "3"}, "每2周 ≥ 3 次"),
    "target": (
        "2",
        "管网改造30公里",
        {"indicator": "管网改造", "comparator": ">=", "change": "increase", "value": "30.0", "unit": "公里"},
        "管网改造 增加 ≥ 30.0 公里",
    ),
    "place": ("1", "水源", {"name": "青石水库", "type": "feature"}, "青石水库 (地物)"),
    "citation": ("", "工作要点", {"title": "《治水要点》", "relation": "implements"}, "《治水要点》 (贯彻)"),
    "figure": ("", "供水", {"subject": "供水点", "value": "7", "unit": "处"}, "供水点 7 处"),
}


@pytest.fixture(scope="module")
def adder(reviewer: Reviewer) -> Reviewer:
    """Somebody who has a document open in which much was overlooked."""
    adder = Reviewer(reviewer.served, reviewer.folder, reviewer.keys)
    adder.post("enter", key=reviewer.keys[NAME])
    adder.upload("added")
    return adder


def offsets(name: str, words: str, after: str = "") -> dict[str, str]:
    start = plan(name).index(words, plan(name).index(after))
    return {"start": str(start), "end": str(start + len(words))}


@pytest.mark.parametrize("kind", OVERLOOKED)
def test_a_fact_of_any_kind_is_added_at_a_place_and_a_form_for_it_is_there(adder: Reviewer, kind: str) -> None:
    measure, words, told, note = OVERLOOKED[kind]
    place = offsets("added", words, "（一）" if measure else "")
    asked = {"add": kind, "measure": measure, **place}
    page = adder.get(f"?{urlencode(asked)}")
    form = page[page.index('<form class="change adding"') :].partition("</form>")[0]
    posted = adder.add(sort=kind, measure=measure, **place, **told)

    assert {*told, "exact", "start", "end", "why"} <= {*re.findall(r'name="(\w+)"', form)}
    assert f'name="exact" value="{words}"' in form
    assert posted.status == 303
    assert [each for each in facts(adder.get()) if note in each] != []


FAULTS: dict[str, tuple[str, dict[str, str], str]] = {
    "words that stand there twice": ("target", {"exact": "政"}, "不止一次"),
    "words that stand elsewhere": ("target", {"exact": "省水利厅"}, "原文字样: 此处的原文中没有"),
    "no words at all": ("target", {}, "原文中没有"),
    "offsets outside the measure": ("target", {"start": "0", "end": "4"}, "起: 第 0 至 4 字不在"),
    "an offset that is none": ("target", {"start": "here", "end": "4"}, "不是整数"),
    "words that are not between the offsets": ("target", {"exact": "省财政厅", **offsets("added", "管网")}, "不是"),
    "no figure": ("target", {"exact": "管网", "value": "many"}, "不是数值"),
    "no number": ("target", {"exact": "管网", "value": "NaN"}, "数值: "),
    "an indicator without a name": ("target", {"exact": "管网", "indicator": " "}, "指标: 是空的"),
    "a comparator that is none": ("target", {"exact": "管网", "comparator": "~"}, "无法识别"),
    "a division that is none": ("place", {"exact": "管网", "name": "清川", "type": "division"}, "清川市"),
    "an interval that is none": ("recurrence", {"exact": "管网", "every": "0", "period": "M"}, "每隔: "),
    "days that go backwards": (
        "recurrence",
        {"exact": "管网", "every": "1", "period": "M", "first_day": "9", "last_day": "3"},
        "早于起始日",
    ),
    "what no measure has": ("citation", {"exact": "管网", "title": "x", "relation": "mentions"}, "sort"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_be_added_is_told_and_leads_back_to_the_form(adder: Reviewer, fault: str) -> None:
    kind, given, named = FAULTS[fault]
    target = {"indicator": "管网", "comparator": ">=", "change": "level", "value": "30", "unit": "公里"}
    form = {**(target if kind == "target" else {}), **given}
    reply = adder.add(sort=kind, measure="2", **form)

    assert (reply.status, named in reply.body.decode()) == (422, True)
    assert f"add={kind}" in reply.body.decode()


def test_who_may_only_try_may_not_load(reviewer: Reviewer) -> None:
    guest = Reviewer(reviewer.served, reviewer.folder, reviewer.keys)
    guest.post("enter", key=reviewer.keys["reader"])
    guest.upload("guest")

    assert guest.post("load").status == 403
    assert "<h1>" in guest.get()
    assert guest.upload("guest", "bin", "\x00\x01").status == 303
    assert 'role="alert"' in guest.get()


def test_a_session_ends_with_its_key_and_with_time(tmp_path: Path) -> None:
    _, key = new("a", [Scope.TRY])
    (tmp_path / "keys").write_text(f"{key.line}\n", encoding="utf-8")
    now = [0.0]
    sessions = Sessions(Keyring(tmp_path / "keys"), lambda: now[0])

    def asked() -> Request:
        cookie = f"dutygraph_review={sessions.enter(key)}".encode()
        return Request({"type": "http", "headers": [(b"cookie", cookie)]})

    first, second = asked(), asked()
    session = sessions.of(first)
    assert session
    assert session.key == key
    now[0] = 9 * 3600.0
    assert sessions.of(first) is None
    third = asked()
    (tmp_path / "keys").write_text("# nobody any more\n", encoding="utf-8")
    assert (sessions.of(second), sessions.of(third)) == (None, None)


def test_a_service_without_keys_says_in_both_languages_how_it_is_opened(client: TestClient) -> None:
    told = [client.get(f"/pages/review?lang={language}") for language in ("zh", "en")]

    assert [answer.status_code for answer in told] == [200, 200]
    assert all("dutygraph key new" in answer.text and "DUTYGRAPH_KEYS" in answer.text for answer in told)
    assert "没有开放" in told[0].text


SENT = {"text": "甲.txt", "name": "甲.txt", "digest": sha256(b"a").hexdigest(), "data": b64encode(b"a").decode()}


def begun_again(tmp_path: Path, now: float = 1.0) -> tuple[Sessions, Path]:
    """The sessions of a service that begins, and the folder that they are kept in."""
    if not (tmp_path / "keys").exists():
        (tmp_path / "keys").write_text(f"{new('a', [Scope.TRY])[1].line}\n", encoding="utf-8")
    folder = tmp_path / "store.review"
    return Sessions(Keyring(tmp_path / "keys"), lambda: now, Spool(folder)), folder


def entered(sessions: Sessions, keyring: Keyring, sent: Mapping[str, Any] | None = None) -> Request:
    """The request of somebody who has entered, and has begun to check the file that was sent."""
    name = sessions.enter(keyring.keys()[0])
    request = Request({"type": "http", "headers": [(b"cookie", f"dutygraph_review={name}".encode())]})
    session = sessions.of(request)
    assert session
    if sent:
        session.begin(sent, None)
        session.say({"document": "甲", "id": "1", "verdict": "accepted"})
        session.withdraw("甲", "2")
    asyncio.run(sessions.keep(name))
    return request


def test_a_session_outlasts_the_service_and_nobody_else_can_read_it(tmp_path: Path) -> None:
    sessions, folder = begun_again(tmp_path)
    request = entered(sessions, Keyring(tmp_path / "keys"), SENT)
    before, after = sessions.of(request), begun_again(tmp_path)[0].of(request)
    assert before
    assert after

    assert after == before
    assert (folder.stat().st_mode & 0o777, {path.stat().st_mode & 0o777 for path in folder.iterdir()}) == (
        0o700,
        {0o600},
    )
    assert sorted(path.suffix for path in folder.iterdir()) == [".file", ".session"]
    assert request.cookies["dutygraph_review"] not in "".join(path.name + path.read_text() for path in folder.iterdir())
    sessions.leave(request)
    asyncio.run(sessions.keep(request.cookies["dutygraph_review"]))
    assert [*folder.iterdir()] == []


@pytest.mark.parametrize("how", ["later", "without its key", "spoilt", "no session", "a link", "too much"])
def test_a_session_that_has_ended_or_is_none_is_not_taken_up_again(tmp_path: Path, how: str) -> None:
    sessions, folder = begun_again(tmp_path)
    request = entered(sessions, Keyring(tmp_path / "keys"))
    (path,) = folder.iterdir()
    told = path.read_text(encoding="utf-8")
    match how:
        case "without its key":
            (tmp_path / "keys").write_text("# nobody any more\n", encoding="utf-8")
        case "spoilt":
            path.write_text(told[:-3], encoding="utf-8")
        case "no session":
            path.write_text('{"sent": null, "key": 3, "said": [7]}', encoding="utf-8")
        case "a link":
            path.rename(tmp_path / "elsewhere")
            path.symlink_to(tmp_path / "elsewhere")
        case "too much":
            path.write_text(told + " " * 17 * 1024 * 1024, encoding="utf-8")

    assert begun_again(tmp_path, 9 * 3600.0 if how == "later" else 1.0)[0].of(request) is None


def test_a_file_that_is_another_one_by_now_is_not_checked(tmp_path: Path) -> None:
    sessions, folder = begun_again(tmp_path)
    request = entered(sessions, Keyring(tmp_path / "keys"), SENT)
    next(folder.glob("*.file")).write_text(b64encode(b"b").decode(), encoding="utf-8")
    session = begun_again(tmp_path)[0].of(request)

    assert session
    assert (session.has_draft, session.said, session.withdrawn) == (False, {}, set())


def test_no_more_sessions_are_kept_than_there_may_be(tmp_path: Path) -> None:
    sessions, folder = begun_again(tmp_path)
    keyring = Keyring(tmp_path / "keys")
    requests = [entered(sessions, keyring) for _ in range(103)]
    again = begun_again(tmp_path)[0]

    assert len([*folder.iterdir()]) == 100
    assert [again.of(request) is not None for request in requests] == [False] * 3 + [True] * 100


def test_what_is_being_checked_is_there_when_the_service_begins_again(tmp_path: Path) -> None:
    secret, key = new("a", [Scope.LOAD])
    (tmp_path / "keys").write_text(f"{key.line}\n", encoding="utf-8")
    Store.open(tmp_path / "store")
    settings = Settings(tmp_path / "store", service=Limits(patience=_PATIENT), journal="", keys=tmp_path / "keys")
    with serving(settings) as served:
        first = Reviewer(served, tmp_path, {})
        first.post("enter", key=secret)
        first.upload("again")
        fact = next(iter(facts(first.get()).values()))
        first.post("say", fact=fact, document="again", verdict="rejected")
    with serving(settings) as served:
        page = Reviewer(served, tmp_path, {}, first.cookie).get()

    assert (page.count('class="verdict rejected"'), "1条更正尚未保存" in page) == (1, True)


@in_browser
def test_in_a_browser_a_document_is_corrected_and_stays_so_when_it_is_loaded_again(
    reviewer: Reviewer, tmp_path: Path
) -> None:
    (tmp_path / "walked.txt").write_text(plan("walked"), encoding="utf-8")
    with chromium() as browser, visiting(browser, reviewer.served, 360) as visit:
        page = visit.page
        page.set_default_timeout(1_000 * _PATIENT)
        visit.go("/pages/review")
        page.locator("#key").fill(reviewer.keys[NAME])
        page.keyboard.press("Enter")
        page.locator("#file").set_input_files(tmp_path / "walked.txt")
        page.get_by_role("button", name="上传并试读").click()
        page.locator("li.judged.agency").first.get_by_role("button", name="误读").click()
        page.locator(".verdict.rejected").wait_for()
        second = page.locator("li.judged.deadline").nth(1)
        second.locator("summary").focus()
        page.keyboard.press("Enter")
        second.locator("[name=earliest]").fill("2021-03-31")
        second.locator("[name=latest]").fill("2021-03-31")
        found, beyond = complaints(page), page.evaluate("document.documentElement.scrollWidth - innerWidth")
        second.locator(".change button").click()
        page.locator(".verdict.changed").wait_for()
        page.get_by_role("button", name="载入图谱").click()
        page.wait_for_url("**/pages/document/walked")
        visit.go(f"/pages/measure/walked/{quote('一.(二)')}")
        told = page.locator("main").inner_text()
    last = values(reviewer.load("walked"))["documents"][0]

    assert (found, max(beyond, 0)) == ([], 0)
    assert "2021-03-31" in told
    assert NAME in told
    assert (last["status"], last["assignments"]) == ("unchanged", 1)


def drag(page: Page, words: str) -> None:
    """Selects words of the text with the mouse, from their first character to their last."""
    page.wait_for_load_state()  # the page's scripts have run
    box = page.evaluate(
        """words => {
          const walk = document.createTreeWalker(document.querySelector(".sheet"), NodeFilter.SHOW_TEXT);
          let node;
          while ((node = walk.nextNode())) {
            const start = node.textContent.indexOf(words);
            if (start < 0 || !node.parentElement.closest(".text")) continue;
            node.parentElement.scrollIntoView({block: "center"});
            const range = document.createRange();
            range.setStart(node, start);
            range.setEnd(node, start + words.length);
            const boxes = [...range.getClientRects()];  // one a line
            const middle = (box) => (box.top + box.bottom) / 2;
            return [boxes[0].left + 1, middle(boxes[0]), boxes.at(-1).right - 1, middle(boxes.at(-1))];
          }
        }""",
        words,
    )
    page.mouse.move(*box[:2])
    page.mouse.down()
    page.mouse.move(*box[2:], steps=4)
    page.mouse.up()


@in_browser
def test_in_a_browser_what_was_overlooked_is_selected_or_its_offsets_typed_and_stays_when_loaded_again(
    reviewer: Reviewer,
) -> None:
    reviewer.load("pinned")
    text, words = plan("pinned"), "省财政厅另有支持"
    start = text.index(words)
    with chromium() as browser, visiting(browser, reviewer.served) as visit:
        page = visit.page
        page.set_default_timeout(1_000 * _PATIENT)
        visit.go("/pages/review?open=pinned")
        page.locator("#key").fill(reviewer.keys[NAME])
        page.keyboard.press("Enter")
        page.locator("#open").fill("pinned")
        page.keyboard.press("Enter")
        page.locator(".sheet").wait_for()
        drag(page, words)
        page.get_by_role("group", name="补充 一/(二)").get_by_role("link", name="指标任务").click()
        page.locator("#adding").wait_for()
        carried = [page.locator(f"#pin-{name}").input_value() for name in ("start", "end", "exact")]
        drag(page, "老旧管网改造")
        picked = page.locator("#pin-exact").input_value()
        page.locator("#pin-start").fill(str(start))
        page.locator("#pin-end").fill(str(start + 4))
        typed = page.locator("#pin-exact").input_value()
        for name, value in (("indicator", "支持资金"), ("value", "2.5"), ("unit", "亿元"), ("by", "2020-12-31")):
            page.locator(f"#pin-{name}").fill(value)
        found, beyond = complaints(page), page.evaluate("document.documentElement.scrollWidth - innerWidth")
        page.keyboard.press("Enter")
        page.locator(".verdict.added").wait_for()
        page.get_by_role("button", name="保存更正").click()
        page.wait_for_url("**/pages/document/pinned")
        told = reviewer.load("pinned")
        visit.go(f"/pages/measure/pinned/{quote('一.(二)')}")
        shown = page.locator("main").inner_text()
    (target,) = (each for each in values(reviewer.api("GET", f"/measures/{quote('pinned/一.(二)')}"))["targets"][-1:])
    (kept,) = values(reviewer.api("GET", "/documents/pinned/corrections"))["corrections"]

    assert (carried, picked, typed) == ([str(start), str(start + len(words)), words], "老旧管网改造", "省财政厅")
    assert (found, max(beyond, 0)) == ([], 0)
    assert values(told)["documents"][0]["status"] == "unchanged"
    assert "支持资金" in shown
    assert {"indicator": "支持资金", "value": 2.5, "unit": "亿元", "by": "2020-12-31"}.items() <= target.items()
    assert (target["quote"], target["start"], target["correction"]) == ("省财政厅", start, kept["id"])
    assert (kept["verdict"], kept["by"], kept["selector"]["start"]) == ("added", NAME, start)
