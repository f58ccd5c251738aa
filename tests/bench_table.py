"""``python -m tests.bench_table FILE``: the table of ``api/README.md`` from what ``bench --json FILE`` kept."""

import re
import sys
from pathlib import Path

from api.suite.table import kept, markdown

README = Path(__file__).parent.parent / "api" / "README.md"
_TABLE = re.compile(r"(?<=<!-- bench -->\n).*?(?=\n<!-- /bench -->)", re.DOTALL)


def fresh(readme: str, file: Path) -> str:
    """The page with the table of the figures that the file holds."""
    columns = kept(file)
    headings = {size: f"{size:,} plans" for size in columns}
    return _TABLE.sub(lambda _: markdown(columns, headings, "figure", "growth"), readme)


if __name__ == "__main__":
    README.write_text(fresh(README.read_text(encoding="utf-8"), Path(sys.argv[1])), encoding="utf-8")
