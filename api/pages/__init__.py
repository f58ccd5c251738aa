"""Pages for people: what the graph says, as HTML that is whole without a script."""
