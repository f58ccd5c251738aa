"""Checking what was read: over HTTP with a key, on pages with forms alone, and at last in a real browser."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from fastapi import Request

from api.http.sessions import Sessions
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
（二）清川市人民政府负责，2020年底前完成老旧管网改造30公里，省财政厅予以支持。
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
