"""``/docs``: the service's description for people to read and try, with nothing fetched from elsewhere."""

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

    app.mount(_FILES, StaticFiles(packages=[("fastapi_swagger", "resources")]))
