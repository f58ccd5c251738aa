"""What people correct in documents: applied whenever they are read, kept as RDF, sent as plain values."""
