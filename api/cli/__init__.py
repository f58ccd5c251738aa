"""The command line: ``dutygraph load``, ``review``, ``query``, ``sparql``, ``search``, ``export``, ``serve`` and more.

Each command stands in a module of its own, imported when it is called: loading documents needs no web framework.
"""

import os
from importlib import import_module
from importlib.metadata import version
from typing import Any

import click

from api.cli.messages import Messages, messages
from api.settings import Settings, settings
from graph.errors import DutyError, ParameterError, Unreadable

_MODULES = {
    "load": "api.cli.load",
    "review": "api.cli.review",
    "ask": "api.cli.ask",
    "query": "api.cli.query",
    "sparql": "api.cli.sparql",
    "search": "api.cli.search",
    "export": "api.cli.export",
    "audit": "api.cli.audit",
    "calendar": "api.cli.calendar",
    "network": "api.cli.network",
    "progress": "api.cli.progress",
    "corrections": "api.cli.corrections",
    "check": "api.cli.check",
    "diff": "api.cli.diff",
    "compare": "api.cli.compare",
    "serve": "api.cli.serve",
    "release": "api.cli.release",
    "key": "api.cli.key",
    "bench": "api.cli.bench",
}


class _Commands(click.Group):
    """The commands by name; what dutygraph reports as a fault ends them with a message and a status, not a trace."""

    def __init__(self, say: Messages, chosen: Settings) -> None:
        super().__init__("dutygraph", help=say.about)
        self.say = say
        self.chosen = chosen

    def list_commands(self, _: click.Context) -> list[str]:
        return list(_MODULES)

    def get_command(self, _: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _MODULES:
            return None
        command: click.Command = import_module(_MODULES[cmd_name]).command(self.say, self.chosen)
        return command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 (click's own signature)
        try:
            return super().invoke(ctx)
        except ParameterError as fault:
            raise click.UsageError(str(fault)) from fault
        except Unreadable as fault:
            message = self.say.failed.format(name=fault.where, fault=fault.said(self.say.language))
            raise click.ClickException(message) from fault
        except DutyError as fault:
            raise click.ClickException(str(fault)) from fault


def command(environment: dict[str, str]) -> click.Group:
    """The command ``dutygraph`` as the environment has it: its language and where its graph is."""
    group = _Commands(messages(environment), settings(environment))
    return click.version_option(version("dutygraph"), prog_name="dutygraph", message="%(prog)s %(version)s")(group)


def main() -> None:
    """Runs the command line of this process."""
    try:
        group = command(dict(os.environ))
    except DutyError as fault:
        raise SystemExit(f"dutygraph: {fault}") from fault
    group()
