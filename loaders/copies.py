"""Files that hold the same document: grouped before they are read, made one document with copies afterwards.

What was read before, in another loading, is known by its document, which a further file then joins.

Two files hold the same document when their texts agree but for white space, whatever they are called, or when they have
one name (plan.html, plan.pdf) and print the same title and the same measures: a page has more around it than a file.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import PurePath

from graph.model import Copy, Document, SourceFile
from loaders.normalise import normalise

_FEW = 12  # files of one name in all folders


def likeness(source: SourceFile) -> str:
    """What the texts of two files have in common when they agree but for white space."""
    return sha256("".join(normalise(source.text).chars.split()).encode()).hexdigest()


def names(keys: Sequence[str]) -> list[list[Hashable]]:
    """For each key of a file the names by which others may hold its document: without its ending, and without folders.

    A name that many files bear (附件1, index) tells nothing.

    >>> names(["a/plan.pdf", "b/Plan.docx"])
    [['a/plan', 'plan'], ['b/plan', 'plan']]
    """
    plain = [PurePath(key.casefold()).with_suffix("") for key in keys]
    bearers = Counter(path.name for path in plain)
    return [[str(path), path.name] if bearers[path.name] <= _FEW else [str(path)] for path in plain]


def groups(marks: Sequence[Iterable[Hashable]]) -> list[list[int]]:
    """The places of entries that have marks in common, also by way of others; in order of their first.

    >>> groups([["a", 1], ["b", 2], ["c", 1], ["c", 3]])
    [[0, 2, 3], [1]]
    """
    leader: list[int] = []
    first: dict[Hashable, int] = {}
    for place, own in enumerate(marks):
        leader.append(place)
        for mark in own:
            known, here = _root(leader, first.setdefault(mark, place)), _root(leader, place)
            leader[max(known, here)] = min(known, here)
    members: dict[int, list[int]] = {}
    for place in range(len(leader)):
        members.setdefault(_root(leader, place), []).append(place)
    return list(members.values())


def _root(leader: list[int], place: int) -> int:
    while leader[place] != place:
        leader[place] = leader[leader[place]]
        place = leader[place]
    return place


def copy_of(source: SourceFile) -> Copy:
    """The file as a copy of a document whose text was taken from another."""
    return Copy(
        name=source.name,
        sha256=source.sha256,
        size=source.size,
        media_type=source.media_type,
        encoding=source.encoding,
        url=source.url,
        fetched=source.fetched,
    )


def merged(documents: Iterable[tuple[Document, Sequence[str]]]) -> list[tuple[Document, list[str]]]:
    """Documents, each with the keys of its files: those that are the same made copies of the first of them."""
    found: dict[Hashable, tuple[Document, list[str]]] = {}
    for document, keys in documents:
        mark = _mark(document)
        if mark in found:
            first, before = found[mark]
            copies = (*first.copies, copy_of(document.source), *document.copies)
            found[mark] = (replace(first, copies=copies), [*before, *keys])
        else:
            found[mark] = (document, [*keys])
    return list(found.values())


def joined(document: Document, known: Iterable[Document]) -> Document:
    """What is to be kept of a document where others of its key or title are known, read from files at another time.

    It is the one of them that is the same, with this one's files among its own; this one, where its own file was read
    again or there is no such; and never another than the one of its own key, which it replaces where they differ.
    """
    by_key = {each.key: each for each in known}
    others = [by_key[document.key]] if document.key in by_key else [*by_key.values()]
    same = next((each for each in others if _is_same(each, document)), None)
    if same is None:
        return document
    files = {(copy.name, copy.url): copy for copy in same.copies}
    if (same.key, same.source.name) == (document.key, document.source.name):
        same = document  # its own file, perhaps read better by now
    files |= {(copy.name, copy.url): copy for copy in (copy_of(document.source), *document.copies)}
    files.pop((same.source.name, same.source.url), None)
    return replace(same, copies=tuple(files.values()))


def _is_same(one: Document, other: Document) -> bool:
    stems = {PurePath(each.source.name).stem.casefold() for each in (one, other)}
    one_name = one.key == other.key or len(stems) == 1
    return (one_name and _mark(one) == _mark(other)) or likeness(one.source) == likeness(other.source)


def _mark(document: Document) -> Hashable:
    """What the same documents have in common; without measures that is nothing but the key."""
    measures = tuple((measure.number, "".join(measure.text.split())) for measure in document.measures)
    return (document.title, measures) if measures else document.key
