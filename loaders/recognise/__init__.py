"""One module a kind of fact: a pure function from a passage of text to the mentions it finds there."""
