"""``dutygraph key``: keys for programs that write over HTTP."""

from pathlib import Path

import click

from api import keys
from api.cli.console import notices, out
from api.cli.messages import Messages
from api.settings import Settings

_OURS = 0o600  # the file of keys is for the service's user alone


def command(say: Messages, chosen: Settings) -> click.Command:
    """The command ``key`` with ``new`` and ``list``."""
    group = click.Group("key", help=say.key)
    place = click.option(
        "--file", type=click.Path(dir_okay=False, path_type=Path), default=chosen.keys, help=say.key_file
    )

    @group.command("new", help=say.key_new)
    @click.argument("name")
    @click.option(
        "--scope",
        "scopes",
        type=click.Choice([scope.value for scope in keys.Scope]),
        multiple=True,
        default=["load"],
        help=say.scope,
    )
    @place
    def _new(name: str, scopes: tuple[str, ...], file: Path | None) -> None:
        secret, key = keys.new(name, map(keys.Scope, scopes))
        if file:
            _add(file, key)
        out().print(secret, key.line, sep="\n", markup=False, soft_wrap=True)
        notices().print((say.key_kept if file else say.key_to_keep).format(file=file), markup=False)

    @group.command("list", help=say.key_list)
    @place
    def _list(file: Path | None) -> None:
        for key in keys.Keyring(file).keys() if file else ():
            out().print(key.name, *sorted(key.scopes), markup=False)

    return group


def _add(file: Path, key: keys.Key) -> None:
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    text += f"{key.line}\n" if not text or text.endswith("\n") else f"\n{key.line}\n"
    keys.parse(text, str(file))
    file.touch(mode=_OURS)
    file.write_text(text, encoding="utf-8")
