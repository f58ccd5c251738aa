"""Old and binary Excel workbooks (XLS, XLSB): read by python-calamine in a process of its own, within bounds.

That tells values but not how they are shown: a share is its fraction, a date on the first of a month is its month.
"""

import json
import os
import subprocess
import sys
from typing import Any

from graph.errors import Unreadable
from graph.faults import Fault, Remedy
from loaders.blocks import Contents
from loaders.formats.workbook import Sheet, contents
from loaders.limits import Limits

_PROGRAM = ("-m", "loaders.formats.xls_cells")


def read(name: str, data: bytes, limits: Limits) -> Contents:
    """The tables of an old Excel workbook, sheet by sheet."""
    found = _found(name, data, limits)
    if isinstance(found, dict):
        if found.get("locked"):
            raise Unreadable(name, Fault.ENCRYPTED, Remedy.NO_PASSWORD)
        raise Unreadable(name, Fault.BROKEN_SO, Remedy.AS_XLSX, detail=found["fault"])
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
        raise Unreadable(name, Fault.SLOW, Remedy.AS_XLSX, most=limits.seconds) from fault
    except (subprocess.CalledProcessError, ValueError) as fault:
        raise Unreadable(name, Fault.BROKEN, Remedy.AS_XLSX) from fault


def _sheet(told: Any) -> Sheet:  # noqa: ANN401 (what JSON holds)
    cells = {(row, column): text for row, column, text in told["cells"]}
    return Sheet(told["name"], cells, tuple(map(tuple, told["ranges"])))
