"""PDF files with text: their characters and drawn lines by pdfium, read as printed pages.

Pages are turned as their text runs. What is not seen (text outside the page) and what runs otherwise than the page's
text (watermarks) stays out. A file of pictures of pages (a scan) is refused.
"""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from graph.errors import Unreadable
from graph.faults import Fault, Remedy
from loaders.blocks import Contents, TooLarge
from loaders.formats.pdf_rules import View, rules
from loaders.formats.printed import blocks
from loaders.formats.sheet import Glyph, Sheet
from loaders.limits import Limits

_MOST_GLYPHS = 100_000  # of a page
_HYPHEN = "\ufffe"  # as pdfium tells one at the end of a line
_UNKNOWN = "\0\ufffd\uffff"
_UNREAL = 0.2  # of the characters, that stand for none


def read(name: str, data: bytes, limits: Limits) -> Contents:
    """The paragraphs and tables of a PDF file, in reading order."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        raise _unreadable(name, fault) from fault
    try:
        sheets = list(_sheets(name, document, limits))
    finally:
        document.close()
    _checked(name, sheets)
    try:
        return Contents(tuple(blocks(sheets, limits.cells)), "utf-8")
    except TooLarge as fault:
        raise Unreadable(name, fault.fault, Remedy.SPLIT, most=fault.most) from fault


def _unreadable(name: str, fault: pypdfium2.PdfiumError) -> Unreadable:
    if fault.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return Unreadable(name, Fault.ENCRYPTED, Remedy.NO_PASSWORD)
    return Unreadable(name, Fault.BROKEN, Remedy.AS_PDF)


def _sheets(name: str, document: pypdfium2.PdfDocument, limits: Limits) -> Iterator[Sheet]:
    if len(document) > limits.pages:
        raise Unreadable(name, Fault.MANY_PAGES, Remedy.SPLIT, most=limits.pages)
    characters = 0
    for place in range(len(document)):
        try:
            page = document[place]
        except pypdfium2.PdfiumError as fault:
            raise Unreadable(name, Fault.PAGE_BROKEN, Remedy.AS_PDF, page=place + 1) from fault
        try:
            sheet = _sheet(name, page, place + 1)
        finally:
            page.close()
        characters += len(sheet.glyphs)
        if characters > limits.characters:
            raise Unreadable(name, Fault.MANY_CHARACTERS, Remedy.SPLIT, most=limits.characters)
        yield sheet


def _checked(name: str, sheets: Sequence[Sheet]) -> None:
    """Refuses pictures of pages, and text whose characters a reader sees but no program can tell."""
    glyphs = [glyph.char for sheet in sheets for glyph in sheet.glyphs]
    empty = sum(not sheet.glyphs for sheet in sheets)
    if not glyphs or empty > len(sheets) / 2:
        raise Unreadable(name, Fault.SCAN, Remedy.RECOGNISE, empty=empty, pages=len(sheets))
    if sum(_is_unreal(char) for char in glyphs) > _UNREAL * len(glyphs):
        raise Unreadable(name, Fault.FONTS, Remedy.RECOGNISE)


def _is_unreal(char: str) -> bool:
    return char in _UNKNOWN or "\ue000" <= char <= "\uf8ff"


def _sheet(name: str, page: pypdfium2.PdfPage, number: int) -> Sheet:
    text = page.get_textpage()
    try:
        count = pdfium.FPDFText_CountChars(text)
        if count > _MOST_GLYPHS:
            raise Unreadable(name, Fault.PAGE_FULL, Remedy.IS_DOCUMENT, page=number, most=_MOST_GLYPHS)
        turns = Counter(_quarters(text, place) for place in range(count))
        view = View(page.get_cropbox(), turns.most_common(1)[0][0] if turns else 0)
        glyphs = tuple(_glyphs(text, count, view))
        return Sheet(number, view.width, view.height, glyphs, tuple(rules(page, view)))
    finally:
        text.close()


def _glyphs(text: pypdfium2.PdfTextPage, count: int, view: View) -> Iterator[Glyph]:
    """The characters that run as the page does and stand on it; blanks only part the others."""
    spaced = False
    for place in range(count):
        char = chr(pdfium.FPDFText_GetUnicode(text, place))
        if char.isspace():
            spaced = spaced or pdfium.FPDFText_IsGenerated(text, place) == 0
        elif _quarters(text, place) == view.quarters and char >= "\0":
            glyph = _glyph(text, place, "-" if char == _HYPHEN else char, view, spaced)
            if glyph.size > 1 and 0 <= glyph.x0 < view.width and 0 <= glyph.base <= view.height:
                yield glyph
                spaced = False


def _glyph(text: pypdfium2.PdfTextPage, place: int, char: str, view: View, spaced: bool) -> Glyph:
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    pdfium.FPDFText_GetCharOrigin(text, place, x, y)
    pdfium.FPDFText_GetLooseCharBox(text, place, box)
    pdfium.FPDFText_GetMatrix(text, place, matrix)
    size = pdfium.FPDFText_GetFontSize(text, place) * math.hypot(matrix.c, matrix.d)
    corners = (view.point(box.left, box.bottom), view.point(box.right, box.top))
    x0, x1 = sorted(corner[0] for corner in corners)
    return Glyph(char, x0, x1, view.point(x.value, y.value)[1], size, spaced)


def _quarters(text: pypdfium2.PdfTextPage, place: int) -> int:
    """By how many quarters of a circle a character is turned, clockwise; -1 where by something else."""
    turned = pdfium.FPDFText_GetCharAngle(text, place) / (math.pi / 2)
    return round(turned) % 4 if abs(turned - round(turned)) < 0.05 else -1
