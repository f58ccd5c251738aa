"""``dutygraph review``: a document's text with what was found marked in it, for a person to check."""

from pathlib import Path

import click

from api.cli.console import notices, out
from api.cli.messages import Messages
from api.review.layout import Review, review
from api.review.page import page
from api.review.terminal import drawn
from api.review.words import CHINESE as IN_CHINESE
from api.review.words import ENGLISH as IN_ENGLISH
from api.settings import Settings
from graph.errors import ParameterError
from loaders import load
from loaders.read import find, read


def command(say: Messages, _: Settings) -> click.Command:
    """The command ``review``."""

    @click.command("review", help=say.review)
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option("--html", type=click.Path(dir_okay=False, writable=True, path_type=Path), help=say.html)
    @click.option("--no-color", is_flag=True, help=say.no_color)
    def run(file: Path, html: Path | None, no_color: bool) -> None:
        found = _review(say, file)
        if html:
            html.write_text(page(found), encoding="utf-8", newline="")
            notices().print(say.written.format(path=html), markup=False)
            return
        console = out()
        console.print(drawn(found, colour=console.color_system is not None and not (no_color or console.no_color)))

    return run


def _review(say: Messages, file: Path) -> Review:
    found = find((file,))
    if len(found) != 1:
        raise ParameterError("file", say.one_document.format(count=len(found)))
    ((key, place),) = found
    return review(load(read(place), key), IN_ENGLISH if say.is_english else IN_CHINESE)
