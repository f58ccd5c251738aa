"""A document with all that was found marked in it, for a person to check."""
