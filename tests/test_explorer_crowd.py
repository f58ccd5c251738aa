"""The graph explorer with as many nodes as it draws: what the browser is made to do, counted, whatever its speed."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, Route

from api.pages.explorer.view import LARGEST
from api.settings import Settings
from tests.browsing import chromium, visiting, wait_until
from tests.sample_documents import documents
from tests.serving import serving
from tests.test_explorer import settled, walked

EDGES = 2 * LARGEST
PATIENCE = 120  # seconds, for a browser that has no graphics card
COUNTED = """
window.counted = {nodes: 0, edges: 0, read: 0, workers: 0};
const real = WebGL2RenderingContext.prototype;
const {drawArraysInstanced, readPixels} = real;
real.drawArraysInstanced = function (...asked) {
  const kind = this.canvas.className.includes("edges") ? "edges" : "nodes";
  window.counted[kind] += asked[3];
  return drawArraysInstanced.apply(this, asked);
};
real.readPixels = function (...asked) { window.counted.read += 1; return readPixels.apply(this, asked); };
const Real = Worker;
window.Worker = class extends Real { constructor(...asked) { super(...asked); window.counted.workers += 1; } };
"""
AFRESH = "Object.assign(window.counted, {nodes: 0, edges: 0, read: 0})"


def crowd() -> str:
    """Measures, each tied to some of the others: as the service tells it, without a store of so many plans."""
    chance, kinds = Random(7), ("measure", "measure", "measure", "agency", "place")
    nodes = [
        {
            "key": f"n{each}",
            "attributes": {"label": f"第{each}个", "nodeType": kinds[each % 5], "href": "/pages/measures"},
        }
        for each in range(LARGEST)
    ]
    ends = [chance.sample(range(LARGEST), 2) for _ in range(EDGES)]
    edges = [
        {"key": f"e{place}", "source": f"n{one}", "target": f"n{other}", "attributes": {"edgeType": "assigned"}}
        for place, (one, other) in enumerate(ends)
    ]
    return json.dumps({"attributes": {"left_out": 0}, "nodes": nodes, "edges": edges})


@pytest.fixture(scope="module")
def page(sample_folder: Path) -> Iterator[Page]:
    """The explorer with all the nodes it draws, come to rest."""

    def answer(route: Route) -> None:
        route.fulfill(body=crowd(), content_type="application/json")

    with (
        serving(Settings(store=sample_folder, journal="")) as served,
        chromium() as browser,
        visiting(browser, served) as visit,
    ):
        visit.page.add_init_script(COUNTED)
        visit.page.route("**/pages/explorer/graph?*", answer)
        visit.page.set_default_timeout(1000 * PATIENCE)
        visit.go(f"/pages/explorer?view=duties&node={quote(documents()[0].key)}")
        settled(visit.page)
        yield visit.page


def counted(page: Page) -> dict[str, int]:
    found: dict[str, int] = page.evaluate("({...window.counted})")
    return found


@walked
def test_all_nodes_and_edges_are_drawn_by_the_graphics_card(page: Page) -> None:
    page.evaluate(AFRESH)
    page.locator("#farther").click()
    wait_until(page, f"window.counted.nodes >= {LARGEST} && window.counted.edges >= {EDGES}", PATIENCE)
    told = page.evaluate("({...document.getElementById('explorer').dataset})")

    assert (int(told["nodes"]), int(told["edges"])) == (LARGEST, EDGES)
    assert page.locator("#nodes button").count() == 200


@walked
def test_where_nodes_stand_is_worked_out_beside_the_page(page: Page) -> None:
    assert counted(page)["workers"] == 1
    assert page.evaluate("typeof graphologyLibrary") == "undefined"


@walked
def test_while_the_picture_moves_neither_edges_are_drawn_nor_pixels_read_back(page: Page) -> None:
    box = page.locator("#canvas").bounding_box()
    assert box
    across, down = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(across, down)
    page.mouse.down()
    page.mouse.move(across + 5, down + 5)
    page.wait_for_timeout(50)
    page.evaluate(AFRESH)
    page.mouse.move(across + 120, down + 60, steps=8)
    wait_until(page, "window.counted.nodes > 0", PATIENCE)
    moving = counted(page)
    page.evaluate(AFRESH)
    page.mouse.up()
    wait_until(page, f"window.counted.edges >= {EDGES}", PATIENCE)

    assert moving["nodes"] >= LARGEST
    assert (moving["edges"], moving["read"]) == (0, 0)
