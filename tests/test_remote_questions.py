"""The book of competency questions: two servers of others answer as the embedded store, for samples and real plans."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from importlib.resources import files

import pytest
from click.testing import CliRunner

from api.cli import command
from graph import query
from graph.parameters import Type
from graph.place import Remote
from graph.remote_store import RemoteStore
from graph.store import Store
from tests.evaluate import SHARED
from tests.sparql_servers import fuseki, virtuoso
from tests.test_question_book import Question, questions

SERVERS = {"fuseki": fuseki, "virtuoso": virtuoso}
NAMED = {Type.AGENCY, Type.DOCUMENT, Type.INDICATOR, Type.PLACE, Type.DIVISION, Type.TERRITORY}


def sources() -> list[str]:
    """The samples, and the real plans where they are."""
    return [str(files("loaders") / "samples"), *map(str, sorted((SHARED / "documents").glob("00*.txt")))]


def load(environment: dict[str, str]) -> None:
    done = CliRunner().invoke(command(environment), ["load", *sources()])
    assert done.exit_code == 0, done.output


@pytest.fixture(scope="module", params=SERVERS)
def remote(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remote]:
    server: AbstractContextManager[Remote] = SERVERS[request.param](tmp_path_factory.mktemp(request.param))
    with server as place:
        where = {"": place.query, "_UPDATE": place.update, "_GRAPHS": place.graphs}
        who = {"_USER": place.user, "_PASSWORD": place.password}
        load({f"DUTYGRAPH_STORE{name}": value for name, value in (where | who).items()})
        yield place


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Store:
    place = tmp_path_factory.mktemp("embedded") / "store"
    load({"DUTYGRAPH_STORE": str(place)})
    return Store.read_only(place)


@pytest.mark.parametrize("question", questions(), ids=lambda each: each.name)
def test_a_question_is_answered_as_by_the_embedded_store(question: Question, remote: Remote, embedded: Store) -> None:
    for values in (question.samples, question.plans):
        if values is question.plans and not SHARED.is_dir():
            return
        text = query.bind(query.query(question.query), values, embedded).text
        ours, theirs = (each.select(text) for each in (embedded, RemoteStore(remote, writable=False)))

        assert repr(theirs) == repr(ours)


def test_every_question_is_answered_alike_whatever_it_is_asked(remote: Remote, embedded: Store) -> None:
    """With each optional parameter by itself, and with each name that nothing bears."""
    other, differing = RemoteStore(remote, writable=False), []
    for question in query.catalogue().values():
        for values in _ways(question):
            text = query.bind(question, values, embedded).text
            if repr(other.select(text)) != repr(embedded.select(text)):
                differing.append((question.name, values))

    assert differing == []


def _ways(question: query.Query) -> Iterator[dict[str, object]]:
    required = {each.name: each.example for each in question.parameters if each.required}
    for each in question.parameters:
        if not each.required:
            yield {**required, each.name: each.example}
        if each.type in NAMED:
            yield {**required, each.name: "无此名称"}
