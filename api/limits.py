"""How much a request may take of what the service has."""

import os
from dataclasses import dataclass

_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of an installation; a query that reaches one is stopped and told which."""

    workers: int = os.cpu_count() or 2  # queries that begin at once
    seconds: float = 30  # a query may take
    patience: float = 10  # seconds that a query waits for its turn
    queue: int = 500  # queries that wait, half of them of one client
    memory: int = 1024 * _MB  # bytes a query may take
    rows: int = 100_000  # of an answer; whoever wants more asks for them with LIMIT and OFFSET
    answer: int = 256 * _MB  # bytes of an answer
    held: int = 2048 * _MB  # bytes of all answers that are being sent
    body: int = 1_000_000  # bytes of a request
    upload: int = 64 * _MB  # bytes of a request that writes
    arrival: float = 10  # seconds in which a request must have arrived
    writing: float = 300  # seconds that an update may take
    grace: float = 5  # seconds that running queries have when the service ends

    @property
    def processes(self) -> int:
        """How many workers there are at most: queries that take long go on beside those that begin."""
        return 3 * self.workers

    @property
    def per_client(self) -> int:
        """How many queries of one client run at once."""
        return max(1, self.processes // 2)
