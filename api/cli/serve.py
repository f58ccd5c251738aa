"""``dutygraph serve``: the HTTP service over the current release of a store, and over those that follow it."""

import gc
import math
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import click

from api.cli.console import notices, store_option
from api.cli.messages import Messages
from api.settings import Settings
from api.workers.processes import Nursery
from graph.copying import estimate
from graph.releases import current
from graph.store import Store


def command(say: Messages, chosen: Settings) -> click.Command:
    """The command ``serve``."""

    @click.command("serve", help=say.serve)
    @click.option("--host", default="127.0.0.1", show_default=True, help=say.host)
    @click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help=say.port)
    @store_option(say, chosen)
    def run(host: str, port: int, store: Path) -> None:
        earlier = Store.read_only(current(store)).earlier()  # what is wrong with it is said here, not by every answer
        nursery = Nursery.begun()  # imports what workers need while this process imports what the service needs
        gc.disable()  # so much is imported, and nothing of it is ever let go
        service = import_module("api.http.service").create_service(replace(chosen, store=store), nursery)
        notices().print(say.serving.format(host=host, port=port), markup=False)
        notices().print(_where(say, estimate(current(store)), chosen.service.graph), markup=False)
        if earlier:
            notices().print(say.earlier.format(count=earlier, store=store), markup=False)
        serving = import_module("api.http.server").server
        gc.freeze()
        gc.enable()
        serving(service, chosen.service, service.state.end, host=host, port=port).run()

    return run


def _where(say: Messages, size: int, budget: int) -> str:
    """Whether the graph is asked in memory."""
    said = say.in_memory if size <= budget else say.on_disk
    return said.format(size=math.ceil(size / 1e6), budget=budget // 1_000_000)
