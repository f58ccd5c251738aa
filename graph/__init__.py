"""The model of a read document, its RDF, the store and the queries. Knows no document text and no HTTP."""
