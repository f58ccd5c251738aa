"""SPARQL texts and requests from outside: read, judged, and made harmless. No HTTP here."""
