"""Packages of XML parts (DOCX, OFD): ZIP files whose members are read within limits and parsed without entities."""

import zlib
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml import etree
from lxml.etree import _Element

from graph.errors import Unreadable
from graph.faults import Fault, Remedy
from loaders.limits import Limits

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
            raise Unreadable(self.name, Fault.MEMBER_LARGE, Remedy.SPLIT, member=member, most=self.limits.size)
        try:
            return self.archive.read(member)
        except RuntimeError as fault:
            raise _locked(self.name, fault) from fault
        except _BROKEN as fault:
            raise self._unreadable(Fault.MEMBER_BROKEN, member, fault) from fault

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
            raise self._unreadable(Fault.MEMBER_NO_XML, member, fault.msg) from fault
        if root.getroottree().docinfo.internalDTD is not None:
            raise self._unreadable(Fault.MEMBER_ENTITIES, member)
        return root

    def _unreadable(self, fault: Fault, member: str, detail: object = None) -> Unreadable:
        return Unreadable(self.name, fault, Remedy.SAVE_ANEW, member=member, detail=detail)


def opened(name: str, data: bytes, limits: Limits) -> Package:
    """The package that ``data`` are; Unreadable where they are none, or hold more than the limits allow."""
    try:
        archive = ZipFile(BytesIO(data))
    except (*_BROKEN, NotImplementedError) as fault:
        raise Unreadable(name, Fault.BROKEN_SO, Remedy.SAVE_ANEW, detail=fault) from fault
    members = archive.infolist()
    if len(members) > limits.members:
        raise Unreadable(name, Fault.MANY_MEMBERS, Remedy.IS_DOCUMENT, most=limits.members)
    if sum(member.file_size for member in members) > limits.unpacked:
        raise Unreadable(name, Fault.LARGE_UNPACKED, Remedy.IS_DOCUMENT, most=limits.unpacked)
    return Package(name, archive, limits)


def _locked(name: str, fault: RuntimeError) -> Unreadable:
    """Python tells both an encrypted member and an unknown way of packing by a RuntimeError."""
    if isinstance(fault, NotImplementedError):
        return Unreadable(name, Fault.PACKED_ODDLY, Remedy.SAVE_ANEW)
    return Unreadable(name, Fault.ENCRYPTED, Remedy.NO_PASSWORD)
