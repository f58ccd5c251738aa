"""Tasks for a worker: what people corrected in a document, told, put in the place of what was, and taken away."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from api.answers import as_json
from api.loading import correct
from api.tasks.telling import JSON
from api.workers.output import Output
from graph.corrections import applying, kept, plain
from graph.corrections.correction import Correction, selector
from graph.errors import NotFound, ParameterError
from graph.store import Store

_MOST = 5_000  # corrections of a document


def of_document(store: Store, output: Output, *, key: str) -> None:
    """The corrections of the document of that key, and those of them that fit it no more."""
    _tell(store, output, key)


def put(
    store: Store, output: Output, *, key: str, corrections: Sequence[Mapping[str, Any]], by: str, place: str
) -> None:
    """Has these in the place of the corrections of that document; what is new is said by ``by``, now."""
    if len(corrections) > _MOST:
        raise ParameterError("corrections", f"are {len(corrections)}; {_MOST} at most")
    text = store.document(key).source.text
    given = [_read(values, key, text, by) for values in corrections]
    correct(key, attributed(given, kept.corrections(store, key)), store, Path(place))
    _tell(store, output, key)


def remove(store: Store, output: Output, *, key: str, place: str) -> None:
    """Takes the corrections of that document away: it is as it was read."""
    if not kept.corrections(store, key):
        raise NotFound(f"the document {key!r} has no corrections")
    correct(key, (), store, Path(place))
    output.head("text/plain", status=HTTPStatus.NO_CONTENT)


def attributed(given: Iterable[Correction], before: Iterable[Correction]) -> Iterator[Correction]:
    """Those given, each as said by whom and when it was said first, where it was said before."""
    known = {each.id: each for each in before}
    for each in given:
        earlier = known.get(each.id)
        said = earlier and replace(earlier, by=each.by, at=each.at, selector=each.selector, measure=each.measure)
        yield earlier if earlier and said == each else each


def _read(values: Mapping[str, Any], key: str, text: str, by: str) -> Correction:
    place = values.get("selector")
    told = {**values, "by": by, "at": datetime.now(UTC).isoformat()}
    if isinstance(place, Mapping) and not place.get("prefix") and not place.get("suffix"):
        told["selector"] = _surrounded(place, text)
    return plain.read(told, key)


def _surrounded(place: Mapping[str, Any], text: str) -> dict[str, Any]:
    """The place with the words around it, where it is there to be seen."""
    exact, start = str(place.get("exact") or ""), int(place.get("start", -1))
    if not exact or text[start : start + len(exact)] != exact:
        raise ParameterError("selector", f"«{exact[:40]}» does not stand at the character {start} of the document")
    whole = selector(text, start, start + len(exact))
    return {"exact": exact, "prefix": whole.prefix, "suffix": whole.suffix, "start": start}


def _tell(store: Store, output: Output, key: str) -> None:
    given = kept.corrections(store, key)
    codes = (applying.LOST, applying.UNFIT)
    remarks = (
        [each.message for each in store.document(key).remarks if each.code in codes] if _is_there(store, key) else []
    )
    if not given and not _is_there(store, key):
        store.document(key)  # NotFound, with keys like it
    output.head(JSON)
    output.write(as_json({"document": key, "corrections": [plain.told(each) for each in given], "remarks": remarks}))


def _is_there(store: Store, key: str) -> bool:
    return key in {*store.keys()}
