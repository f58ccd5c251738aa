"""What many tests start from: an empty store, one with the hand-made documents, an HTTP client on that one."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import settings

from api.http.app import create_app
from graph.store import Store
from tests.sample_documents import documents, groups, reference

# The same examples at every run, so that a failure is the change's; explore with `pytest --hypothesis-profile default`.
settings.register_profile("repeatable", derandomize=True)
settings.load_profile("repeatable")
os.environ["DUTYGRAPH_SERVICE_WARM"] = "0"  # services that tests start do what they are asked alone


@pytest.fixture
def empty_store() -> Store:
    return Store.memory()


@pytest.fixture(scope="session")
def sample_store() -> Store:
    """The hand-made documents with their reference graphs; shared by all tests, so for reading only."""
    store = Store.memory()
    store.load_reference(reference())
    for document in documents():
        store.put(document, groups())
    return store


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same on disk, as workers need it; for reading only."""
    path = tmp_path_factory.mktemp("sample") / "store"
    store = Store.open(path)
    store.load_reference(reference())
    for document in documents():
        store.put(document, groups())
    return path


@pytest.fixture(scope="session")
def client(sample_store: Store) -> Iterator[TestClient]:
    with TestClient(create_app(sample_store), raise_server_exceptions=False) as client:
        yield client
