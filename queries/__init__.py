"""One question a file, plain SPARQL: read these files with ``importlib.resources.files("queries")``."""
