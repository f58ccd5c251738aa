"""What many tests start from: stores, an HTTP client on one of them, a service over it, a browser.

A service and a browser end with the module that uses them: what others measure is then theirs alone.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import settings
from playwright.sync_api import Browser

from api.http.app import create_app
from api.settings import Settings
from graph.store import Store
from tests import stores
from tests.browsing import chromium
from tests.evaluate import SHARED
from tests.sample_documents import documents, groups, reference
from tests.serving import Served, serving

# The same examples at every run, so that a failure is the change's; explore with `pytest --hypothesis-profile default`.
settings.register_profile("repeatable", derandomize=True)
settings.load_profile("repeatable")
os.environ["DUTYGRAPH_SERVICE_WARM"] = "0"  # services that tests start do what they are asked alone


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever is asked of a browser is asked alone: between a key and what it does no other test is to come."""
    for item in items:
        if any(mark.kwargs.get("reason", "").startswith("no Chromium") for mark in item.iter_markers("skipif")):
            item.add_marker(pytest.mark.alone)


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


@pytest.fixture(scope="module")
def served(sample_folder: Path) -> Iterator[Served]:
    """A service over them on a real port."""
    with serving(Settings(store=sample_folder, journal="")) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def sample_plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the samples; for reading only."""
    return stores.samples(tmp_path_factory.mktemp("samples"))


@pytest.fixture(scope="session")
def real_plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the real plans; for reading only."""
    if not SHARED.is_dir():
        pytest.skip("the real plans are not here (../shared)")
    return stores.plans(tmp_path_factory.mktemp("plans"))
