"""The saved questions: a gallery, and each as a form made of its parameters, with its answer and its SPARQL."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from api.pages.rendering import Asked, words
from api.pages.tables import Table, table
from api.pages.worked import is_crowded
from graph import query
from graph.errors import ParameterError
from graph.paging import page
from graph.parameters import Parameter
from graph.query import Bound, Query
from graph.solutions import Solutions
from graph.store import Store

_HEAD = re.compile("(?:#\\+.*\n)+")
_ROWS = 200


@dataclass(frozen=True, slots=True)
class Gallery:
    """The questions there are, by their first tag."""

    groups: tuple[tuple[str, tuple[Query, ...]], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as a form; ``answer`` is None where it was not asked, ``fault`` tells what does not fit.

    ``more`` says that the answer goes on beyond what is shown, nobody has counted how far.
    """

    query: Query
    fields: tuple[tuple[Parameter, tuple[str, ...]], ...]
    answer: Table | None
    more: bool
    fault: str
    remarks: tuple[str, ...]
    sparql: str
    download: str
    address: str
    editor: str


def gallery(_: Store, __: Asked) -> Gallery:
    """All questions."""
    groups: dict[str, list[Query]] = {}
    for each in query.catalogue().values():
        groups.setdefault(each.tags[0] if each.tags else "", []).append(each)
    return Gallery(tuple((tag, tuple(some)) for tag, some in groups.items()))


def question(store: Store, asked: Asked, name: str) -> Question:
    """The question of that name, asked where its form was sent; NotFound where there is none."""
    wanted = query.query(name)
    given = asked.values(*(parameter.name for parameter in wanted.parameters))
    pairs = urlencode([(key, value) for key, values in given.items() for value in values])
    answer, fault, text = None, "", wanted.text
    remarks: tuple[str, ...] = ()
    if given or asked.value("ask"):
        try:
            bound = query.bind(wanted, given, store)
            answer = table(_answered(store, wanted, bound), words(asked.language), _ROWS)
            remarks, text = bound.remarks, bound.text
        except ParameterError as refused:
            fault = asked.told(refused)
    return Question(
        wanted,
        tuple((parameter, tuple(given.get(parameter.name, ()))) for parameter in wanted.parameters),
        answer,
        answer is not None and answer.count > _ROWS and is_crowded(store),
        fault,
        remarks,
        _HEAD.sub("", text),
        f"/queries/{name}?{pairs}{'&' if pairs else ''}format=spreadsheet",
        f"/queries/{name}" + (f"?{pairs}" if pairs else ""),
        f"/pages/sparql?question={name}{'&' if pairs else ''}{pairs}",
    )


def _answered(store: Store, wanted: Query, bound: Bound) -> Solutions:
    """The answer; of many documents no more than is shown, and a row that tells that there is more."""
    return page(store, wanted, bound, _ROWS + 1) if is_crowded(store) else store.select(bound.text)
