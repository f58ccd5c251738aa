"""The page on which people check what was read in a document, before it is loaded or afterwards."""
