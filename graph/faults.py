"""What can be wrong with a source and what to do about it, in Chinese and in English.

A member's name is the code of its fault; words in braces are filled in with the values of an error.
"""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in two languages."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        """The words in Chinese (``zh``), in English for any other language."""
        return self.zh if language == "zh" else self.en


class Fault(Enum):
    """What is wrong with a source."""

    # finding and opening it
    NOT_THERE = Words("没有这个文件或文件夹", "no such file or folder")
    NOT_READ = Words("无法读取:{reason}", "cannot be read: {reason}")
    TOO_LARGE = Words("超过 {most:,} 字节", "more than {most:,} bytes")
    EMPTY = Words("是空的", "is empty")
    NO_CHINESE = Words("没有中文文字", "has no Chinese text")
    # its characters
    NUL = Words("含有 NUL 字符,不是纯文本", "has NUL characters, so is no plain text")
    FAULTY_ENCODING = Words("不是完好的 {encoding}(第 {byte:,} 字节)", "faulty {encoding} at byte {byte:,}")
    UNKNOWN_ENCODING = Words(
        "既不是 UTF-8(第 {byte:,} 字节有误),也不是 GB 18030 或 Big5",
        "neither UTF-8 (fault at byte {byte:,}) nor GB 18030 nor Big5",
    )
    # its kind
    UNKNOWN_KIND = Words("是{kind},无法读取", "{kind} cannot be read")
    ENCRYPTED = Words("已加密", "is encrypted")
    BROKEN = Words("已损坏或不完整", "broken or cut off")
    BROKEN_SO = Words("已损坏或不完整({detail})", "broken or cut off ({detail})")
    # packages and archives
    PACKED_ODDLY = Words("压缩方式无法识别", "packed in a way that cannot be read")
    MANY_MEMBERS = Words("内含文件超过 {most:,} 个", "more than {most:,} files in it")
    LARGE_UNPACKED = Words("解压后超过 {most:,} 字节", "more than {most:,} bytes when unpacked")
    NESTED = Words("压缩包套压缩包超过 {most} 层", "archives in archives, more than {most} of them")
    NO_MEMBER = Words("其中没有这个文件", "no such file in it")
    MEMBER_MISSING = Words("缺少部件 {member}", "lacks its part {member}")
    MEMBER_LARGE = Words("其中的 {member} 超过 {most:,} 字节", "{member} in it has more than {most:,} bytes")
    MEMBER_BROKEN = Words("其中的 {member} 已损坏或不完整({detail})", "{member} in it is broken or cut off ({detail})")
    MEMBER_NO_XML = Words("其中的 {member} 不是合格的 XML({detail})", "{member} in it is no proper XML ({detail})")
    MEMBER_ENTITIES = Words(
        "其中的 {member} 定义了实体,正常程序不会这样写", "{member} in it defines entities, as no program's files do"
    )
    # what is in it
    NO_WORD_TEXT = Words("其中没有 Word 文档的正文", "has no text of a Word document in it")
    NO_WORKBOOK = Words("其中没有工作簿", "has no workbook in it")
    NO_CONTENT = Words("其中没有内容", "has no content in it")
    NO_PAGE = Words("网页存档中没有网页", "a web archive without a page in it")
    NO_TABLE = Words("不是合格的数据表({detail})", "no proper table of values ({detail})")
    DEEP = Words("元素嵌套超过 {most:,} 层", "more than {most:,} elements within elements")
    MANY_CELLS = Words("单元格超过 {most:,} 个", "more than {most:,} cells")
    MANY_PAGES = Words("超过 {most:,} 页", "more than {most:,} pages")
    MANY_CHARACTERS = Words("超过 {most:,} 个字符", "more than {most:,} characters")
    PAGE_FULL = Words("第 {page} 页超过 {most:,} 个字符", "page {page} has more than {most:,} characters")
    PAGE_BROKEN = Words("第 {page} 页已损坏", "page {page} is broken")
    SCAN = Words(
        "是扫描件:{pages} 页中有 {empty} 页只有图片、没有文字",
        "a scan: {empty} of {pages} pages have no text, only pictures",
    )
    FONTS = Words("字体没有说明印的是什么字", "its fonts do not tell which characters they print")
    # programs of others
    OFFICE_MISSING = Words(
        "是{kind},要由 LibreOffice 读取,而本机没有安装", "{kind} is read by LibreOffice, which is not installed"
    )
    OFFICE_SLOW = Words("LibreOffice 用时超过 {most} 秒", "LibreOffice took over {most} seconds")
    OFFICE_REFUSES = Words(
        "是{kind},但 LibreOffice 打不开:已损坏或已加密", "{kind} that LibreOffice cannot open: broken or encrypted"
    )
    SLOW = Words("{most} 秒内未能读完", "not read within {most} seconds")
    # addresses
    NO_ADDRESS = Words("不是网址({detail})", "is no address ({detail})")
    NO_SERVER = Words("网址中没有服务器", "names no server")
    HAS_PASSWORD = Words("网址中带有用户名或密码", "has a name or password in it")
    ANSWERED = Words("服务器答复 {status} {reason}", "the server answers {status} {reason}")
    NOT_FETCHED = Words("无法获取:{reason}", "cannot be fetched: {reason}")
    FETCH_SLOW = Words("{most} 秒内未能取完", "takes more than {most} seconds")
    ANSWER_CUT = Words("服务器的答复不完整", "the answer is cut off")


class Remedy(Enum):
    """What its user can do about it."""

    CHECK = Words("请核对名称", "check its name")
    PERMIT = Words("请检查它的权限和类型", "check its kind and its permissions")
    RIGHT_FILE = Words("请核对是不是这个文件", "is it the right file?")
    IS_DOCUMENT = Words("请核对它是不是文件", "is it a document?")
    PLAIN_TEXT = Words("请把文字存成 UTF-8 纯文本再载入", "save its text as plain text in UTF-8 and load that")
    NO_PASSWORD = Words("请去掉密码另存后再载入", "save it without a password and load that")
    SPLIT = Words("请拆成单份文件", "split it into its documents")
    SPLIT_TABLES = Words("请把表格拆开", "split it into its tables")
    PACK = Words("请重新打包", "pack it anew")
    UNPACK = Words("请解压后载入其中的文件", "unpack it and load what is in it")
    NO_DOCUMENTS = Words("其中没有可识别的文件", "it holds no documents of a known kind")
    SAVE_ANEW = Words(
        "请用原来的程序打开、另存后再载入", "open it in the program that it was made with, save it anew and load that"
    )
    AS_WORD = Words("请用 Word 或 WPS 另存后再载入", "save it anew in Word or WPS and load that")
    AS_DOCX = Words(
        "请用 Word、WPS 或 LibreOffice 打开,存成 DOCX 再载入",
        "open it in Word, WPS or LibreOffice, save it as DOCX and load that",
    )
    INSTALL = Words(
        "请安装 LibreOffice,或者用 Word、WPS 存成 DOCX 再载入",
        "install it, or open it in Word, WPS or LibreOffice, save it as DOCX and load that",
    )
    AS_XLSX = Words(
        "请用 Excel、WPS 或 LibreOffice 打开,存成 XLSX 再载入",
        "open it in Excel, WPS or LibreOffice, save it as XLSX and load that",
    )
    AS_WORKBOOK = Words("请用 Excel 或 WPS 另存后再载入", "save it anew in Excel or WPS and load that")
    AS_CSV = Words("请重新存成 CSV 再载入", "save it anew as CSV and load that")
    AS_PDF = Words("请重新存成 PDF 或 DOCX 再载入", "save it anew as PDF or DOCX and load that")
    AS_OFD = Words("请重新存成 OFD 或 PDF 再载入", "save it anew as OFD or PDF and load that")
    AS_HTML = Words("请把网页存成 HTML 再载入", "save the page as HTML and load that")
    RECOGNISE = Words(
        "请载入制作它的原文件,或先做文字识别(OCR)",
        "load the document that it was made from, or have its text recognised (OCR) first",
    )
    BROWSER = Words("请用浏览器保存后载入该文件", "save it with a browser and load the file")
    AGAIN = Words("请再试一次,或用浏览器保存后载入", "try again, or save it with a browser and load the file")
    AS_SHOWN = Words("请按浏览器显示的网址填写", "give it as a browser shows it")
    NOT_A_DOCUMENT = Words("它不是文件,不必载入", "it is no document: leave it out")


class Reason(Enum):
    """Why a system gives no bytes of a file."""

    MISSING = Words("没有这个文件", "No such file")
    FORBIDDEN = Words("没有读取权限", "Permission denied")
    FOLDER = Words("是文件夹", "Is a directory")
    LOOP = Words("符号链接绕成了圈", "its symbolic links run in a circle")
    NO_FILE = Words("是管道或设备,不是普通文件", "a pipe or a device, no regular file")
