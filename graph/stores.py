"""The store at a place: a directory of this machine, or a SPARQL service somewhere else."""

from graph.place import Place, Remote
from graph.remote_store import RemoteStore
from graph.store import Store


def opened(place: Place) -> Store:
    """The store there, for reading; StoreError where there is none."""
    return RemoteStore(place, writable=False) if isinstance(place, Remote) else Store.read_only(place)


def writable(place: Place) -> Store:
    """The store there, for writing; in a directory it is made where there is none."""
    return RemoteStore(place) if isinstance(place, Remote) else Store.open(place)
