"""A store that remembers what it was asked, for tests."""

from graph.solutions import Solutions
from graph.store import Store


class Listening:
    """Answers as the store does."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.asked: list[str] = []

    def select(self, query: str) -> Solutions:
        self.asked.append(query)
        return self.store.select(query)

    def state(self) -> str:
        return self.store.state()
