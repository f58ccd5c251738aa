"""``python -m tests.pictures``: takes the pictures of the README, of the sample plans, while three tasks are done."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import ViewportSize

from api.settings import Settings
from tests.browsing import chromium
from tests.serving import serving
from tests.tours import SAMPLES, TOURS

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "api" / "pages" / "pictures"
_SIZE = ViewportSize(width=960, height=560)


def main() -> None:
    """Loads the samples, serves them, and takes the pictures anew."""
    with TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        load = [sys.executable, "-m", "api", "load", str(ROOT / "loaders" / "samples"), "--store", str(store)]
        subprocess.run(load, check=True, capture_output=True)
        with serving(Settings(store=store, journal="")) as served, chromium() as browser:
            context = browser.new_context(
                locale="zh-CN",
                viewport=_SIZE,
                base_url=f"http://127.0.0.1:{served.port}",
            )
            page = context.new_page()
            PICTURES.mkdir(exist_ok=True)
            for tour in TOURS:
                for name, part in tour(page, SAMPLES):
                    seen = page.locator(part) if part else page
                    seen.screenshot(path=PICTURES / f"{name}.png", animations="disabled")


if __name__ == "__main__":
    main()
