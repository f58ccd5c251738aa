"""Full text search over measures: an index beside the store, written when documents are loaded, read by the service.

SQLite's FTS5 (https://www.sqlite.org/fts5.html) with a token for each Han character, so that a word of two characters
is found as a phrase; Latin letters count without case and accents. What stands in headings weighs most.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path
from unicodedata import combining, normalize

from graph import index_file, iri
from graph.errors import ParameterError, StoreError
from graph.model import Document, Measure
from graph.store import Store

MOST = 10_000  # hits that are ranked
LONGEST = 200  # characters of a search
_HAN = re.compile(r"[\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_LATIN = re.compile(r"[0-9a-z]")
_ABOUT = 40  # characters of a snippet on either side
_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (key TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS measures (id INTEGER PRIMARY KEY, key TEXT NOT NULL, iri TEXT NOT NULL, ordinal INTEGER);
CREATE INDEX IF NOT EXISTS measures_of ON measures (key);
CREATE TABLE IF NOT EXISTS names (key TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS names_of ON names (key);
CREATE INDEX IF NOT EXISTS names_by ON names (folded);
CREATE TABLE IF NOT EXISTS followed (state TEXT NOT NULL);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(heading, text, names, tokenize = "unicode61 remove_diacritics 2");
"""
_HITS = """SELECT iri, -bm25(words, 4.0, 1.0, 2.0) AS score FROM words JOIN measures ON measures.id = words.rowid
WHERE words MATCH ? ORDER BY score DESC, key, ordinal, iri LIMIT ?"""
_NAMES = """SELECT name, kind, COUNT(DISTINCT key) AS documents FROM names WHERE folded >= ? AND folded < ?
GROUP BY kind, name ORDER BY documents DESC, LENGTH(name), name, kind LIMIT ?"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A measure that has all the words; the higher the score, the better it fits."""

    iri: str
    score: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name that begins so: of an agency, an indicator, a place, or a heading; in so many documents."""

    name: str
    kind: str
    documents: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index holds of a document: its measures (node, ordinal, words by column), its names (kind, name)."""

    key: str
    digest: str
    measures: tuple[tuple[str, int, tuple[str, ...]], ...]
    names: tuple[tuple[str, str], ...]


def entry(document: Document) -> Entry:
    """What the index is to hold of the document."""
    rows, names = tuple(_rows(document)), tuple(sorted(_names(document)))
    digest = sha256(repr((rows, names)).encode()).hexdigest()[:16]
    measures = tuple((node, ordinal, tuple(map(spaced, words))) for node, ordinal, *words in rows)
    return Entry(document.key, digest, measures, names)


class Index:
    """The index in that file; it need not be there before something is written."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def beside(cls, store: Path) -> "Index":
        """The index that goes with the store in that directory."""
        return cls(index_file.beside(store))

    @contextmanager
    def writing(self) -> Iterator["Writer"]:
        """What writes into the index; all of it is there when the block ends, or nothing."""
        with self._faults(), index_file.written(self.path, _SCHEMA) as connection:
            yield Writer(connection)

    def state(self) -> str:
        """A token that changes whenever what can be found does."""
        with self._reading() as connection:
            rows = connection.execute("SELECT key, digest FROM documents ORDER BY key").fetchall()
        return sha256(repr(rows).encode()).hexdigest()[:16]

    def search(self, words: str, most: int = MOST) -> tuple[Hit, ...]:
        """The measures that have all the words, the best first; ParameterError where there is no word."""
        wanted = " ".join(f'"{" ".join(tokens)}"' for tokens in _words(words))
        with self._reading() as connection:
            return tuple(Hit(*row) for row in connection.execute(_HITS, (wanted, most)))

    def suggest(self, beginning: str, most: int = 10) -> tuple[Suggestion, ...]:
        """Names that begin so, the most frequent first."""
        start = folded(_checked(beginning))
        with self._reading() as connection:
            rows = connection.execute(_NAMES, (start, start + "\U0010ffff", most))
            return tuple(Suggestion(*row) for row in rows)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        if not self.path.is_file():
            raise StoreError(f"{self.path}: there is no search index; load documents (dutygraph load) to have one")
        with self._faults(), index_file.read(self.path) as connection:
            yield connection

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as fault:
            text = f"{self.path}: the search index cannot be used ({fault}); delete it and load again"
            raise StoreError(text) from fault


class Writer:
    """Writes documents into an index; a document that is in it unchanged is left alone."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def put(self, document: Document) -> bool:
        """Whether the document was new or different."""
        return self.put_entry(entry(document))

    def put_entry(self, new: Entry) -> bool:
        """As ``put``, of a document made ready elsewhere."""
        known = self._digest(new.key)
        if known == new.digest:
            return False
        if known:
            self.remove(new.key)
        self._connection.execute("INSERT INTO documents VALUES (?, ?)", (new.key, new.digest))
        for node, ordinal, words in new.measures:
            added = self._connection.execute("INSERT INTO measures VALUES (NULL, ?, ?, ?)", (new.key, node, ordinal))
            row = (added.lastrowid, *words)
            self._connection.execute("INSERT INTO words (rowid, heading, text, names) VALUES (?, ?, ?, ?)", row)
        told = ((new.key, kind, name, folded(name)) for kind, name in new.names)
        self._connection.executemany("INSERT INTO names VALUES (?, ?, ?, ?)", told)
        return True

    def commit(self) -> None:
        """Makes what was written so far last, whatever becomes of the rest."""
        self._connection.commit()

    def remove(self, key: str) -> None:
        """Takes the document out, if it is there."""
        self._connection.execute("DELETE FROM words WHERE rowid IN (SELECT id FROM measures WHERE key = ?)", (key,))
        for table in ("measures", "names", "documents"):
            self._connection.execute(f"DELETE FROM {table} WHERE key = ?", (key,))  # one of three names

    def is_as(self, store: Store) -> bool:
        """Whether the index has what is in the store, by what it noted last: so it is but for a break in between."""
        row = self._connection.execute("SELECT state FROM followed").fetchone()
        return bool(row) and row[0] == store.state()

    def note(self, store: Store) -> None:
        """Notes that the index has what is in the store."""
        self._connection.execute("DELETE FROM followed")
        self._connection.execute("INSERT INTO followed VALUES (?)", (store.state(),))

    def follow(self, store: Store) -> None:
        """Has in the index what is in the store and nothing else: what was loaded without it, what was removed."""
        if self.is_as(store):
            return
        known = {str(key) for (key,) in self._connection.execute("SELECT key FROM documents")}
        there = {*store.keys()}
        for key in sorted(known - there):
            self.remove(key)
        for key in sorted(there - known):
            self.put(store.document(key))
        self.note(store)

    def _digest(self, key: str) -> str | None:
        row = self._connection.execute("SELECT digest FROM documents WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None


def spaced(text: str) -> str:
    """The text with blanks around each Han character, each a token then.

    >>> spaced("PM2.5达标")
    'PM2.5 达  标 '
    """
    return _HAN.sub(lambda run: f" {'  '.join(run[0])} ", text)


def folded(text: str) -> str:
    """The text without case, accents and widths, a character at a time.

    >>> folded("Ｃａｆé")
    'cafe'
    """
    return "".join(map(_folded, text))


def places(words: str, text: str) -> tuple[tuple[int, int], ...]:
    """Where the words stand in the text: offsets, half open, in order, none within another.

    >>> places("水源 pm2", "备用水源;PM2.5")
    ((2, 4), (5, 8))
    """
    letters = [(letter, place) for place, character in enumerate(text) for letter in _folded(character)]
    plain = "".join(letter for letter, _ in letters)
    pattern = "|".join(map(_pattern, sorted(_words(words), key=len, reverse=True)))
    return tuple((letters[hit.start()][1], letters[hit.end() - 1][1] + 1) for hit in re.finditer(pattern, plain))


def snippet(text: str, spots: tuple[tuple[int, int], ...]) -> tuple[int, int]:
    """The part of the text to show: around the first of the spots, its beginning where there is none.

    >>> snippet("一" * 200, ((100, 102),))
    (60, 142)
    """
    start, end = spots[0] if spots else (0, _ABOUT)
    return max(0, start - _ABOUT), min(len(text), end + _ABOUT)


def _rows(document: Document) -> Iterator[tuple[str, int, str, str, str]]:
    nodes = iri.measures(document.key, (measure.number for measure in document.measures))
    title = document.carries or document.title or ""
    for node, measure in zip(nodes, document.measures, strict=True):
        names = dict.fromkeys((*_agencies(measure), *(place.name for place in measure.places), title))
        yield node.value, measure.ordinal, measure.heading, measure.text, " ; ".join(names)


def _agencies(measure: Measure) -> Iterator[str]:
    for assignment in measure.assignments:
        yield assignment.mention
        if assignment.agency:
            yield assignment.agency.name


def _names(document: Document) -> set[tuple[str, str]]:
    measures = document.measures
    targets = chain(document.targets, *(measure.targets for measure in measures))
    assigned = (assignment.agency for measure in measures for assignment in measure.assignments)
    return {
        *(("agency", agency.name) for agency in assigned if agency),
        *(("indicator", target.indicator) for target in targets),
        *(("place", place.name) for measure in measures for place in measure.places),
        *(("heading", measure.heading) for measure in measures if measure.heading),
    }


def _words(words: str) -> tuple[tuple[str, ...], ...]:
    """The tokens of each word; ParameterError where there is none."""
    found = tuple(tokens for word in _checked(words).split() if (tokens := _tokens(word)))
    if not found:
        raise ParameterError("q", "has no word to be found")
    return found


def _checked(words: str) -> str:
    if not words.strip():
        raise ParameterError("q", "is empty")
    if len(words) > LONGEST:
        raise ParameterError("q", f"is longer than {LONGEST} characters")
    return words.strip()


def _tokens(word: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", spaced(folded(word))))


def _pattern(tokens: Iterable[str]) -> str:
    return r"[\W_]*".join(rf"(?<![0-9a-z]){token}(?![0-9a-z])" if _LATIN.match(token) else token for token in tokens)


def _folded(character: str) -> str:
    return "".join(letter for letter in normalize("NFKD", character) if not combining(letter)).casefold()
