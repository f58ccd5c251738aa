"""PDF files made by hand, for the tests.

Every character is printed as the same square, in fonts (of type 3) that are made for it; no font file is needed.
"""

from collections.abc import Iterable, Mapping, Sequence

from tests.drawing import HEIGHT, WIDTH, Drawn, Line, Words


def pdf(pages: Sequence[Iterable[Drawn | str]], *, extra: str = "", trailer: str = "") -> bytes:
    """A file with the pages, each given by what is drawn on it; ``extra`` goes into every page's dictionary."""
    drawn = [list(page) for page in pages]
    chars = {char: None for page in drawn for item in page if isinstance(item, Words) for char in item.text}
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


def _shown(item: Drawn | str, codes: Mapping[str, tuple[int, int]]) -> str:
    """The operators that draw something."""
    if isinstance(item, Line):
        return f"{item.x0} {HEIGHT - item.y0} m {item.x1} {HEIGHT - item.y1} l S"
    if isinstance(item, Words):
        runs = (f"/F{codes[char][0]} {item.size} Tf <{codes[char][1]:02x}> Tj" for char in item.text)
        return f"BT {item.turn} {item.x} {HEIGHT - item.y} Tm {' '.join(runs)} ET"
    return item


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
