"""What the README shows in pictures, in a real browser: each task from the start page, over samples and real plans."""

import io
import time
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page

from api.settings import Settings
from tests.browsing import in_browser
from tests.serving import serving
from tests.tours import SAMPLES, Names, city, duties, network

REAL = Names("省生态环境厅", 2020, "遵义市", "遵义市", "水环境")
MINUTE = 60.0
pytestmark = in_browser


@pytest.fixture(scope="module", params=["sample_plans", "real_plans"])
def visit(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page of a service over the samples, then over the real plans where they are."""
    with serving(Settings(store=request.getfixturevalue(request.param), journal="")) as served:
        context = browser.new_context(locale="zh-CN", base_url=f"http://127.0.0.1:{served.port}")
        yield context.new_page()
        context.close()


@pytest.fixture
def names(request: pytest.FixtureRequest) -> Names:
    return SAMPLES if "sample_plans" in request.node.callspec.params.values() else REAL


def test_what_an_agency_has_due_in_a_year_is_found_within_a_minute(visit: Page, names: Names) -> None:
    began = time.perf_counter()
    list(duties(visit, names))
    address = visit.get_by_role("link", name="JSON").get_attribute("href")
    rows = visit.request.get(str(address)).json()

    assert {row["due"][:4] for row in rows} == {str(names.year)}
    assert visit.locator("main tbody tr").count() == len(rows)
    assert time.perf_counter() - began < MINUTE


def test_what_a_city_must_do_and_where_it_says_so_is_found_within_a_minute(visit: Page, names: Names) -> None:
    began = time.perf_counter()
    list(city(visit, names))

    assert visit.locator(":target").count() == 1
    assert names.city in visit.locator(".block", has=visit.locator(":target")).inner_text()
    assert time.perf_counter() - began < MINUTE


def test_the_network_around_a_theme_is_found_within_a_minute(visit: Page, names: Names) -> None:
    began = time.perf_counter()
    list(network(visit, names))

    assert visit.locator("figure.net circle").count() > 5
    assert time.perf_counter() - began < MINUTE


def test_what_a_list_shows_is_taken_along_as_a_workbook(visit: Page, names: Names) -> None:
    visit.goto(f"/pages/measures?due={names.year}&column=number&column=deadlines")
    with visit.expect_download() as waited:
        visit.get_by_role("link", name="导出此表 (Excel)").click()
    sheet = load_workbook(io.BytesIO(waited.value.path().read_bytes())).active
    told = visit.locator("p.bar span").inner_text()

    assert sheet is not None
    assert told.endswith(f"共{sheet.max_row - 1}条")


def test_what_is_amiss_leads_to_its_words(visit: Page, names: Names) -> None:
    visit.goto("/pages/audit")
    visit.locator("section.rule a.quote").first.click()
    visit.wait_for_url("**/pages/document/**")

    assert names.year
    assert visit.locator(":target").is_visible()
