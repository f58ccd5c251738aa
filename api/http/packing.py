"""Long answers are packed for whoever can unpack them."""

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

_WORTH = 1_000  # bytes
_LEVEL = 3  # quick, and nearly as short


def packs(scope: Scope) -> bool:
    """Whether the caller takes gzip; in HTTP/1.0 a packed answer could not be told from one that is cut short."""
    accepted = next((value for name, value in scope["headers"] if name == b"accept-encoding"), b"")
    return b"gzip" in accepted and scope["http_version"] != "1.0"


class Packing(GZipMiddleware):
    """Packs the answers of the application within; those who take none pay nothing for it."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app, minimum_size=_WORTH, compresslevel=_LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        if scope["type"] == "http" and packs(scope):
            await super().__call__(scope, receive, send)
        else:
            await self.app(scope, receive, send)
