"""The graph explorer: a part of the graph as a picture to walk through, and as a table for who has no script."""
