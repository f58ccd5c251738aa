"""Addresses of pages: those of things follow their IRIs, ``…/id/agency/X`` is ``/pages/agency/X``."""

from collections.abc import Callable, Mapping
from urllib.parse import quote, unquote, urlencode

from api.tasks.links import local
from graph import iri

ROOT = "/pages"
# Of how many steps the addresses of things are, by kind: a part of a document or measure has more.
_STEPS = {"document": 4, "measure": 5, "agency": 4, "division": 4, "feature": 4, "indicator": 4}


def thing(node: object) -> str:
    """The page of the thing with that IRI; of what has none, the description.

    >>> thing("https://w3id.org/dutygraph/id/agency/云岭省水利厅"), thing("https://w3id.org/dutygraph/id/run/1")
    ('/pages/agency/%E4%BA%91%E5%B2%AD%E7%9C%81%E6%B0%B4%E5%88%A9%E5%8E%85', '/about/run/1')
    """
    place = local(str(node))
    parts = place.split("/")
    if parts[:2] != ["", "id"]:
        return place
    return place.replace("/id/", f"{ROOT}/" if len(parts) == _STEPS.get(parts[2]) else "/about/", 1)


def document(key: str, start: int | None = None, end: int | None = None) -> str:
    """The page of the document of that key, at these characters of its text.

    >>> document("plan", 3, 9)
    '/pages/document/plan#char=3,9'
    """
    place = thing(iri.document(key).value)
    return place if start is None else f"{place}#char={start},{end}"


def listing(name: str, **values: str) -> str:
    """The list of that name, filtered."""
    return f"{ROOT}/{name}" + (f"?{urlencode(values)}" if values else "")


def quoted(text: object) -> str:
    """The text as a part of an address."""
    return quote(str(text), safe="")


def name(node: object) -> str:
    """What an IRI of ours ends with, readable: the name of an agency, the number of a measure.

    >>> name("https://w3id.org/dutygraph/id/measure/k/一.(一)")
    '一.(一)'
    """
    return unquote(str(node).rpartition("/")[2])


FILTERS: Mapping[str, Callable[..., str]] = {
    "thing": thing,
    "at": document,
    "quoted": quoted,
    "described": lambda node: local(node).replace("/id/", "/about/", 1),
    "agency": lambda named: thing(iri.agency(named).value),
    "indicator": lambda named: thing(iri.indicator(named).value),
}
"""What templates make addresses with."""
