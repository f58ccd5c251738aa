"""Old and binary Excel workbooks (XLS, XLSB): read by python-calamine in a process of its own, within bounds.

That tells values but not how they are shown: a share is its fraction, a date on the first of a month is its month.
"""

import json
import os
import subprocess
import sys
from typing import Any

from graph.errors import Unreadable
from loaders.blocks import Contents
from loaders.formats.workbook import Sheet, contents
from loaders.limits import Limits

_REMEDY = "open it in Excel, WPS or LibreOffice, save it as XLSX and load that"
_PROGRAM = ("-m", "loaders.formats.xls_cells")


def read(name: str, data: bytes, limits: Limits) -> Contents:
    """The tables of an old Excel workbook, sheet by sheet."""
    found = _found(name, data, limits)
    if isinstance(found, dict):
        if found.get("locked"):
            raise Unreadable(f"{name}: is encrypted; save it without a password and load that")
        raise Unreadable(f"{name}: broken or cut off ({found['fault']}); {_REMEDY}")
    return contents(name, tuple(_sheet(each) for each in found), "binary", limits)


def _found(name: str, data: bytes, limits: Limits) -> Any:  # noqa: ANN401 (what JSON holds)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "RUST_BACKTRACE": "0"}
    try:
        done = subprocess.run(
            [sys.executable, *_PROGRAM],
            input=data,
            capture_output=True,
            env=environment,
            timeout=limits.seconds,
            check=True,
        )
        return json.loads(done.stdout)
    except subprocess.TimeoutExpired as fault:
        raise Unreadable(f"{name}: not read within {limits.seconds} seconds; {_REMEDY}") from fault
    except (subprocess.CalledProcessError, ValueError) as fault:
        raise Unreadable(f"{name}: broken or cut off; {_REMEDY}") from fault


def _sheet(told: Any) -> Sheet:  # noqa: ANN401 (what JSON holds)
    cells = {(row, column): text for row, column, text in told["cells"]}
    return Sheet(told["name"], cells, tuple(map(tuple, told["ranges"])))
