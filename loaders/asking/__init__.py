"""What a question in Chinese asks for: the loaders' own recognisers and ``rules/ask.toml``, no language model."""
