"""What kind of file some bytes are: told by the bytes themselves, never by the file's name."""

import re
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from graph.faults import Remedy, Words


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its media type, what it is called, and the module of ``loaders.formats`` that reads it.

    Without a reader, ``remedy`` says what to do about it.
    """

    media_type: str
    called: Words
    reader: str | None = None
    remedy: Remedy = Remedy.PLAIN_TEXT


_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."

TEXT = Kind("text/plain", Words("纯文本", "plain text"))
CSV = Kind("text/csv", Words("数据表(CSV)", "a table of comma-separated values"), "csv_table")
HTML = Kind("text/html", Words("网页(HTML)", "an HTML page"), "html")
MHTML = Kind("multipart/related", Words("网页存档(MHTML)", "a web archive (MHTML)"), "mhtml")
XML = Kind("application/xml", Words("XML 文件", "an XML file"))
XLSX = Kind(f"{_OPEN_XML}spreadsheetml.sheet", Words("Excel 工作簿(XLSX)", "an Excel workbook (XLSX)"), "xlsx")
XLSB = Kind(
    "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
    Words("Excel 工作簿(XLSB)", "an Excel workbook (XLSB)"),
    "xls",
)
XLS = Kind("application/vnd.ms-excel", Words("Excel 工作簿(XLS)", "an Excel workbook (XLS)"), "xls")
ODS = Kind(f"{_OPEN_DOCUMENT}spreadsheet", Words("电子表格(ODS)", "an OpenDocument sheet (ODS)"), "ods")
DOCX = Kind(f"{_OPEN_XML}wordprocessingml.document", Words("Word 文档(DOCX)", "a Word document (DOCX)"), "docx")
DOC = Kind(
    "application/msword", Words("旧版 Word 或 WPS 文档(DOC、WPS)", "an old Word or WPS document (DOC, WPS)"), "office"
)
RTF = Kind("application/rtf", Words("RTF 文档", "an RTF document"), "office")
ODT = Kind(f"{_OPEN_DOCUMENT}text", Words("OpenDocument 文档(ODT)", "an OpenDocument text (ODT)"), "office")
PDF = Kind("application/pdf", Words("PDF 文件", "a PDF file"), "pdf")
OFD = Kind("application/ofd", Words("OFD 文件", "an OFD file"), "ofd")
PPTX = Kind(f"{_OPEN_XML}presentationml.presentation", Words("演示文稿(PPTX)", "a presentation (PPTX)"))
LOCKED = Kind(
    "application/x-ole-storage",
    Words("加密的办公文档", "an encrypted office document"),
    remedy=Remedy.NO_PASSWORD,
)
OLE = Kind(
    "application/x-ole-storage",
    Words("已损坏的或其他种类的旧版办公文档", "an old office document that is broken or of another kind"),
    remedy=Remedy.SAVE_ANEW,
)
ZIP = Kind("application/zip", Words("压缩包(ZIP)", "a ZIP archive"), remedy=Remedy.NO_DOCUMENTS)
ARCHIVE = Kind("application/octet-stream", Words("压缩包", "an archive"), remedy=Remedy.UNPACK)
PICTURE = Kind("image/*", Words("图片", "a picture"), remedy=Remedy.RECOGNISE)
PROGRAM = Kind("application/octet-stream", Words("程序", "a program"), remedy=Remedy.NOT_A_DOCUMENT)

_MARKS = (
    (rb"\s*%PDF-", PDF),
    (rb"\s*\{\\rtf", RTF),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|BM.{4}\0{4}|RIFF", PICTURE),
    (rb"MZ[^\0]{0,8}\0|\x7fELF", PROGRAM),
    (rb"Rar!|7z\xbc\xaf|\x1f\x8b|BZh", ARCHIVE),
    (rb"(?i)(?:\xef\xbb\xbf)?\s*(?:From:|MIME-Version:|Subject:|Date:)[^\0]{0,2000}?multipart/related", MHTML),
    (rb"(?i)(?:\xef\xbb\xbf)?\s*<\?xml[^>]*>\s*(?:<!--.{0,500}?-->\s*)*<(?!(?:!doctype\s+)?html\b)", XML),
    (
        rb"(?i)(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|!--|\?xml|html|head|body|meta|title|link|script|style"
        rb"|div|table|center|font|section|article|h\d|p|span|br)\b",
        HTML,
    ),
)
_MEMBERS = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", XLSX),
    ("xl/workbook.bin", XLSB),
    ("ppt/presentation.xml", PPTX),
    ("OFD.xml", OFD),
)
_NUMBERED = re.compile(r"\A(word/document)\d+\.xml\Z")  # as some programs call it
# Streams of an OLE file (MS-CFB), by the names in its directory, in the order in which they are asked.
_STREAMS = (("EncryptedPackage", LOCKED), ("WordDocument", DOC), ("Workbook", XLS), ("Book", XLS))


def kind(data: bytes) -> Kind:
    r"""The kind of file that ``data`` are; ``TEXT`` where nothing tells otherwise.

    >>> [kind(text.encode()).called.en for text in ("\n<!DOCTYPE html><p>工作方案", "工作方案")]
    ['an HTML page', 'plain text']
    """
    if data.startswith(b"PK\x03\x04"):
        return _packed(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return next((each for name, each in _STREAMS if f"{name}\0".encode("utf-16-le") in data), OLE)
    return next((each for mark, each in _MARKS if re.match(mark, data, re.DOTALL)), TEXT)


def _packed(data: bytes) -> Kind:
    """The kind of a ZIP package, by its members; a broken one by their names among its bytes."""
    try:
        with ZipFile(BytesIO(data)) as package:
            names = {_NUMBERED.sub(r"\1.xml", name) for name in package.namelist()}
            declared = _start(package, "mimetype") if "mimetype" in names else ""
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return next((each for name, each in _MEMBERS if name.encode() in data), ZIP)
    for each in (ODS, ODT):
        if declared.startswith(each.media_type):
            return each
    return next((each for name, each in _MEMBERS if name in names), ZIP)


def _start(package: ZipFile, member: str) -> str:
    with package.open(member) as file:
        return file.read(200).decode("ascii", "replace")
