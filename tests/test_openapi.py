"""The description of the service: true, with examples that are real answers, readable without a network.

``python -m tests.test_openapi`` asks for the examples anew; review them in the diff.
"""

import json
import re
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi.testclient import TestClient

from api.http.app import create_app
from graph.collections import collections
from graph.search import Index
from graph.store import Store
from tests.sample_documents import documents, reference

EXAMPLES = Path(__file__).parent.parent / "api" / "http" / "examples.json"
NAMED = {
    "/documents/{key}": "/documents/linjiang",
    "/measures/{measure}": "/measures/yunling-2018/一.(一)",
    "/agencies/{agency}": "/agencies/云岭省生态环境厅",
}


def asked(folder: Path) -> TestClient:
    """A service over the hand-made documents."""
    store, index = Store.memory(), Index(folder / "index")
    store.load_reference(reference())
    with index.writing() as writer:
        for document in documents():
            store.put(document)
            writer.put(document)
    return TestClient(create_app(store, index))


def told(client: TestClient) -> dict[str, dict[str, Any]]:
    """For each path that answers with JSON an address made of its own examples, and the answer to it."""
    paths = client.get("/openapi.json").json()["paths"]
    lists = [
        path for path in paths if path.startswith(("/queries", "/search", *(f"/{name}" for name in collections())))
    ]
    found = {path: _told(client, path, paths[path]["get"]) for path in lists}
    return {path: example for path, example in found.items() if example}


def _told(client: TestClient, path: str, operation: dict[str, Any]) -> dict[str, Any] | None:
    parameters = operation.get("parameters", ())
    names = {each["name"] for each in parameters}
    if "service" in operation.get("tags", ()) or "today" in names or ("{" in path and path not in NAMED):
        return None
    values = {each["name"]: _example(each) for each in parameters if each.get("required") and each["in"] == "query"}
    address = NAMED.get(path, path) + _query(values | ({"limit": 1} if "limit" in names else {}))
    answer = client.get(address, headers={"Accept": "application/json"})
    if (answer.status_code, answer.headers.get("Content-Type")) != (200, "application/json"):
        return None
    return {"address": address, "answer": _first(answer.json())}


def _query(values: dict[str, Any]) -> str:
    return f"?{urlencode(values, doseq=True)}" if values else ""


def _example(parameter: dict[str, Any]) -> Any:
    found = parameter["schema"].get("examples") or [parameter.get("example")]
    return found[0]


def _first(answer: Any) -> Any:
    """The answer; of a long list its beginning."""
    return answer[:1] if isinstance(answer, list) else answer


def test_the_examples_are_what_the_service_answers(tmp_path: Path) -> None:
    examples = json.loads(EXAMPLES.read_text(encoding="utf-8"))

    assert len(examples) > 20
    now = told(asked(tmp_path))
    assert {path: now.get(path) for path in examples} == examples, "python -m tests.test_openapi"


def test_the_description_has_them(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    examples = json.loads(EXAMPLES.read_text(encoding="utf-8"))

    for path in examples.keys() & paths.keys():
        assert (
            paths[path]["get"]["responses"]["200"]["content"]["application/json"]["example"]
            == (examples[path]["answer"])
        )


def test_every_operation_and_every_parameter_is_told_of_in_both_languages(client: TestClient) -> None:
    for path, operations in client.get("/openapi.json").json()["paths"].items():
        for operation in operations.values() if path != "/sparql" else ():
            assert re.search(r"[一-鿿].* · .*[a-z]", operation["summary"]), path
            dumb = [each["name"] for each in operation.get("parameters", ()) if not each.get("description")]
            assert [name for name in dumb if f"{{{name}}}" not in path] == []


def test_the_documentation_needs_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/docs")
    needed = re.findall(r"""(?:src|href|url)[=:]\s*["']([^"']+)""", page.text)

    assert len(needed) == 4
    assert [path for path in needed if "//" in path] == []
    assert {path: client.get(f"/{path}").status_code for path in needed} == dict.fromkeys(needed, 200)
    assert client.get("/redoc").status_code == 404


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        written = json.dumps(told(asked(Path(folder))), ensure_ascii=False, indent=1)
    EXAMPLES.write_text(written + "\n", encoding="utf-8")
