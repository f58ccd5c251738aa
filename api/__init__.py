"""Everything a user touches: the HTTP service and the command line, two skins of the same operations."""
