"""Which language a caller reads: Chinese, unless the browser's first language that there is says otherwise."""

from fastapi import Request

from api.pages.rendering import LANGUAGES


def preferred(request: Request) -> str:
    """The language of the Accept-Language header."""
    asked = [part.partition(";")[0].strip().lower() for part in request.headers.get("accept-language", "").split(",")]
    return next((each for part in asked for each in LANGUAGES if part.startswith(each)), LANGUAGES[0])
