"""What a worker can be asked to do: each task reads the store (or writes it) and writes an answer. No HTTP here."""
