"""One module a format: the bytes of a file in, its ``loaders.blocks.Contents`` out. Imported only when needed."""
