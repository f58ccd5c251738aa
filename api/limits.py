"""How much a request may take of what the service has."""

import os
from dataclasses import dataclass, replace
from typing import Self

_MB = 1024 * 1024
_CORES = os.cpu_count() or 2


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of an installation; a query that reaches one is stopped and told which."""

    workers: int = _CORES  # queries that begin at once
    processes: int = 3 * _CORES  # queries that run at once: those that take long go on beside those that begin
    seconds: float = 30.0  # a query may take
    patience: float = 10.0  # seconds that a query waits for its turn
    queue: int = 500  # queries that wait, half of them of one client
    memory: int = 1024 * _MB  # bytes a query may take
    rows: int = 100_000  # of an answer; whoever wants more asks for them with LIMIT and OFFSET
    answer: int = 256 * _MB  # bytes of an answer
    held: int = 2048 * _MB  # bytes of all answers that are being sent
    graph: int = 2048 * _MB  # bytes of a graph that is held in memory; a larger one is asked on disk
    calm: float = 5.0  # seconds that the graph has been what it is before it is worth copying
    cache: int = 64 * _MB  # bytes of answers that are kept to be given again
    warm: float = 600.0  # seconds in which what is looked at first is made before anybody asks; 0: it is not
    body: int = 1_000_000  # bytes of a request
    upload: int = 64 * _MB  # bytes of a request that writes
    arrival: float = 10.0  # seconds in which a request must have arrived
    writing: float = 300.0  # seconds that an update may take
    key_rate: int = 60  # documents that one key may put in, try or remove in a minute
    address_rate: int = 120  # such requests of one address in a minute, those without a good key too
    grace: float = 5.0  # seconds that running queries have when the service ends

    @property
    def per_client(self) -> int:
        """How many queries of one client run at once."""
        return max(1, self.processes // 2)

    def of_writing(self) -> Self:
        """Those of the one process that writes, of which there is none while nobody does."""
        return replace(self, workers=1, processes=1, seconds=self.writing, patience=self.writing)
