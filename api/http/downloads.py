"""``/downloads``: everything at once, as files with checksums, made once for each release in a process of their own."""

import asyncio
import json
import shutil
import sys
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Response
from fastapi.responses import FileResponse, JSONResponse
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from api.http import problems
from api.http.releases import documented
from api.http.served import VIEW, View
from graph.errors import NotFound, StoreError
from graph.exports.downloads import MANIFEST

_PATIENCE = 20.0  # seconds that a request waits for the files to be made
_LATER = {"Retry-After": "30"}
_FAILURES = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.SERVICE_UNAVAILABLE)
_PREPARING: dict[int | str, dict[str, Any]] = {
    202: {
        "description": "The files of this release are being made; ask again later",
        "content": {"application/json": {}},
    }
}
_CONTENT: dict[str, Any] = {
    media_type: {"schema": {"type": "string", "format": "binary"}}
    for media_type in (
        *("application/x-ndjson", "text/csv", "application/vnd.apache.parquet", "application/n-quads"),
        "application/trig",
    )
}


_FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file", "content": _CONTENT},
    206: {"description": "A part of it", "content": _CONTENT},
    304: {"description": "The caller has it"},
    416: {"description": "No such part", "content": {"text/plain": {}}},
}


class Download(BaseModel):
    """A file that can be downloaded."""

    name: str = Field(examples=["measures.parquet"])
    href: str = Field(description="Its address here.", examples=["/downloads/measures.parquet"])
    content: str = Field(description="The table, or `graph`.", examples=["measures"])
    media_type: str = Field(examples=["application/vnd.apache.parquet"])
    bytes: int = Field(description="Its size.")
    sha256: str = Field(description="Its SHA-256 digest, in hexadecimal.")
    rows: int | None = Field(description="How many rows a table has.")


class Downloads(BaseModel):
    """What can be downloaded of a release."""

    release: str | None = Field(description="The release that the files are of, where releases are kept.")
    state: str = Field(description="A token that changes with the graph.")
    files: list[Download]


def router() -> APIRouter:
    """``/downloads`` and each file."""
    routes = APIRouter(prefix="/downloads", tags=["downloads"], dependencies=[Depends(documented)])
    makers: dict[Path, asyncio.Task[None]] = {}

    @routes.get(
        "",
        summary="批量下载 · Files of everything, with checksums",
        response_model=Downloads,
        responses={**_PREPARING, **problems.responses(*_FAILURES)},
    )
    async def downloads() -> Downloads | Response:
        """Tables as NDJSON, CSV and Parquet, the graph as N-Quads and TriG; made on first request."""
        view = VIEW.get()
        told = await _manifest(view, makers)
        if told is None:
            return _preparing()
        files = [Download(**file, href=f"/downloads/{file['name']}") for file in told["files"]]
        return Downloads(release=view.release or None, state=told["state"], files=files)

    @routes.get(
        "/{name}",
        summary="下载文件 · A file",
        response_class=Response,
        responses={**_FILE, **_PREPARING, **problems.responses(*_FAILURES)},
    )
    async def file(name: str, if_none_match: Annotated[str | None, Header()] = None) -> Response:
        """The file, in parts where `Range` asks for them; its `ETag` is its SHA-256 digest."""
        view = VIEW.get()
        told = await _manifest(view, makers)
        if told is None:
            return _preparing()
        known = next((file for file in told["files"] if file["name"] == name), None)
        if known is None:
            raise NotFound(f"no file {name!r}; /downloads lists them")
        return _file(view, known, if_none_match or "")

    return routes


def _file(view: View, known: dict[str, Any], if_none_match: str) -> Response:
    headers = {"ETag": f'"{known["sha256"]}"', "Cache-Control": "public, no-cache"}
    if known["sha256"] in if_none_match:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    name = str(known["name"])
    return FileResponse(_folder(view) / name, media_type=known["media_type"], headers=headers, filename=name)


def _folder(view: View) -> Path:
    return view.store.with_name(f"{view.store.name}.downloads") / view.state


def _preparing() -> Response:
    return JSONResponse({"status": "preparing"}, HTTPStatus.ACCEPTED, _LATER)


async def _manifest(view: View, makers: dict[Path, asyncio.Task[None]]) -> dict[str, Any] | None:
    """What files there are; None as long as they are being made."""
    folder = _folder(view)
    if not (folder / MANIFEST).is_file():
        if folder not in makers:
            makers[folder] = asyncio.create_task(_make(view.store, folder))
        try:
            async with asyncio.timeout(_PATIENCE):
                await asyncio.shield(makers[folder])
        except TimeoutError:
            return None
        finally:
            if folder in makers and makers[folder].done():
                del makers[folder]
    told: dict[str, Any] = json.loads(await run_in_threadpool((folder / MANIFEST).read_bytes))
    return told


async def _make(store: Path, folder: Path) -> None:
    """Has a process make the files; those of the store as it was before are taken away."""
    command = (sys.executable, "-m", "graph.exports.downloads", str(store), str(folder))
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    _, said = await process.communicate()
    if process.returncode:
        reason = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise StoreError(f"{folder}: the downloads cannot be made ({reason}); the service must be able to write there")
    for other in folder.parent.iterdir():
        if other != folder and not other.name.startswith("."):
            await run_in_threadpool(shutil.rmtree, other, ignore_errors=True)
