"""``python -m tests.bench_table FILE``: the tables of ``api/README.md`` from what ``bench --json FILE`` kept."""

import re
import sys
from pathlib import Path

from api.suite.table import kept, markdown, on_paper

README = Path(__file__).parent.parent / "api" / "README.md"
_TABLE = re.compile(r"(?<=<!-- bench -->\n).*?(?=\n<!-- /bench -->)", re.DOTALL)
_PAPER = re.compile(r"(?<=<!-- paper -->\n).*?(?=\n<!-- /paper -->)", re.DOTALL)


def fresh(readme: str, file: Path) -> str:
    """The page with the table of the figures that the file holds, and what those of the largest size come to."""
    columns = kept(file)
    headings = {size: f"{size:,} plans" for size in columns}
    page = _TABLE.sub(lambda _: markdown(columns, headings, "figure", "growth"), readme)
    return _PAPER.sub(lambda _: on_paper(columns[max(columns)]), page)


if __name__ == "__main__":
    README.write_text(fresh(README.read_text(encoding="utf-8"), Path(sys.argv[1])), encoding="utf-8")
