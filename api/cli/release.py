"""``dutygraph release``: the snapshots that the service can serve, and which of them it does."""

from pathlib import Path

import click

from api.cli.console import out, store_option
from api.cli.messages import Messages
from api.cli.tables import table
from api.settings import Settings
from graph import releases


def command(say: Messages, chosen: Settings) -> click.Command:
    """The command ``release`` with ``list`` and ``use``."""
    group = click.Group("release", help=say.release)

    @group.command("list", help=say.release_list)
    @store_option(say, chosen)
    def _list(store: Path) -> None:
        rows = [(each.id, each.is_current) for each in releases.releases(store)]
        out().print(table((say.name, say.served), rows))

    @group.command("use", help=say.release_use)
    @click.argument("name")
    @store_option(say, chosen)
    def _use(name: str, store: Path) -> None:
        out().print(say.using.format(name=releases.use(store, name).id), markup=False)

    return group
