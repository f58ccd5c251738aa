"""A file that comes with a request: as its whole body, named in the address, or as a part of a form."""

from dataclasses import dataclass
from email import message_from_string
from pathlib import PurePosixPath

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from api.failures import BadRequest
from api.limits import Limits
from api.sparql.protocol import body, content_type
from graph.errors import ParameterError

FORM = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came."""

    name: str
    data: bytes


async def upload(request: Request, name: str | None, most: int, limits: Limits) -> Upload:
    """The file of a request, of so many bytes at most; ``name`` counts more than what the form says."""
    header = content_type(request)
    data = await body(request, most, limits)
    if header.get_content_type() != FORM:
        if not name:
            raise ParameterError("name", "is wanted with a plain body: what the file is called, plan.html say")
        return Upload(_plain(name), data)
    boundary = header.get_param("boundary")
    if not isinstance(boundary, str) or not boundary:
        raise BadRequest("the form has no boundary")
    part = await run_in_threadpool(_part, data, boundary.encode("latin-1", "replace"))
    return Upload(_plain(name or part.name), part.data)


def _part(data: bytes, boundary: bytes) -> Upload:
    """The first part that is a file (RFC 7578)."""
    for piece in (b"\r\n" + data).split(b"\r\n--" + boundary)[1:]:
        head, parted, content = piece.partition(b"\r\n\r\n")
        if piece.startswith(b"--") or not parted:
            break
        told = message_from_string(head.decode("utf-8", "replace").lstrip())
        if name := told.get_filename():
            return Upload(name, content)
    raise BadRequest("no part of the form is a file: a part with a «filename» is wanted")


def _plain(name: str) -> str:
    """The name without any folders."""
    plain = PurePosixPath(name.replace("\\", "/")).name
    if not plain.strip(". ") or not plain.isprintable():
        raise ParameterError("name", f"{name!r} is no name of a file")
    return plain
