"""Which language a caller reads: Chinese, unless the browser's first language that there is says otherwise."""

from typing import Annotated, Any, Literal

from fastapi import Query, Request

from api.pages.rendering import LANGUAGES

_LANGUAGES: Any = Literal[LANGUAGES]
Lang = Annotated[_LANGUAGES | None, Query(description="Of a page, instead of the Accept-Language header.")]


def language(request: Request, named: str | None) -> str:
    """The language of an answer: that of the parameter, else of the browser."""
    return named or preferred(request)


def preferred(request: Request) -> str:
    """The language of the Accept-Language header."""
    return of_header(request.headers.get("accept-language", ""))


def of_header(accepted: str) -> str:
    """The language that an Accept-Language header asks for.

    >>> of_header("de, en-GB;q=0.8, zh;q=0.5")
    'en'
    """
    asked = [part.partition(";")[0].strip().lower() for part in accepted.split(",")]
    return next((each for part in asked for each in LANGUAGES if part.startswith(each)), LANGUAGES[0])
