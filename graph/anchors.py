"""Where a character of a text stands in the file it was read from."""

from bisect import bisect_right

from graph.faults import Words
from graph.model import SourceFile

_STEPS = {
    "page": Words("第{}页", "page {}"),
    "paragraph": Words("第{}段", "paragraph {}"),
    "table": Words("第{}表", "table {}"),
    "row": Words("第{}行", "row {}"),
    "column": Words("第{}列", "column {}"),
    "sheet": Words("工作表{}", "sheet {}"),
    "cell": Words("单元格{}", "cell {}"),
    "line": Words("第{}行", "line {}"),
    "heading": Words("第{}个标题", "heading {}"),
    "footnote": Words("脚注{}", "footnote {}"),
    "endnote": Words("尾注{}", "endnote {}"),
    "meta": Words("网页信息“{}”", "meta {}"),
}


def place_at(source: SourceFile, offset: int) -> str | None:
    """The place in the file of the character at ``offset``; None where nothing tells, as in plain text.

    >>> from graph.model import Anchor
    >>> page = SourceFile("a.html", "ab", 9, "text/html", "utf-8", "治水护林", (Anchor(2, "paragraph 2"),))
    >>> place_at(page, 1), place_at(page, 3)
    (None, 'paragraph 2')
    """
    after = bisect_right(source.anchors, offset, key=lambda anchor: anchor.start)
    return source.anchors[after - 1].place or None if after else None


def in_words(place: str, language: str) -> str:
    """A place in a file as people of that language say it; a step of an unknown sort stays as it is.

    >>> in_words("page 3, paragraph 12", "zh"), in_words("sheet 任务清单, cell D7", "zh"), in_words("page 3", "en")
    ('第3页,第12段', '工作表任务清单,单元格D7', 'page 3')
    """
    said = []
    for step in place.split(", "):
        sort, _, name = step.partition(" ")
        words = _STEPS.get(sort)
        said.append(words.of(language).format(name) if words and name else step)
    return ("," if language == "zh" else ", ").join(said)
