"""What commands share: where they write, which store they open.

Results go to standard output, as bytes in UTF-8 where a program is to read them; everything else goes to standard
error.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from api.cli.messages import Messages
from api.settings import Settings

_WIDTH = 160  # of a table that is written to a file or a pipe
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def store_option(say: Messages, chosen: Settings) -> Decorator:
    """The option ``--store``, the same for every command; it hands a Path to the parameter ``store``."""
    kind = click.Path(file_okay=False, path_type=Path)
    return click.option("--store", type=kind, default=chosen.store, help=say.store)


def format_option(say: Messages, names: Sequence[str]) -> Decorator:
    """The option ``--format`` with the first name as default; it hands a name to the parameter ``written``."""
    return click.option("--format", "written", type=click.Choice(names), default=names[0], help=say.format)


def out() -> Console:
    """Standard output, for people."""
    return Console(width=None if sys.stdout.isatty() else _WIDTH, highlight=False)


def notices() -> Console:
    """Standard error, for people."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def write(data: bytes) -> None:
    """Writes to standard output what a program is to read."""
    click.echo(data, nl=False)
