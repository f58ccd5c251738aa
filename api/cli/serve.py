"""``dutygraph serve``: the HTTP service over the current release of a store, and over those that follow it."""

from dataclasses import replace
from pathlib import Path

import click

from api.cli.console import notices, store_option
from api.cli.messages import Messages
from api.http.server import server
from api.http.service import create_service
from api.settings import Settings
from graph.releases import current
from graph.store import Store


def command(say: Messages, chosen: Settings) -> click.Command:
    """The command ``serve``."""

    @click.command("serve", help=say.serve)
    @click.option("--host", default="127.0.0.1", show_default=True, help=say.host)
    @click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help=say.port)
    @store_option(say, chosen)
    def run(host: str, port: int, store: Path) -> None:
        Store.read_only(current(store))  # what is wrong with it is said here, and not by every answer
        service = create_service(replace(chosen, store=store))
        notices().print(say.serving.format(host=host, port=port), markup=False)
        server(service, chosen.service, service.state.end, host=host, port=port).run()

    return run
