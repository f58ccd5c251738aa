"""PDF files made by hand, for the tests: words at places and lines between them, and whole texts set on pages.

Every character is printed as the same square, in fonts (of type 3) that are made for it; no font file is needed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

WIDTH, HEIGHT = 595, 842
_LEFT, _TOP, _BOTTOM, _LEADING = 80, 100, 760, 28
_WORDS = "\0"
_NO_START = "。，、；：？！）》〉】〕”’.,;:?!)%"


def words(text: str, x: float, y: float, size: float = 16, turn: str = "1 0 0 1") -> str:
    """The words at ``x`` and, counted from the top of the page, the base line ``y``; ``turn`` is the text's matrix."""
    return f"{_WORDS}BT {turn} {x} {HEIGHT - y} Tm {_WORDS}{size}{_WORDS}{text}"


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    """A line from a place to a place."""
    return f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S"


def table(
    x: Sequence[float], y: Sequence[float], cells: Iterable[tuple[int, int, str]], size: float = 12
) -> Iterator[str]:
    """A grid of lines at ``x`` and ``y`` with the texts of cells (row, column, lines of text parted by ``|``)."""
    yield from (line(each, y[0], each, y[-1]) for each in x)
    yield from (line(x[0], each, x[-1], each) for each in y)
    for row, column, text in cells:
        for place, part in enumerate(text.split("|")):
            yield words(part, x[column] + 4, y[row] + (place + 1) * 1.3 * size, size)


def typeset(text: str, columns: int = 27, head: str = "") -> list[list[str]]:
    """Pages of a text: paragraphs indented by two characters, lines of ``columns``, page numbers, a running head."""
    lines = [printed for paragraph in text.split("\n") if paragraph.strip() for printed in _lines(paragraph, columns)]
    most = (_BOTTOM - _TOP) // _LEADING
    pages = []
    for first in range(0, len(lines), most):
        rows = enumerate(lines[first : first + most])
        page = [words(row, _LEFT + 16 * indent, _TOP + place * _LEADING) for place, (indent, row) in rows]
        number = words(f"— {len(pages) + 1} —", 270, 800, 14)
        pages.append([*([words(head, _LEFT, 50, 9)] if head else []), *page, number])
    return pages


def _lines(paragraph: str, columns: int) -> Iterator[tuple[int, str]]:
    rest, indent = paragraph.strip(), 2
    while rest:
        end = columns - indent
        while 1 < end < len(rest) and rest[end] in _NO_START:
            end -= 1
        yield indent, rest[:end].rstrip()
        rest, indent = rest[end:].lstrip(), 0


def pdf(pages: Sequence[Iterable[str]], *, extra: str = "", trailer: str = "") -> bytes:
    """A file with the pages, each given by what is drawn on it; ``extra`` goes into every page's dictionary."""
    drawn = [list(page) for page in pages]
    chars = {char: None for page in drawn for item in page for char in item.rpartition(_WORDS)[2]}
    codes = {char: divmod(place, 256) for place, char in enumerate(chars)}
    fonts = [[*chars][first : first + 256] for first in range(0, len(chars), 256)]
    first = 4 + 2 * len(fonts)
    kids = " ".join(f"{first + 2 * place} 0 R" for place in range(len(drawn)))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(drawn)}>>".encode(), _SHAPE]
    for place, own in enumerate(fonts):
        objects += [_font(5 + 2 * place), _stream(_meanings(own))]
    names = "".join(f"/F{place} {4 + 2 * place} 0 R" for place in range(len(fonts)))
    for place, page in enumerate(drawn):
        box = (
            f"/MediaBox[0 0 {WIDTH} {HEIGHT}]/Resources<</Font<<{names}>>>>/Contents {first + 1 + 2 * place} 0 R{extra}"
        )
        objects += [f"<</Type/Page/Parent 2 0 R{box}>>".encode()]
        objects += [_stream("\n".join(_shown(item, codes) for item in page).encode())]
    return _file(objects, trailer)


def _shown(item: str, codes: Mapping[str, tuple[int, int]]) -> str:
    """The operators that print words; of anything else, it itself."""
    if not item.startswith(_WORDS):
        return item
    _, start, size, text = item.split(_WORDS)
    parts = "".join(f"/F{codes[char][0]} {size} Tf <{codes[char][1]:02x}> Tj " for char in text)
    return f"{start}{parts}ET"


def _font(meanings: int) -> bytes:
    glyphs = "/g" * 256
    return (
        f"<</Type/Font/Subtype/Type3/FontBBox[0 -120 1000 880]/FontMatrix[.001 0 0 .001 0 0]/CharProcs<</g 3 0 R>>"
        f"/Encoding<</Differences[0{glyphs}]>>/FirstChar 0/LastChar 255/Widths[{'1000 ' * 256}]"
        f"/ToUnicode {meanings} 0 R>>"
    ).encode()


def _meanings(chars: Sequence[str]) -> bytes:
    """The map from the codes of a font to the characters that they mean."""
    pairs = [f"<{code:02x}><{char.encode('utf-16-be').hex()}>" for code, char in enumerate(chars)]
    parts = [pairs[first : first + 100] for first in range(0, len(pairs), 100)]
    ranges = " ".join(f"{len(part)} beginbfchar {' '.join(part)} endbfchar" for part in parts)
    return f"begincmap 1 begincodespacerange<00><ff>endcodespacerange {ranges} endcmap".encode()


def _stream(data: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(data), data)


_SHAPE = _stream(b"1000 0 0 -120 1000 880 d1 0 -120 1000 1000 re f")


def _file(objects: Sequence[bytes], more: str) -> bytes:
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = f"trailer<</Size {size}/Root 1 0 R{more}>>\nstartxref\n{len(body)}\n%%EOF\n".encode()
    return body + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, rows) + end
