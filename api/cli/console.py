"""What commands share: where they write, which store they open.

Results go to standard output, as bytes in UTF-8 where a program is to read them; everything else goes to standard
error.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from api.cli.messages import Messages
from api.details import worded
from api.settings import Settings
from graph.place import Remote

_WIDTH = 160  # of a table that is written to a file or a pipe
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class _Place(click.Path):
    """A folder; or, where that will do, the address of a SPARQL service."""

    def __init__(self, say: Messages, service: Remote | None) -> None:
        super().__init__(file_okay=False, path_type=Path)
        self.say = say
        self.service = service

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401
        """A Path, or where the service is."""
        if not str(value).lower().startswith(("http:/", "https:/")):
            return super().convert(value, param, ctx)
        if self.service is None:
            self.fail(self.say.only_here.format(store=value), param, ctx)
        return replace(self.service, query=str(value))


def store_option(say: Messages, chosen: Settings, *, remote: bool = False) -> Decorator:
    """The option ``--store``, the same for every command; it hands a Path to the parameter ``store``.

    Where ``remote`` stores will do it hands over a Remote for an address.
    """
    kind = _Place(say, chosen.remote if remote else None)
    default = chosen.remote.query or chosen.store
    return click.option("--store", type=kind, default=default, help=say.store)


def format_option(say: Messages, names: Sequence[str]) -> Decorator:
    """The option ``--format`` with the first name as default; it hands a name to the parameter ``written``."""
    return click.option("--format", "written", type=click.Choice(names), default=names[0], help=say.format)


def out() -> Console:
    """Standard output, for people."""
    return Console(width=None if sys.stdout.isatty() else _WIDTH, highlight=False)


def notices() -> Console:
    """Standard error, for people."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def remark(say: Messages, remarks: Iterable[str]) -> None:
    """Tells what there is to say about an answer, in the user's language."""
    for each in remarks:
        notices().print(worded(each, say.language), style="yellow", markup=False)


def write(data: bytes) -> None:
    """Writes to standard output what a program is to read."""
    click.echo(data, nl=False)
