"""What the environment says about this installation, read once and handed on as a value."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from api.limits import Limits as ServiceLimits
from graph.errors import ParameterError
from graph.place import Remote
from loaders.limits import USUAL, Limits

STORE_VARIABLE = "DUTYGRAPH_STORE"
LIMIT_PREFIX = "DUTYGRAPH_LIMIT_"
SERVICE_PREFIX = "DUTYGRAPH_SERVICE_"
ADMIN_VARIABLE = "DUTYGRAPH_ADMIN_KEY_SHA256"
ORIGINS_VARIABLE = "DUTYGRAPH_ORIGINS"
JOURNAL_VARIABLE = "DUTYGRAPH_JOURNAL"
_SERVICE = ("UPDATE", "GRAPHS", "USER", "PASSWORD")  # DUTYGRAPH_STORE_UPDATE and so on: of a store that is a service
_ADDRESSES = ("http://", "https://")
KEYS_VARIABLE = "DUTYGRAPH_KEYS"
DEFAULT_STORE = Path("data/store")
_LEFT_ALONE = ("warm",)  # limits that may be 0


@dataclass(frozen=True, slots=True)
class Settings:
    """``store`` is the folder of the graph; without one said, ``data/store`` under the current folder.

    ``remote`` is the service that is the store instead, where DUTYGRAPH_STORE is an address, and how to ask it:
    DUTYGRAPH_STORE_UPDATE and DUTYGRAPH_STORE_GRAPHS where updates and graphs have addresses of their own,
    DUTYGRAPH_STORE_USER and DUTYGRAPH_STORE_PASSWORD.

    ``limits`` are the most that one source may hold: DUTYGRAPH_LIMIT_SIZE, DUTYGRAPH_LIMIT_CELLS and so on change them.
    ``service`` is how much a request may take: DUTYGRAPH_SERVICE_SECONDS, DUTYGRAPH_SERVICE_ROWS and so on.
    ``admin_key`` is the SHA-256 digest of the key that may write, in hexadecimal; without one nobody may. ``origins``
    are the web origins whose pages may ask, ``journal`` is where requests are written down: a file, ``-`` for standard
    error, nothing for nowhere. ``keys`` is the file of the keys that documents are put in with over HTTP; without one
    nobody may.
    """

    store: Path = DEFAULT_STORE
    remote: Remote = field(default_factory=lambda: Remote(""))
    limits: Limits = USUAL
    service: ServiceLimits = field(default_factory=ServiceLimits)
    admin_key: str = ""
    origins: tuple[str, ...] = ("*",)
    journal: str = "-"
    keys: Path | None = None


def settings(environment: Mapping[str, str]) -> Settings:
    """The settings that an environment holds.

    >>> settings({"DUTYGRAPH_STORE": "/srv/duties"}).store.as_posix()
    '/srv/duties'
    >>> settings({"DUTYGRAPH_LIMIT_CELLS": "500"}).limits.cells
    500
    """
    place = environment.get(STORE_VARIABLE) or str(DEFAULT_STORE)
    address = place if place.lower().startswith(_ADDRESSES) else ""
    return Settings(
        DEFAULT_STORE if address else Path(place),
        Remote(address, *(environment.get(f"{STORE_VARIABLE}_{name}", "") for name in _SERVICE)),
        _limits(environment),
        _service(environment),
        _digest(environment.get(ADMIN_VARIABLE, "")),
        tuple(environment.get(ORIGINS_VARIABLE, "*").split()),
        environment.get(JOURNAL_VARIABLE, "-"),
        Path(keys) if (keys := environment.get(KEYS_VARIABLE)) else None,
    )


def _limits(environment: Mapping[str, str]) -> Limits:
    """The usual limits with those that the environment sets; ParameterError where one is no whole number from 1."""
    said = {each.name: environment.get(f"{LIMIT_PREFIX}{each.name.upper()}") for each in fields(Limits)}
    for name, value in said.items():
        if value and not (value.isascii() and value.isdecimal() and int(value)):
            raise ParameterError(f"{LIMIT_PREFIX}{name.upper()}", f"{value!r} is no whole number from 1")
    return replace(USUAL, **{name: int(value) for name, value in said.items() if value})


def _service(environment: Mapping[str, str]) -> ServiceLimits:
    """As ``_limits``; what is counted in seconds may have decimals, and what can be left alone may be 0."""
    usual, said = ServiceLimits(), dict[str, float]()
    for name in (each.name for each in fields(ServiceLimits)):
        variable, whole = f"{SERVICE_PREFIX}{name.upper()}", isinstance(getattr(usual, name), int)
        if value := environment.get(variable):
            is_number = re.fullmatch(r"\d+" if whole else r"\d+(\.\d+)?", value, re.ASCII)
            if not is_number or not (float(value) or name in _LEFT_ALONE):
                raise ParameterError(variable, f"{value!r} is no {'whole ' if whole else ''}number above 0")
            said[name] = int(value) if whole else float(value)
    return replace(usual, **said)  # type: ignore[arg-type]  # each is of its field's type


def _digest(text: str) -> str:
    if text and not re.fullmatch(r"[0-9a-fA-F]{64}", text):
        raise ParameterError(ADMIN_VARIABLE, "is no SHA-256 digest in hexadecimal; printf %s KEY | sha256sum makes one")
    return text.lower()
