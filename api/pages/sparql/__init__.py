"""The query editor: a query and its answer as a table, a chart or a drawing, what failed and what to do about it."""
