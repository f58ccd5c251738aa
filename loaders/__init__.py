"""Documents in, ``graph.model.Document`` out."""

from collections.abc import Iterator
from dataclasses import replace

from graph.model import Document, Remark, SourceFile
from loaders.text import Text


def load(source: SourceFile, key: str) -> Document:
    """What a careful reader takes from the document, and what he would ask about; a pure function of its arguments.

    ``key`` names the document in the graph. Raises nothing for what a text says: doubts are remarks in the result.
    """
    from loaders.assemble import assemble  # noqa: PLC0415  (importing a step's data files must not load the pipeline)
    from loaders.gazetteer import gazetteer  # noqa: PLC0415
    from loaders.head import head  # noqa: PLC0415

    text = _text(source)
    document = assemble(source, key, text, head(text, source.name), gazetteer())
    return replace(document, remarks=(*document.remarks, *_unread(source)))


def _text(source: SourceFile) -> Text:
    """The characters of a source as the steps see them; tables drawn in plain text row by row."""
    from loaders.drawn import rewritten  # noqa: PLC0415
    from loaders.normalise import normalise  # noqa: PLC0415

    drawn = None if source.anchors else rewritten(source.text)
    if drawn is None:
        return normalise(source.text, wrapped=_may_be_wrapped(source))
    text = normalise(drawn.chars, wrapped=False)
    return Text(text.chars, tuple(drawn.origin[place] for place in text.origin), source.text)


def _unread(source: SourceFile) -> Iterator[Remark]:
    """A remark for each place of the file where nothing could be read: no text goes on from its anchor.

    Of a file that was cut off that is its end.
    """
    from loaders.blocks import CUT_OFF  # noqa: PLC0415

    ends = [*(anchor.start for anchor in source.anchors[1:]), len(source.text)]
    for anchor, end in zip(source.anchors, ends, strict=False):
        if anchor.place == CUT_OFF:
            yield Remark("source-cut-off", "网页没有结尾,可能没有取全;请重新获取")
        elif anchor.start == end:
            yield Remark("place-unread", f"{anchor.place}: 没有文字,可能是图片,未读")


def _may_be_wrapped(source: SourceFile) -> bool:
    """Whether lines may be broken at a page's edge: in plain text, and in web pages made of it, not in tables."""
    from loaders.labelled_lines import TABLE_END  # noqa: PLC0415

    return not source.anchors or (source.media_type == "text/html" and TABLE_END not in source.text)
