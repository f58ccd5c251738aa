"""``dutygraph query``: a command for each file of ``queries/``, with the query's parameters as its options."""

from collections.abc import Callable, Mapping
from pathlib import Path

import click

from api.answers import answer
from api.cli.console import format_option, notices, out, remark, store_option, write
from api.cli.messages import Messages
from api.cli.tables import drawn, located, table
from api.settings import Settings
from graph import formats, query
from graph.formats import Kind
from graph.parameters import Parameter, Type
from graph.solutions import Solutions
from graph.store import Store
from graph.stores import opened

_TYPES: Mapping[Type, click.types.IntParamType] = {Type.YEAR: click.INT, Type.INTEGER: click.INT}


class _Questions(click.Group):
    """The queries as commands; without a name, their list."""

    def __init__(self, say: Messages, chosen: Settings) -> None:
        super().__init__("query", help=say.query, invoke_without_command=True, callback=self.show)
        self.say = say
        self.chosen = chosen

    def show(self) -> None:
        """Lists the queries where none is named."""
        if click.get_current_context().invoked_subcommand is None:
            rows = [(question.name, _summary(question, self.say)) for question in query.catalogue().values()]
            out().print(table((self.say.name, self.say.answers), rows))

    def list_commands(self, _: click.Context) -> list[str]:
        return list(query.catalogue())

    def get_command(self, _: click.Context, cmd_name: str) -> click.Command | None:
        return _command(query.query(cmd_name), self.say, self.chosen)


def command(say: Messages, chosen: Settings) -> click.Command:
    """The command ``query``."""
    return _Questions(say, chosen)


def show(say: Messages, solutions: Solutions, graph: Store | None = None) -> None:
    """Prints the rows as a table, and below it how many there are; of evidence in the graph also where it stands."""
    if solutions.rows:
        found = located(solutions, graph, say.language) if graph else solutions
        out().print(drawn(found, say.columns))
    notices().print(say.rows.format(rows=len(solutions.rows)) if solutions.rows else say.none)


def _command(question: query.Query, say: Messages, chosen: Settings) -> click.Command:
    def run(store: Path, written: str, **values: object) -> None:
        graph = opened(store)
        bound = query.bind(question, values, graph)
        remark(say, bound.remarks)
        if written == "table":
            show(say, graph.select(bound.text), graph)
        else:
            write(answer(graph, bound.text, formats.by_name(written, Kind.RESULTS)))

    names = ("table", *(row.name for row in formats.formats(Kind.RESULTS)))
    decorated: Callable[..., None] = format_option(say, names)(store_option(say, chosen, remote=True)(run))
    made = click.command(question.name, help=_help(question, say))(decorated)
    made.params[:0] = [option(parameter, say) for parameter in question.parameters]
    return made


def option(parameter: Parameter, say: Messages) -> click.Option:
    """The parameter of a question as an option of a command."""
    codes = [str(code) for code in parameter.choices]  # their values, not their names
    kind = click.Choice(codes) if codes else _TYPES.get(parameter.type, click.STRING)
    summary = parameter.summary_en if say.is_english else parameter.summary
    return click.Option(
        [f"--{parameter.name.replace('_', '-')}", parameter.name],
        type=kind,
        multiple=parameter.many,
        required=parameter.required,
        help=f"{summary} ({parameter.example})",
    )


def _summary(question: query.Query, say: Messages) -> str:
    return question.summary_en if say.is_english else question.summary


def _help(question: query.Query, say: Messages) -> str:
    return "\n\n".join(filter(None, (_summary(question, say), question.description)))
