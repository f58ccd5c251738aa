"""Pages as the content systems of government sites build them, around any document: their elements, not their texts.

Each file of ``sites/`` names the elements and classes that such sites use for the document and for what stands around
it: ways here, tables of index numbers, sizes of letters, share bars, related pages, votes, footers.
"""

from pathlib import Path
from string import Template

_FOLDER = Path(__file__).parent / "sites"
SITES = sorted(path.stem for path in _FOLDER.glob("*.html"))

_LINKS = "".join(
    f'<li><a href="/{text}.html">{text}</a></li>' for text in ("领导之窗", "机构职能", "政策", "互动", "数据")
)
_RELATED = "".join(
    f'<li><a href="/a{n}.html">{text}</a><span>2023-0{n}-1{n}</span></li>'
    for n, text in enumerate(
        ("图解：一张图读懂河湖整改", "省水利厅解读河湖长制督查办法", "我市召开河湖整改推进会议"), 1
    )
)
_FOOT = (
    "<p>版权所有：松泉市人民政府 主办：松泉市人民政府办公室 承办：松泉市大数据中心</p>"
    '<p>网站标识码：9900000001 <a href="/icp">云ICP备00000001号</a> 公网安备 99000002000001号 '
    "联系电话：0900-1234567</p>"
)


def site_page(name: str, title: str, body: str, day: str, encoding: str = "utf-8") -> bytes:
    """A page of that site, of that day, with a document's title and its text as HTML."""
    values = {"title": title, "body": body, "day": day, "links": _LINKS, "related": _RELATED, "foot": _FOOT}
    filled = Template((_FOLDER / f"{name}.html").read_text(encoding="utf-8")).substitute(values)
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}">'
    head = f"<head>{meta}<title>{title}_松泉市人民政府</title></head>"
    return f"<!DOCTYPE html>\n<html>{head}{filled}</html>".encode(encoding)
