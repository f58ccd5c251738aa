"""An answer on its way: a worker writes it as fast as it can, a client reads it as fast as it likes."""

from tempfile import SpooledTemporaryFile

_IN_MEMORY = 1024 * 1024  # bytes; what is beyond goes to a file


class Spool:
    """Bytes that are written at the end and read from the front, in memory while they are few."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 (closed with the run that it belongs to)
        self.size = 0
        self._read = 0

    @property
    def waiting(self) -> int:
        """How many bytes have not been read."""
        return self.size - self._read

    def write(self, piece: bytes) -> None:
        """Adds to the end."""
        self._file.seek(self.size)
        self._file.write(piece)
        self.size += len(piece)

    def read(self, most: int) -> bytes:
        """The next bytes, no more than there are."""
        self._file.seek(self._read)
        piece = self._file.read(most)
        self._read += len(piece)
        return piece

    def close(self) -> None:
        """Gives back what it takes."""
        self._file.close()
