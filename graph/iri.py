"""Mints the IRIs of what documents speak of, from their keys, numbers and names: pure and stable.

IRIs keep Chinese characters; ``/``, ``~``, blanks and whatever else has a meaning in an IRI are percent-encoded. Two
documents that name the same body, division, feature or indicator name it by the same IRI: its full name is its key.
(A division is known by its name, not by its GB/T 2260 code, since a code changes when only a superior division does; a
name that several divisions bear is written after its superior's: 清川市城关区.)

The parts of a measure or of a document (assignments, deadlines …) are numbered from 1 in the order of the text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from urllib.parse import unquote

from pyoxigraph import NamedNode

BASE = "https://w3id.org/dutygraph/"
_ID = BASE + "id/"
_GRAPH = BASE + "graph/"
_UNSAFE = re.compile(r"[^\w\-.(),·、《》〈〉〔〕“”]")

ONTOLOGY_GRAPH = NamedNode(_GRAPH + "ontology")
DIVISIONS_GRAPH = NamedNode(_GRAPH + "reference/divisions")
AGENCIES_GRAPH = NamedNode(_GRAPH + "reference/agencies")
GROUPS_GRAPH = NamedNode(_GRAPH + "reference/groups")
INDICATORS_GRAPH = NamedNode(_GRAPH + "reference/indicators")
RUNS_GRAPH = NamedNode(_GRAPH + "runs")
PROGRESS_GRAPH = NamedNode(_GRAPH + "progress")
CALENDAR = NamedNode(_ID + "calendar")
NOTHING = NamedNode(_ID + "nothing")


def is_absolute(text: str) -> bool:
    """Whether the text is an IRI with a scheme, by the engine's own reading (RFC 3987).

    >>> is_absolute("urn:清川"), is_absolute("清川"), is_absolute("http://[::1")
    (True, False, False)
    """
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def document(key: str) -> NamedNode:
    """The document of that key.

    >>> document("清川 2021/3").value
    'https://w3id.org/dutygraph/id/document/清川%202021%2F3'
    """
    return NamedNode(f"{_ID}document/{_segment(key)}")


def document_graph(key: str) -> NamedNode:
    """The named graph of what the document's text says."""
    return NamedNode(f"{_GRAPH}document/{_segment(key)}")


def derived_graph(key: str) -> NamedNode:
    """The named graph of what is inferred from the document."""
    return NamedNode(f"{_GRAPH}derived/{_segment(key)}")


def graphs(key: str) -> tuple[NamedNode, NamedNode]:
    """Both: what stands and falls with a document."""
    return document_graph(key), derived_graph(key)


def corrections_graph(key: str) -> NamedNode:
    """The named graph of what people corrected in the document."""
    return NamedNode(f"{_GRAPH}corrections/{_segment(key)}")


def correction(digest: str) -> NamedNode:
    """The correction with that id.

    >>> correction("00ff").value.removeprefix(BASE)
    'id/correction/00ff'
    """
    return NamedNode(f"{_ID}correction/{_segment(digest)}")


def person(name: str) -> NamedNode:
    """Who corrects, by the name of a key or of a person."""
    return NamedNode(f"{_ID}person/{_segment(name)}")


def own(graph: NamedNode) -> tuple[str, ...]:
    """Above what stands, path by path, that only the document of that graph speaks of.

    >>> [whole.removeprefix(BASE) for whole in own(document_graph("清川 2021"))]
    ['id/document/清川%202021', 'id/section/清川%202021', 'id/measure/清川%202021']
    """
    key = graph.value.rpartition("/")[2]
    return tuple(f"{_ID}{kind}/{key}" for kind in ("document", "section", "measure"))


def plan(key: str) -> NamedNode:
    """The plan that the document carries, where it is a notice."""
    return NamedNode(f"{_ID}document/{_segment(key)}/plan")


def text(characters: str) -> NamedNode:
    """The text version with exactly these characters."""
    return NamedNode(f"{_ID}text/{sha256(characters.encode()).hexdigest()[:16]}")


def evidence(version: NamedNode, start: int, end: int) -> NamedNode:
    """The span of a text version, as an RFC 5147 fragment (characters, half open).

    >>> evidence(NamedNode("https://w3id.org/dutygraph/id/text/00ff"), 3, 9).value
    'https://w3id.org/dutygraph/id/text/00ff#char=3,9'
    """
    return NamedNode(span(version.value, start, end))


def span(version: str, start: int, end: int) -> str:
    """The IRI of that evidence, its text version named by its IRI."""
    return f"{version}#char={start},{end}"


def spanned(evidence: str) -> tuple[str, int, int]:
    """The text version of evidence, where it begins and where it ends, by its IRI.

    >>> spanned("https://w3id.org/dutygraph/id/text/00ff#char=3,9")
    ('https://w3id.org/dutygraph/id/text/00ff', 3, 9)
    """
    version, _, span = evidence.partition("#char=")
    start, _, end = span.partition(",")
    return version, int(start), int(end)


def source_file(digest: str) -> NamedNode:
    """The file whose bytes have this SHA-256 digest (hexadecimal)."""
    return NamedNode(f"{_ID}file/{_segment(digest[:16])}")


def run(digest: str) -> NamedNode:
    """The extraction run with this digest of its program, rules and inputs."""
    return NamedNode(f"{_ID}run/{_segment(digest[:16])}")


def sections(key: str, numbers: Iterable[str]) -> Iterator[NamedNode]:
    """The sections of a document in order; see ``measures``."""
    return _numbered(f"{_ID}section/{_segment(key)}/", numbers)


def measures(key: str, numbers: Iterable[str]) -> Iterator[NamedNode]:
    """The measures of a document in order, from their numbers as printed; a repeated number gets ~2, ~3.

    >>> [node.value.removeprefix(BASE) for node in measures("k", ["二/(一)", "二/(一)"])]
    ['id/measure/k/二.(一)', 'id/measure/k/二.(一)~2']
    """
    return _numbered(f"{_ID}measure/{_segment(key)}/", numbers)


def part(whole: NamedNode, kind: str, ordinal: int) -> NamedNode:
    """The assignment, deadline, recurrence, target, place, citation … of that ordinal in a whole."""
    return NamedNode(step(whole.value, kind, ordinal))


def tally(year: int, due: int, inherited: int) -> NamedNode:
    """That so many measures are due in a year, so many of them on the plan's day: one node for all documents.

    >>> tally(2020, 12, 5).value.removeprefix(BASE)
    'id/tally/2020/12/5'
    """
    return NamedNode(f"{_ID}tally/{year}/{due}/{inherited}")


def division_tally(name: str, count: int) -> NamedNode:
    """That so many measures concern the division of that full name: one node for all documents.

    >>> division_tally("清川市", 12).value.removeprefix(BASE)
    'id/tally/division/清川市/12'
    """
    return NamedNode(f"{_ID}tally/division/{_segment(name)}/{count}")


def step(whole: str, kind: str, ordinal: int) -> str:
    """The IRI of that part, the whole named by its IRI."""
    return f"{whole}/{kind}/{ordinal}"


def ordinal(node: NamedNode) -> int:
    """The ordinal of a part.

    >>> ordinal(part(document("k"), "remark", 12))
    12
    """
    return int(node.value.rpartition("/")[2])


@lru_cache(maxsize=4096)
def agency(name: str) -> NamedNode:
    """The body of that full name."""
    return NamedNode(f"{_ID}agency/{_segment(name)}")


@lru_cache(maxsize=4096)
def division(name: str) -> NamedNode:
    """The administrative division of that full name."""
    return NamedNode(f"{_ID}division/{_segment(name)}")


@lru_cache(maxsize=4096)
def feature(name: str) -> NamedNode:
    """The river, reserve, site or functional area of that name."""
    return NamedNode(f"{_ID}feature/{_segment(name)}")


@lru_cache(maxsize=4096)
def indicator(name: str) -> NamedNode:
    """The indicator of that name."""
    return NamedNode(f"{_ID}indicator/{_segment(name)}")


def row(table: str, key: str) -> NamedNode:
    """A row of the reference tables, by what tells it from the others of its table.

    >>> row("group_divisions", "each-county").value.removeprefix(BASE)
    'id/row/group_divisions/each-county'
    """
    return NamedNode(f"{_ID}row/{_segment(table)}/{_segment(key)}")


def name(node: NamedNode) -> str:
    """The name that the IRI of an agency, division, feature or indicator is made of.

    >>> name(agency("清川市/岚江市联席会议"))
    '清川市/岚江市联席会议'
    """
    return unquote(node.value.rpartition("/")[2])


def _numbered(prefix: str, numbers: Iterable[str]) -> Iterator[NamedNode]:
    seen: Counter[str] = Counter()
    for number in numbers:
        path = ".".join(_segment(step).replace(".", "%2E") for step in number.split("/"))
        seen[path] += 1
        yield NamedNode(prefix + path + (f"~{seen[path]}" if seen[path] > 1 else ""))


def _segment(name: str) -> str:
    return _UNSAFE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), name)
