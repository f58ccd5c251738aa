"""``/docs``: the service's description for people to read and try, with nothing fetched from elsewhere.

The examples in it are what the service answered on sample documents (``python -m tests.test_openapi`` asks anew).
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

_FILES = "/docs/files"


def install(app: FastAPI) -> None:
    """Adds the page and the files that it is made of (Swagger UI, https://swagger.io/tools/swagger-ui/)."""
    page = get_swagger_ui_html(
        openapi_url="openapi.json",
        title="dutygraph",
        swagger_js_url="docs/files/swagger-ui-bundle.js",
        swagger_css_url="docs/files/swagger-ui.css",
        swagger_favicon_url="docs/files/favicon-32x32.png",
        swagger_ui_parameters={"docExpansion": "none", "filter": True, "tryItOutEnabled": True},
    )

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return page

    plain = app.openapi

    def described() -> dict[str, Any]:
        return app.openapi_schema or _illustrated(plain())

    app.openapi = described  # type: ignore[method-assign]  # as the framework has it done
    app.mount(_FILES, StaticFiles(packages=[("fastapi_swagger", "resources")]))


def _illustrated(document: dict[str, Any]) -> dict[str, Any]:
    """The description with an example in each answer of which there is one."""
    for path, example in _examples().items():
        answers = document["paths"].get(path, {}).get("get", {}).get("responses", {})
        if answers:
            answers["200"]["content"]["application/json"]["example"] = example["answer"]
    return document


@cache
def _examples() -> dict[str, dict[str, Any]]:
    """By path: the address that was asked, and the answer."""
    text = (files("api.http") / "examples.json").read_text(encoding="utf-8")
    found: dict[str, dict[str, Any]] = json.loads(text)
    return found
