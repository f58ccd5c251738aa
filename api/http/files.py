"""The files that pages are made with: those compressed beforehand as they are, libraries for as long as one likes."""

from pathlib import PurePosixPath
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_FOREVER: Final = "public, max-age=31536000, immutable"  # the version stands in the address
_ASKED: Final = "no-cache"


class Files(StaticFiles):
    """Answers with files and says how long they hold."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, compressed where that was done beforehand and the caller takes it."""
        packed = "gzip" in Headers(scope=scope).get("accept-encoding", "") and bool(self.lookup_path(f"{path}.gz")[1])
        answer = await super().get_response(f"{path}.gz" if packed else path, scope)
        answer.headers["Cache-Control"] = _FOREVER if PurePosixPath(path).parts[0] == "lib" else _ASKED
        answer.headers["Vary"] = "Accept-Encoding"
        if packed:
            answer.headers["Content-Encoding"] = "gzip"
        return answer
