"""Packages of XML parts (DOCX, OFD): ZIP files whose members are read within limits and parsed without entities."""

import zlib
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml import etree
from lxml.etree import _Element

from graph.errors import Unreadable
from loaders.limits import Limits

_REMEDY = "open it in the program that it was made with, save it anew and load that"
_BROKEN = (BadZipFile, EOFError, OSError, ValueError, zlib.error)


@dataclass(frozen=True, slots=True)
class Package:
    """The members of a package, each read when it is asked for."""

    name: str
    archive: ZipFile
    limits: Limits

    def read(self, member: str) -> bytes | None:
        """A member's bytes; None where there is no such member, Unreadable where it is broken, locked or too large."""
        if member not in self.archive.NameToInfo:
            return None
        if self.archive.getinfo(member).file_size > self.limits.size:
            raise Unreadable(f"{self.name}: {member} in it has more than {self.limits.size:,} bytes; split it")
        try:
            return self.archive.read(member)
        except RuntimeError as fault:
            raise _unreadable(self.name, fault) from fault
        except _BROKEN as fault:
            raise Unreadable(f"{self.name}: {member} in it is broken or cut off ({fault}); {_REMEDY}") from fault

    def xml(self, member: str) -> _Element | None:
        """A member's root element; None where there is no such member."""
        data = self.read(member)
        return None if data is None else self.parsed(member, data)

    def parsed(self, member: str, data: bytes) -> _Element:
        """The root element of a member whose bytes were read before."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as fault:
            raise Unreadable(f"{self.name}: {member} in it is no proper XML ({fault.msg}); {_REMEDY}") from fault
        if root.getroottree().docinfo.internalDTD is not None:
            raise Unreadable(f"{self.name}: {member} in it defines entities, as no program's files do; {_REMEDY}")
        return root


def opened(name: str, data: bytes, limits: Limits) -> Package:
    """The package that ``data`` are; Unreadable where they are none, or hold more than the limits allow."""
    try:
        archive = ZipFile(BytesIO(data))
    except (*_BROKEN, NotImplementedError) as fault:
        raise Unreadable(f"{name}: broken or cut off ({fault}); {_REMEDY}") from fault
    members = archive.infolist()
    if len(members) > limits.members:
        raise Unreadable(f"{name}: more than {limits.members:,} files in it; is it a document?")
    if sum(member.file_size for member in members) > limits.unpacked:
        raise Unreadable(f"{name}: more than {limits.unpacked:,} bytes when unpacked; is it a document?")
    return Package(name, archive, limits)


def _unreadable(name: str, fault: RuntimeError) -> Unreadable:
    """Python tells both an encrypted member and an unknown way of packing by a RuntimeError."""
    if isinstance(fault, NotImplementedError):
        return Unreadable(f"{name}: packed in a way that cannot be read ({fault}); {_REMEDY}")
    return Unreadable(f"{name}: is encrypted; save it without a password and load that")
