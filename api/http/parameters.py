"""What an address may hold beside its path: a misspelt parameter must not pass for a question without it."""

from collections.abc import Collection

from fastapi import Request

from api.http.releases import PARAMETER as RELEASE
from graph.errors import ParameterError


def refuse(request: Request, known: Collection[str], many: Collection[str] = ()) -> None:
    """Refuses parameters that are not known, and several values of one that is not among ``many``."""
    own = (*known, RELEASE)
    for name in request.query_params:
        if name not in own:
            raise ParameterError(name, f"there is no such parameter; there are {', '.join(own)}")
        if name not in many and len(request.query_params.getlist(name)) > 1:
            raise ParameterError(name, "takes one value")
