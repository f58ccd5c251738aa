"""The model as RDF: read these files with ``importlib.resources.files("ontology")``."""
