"""Files made to do harm: each refused at once, with its name and a remedy, and nothing else touched."""

import struct
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from graph.errors import Unreadable
from loaders.limits import Limits
from loaders.read import decode
from tests.drawing import Words
from tests.ofd_files import ofd
from tests.ofd_files import part as ofd_part
from tests.pdf_files import pdf
from tests.word_files import docx, p, packed, part, row, table, tc

SMALL = Limits(size=2**20, unpacked=4 * 2**20, members=50, cells=10_000, pages=20)
PLAIN = "<w:body><w:p><w:r><w:t>治水</w:t></w:r></w:p></w:body>"
LAUGHS = "".join(f'<!ENTITY a{place} "{f"&a{place - 1};" * 10}">' for place in range(1, 12))
BOMB = f'<!DOCTYPE x [<!ENTITY a0 "治水">{LAUGHS}]>'


def word(document: str, **more: bytes) -> bytes:
    return packed({"word/document.xml": document} | {name.replace("_", "/"): data for name, data in more.items()})


def patched(data: bytes, at: int, form: str, value: int) -> bytes:
    """A ZIP file with a field of every member's entries changed: its place in the central directory's entry."""
    changed = bytearray(data)
    for mark, shift in ((b"PK\x01\x02", 0), (b"PK\x03\x04", -2)):
        place = data.find(mark)
        while place >= 0:
            struct.pack_into(form, changed, place + at + shift, value)
            place = data.find(mark, place + 4)
    return bytes(changed)


def zeros(name: str, size: int) -> bytes:
    """A document whose part ``name`` is small when packed and large when unpacked."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as package, package.open(name, "w", force_zip64=True) as member:
        for _ in range(size // 2**20):
            member.write(bytes(2**20))
    return file.getvalue()


def listed(place: str, times: int = 1) -> dict[str, str | bytes]:
    """The document of an OFD file whose pages are all at one place."""
    page = f'<ofd:Page BaseLoc="{place}"/>'
    return {"Doc_0/Document.xml": ofd_part("Document", f"<ofd:Pages>{page * times}</ofd:Pages>")}


def deep_table(depth: int) -> str:
    inner = p("治水")
    for _ in range(depth):
        inner = table(row(tc(inner + p(""))))
    return inner


def stream(data: bytes) -> bytes:
    """A PDF file with one page, drawn by packed operators."""
    packed_data = zlib.compress(data, 9)
    plain = pdf([["%"]])
    old = b"<</Length 1>>stream\n%\nendstream"
    new = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed_data), packed_data)
    return plain.replace(old, new)


WORD = {
    "encrypted member": (patched(docx(p("治水")), 8, "<H", 1), "is encrypted"),
    "unknown packing": (patched(docx(p("治水")), 10, "<H", 99), "cannot be read"),
    "declared 200 MB": (patched(docx(p("治水")), 24, "<I", 200 * 2**20), "when unpacked"),
    "bomb of a part": (zeros("word/document.xml", 3 * 2**20), "word/document.xml in it has more than 1,048,576 bytes"),
    "bomb of many": (zeros("word/document.xml", 9 * 2**20), "when unpacked"),
    "many members": (packed({"word/document.xml": "<x/>"} | {f"{place}": "" for place in range(60)}), "50 files in it"),
    "entity bomb": (word(BOMB + part("document", PLAIN.replace("治水", "&a11;"))), "defines entities|no proper XML"),
    "external entity": (
        word(
            '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + part("document", PLAIN.replace("治水", "&e;"))
        ),
        "defines entities",
    ),
    "external grammar": (word('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">' + part("document", PLAIN)), "entities"),
    "parameter entity": (
        word('<!DOCTYPE x [<!ENTITY % e SYSTEM "http://127.0.0.1:9/x.dtd"> %e;]>' + part("document", PLAIN)),
        "defines entities|no proper XML",
    ),
    "deep elements": (word(part("document", "<w:body>" + "<w:sdt>" * 300 + "</w:sdt>" * 300 + "</w:body>")), "XML"),
    "bad characters": (word(part("document", PLAIN).replace("治水", "\x01")), "no proper XML"),
    "cut off": (docx(p("治水") * 50)[:-40], "broken or cut off"),
    "cut in the middle": (docx(p("治水" * 999))[:300], "cannot be read"),
    "wide cells": (docx(table(*[row(tc("治", '<w:gridSpan w:val="200"/>')) for _ in range(60)])), "10,000 cells"),
    "wide beyond measure": (docx(table(*[row(tc("治", '<w:gridSpan w:val="999999999"/>'))] * 60)), "10,000 cells"),
}
OFD = {
    "encrypted member": (patched(ofd([[Words("治水", 9, 99)]]), 8, "<H", 1), "is encrypted"),
    "entity bomb": (ofd([[]], {"OFD.xml": BOMB + "<x>&a11;</x>"}), "defines entities|no proper XML"),
    "bomb": (zeros("OFD.xml", 9 * 2**20), "when unpacked"),
    "path out of the file": (ofd([[]], listed("../../etc/passwd")), "lacks its part etc/passwd"),
    "many pages": (ofd([[]], listed("Pages/Page_0/Content.xml", 30)), "more than 20 pages"),
}
PDF = {
    "many pages": (pdf([[Words("治水", 80, 100)]] * 21), "more than 20 pages"),
    "pages in a circle": (pdf([[]]).replace(b"/Kids[", b"/Kids[2 0 R "), "a scan|broken"),
    "cut in the middle": (pdf([[Words("治水", 80, 100)]])[:900], "broken or cut off"),
    "bomb": (stream(b" " * 30_000_000), "a scan"),
    "many strokes": (stream(b"0 0 m 9 9 l S\n" * 60_000), "a scan"),
}


def cases() -> Iterator[object]:
    for ending, kind in (("docx", WORD), ("ofd", OFD), ("pdf", PDF)):
        yield from (pytest.param(f"plan.{ending}", *case, id=f"{ending} {name}") for name, case in kind.items())


@pytest.mark.parametrize(("name", "data", "part_of_message"), [*cases()])
def test_a_hostile_file_is_refused_soon_with_a_remedy(name: str, data: bytes, part_of_message: str) -> None:
    begun = time.process_time()
    with pytest.raises(Unreadable, match=rf"^{name}: .*(?:{part_of_message}).*; "):
        decode(name, data, SMALL)
    assert time.process_time() - begun < 10


@pytest.mark.parametrize(("depth", "columns"), [(25, 1), (60, 1)])
def test_tables_in_tables_are_read_or_refused(depth: int, columns: int) -> None:
    assert "治水" in decode("plan.docx", docx(deep_table(depth) * columns), SMALL).text


def test_a_page_with_a_wild_grid_is_read_without_tables(tmp_path: Path) -> None:
    lines = [f"{x} 0 m {x} 842 l S" for x in range(0, 590, 4)] + [f"0 {y} m 595 {y} l S" for y in range(0, 842, 4)]
    begun = time.process_time()
    text = decode("plan.pdf", pdf([[*lines, Words("云岭省治水方案", 80, 100)]]), SMALL).text

    assert text == "云岭省治水方案\n"
    assert time.process_time() - begun < 10
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "numbers", ["1e309 0 0 1 0 0", "nan nan nan nan nan nan", "0 0 0 0 0 0", "99999999999 0 0 99999999999 0 0"]
)
def test_strange_numbers_in_an_ofd_file_do_no_harm(numbers: str) -> None:
    code = '<ofd:TextCode X="0" Y="5" DeltaX="g 99999999 1">治水</ofd:TextCode>'
    strange = f'<ofd:TextObject Boundary="{numbers}" Size="{numbers}" CTM="{numbers}">{code}</ofd:TextObject>'
    text = decode("plan.ofd", ofd([[strange, Words("云岭省治水方案", 80, 100)]]), SMALL).text

    assert "云岭省治水方案" in text


@pytest.mark.parametrize("box", ["0 0 1e9 1e9", "0 0 0 0", "-50 -50 10 10", "595 842 0 0"])
def test_strange_pages_of_a_pdf_file_do_no_harm(box: str) -> None:
    data = pdf([[Words("云岭省治水方案", 80, 100)], [Words("云岭省护林方案", 80, 100)]])
    with suppress(Unreadable):
        assert "方案" in decode("plan.pdf", data.replace(b"0 0 595 842", box.encode()), SMALL).text
