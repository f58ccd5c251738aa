"""What the README shows in pictures, in a real browser: each task from the start page, over samples and real plans."""

import io
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page

from api.settings import Settings
from tests.browsing import chromium, in_browser
from tests.serving import serving
from tests.tours import SAMPLES, Names, city, duties, network

ROOT = Path(__file__).parents[1]
PLANS = ROOT.parent / "shared" / "documents"
REAL = Names("省生态环境厅", 2020, "遵义市", "遵义市", "水环境")
MINUTE = 60.0
pytestmark = in_browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module", params=["samples", "plans"])
def visit(request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page of a service over the samples, then over the real plans where they are."""
    sources = sorted(PLANS.glob("*.txt")) if request.param == "plans" else [ROOT / "loaders" / "samples"]
    if not sources:
        pytest.skip("no real plans beside the repository (../shared/documents)")
    store = tmp_path_factory.mktemp(request.param) / "store"
    command = [sys.executable, "-m", "api", "load", *map(str, sources), "--store", str(store)]
    subprocess.run(command, check=True, capture_output=True)
    with serving(Settings(store=store, journal="")) as served:
        context = browser.new_context(locale="zh-CN", base_url=f"http://127.0.0.1:{served.port}")
        yield context.new_page()
        context.close()


@pytest.fixture
def names(request: pytest.FixtureRequest) -> Names:
    return SAMPLES if "samples" in request.node.callspec.params.values() else REAL


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
