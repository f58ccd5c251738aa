"""The one table of RDF and result formats: files, the command line and HTTP read it alike; and choice by Accept."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import QueryResultsFormat, RdfFormat

from graph.errors import NotAcceptable

# Written at the head of what can have prefixes.
PREFIXES: Mapping[str, str] = {
    "dg": "https://w3id.org/dutygraph/ontology#",
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


class Kind(StrEnum):
    """What a format can carry."""

    RESULTS = "results"  # solutions of a SELECT, truth of an ASK
    GRAPH = "graph"  # triples: answer of a CONSTRUCT or DESCRIBE, one named graph
    DATASET = "dataset"  # quads: all named graphs


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the first of ``media_types`` is the registered one, the others are understood when asked for."""

    name: str
    label: str
    media_types: tuple[str, ...]
    extensions: tuple[str, ...]
    kinds: frozenset[Kind]
    serialiser: RdfFormat | QueryResultsFormat | None

    @property
    def media_type(self) -> str:
        """The registered media type."""
        return self.media_types[0]

    @property
    def extension(self) -> str:
        """The usual file name extension, without the dot."""
        return self.extensions[0]

    @property
    def content_type(self) -> str:
        """The value of a Content-Type header: text is UTF-8 and says so."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type

    def rdf(self) -> RdfFormat:
        """The serialiser of triples or quads; NotAcceptable where the format holds none."""
        if isinstance(self.serialiser, RdfFormat):
            return self.serialiser
        raise NotAcceptable(f"{self.label} cannot hold a graph; there are {_offer(Kind.GRAPH)}")

    def results(self) -> QueryResultsFormat:
        """The serialiser of query results; NotAcceptable where the format holds none."""
        if isinstance(self.serialiser, QueryResultsFormat):
            return self.serialiser
        raise NotAcceptable(f"{self.label} cannot hold rows; there are {_offer(Kind.RESULTS)}")


_WEIGHT = re.compile(r"\d+(\.\d*)?|\.\d+", re.ASCII)

_RESULTS = frozenset({Kind.RESULTS})
_GRAPH = frozenset({Kind.GRAPH})
_DATASET = frozenset({Kind.DATASET})

# In the order in which the service prefers them where a caller leaves the choice. The bare XML types are left out:
# browsers send them, and mean pages.
FORMATS = (
    Format(
        "json",
        "SPARQL results JSON",
        ("application/sparql-results+json", "application/json"),
        ("srj", "json"),
        _RESULTS,
        QueryResultsFormat.JSON,
    ),
    Format("csv", "CSV", ("text/csv",), ("csv",), _RESULTS, QueryResultsFormat.CSV),
    Format("tsv", "TSV", ("text/tab-separated-values",), ("tsv",), _RESULTS, QueryResultsFormat.TSV),
    Format(
        "xml",
        "SPARQL results XML",
        ("application/sparql-results+xml",),
        ("srx", "xml"),
        _RESULTS,
        QueryResultsFormat.XML,
    ),
    Format("turtle", "Turtle", ("text/turtle", "application/x-turtle"), ("ttl",), _GRAPH, RdfFormat.TURTLE),
    Format("trig", "TriG", ("application/trig", "application/x-trig"), ("trig",), _GRAPH | _DATASET, RdfFormat.TRIG),
    Format(
        "jsonld",
        "JSON-LD",
        ("application/ld+json", "application/json"),
        ("jsonld", "json"),
        _GRAPH | _DATASET,
        RdfFormat.JSON_LD,
    ),
    Format("ntriples", "N-Triples", ("application/n-triples", "text/plain"), ("nt",), _GRAPH, RdfFormat.N_TRIPLES),
    Format(
        "nquads", "N-Quads", ("application/n-quads", "text/x-nquads"), ("nq",), _GRAPH | _DATASET, RdfFormat.N_QUADS
    ),
    Format("rdfxml", "RDF/XML", ("application/rdf+xml",), ("rdf", "owl"), _GRAPH, RdfFormat.RDF_XML),
)


HTML = Format("html", "a page", ("text/html", "application/xhtml+xml"), ("html",), _GRAPH, None)
"""Not in the table: a page tells of a thing, it does not carry a graph."""


def formats(kind: Kind) -> tuple[Format, ...]:
    """The formats that can carry ``kind``, the preferred first."""
    return tuple(row for row in FORMATS if kind in row.kinds)


def by_name(name: str, kind: Kind) -> Format:
    """The format of that name or file extension; NotAcceptable lists those there are."""
    wanted = name.strip().lower().removeprefix(".")
    for row in formats(kind):
        if wanted == row.name or wanted in row.extensions:
            return row
    raise _none(name, kind)


def by_media_type(media_type: str, kind: Kind) -> Format:
    """The format with that media type, parameters such as charset left aside.

    >>> by_media_type("Text/Turtle; charset=utf-8", Kind.GRAPH).name
    'turtle'
    """
    wanted = media_type.partition(";")[0].strip().lower()
    for row in formats(kind):
        if wanted in row.media_types:
            return row
    raise _none(media_type, kind)


def choose(accept: str | None, kind: Kind, offered: Sequence[Format] = ()) -> Format:
    """The format an Accept header likes best (RFC 9110, 12.5.1); among equals the first of the table.

    What is offered are all formats for ``kind``, unless others are said.

    >>> choose("text/csv;q=0.5, application/sparql-results+xml", Kind.RESULTS).name
    'xml'
    """
    ranges = tuple(_ranges(accept or "*/*")) or (_Range("*/*", 1.0),)
    offered = offered or formats(kind)
    quality, best = max(((_quality(row, ranges), row) for row in offered), key=lambda pair: pair[0])
    if quality == 0:
        raise _none(accept or "", kind, offered)
    return best


@dataclass(frozen=True, slots=True)
class _Range:
    media: str
    quality: float

    def covers(self, media_type: str) -> bool:
        return self.media in {"*/*", media_type, media_type.partition("/")[0] + "/*"}

    @property
    def precision(self) -> int:
        return 2 - self.media.count("*")


def _ranges(accept: str) -> Iterator[_Range]:
    for part in accept.split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if media:
            weights = [piece[2:] for piece in parameters if piece.startswith("q=")]
            yield _Range(media, _weight(weights[0]) if weights else 1.0)


def _weight(text: str) -> float:
    return min(float(text), 1.0) if _WEIGHT.fullmatch(text) else 0.0  # what cannot be read is not wanted


def _quality(row: Format, ranges: tuple[_Range, ...]) -> float:
    named = [alias for alias in row.media_types[1:] if any(entry.media == alias for entry in ranges)]
    return max(_quality_of(media_type, ranges) for media_type in (row.media_type, *named))


def _quality_of(media_type: str, ranges: tuple[_Range, ...]) -> float:
    covering = [entry for entry in ranges if entry.covers(media_type)]
    return max(covering, key=lambda entry: entry.precision).quality if covering else 0.0


def _none(asked: str, kind: Kind, offered: Sequence[Format] = ()) -> NotAcceptable:
    return NotAcceptable(f"no format for {kind} matches {asked!r}; there are {_offer(kind, offered)}")


def _offer(kind: Kind, offered: Sequence[Format] = ()) -> str:
    return ", ".join(f"{row.name} ({row.media_type})" for row in offered or formats(kind))
