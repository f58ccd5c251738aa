"""How much a source may hold before it is refused: guards against mistakes and against hostile files."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one source may have; far above any plan, far below what troubles a machine."""

    size: int = 32 * 2**20  # bytes as received
    unpacked: int = 256 * 2**20  # bytes of all members of a package or archive together
    members: int = 2_000  # files in a package or archive
    nesting: int = 3  # archives within archives
    depth: int = 1_000  # elements within elements
    cells: int = 200_000  # cells of all tables together, spans resolved
    pages: int = 1_000
    characters: int = 2_000_000  # of all pages together
    seconds: int = 120  # that a program of others (LibreOffice) may take


USUAL = Limits()
