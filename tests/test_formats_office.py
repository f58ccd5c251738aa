"""Old documents through LibreOffice: a stand-in shows what becomes of its faults, itself that nothing is fetched."""

import os
import shutil
import sys
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from graph.errors import Unreadable
from loaders.blocks import Paragraph
from loaders.formats.office import read
from loaders.limits import Limits
from tests.word_files import docx, p, packed

OFFICE = shutil.which("soffice")
RTF = rb"{\rtf1\ansi\ansicpg936 \u27835?\u27700?\u26041?\u26696?\par \u19968?\u12289?\u27835?\u27700?\u12290?\par}"
ODT = "application/vnd.oasis.opendocument.text"
SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = {
    "office": "office",
    "text": "text",
    "draw": "drawing",
    "svg": "svg-compatible",
    "manifest": "manifest",
}
real = pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed here")

Stand = Callable[[str], None]


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    """Puts a program of these lines in the place of LibreOffice."""

    def put(lines: str) -> None:
        program = tmp_path / "soffice"
        program.write_text(f"#!{sys.executable}\n{lines}\n", encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))

    return put


def test_without_libreoffice_the_remedy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(
        Unreadable, match=r"plan\.rtf: an RTF document is read by LibreOffice, .*not installed; install"
    ):
        read("plan.rtf", RTF, Limits())


def test_what_it_makes_is_read_from_its_own_folder_which_is_gone_afterwards(stand_in: Stand, tmp_path: Path) -> None:
    made = tmp_path / "made.docx"
    made.write_bytes(docx(p("治水方案")))
    stand_in(
        "import os, shutil, sys\n"
        "assert os.environ.keys() <= {'PATH', 'HOME', 'LC_ALL', 'LC_CTYPE'}, os.environ\n"
        f"open({str(tmp_path / 'told')!r}, 'w').write('\\n'.join([os.getcwd(), *sys.argv[1:]]))\n"
        "folder = sys.argv[sys.argv.index('--outdir') + 1]\n"
        f"os.makedirs(folder); shutil.copy({str(made)!r}, folder + '/document.docx')"
    )

    assert read("plan.rtf", RTF, Limits()).blocks == (Paragraph("治水方案", "paragraph 1"),)
    folder, *options = (tmp_path / "told").read_text(encoding="utf-8").split("\n")
    assert f"-env:UserInstallation=file://{folder}/profile" in options
    assert options[-1] == f"{folder}/document.rtf"
    assert not Path(folder).exists()


@pytest.mark.parametrize("lines", ["", "import sys; sys.exit(1)", "print('治水'); open('document.docx', 'w').close()"])
def test_what_it_cannot_open_is_told(lines: str, stand_in: Stand) -> None:
    stand_in(lines)

    with pytest.raises(
        Unreadable, match=r"^plan\.rtf: .*LibreOffice cannot open: broken or encrypted; open it in Word"
    ):
        read("plan.rtf", RTF, Limits())


def test_what_takes_too_long_is_ended_with_all_that_it_started(stand_in: Stand, tmp_path: Path) -> None:
    told = tmp_path / "children"
    stand_in(
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(told)!r}, 'w').write(str(child.pid))\n"
        "time.sleep(60)"
    )
    begun = time.monotonic()
    with pytest.raises(Unreadable, match=r"LibreOffice took over 1 seconds; open it in Word"):
        read("plan.rtf", RTF, Limits(seconds=1))

    assert time.monotonic() - begun < 20
    assert not _runs(int(told.read_text(encoding="utf-8")))


def _runs(process: int) -> bool:
    """Whether a process is still there after a while; one that only waits to be buried is not."""
    for _ in range(50):
        try:
            os.kill(process, 0)
            if f"{process}) Z" in Path(f"/proc/{process}/stat").read_text(encoding="utf-8").replace("(python", ""):
                return False
        except (ProcessLookupError, FileNotFoundError):
            return False
        time.sleep(0.1)
    return True


def test_a_package_that_unpacks_to_too_much_is_not_even_handed_on(stand_in: Stand, tmp_path: Path) -> None:
    stand_in(f"open({str(tmp_path / 'called')!r}, 'w')")
    bomb = packed({"mimetype": ODT, "content.xml": bytes(9_000)})

    with pytest.raises(Unreadable, match="more than 5,000 bytes when unpacked"):
        read("plan.odt", bomb, Limits(unpacked=5_000))
    assert not (tmp_path / "called").exists()


@real
def test_rtf_is_read() -> None:
    assert read("plan.rtf", RTF, Limits()).blocks == (
        Paragraph("治水方案", "paragraph 1"),
        Paragraph("一、治水。", "paragraph 2"),
    )


def linked(picture: str) -> bytes:
    """An ODT with a picture that lies elsewhere."""
    spaces = " ".join(f'xmlns:{each}="{SPACE}{name}:1.0"' for each, name in SPACES.items())
    entry = "<manifest:file-entry manifest:full-path="
    shown = f'<draw:image xlink:href="{picture}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
    frame = f'<draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm">{shown}</draw:frame>'
    return packed(
        {
            "mimetype": ODT,
            "META-INF/manifest.xml": f'<manifest:manifest {spaces}>{entry}"/" manifest:media-type="{ODT}"/>'
            f'{entry}"content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
            "content.xml": f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'office:version="1.2"><office:body><office:text><text:p>治水{frame}</text:p></office:text></office:body>'
            "</office:document-content>",
        }
    )


@real
def test_no_linked_file_is_fetched() -> None:
    asked: list[str] = []

    class Told(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 (the names that the standard library calls)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with HTTPServer(("127.0.0.1", 0), Told) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        place = f"http://127.0.0.1:{server.server_address[1]}"
        found = read("plan.odt", linked(f"{place}/a.png"), Limits())
        server.shutdown()

    assert found.blocks == (Paragraph("治水", "paragraph 1"),)
    assert asked == []
