"""Where a store is: a directory of this machine, or a SPARQL service somewhere else."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Remote:
    """Where the service is: for queries, and where that differs for updates and for graphs; who asks."""

    query: str
    update: str = ""
    graphs: str = ""
    user: str = ""
    password: str = field(default="", repr=False)


Place = Path | Remote
