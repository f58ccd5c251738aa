"""Old Word and WPS documents (DOC, WPS), RTF and ODT: made into DOCX by LibreOffice, where that is installed.

LibreOffice runs without a screen in a folder and with a profile of its own that are gone afterwards, with macros and
linked files switched off, and is ended with all that it started when its time is over.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.errors import Unreadable
from graph.faults import Fault, Remedy
from loaders.blocks import Contents
from loaders.formats import docx
from loaders.formats.package import opened
from loaders.kinds import DOC, ODT, RTF, kind
from loaders.limits import Limits

_PROGRAMS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
_ENDINGS = {DOC: "doc", RTF: "rtf", ODT: "odt"}
_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = (
    (_SECURITY, "MacroSecurityLevel", "3"),
    (_SECURITY, "DisableMacrosExecution", "true"),
    (_SECURITY, "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "2"),  # never
)


def read(name: str, data: bytes, limits: Limits) -> Contents:
    """The paragraphs and tables of a document that LibreOffice can open."""
    found = kind(data)
    program = next((path for each in _PROGRAMS if (path := shutil.which(each))), None)
    if program is None:
        raise Unreadable(name, Fault.OFFICE_MISSING, Remedy.INSTALL, kind=found.called)
    if found is ODT:
        opened(name, data, limits)
    with TemporaryDirectory(prefix="dutygraph-", ignore_cleanup_errors=True) as folder:
        converted = _converted(program, Path(folder), data, _ENDINGS.get(found, "doc"), limits.seconds)
        if converted is None:
            raise Unreadable(name, Fault.OFFICE_SLOW, Remedy.AS_DOCX, most=limits.seconds)
        if not converted.is_file():
            raise Unreadable(name, Fault.OFFICE_REFUSES, Remedy.AS_DOCX, kind=found.called)
        return docx.read(name, converted.read_bytes(), limits)


def _converted(program: str, folder: Path, data: bytes, ending: str, seconds: float) -> Path | None:
    """Where LibreOffice puts the DOCX, if it makes one; None where its time is over."""
    source = folder / f"document.{ending}"
    source.write_bytes(data)
    profile = folder / "profile"
    _settle(profile)
    options = ["--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation={profile.as_uri()}"]
    target = ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "made"), str(source)]
    done = _run([program, *options, *target], folder, seconds)
    return folder / "made" / "document.docx" if done else None


def _run(command: Sequence[str], folder: Path, seconds: float) -> bool:
    """Whether the command came to its end in time; it and all that it started are ended if not."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    silent = subprocess.DEVNULL
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdin=silent, stdout=silent, stderr=silent, start_new_session=True
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return True


def _settle(profile: Path) -> None:
    """Writes the settings that a new profile begins with."""
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>', encoding="utf-8"
    )
