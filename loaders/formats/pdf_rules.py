"""The lines that are drawn on a page of a PDF file, and the page's places as its text is read."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from loaders.formats.printed_tables import strip, strokes
from loaders.formats.sheet import Rule

_MOST = 20_000  # corners of the lines on a page; a drawing has more
_DEEPEST = 8  # forms within forms
_THIN = 3.0  # points: a filled strip so thin is a line

_Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class View:
    """A page as its text runs: the visible box (left, bottom, right, top), turned by quarters clockwise."""

    box: tuple[float, float, float, float]
    quarters: int

    @property
    def width(self) -> float:
        """The page's width as it is read."""
        left, bottom, right, top = self.box
        return top - bottom if self.quarters % 2 else right - left

    @property
    def height(self) -> float:
        """The page's height as it is read."""
        left, bottom, right, top = self.box
        return right - left if self.quarters % 2 else top - bottom

    def point(self, x: float, y: float) -> _Point:
        """A place of the file in points from the top left corner of the page as it is read."""
        left, bottom, right, top = self.box
        return ((x - left, top - y), (top - y, right - x), (right - x, y - bottom), (y - bottom, x - left))[
            self.quarters
        ]


def rules(page: pypdfium2.PdfPage, view: View) -> list[Rule]:
    """The lines along and across the page; none where it has so many that they are a drawing."""
    found: list[Rule] = []
    for rule in _drawn_on(page, None, view, (1, 0, 0, 1, 0, 0), 0):
        found.append(rule)
        if len(found) > _MOST:
            return []
    return found


_Matrix = tuple[float, float, float, float, float, float]


def _drawn_on(
    page: pypdfium2.PdfPage, form: pdfium.FPDF_PAGEOBJECT | None, view: View, matrix: _Matrix, depth: int
) -> Iterator[Rule]:
    """The straight lines of the paths of a page or a form in it."""
    count = pdfium.FPDFPage_CountObjects(page) if form is None else pdfium.FPDFFormObj_CountObjects(form)
    for place in range(count):
        each = pdfium.FPDFPage_GetObject(page, place) if form is None else pdfium.FPDFFormObj_GetObject(form, place)
        kind = pdfium.FPDFPageObj_GetType(each)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield from _drawn(each, view, _times(_matrix(each), matrix))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            yield from _drawn_on(page, each, view, _times(_matrix(each), matrix), depth + 1)


def _drawn(path: pdfium.FPDF_PAGEOBJECT, view: View, matrix: _Matrix) -> Iterator[Rule]:
    """The straight strokes of a path; of a strip that is filled, the line that it looks like."""
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, filled, stroked)
    for corners in _outlines(path, matrix):
        places = [view.point(*corner) for corner in corners]
        if stroked.value:
            yield from strokes(places)
        elif filled.value:
            yield from strip(places)


def _outlines(path: pdfium.FPDF_PAGEOBJECT, matrix: _Matrix) -> Iterator[list[_Point]]:
    """The corners of each part of a path; curves are passed over."""
    corners: list[_Point] = []
    for place in range(min(pdfium.FPDFPath_CountSegments(path), _MOST)):
        segment = pdfium.FPDFPath_GetPathSegment(path, place)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind != pdfium.FPDF_SEGMENT_LINETO and corners:
            yield corners
            corners = []
        if kind != pdfium.FPDF_SEGMENT_BEZIERTO:
            corners.append(_point(segment, matrix))
        if corners and pdfium.FPDFPathSegment_GetClose(segment):
            corners.append(corners[0])
    if corners:
        yield corners


def _point(segment: pdfium.FPDF_PATHSEGMENT, matrix: _Matrix) -> _Point:
    x, y = ctypes.c_float(), ctypes.c_float()
    pdfium.FPDFPathSegment_GetPoint(segment, x, y)
    a, b, c, d, e, f = matrix
    return a * x.value + c * y.value + e, b * x.value + d * y.value + f


def _matrix(each: pdfium.FPDF_PAGEOBJECT) -> _Matrix:
    found = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(each, found)
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
