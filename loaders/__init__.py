"""Documents in, ``graph.model.Document`` out."""

from graph.model import Document, SourceFile


def load(source: SourceFile, key: str) -> Document:
    """What a careful reader takes from the document, and what he would ask about; a pure function of its arguments.

    ``key`` names the document in the graph. Raises nothing for what a text says: doubts are remarks in the result.
    """
    from loaders.assemble import assemble  # noqa: PLC0415  (importing a step's data files must not load the pipeline)
    from loaders.gazetteer import gazetteer  # noqa: PLC0415
    from loaders.head import head  # noqa: PLC0415
    from loaders.normalise import normalise  # noqa: PLC0415

    text = normalise(source.text)
    return assemble(source, key, text, head(text, source.name), gazetteer())
