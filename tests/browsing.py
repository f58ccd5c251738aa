"""A real browser for tests: Debian's Chromium, in which every visit is to end without a complaint or a foreign host."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from api.pages import assets
from tests.serving import Served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = next(iter(assets.TESTS.glob("axe-core-*/axe.min.js")), None)
A_AA = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
NO_CARD = ("--use-angle=swiftshader", "--enable-unsafe-swiftshader")  # WebGL where there is no graphics card

in_browser = pytest.mark.skipif(not CHROMIUM, reason="no Chromium here: apt-get install chromium")


@dataclass
class Visit:
    page: Page
    root: str
    said: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.root}{path}")

    def heading(self) -> str:
        return self.page.locator("h1").inner_text()


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", *NO_CARD])
        yield browser
        browser.close()


@contextmanager
def visiting(
    browser: Browser, served: Served, width: int = 1280, locale: str = "zh-CN", *, scripts: bool = True
) -> Iterator[Visit]:
    """A visit during which the browser complains of nothing and asks nobody else."""
    size = {"width": width, "height": 900}
    context = browser.new_context(locale=locale, viewport=size, java_script_enabled=scripts)  # type: ignore[arg-type]
    visit = Visit(context.new_page(), f"http://127.0.0.1:{served.port}")
    visit.page.on("console", lambda message: visit.said.append(message.text))
    visit.page.on("pageerror", lambda error: visit.said.append(str(error)))
    visit.page.on("request", lambda request: visit.hosts.add(request.url.split("/")[2]))
    yield visit
    context.close()
    assert not visit.said, visit.said
    assert visit.hosts - {""} == {f"127.0.0.1:{served.port}"}, visit.hosts  # data: and blob: have no host


def wait_until(page: Page, holds: str, seconds: float = 30) -> None:
    """Waits until the expression holds in the page, which forbids what Playwright itself would wait with."""
    until = monotonic() + seconds
    while not page.evaluate(f"Boolean({holds})"):
        assert monotonic() < until, holds
        page.wait_for_timeout(50)


def complaints(page: Page) -> list[object]:
    """What axe-core finds against WCAG 2.1, levels A and AA."""
    if not AXE:
        pytest.skip("no axe-core here: make assets")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[object] = page.evaluate(
        "async levels => (await axe.run({runOnly: levels})).violations.map(each => [each.id, each.nodes[0].html])",
        list(A_AA),
    )
    return found
