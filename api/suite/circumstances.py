"""When, where and of what figures were measured: without that nobody can compare them."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

_CORES = Path("/proc/cpuinfo")
_NAMED = "model name"
_HERE = Path(__file__).parent


def circumstances() -> dict[str, str | int]:
    """The moment, the machine, its cores and load, the commit and the versions that figures depend on."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.system()} {platform.machine()}, {_processor()}",
        "cores": os.cpu_count() or 1,
        "load": f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "",
        "commit": _commit(),
        "python": platform.python_version(),
        "pyoxigraph": version("pyoxigraph"),
    }


def _processor() -> str:
    lines = _CORES.read_text(encoding="utf-8").splitlines() if _CORES.is_file() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith(_NAMED))
    return next(names, platform.processor())


def _commit() -> str:
    """The commit, marked where files differ from it; nothing where this is no working copy."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        told = subprocess.run(command, cwd=_HERE, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return told.stdout.strip()
