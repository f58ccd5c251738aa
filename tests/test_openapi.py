"""The description of the service: true, in both languages, readable without a network."""

import re

from fastapi.testclient import TestClient


def test_the_documentation_needs_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/docs")
    needed = re.findall(r"""(?:src|href|url)[=:]\s*["']([^"']+)""", page.text)

    assert len(needed) == 4
    assert [path for path in needed if "//" in path] == []
    assert {path: client.get(f"/{path}").status_code for path in needed} == dict.fromkeys(needed, 200)
    assert client.get("/redoc").status_code == 404
