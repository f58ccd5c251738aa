"""``dutygraph serve``: the read-only HTTP service over the store as it stands when the service starts."""

from pathlib import Path

import click
import uvicorn

from api.app import create_app
from api.console import notices, store_option
from api.messages import Messages
from api.settings import Settings
from graph.releases import current
from graph.search import Index
from graph.store import Store


def command(say: Messages, chosen: Settings) -> click.Command:
    """The command ``serve``."""

    @click.command("serve", help=say.serve)
    @click.option("--host", default="127.0.0.1", show_default=True, help=say.host)
    @click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help=say.port)
    @store_option(say, chosen)
    def run(host: str, port: int, store: Path) -> None:
        served = current(store)
        app = create_app(Store.read_only(served), Index.beside(served))
        notices().print(say.serving.format(host=host, port=port), markup=False)
        uvicorn.run(app, host=host, port=port, log_level="warning")

    return run
