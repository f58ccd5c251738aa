"""``dutygraph network``: how agencies are tied by the measures that they share."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.answers import as_json
from api.cli.console import format_option, notices, out, store_option, write
from api.cli.messages import Messages
from api.cli.query import option
from api.cli.tables import table
from api.settings import Settings
from api.tasks.network import measured, told
from graph.findings.agenda import choices
from graph.store import Store

if TYPE_CHECKING:
    from graph.findings.network import Network

_PARAMETERS = ("division", "document")
_MEMBER = ("name", "measures", "led", "partners", "shared", "betweenness", "community", "cut")
_YEAR = ("year", "measures", "agencies", "ties", "density", "modularity", "central")
_SHOWN = 5  # agencies of a community


def command(say: Messages, chosen: Settings) -> click.Command:
    """The command ``network``."""

    @click.command("network", help=say.network)
    @click.option("--year", type=click.IntRange(1900, 2200), help=say.network_year)
    @click.option("--limit", default=20, show_default=True, type=click.IntRange(1), help=say.most)
    @format_option(say, ("table", "json"))
    @store_option(say, chosen)
    def run(store: Path, written: str, limit: int, year: int | None, **values: object) -> None:
        found = measured(Store.read_only(store), values, year)
        if written == "json":
            write(as_json(told(found, limit)))
        else:
            _show(say, found, limit)

    run.params[:0] = [option(parameter, say) for parameter in choices(*_PARAMETERS)]
    return run


def _show(say: Messages, found: "Network", limit: int) -> None:
    members = (tuple(getattr(each, name) for name in _MEMBER) for each in found.members[:limit])
    out().print(table(_headings(say, _MEMBER), list(members)))
    ties = ((each.one, each.other, each.measures, each.bridge) for each in found.ties[:limit])
    out().print(table(_headings(say, ("agency", "partner", "measures", "bridge")), list(ties)))
    communities = ((each.number, len(each.names), "、".join(each.names[:_SHOWN])) for each in found.communities)
    out().print(table(_headings(say, ("community", "agencies", "name")), list(communities)))
    out().print(table(_headings(say, _YEAR), [tuple(getattr(each, name) for name in _YEAR) for each in found.years]))
    never = [each.name for each in found.never_leading]
    notices().print(say.never_leading.format(count=len(never), names="、".join(never[:limit])), markup=False)


def _headings(say: Messages, names: tuple[str, ...]) -> list[str]:
    return [say.columns.get(name, name) for name in names]
