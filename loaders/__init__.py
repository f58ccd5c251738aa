"""Documents in, ``graph.model.Document`` out."""
