"""Three tasks done as somebody does them who has never been here: from the start page, by typing and clicking."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playwright.sync_api import Page


@dataclass(frozen=True)
class Names:
    """What a tour asks about; ``words`` are those of a measure of the city."""

    agency: str
    year: int
    city: str
    words: str
    theme: str


SAMPLES = Names("省生态环境厅", 2020, "清川市", "应急供水", "水生态环境")
WINDOW = ""
Tour = Callable[[Page, Names], Iterator[tuple[str, str]]]
"""Does a task; yields the name of a picture and the part of the page to be seen in it, else the window."""


def duties(page: Page, names: Names) -> Iterator[tuple[str, str]]:
    """What an agency has due in a year."""
    _ask(page, f"{names.agency}{names.year}年到期的任务")
    yield "duties", WINDOW


def city(page: Page, names: Names) -> Iterator[tuple[str, str]]:
    """What a city must do, and where it says so."""
    _ask(page, f"{names.city}要做什么")
    yield "city", WINDOW
    page.locator("main tbody tr", has_text=names.words).locator("a").first.click()
    page.wait_for_url("**/pages/measure/**")
    page.get_by_role("link", name="在文件中查看").click()
    page.wait_for_url("**/pages/document/**")
    yield "city-printed", WINDOW


def network(page: Page, names: Names) -> Iterator[tuple[str, str]]:
    """The network of agencies around a theme."""
    _ask(page, names.theme)
    page.locator("main").get_by_role("link", name="协作网络").first.click()
    page.wait_for_url("**/pages/network?**")
    yield "network", "figure.net"


TOURS: tuple[Tour, ...] = (duties, city, network)


def _ask(page: Page, question: str) -> None:
    page.goto("/")
    box = page.locator("#q")
    box.click()
    box.press_sequentially(question)
    box.press("Enter")
    page.wait_for_url("**/pages/ask?**")
