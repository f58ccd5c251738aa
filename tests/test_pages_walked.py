"""Every page in a real browser, wide and narrow and on paper, in both languages: what axe-core tells of
levels A and AA, and more.

axe-core: https://github.com/dequelabs/axe-core; the levels: https://www.w3.org/TR/WCAG22/.
"""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page
from pypdfium2 import PdfDocument

from tests.browsing import AXE, in_browser
from tests.sample_documents import documents
from tests.serving import Served

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
DOCUMENT, OTHER = documents()[0], documents()[-1]
MEASURE = DOCUMENT.measures[0]
AGENCY = next(duty.agency.name for each in DOCUMENT.measures for duty in each.assignments if duty.agency)
PLACE = next(place.name for each in documents() for measure in each.measures for place in measure.places)
INDICATOR = next(target.indicator for each in documents() for target in (*each.targets, *each.measures[0].targets))
LISTS = ("documents", "agencies", "divisions", "indicators", "targets", "citations")
NAMED = f"/measure/{quote(DOCUMENT.key)}/{quote(MEASURE.number.replace('/', '.'))}"
PATHS = (
    "",
    *(f"/{name}" for name in LISTS),
    "/measures?column=number&column=text&column=agencies&column=deadlines&column=targets&column=places&role=lead",
    "/calendar?year=2018",
    "/calendar?year=2018&view=timeline",
    "/workload?year=2018",
    "/audit",
    "/queries",
    f"/queries/measures-by-agency?agency={quote(AGENCY)}",
    f"/diff?earlier={quote(DOCUMENT.key)}&later={quote(OTHER.key)}",
    "/cascade?text=方案",
    f"/comparison?indicator={quote(INDICATOR)}",
    f"/progress?document={quote(DOCUMENT.key)}",
    "/network",
    f"/ask?q={quote(AGENCY)}的任务",
    f"/document/{quote(DOCUMENT.key)}",
    NAMED,
    f"/agency/{quote(AGENCY)}?reach=all",
    f"/indicator/{quote(INDICATOR)}",
    "/agency/nobody",
)
ADDRESSES = (*(f"/pages{path}" for path in PATHS), "/ontology", f"/id/agency/{quote(AGENCY)}")
WIDTHS = (1280, 375)
PAPER = {"auto": 687, "wide": 1016}  # what A4 has room for between the margins, upright and lying
FOR_CLICKING = "nav, form, button, input:not(.unseen), select, summary:not(.doubts > *, .chosen > *), .pager, .bar a"
SHOWN = (
    "which => [...document.querySelectorAll(which)].filter(each => each.checkVisibility()).map(each => each.outerHTML)"
)
ROWS = "document.querySelector('tbody').cloneNode(true)"
MISSING = "Failed to load resource: the server responded with a status of 404 (Not Found)"
pytestmark = [in_browser, pytest.mark.skipif(not AXE, reason="axe-core was not fetched: make assets")]


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_nothing_keeps_anybody_from_using_a_page(browser: Browser, served: Served, locale: str) -> None:
    context = browser.new_context(locale=locale, bypass_csp=True)
    page, heard = context.new_page(), list[str]()
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: heard.extend([request.url] * (f"127.0.0.1:{served.port}" not in request.url)))
    faults = {}
    for path in ADDRESSES:
        heard.clear()
        page.goto(f"http://127.0.0.1:{served.port}{path}")
        page.add_script_tag(path=str(AXE))
        faults[path] = [*(fault for width in WIDTHS for fault in _looked_at(page, width)), *_printed(page), *heard]
    context.close()

    assert {path: found for path, found in faults.items() if found} == {"/pages/agency/nobody": [MISSING]}


def _looked_at(page: Page, width: int) -> Iterator[str]:
    """What is amiss on a page in a window: what axe-core finds, and whether it is wider than the window."""
    page.set_viewport_size({"width": width, "height": 800})
    found = page.evaluate("levels => axe.run(document, {runOnly: levels, resultTypes: ['violations']})", LEVELS)
    yield from (
        f"{width} {fault['id']}: {node['html'][:120]}" for fault in found["violations"] for node in fault["nodes"]
    )
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        yield f"wider than the window of {width}"


def test_the_focus_is_seen_wherever_keys_lead(browser: Browser, served: Served) -> None:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{served.port}/pages/calendar?year=2018")
    seen = []
    for _ in range(24):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
    context.close()

    assert set(seen) == {"solid"}


def _printed(page: Page) -> Iterator[str]:
    """What is amiss with a page on paper: whether it is wider, and what of it is for clicking or not there."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER[page.evaluate("getComputedStyle(document.body).page")], "height": 900})
    beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    yield from [f"runs off the paper by {beyond}"] * (beyond > 0)
    yield from (f"{name} is not on paper" for name in ("h1", ".printed") if not page.locator(name).first.is_visible())
    yield from (f"{each} is on paper" for each in page.evaluate(SHOWN, FOR_CLICKING))
    page.emulate_media(media="screen")


def test_on_paper_every_sheet_of_a_table_has_its_head_and_its_number(browser: Browser, served: Served) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{served.port}/pages/measures")
    page.evaluate("for (let more = 0; more < 9; more++) document.querySelector('table').append(" + ROWS + ")")
    paper = PdfDocument(page.pdf(prefer_css_page_size=True))
    sheets = [sheet.get_textpage().get_text_range() for sheet in paper]
    paper.close()
    context.close()

    assert len(sheets) > 1
    assert [number for number, told in enumerate(sheets, 1) if f"{number} / {len(sheets)}" not in told] == []
    assert [told for told in sheets if "编号" not in told or "时限" not in told] == []


def test_on_paper_a_fact_tells_where_it_is_printed(browser: Browser, served: Served) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{served.port}/pages{NAMED}")
    told = "getComputedStyle(document.querySelector('[data-at]'), '::after').content"
    on_screen = page.evaluate(told)
    page.emulate_media(media="print")
    on_paper = page.evaluate(told)
    place = page.locator("[data-at]").first.get_attribute("data-at")
    context.close()

    assert on_screen == "none"
    assert f"[{place}]" in on_paper.replace('" "', "").replace('"', "")
