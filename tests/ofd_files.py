"""OFD files made by hand, for the tests."""

from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

from tests.drawing import HEIGHT, WIDTH, Drawn, Words
from tests.word_files import packed

_MM = 25.4 / 72


def ofd(pages: Sequence[Iterable[Drawn | str]], more: Mapping[str, str | bytes] | None = None) -> bytes:
    """A file with the pages, each given by what is drawn on it, or by its objects."""
    listed = "".join(
        f'<ofd:Page ID="{place}" BaseLoc="Pages/Page_{place}/Content.xml"/>' for place in range(len(pages))
    )
    area = f"<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 {WIDTH * _MM} {HEIGHT * _MM}</ofd:PhysicalBox>"
    parts: dict[str, str | bytes] = {
        "OFD.xml": part("OFD", "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"),
        "Doc_0/Document.xml": part(
            "Document", f"{area}</ofd:PageArea></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>"
        ),
    }
    for place, page in enumerate(pages):
        content = "".join(_object(item) for item in page)
        parts[f"Doc_0/Pages/Page_{place}/Content.xml"] = part(
            "Page", f"<ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content>"
        )
    return packed(parts | dict(more or {}))


def part(root: str, content: str) -> str:
    """A part of the file: its root element with the content."""
    return f'<?xml version="1.0" encoding="UTF-8"?><ofd:{root} xmlns:ofd="http://www.ofdspec.org/2016">{content}</ofd:{root}>'


def _object(item: Drawn | str) -> str:
    if isinstance(item, str):
        return item
    if isinstance(item, Words):
        size = item.size * _MM
        boundary = f"{item.x * _MM} {(item.y - item.size) * _MM} {len(item.text) * size} {1.2 * size}"
        steps = f' DeltaX="g {len(item.text) - 1} {size}"' if len(item.text) > 1 else ""
        code = f'<ofd:TextCode X="0" Y="{size}"{steps}>{escape(item.text)}</ofd:TextCode>'
        return f'<ofd:TextObject Boundary="{boundary}" Size="{size}" Font="1">{code}</ofd:TextObject>'
    x, y = (item.x1 - item.x0) * _MM, (item.y1 - item.y0) * _MM
    path = f"<ofd:AbbreviatedData>M 0 0 L {x} {y}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject Boundary="{item.x0 * _MM} {item.y0 * _MM} {x} {y}">{path}</ofd:PathObject>'
