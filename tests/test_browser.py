"""The main ways of use in a real browser: no error in its console, nothing fetched from elsewhere, keys alone do."""

from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Browser

from tests.browsing import in_browser, visiting
from tests.sample_documents import documents
from tests.serving import Served

DOCUMENT = documents()[0]
AGENCY = next(duty.agency.name for each in DOCUMENT.measures for duty in each.assignments if duty.agency)
PATHS = ("", "/documents", "/measures", "/agencies", "/calendar", "/audit", "/queries", "/queries/measures?ask=1")
NAMED = (f"/document/{quote(DOCUMENT.key)}", f"/agency/{quote(AGENCY)}")
pytestmark = in_browser


def test_a_question_typed_on_the_first_page_leads_to_the_words_in_print(browser: Browser, served: Served) -> None:
    with visiting(browser, served) as visit:
        visit.go("/")
        visit.page.keyboard.type(f"{AGENCY}的任务")
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**/pages/ask?*")
        visit.page.locator("main tbody tr a").first.click()
        visit.page.wait_for_url("**/pages/measure/**")
        visit.page.locator("section > p > a").last.click()
        visit.page.wait_for_url("**/pages/document/**")

        assert visit.page.locator(":target").get_attribute("id") == unquote(visit.page.url.partition("#")[2])
        assert visit.page.locator(":target").is_visible()


def test_an_agency_s_duties_of_a_year_are_two_choices_away(browser: Browser, served: Served) -> None:
    with visiting(browser, served) as visit:
        visit.go("/pages/agencies")
        visit.page.get_by_role("link", name=AGENCY, exact=True).click()
        everything = visit.page.locator("main table").nth(1).locator("tbody tr").count()
        visit.page.locator("#p-due").fill("2018")
        visit.page.get_by_role("button", name="查看").click()
        visit.page.wait_for_url("**due=2018**")

        assert visit.heading() == AGENCY
        assert visit.page.locator("main table").nth(1).locator("tbody tr").count() < everything


def test_marks_of_one_kind_are_switched_off_by_keys_alone(browser: Browser, served: Served) -> None:
    background = "mark => getComputedStyle(mark).backgroundColor"
    with visiting(browser, served) as visit:
        visit.go(f"/pages{NAMED[0]}")
        mark = visit.page.locator(".sheet mark.agency").first
        before = mark.evaluate(background)
        visit.page.locator("#show-agency").focus()
        visit.page.keyboard.press("Space")

        assert mark.evaluate(background) == "rgba(0, 0, 0, 0)" != before


def test_a_saved_question_is_asked_by_its_form(browser: Browser, served: Served) -> None:
    with visiting(browser, served, locale="en-GB") as visit:
        visit.go("/pages/queries/measures-by-agency")
        visit.page.locator("#p-agency").fill(AGENCY)
        visit.page.get_by_role("button", name="Ask").last.click()
        visit.page.wait_for_url("**agency=**")

        assert visit.page.locator("main tbody tr").count() > 0


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_is_wider_than_the_window(browser: Browser, served: Served, width: int) -> None:
    with visiting(browser, served, width) as visit:
        beyond = {}
        for path in (*PATHS, *NAMED):
            visit.go(f"/pages{path}")
            beyond[path] = visit.page.evaluate("document.documentElement.scrollWidth - innerWidth")

        assert {path: width for path, width in beyond.items() if width > 0} == {}


def test_the_first_tab_stop_leads_past_the_navigation(browser: Browser, served: Served) -> None:
    with visiting(browser, served) as visit:
        visit.go("/pages/documents")
        visit.page.keyboard.press("Tab")
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**#main")

        assert visit.page.url.endswith("#main")
