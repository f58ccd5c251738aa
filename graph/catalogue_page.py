"""The page ``queries/README.md``, written from the heads of the query files.

``python -m graph.catalogue_page`` writes it anew, unless a query has a fault: then it tells file and line of each. A
test fails where the page is old.
"""

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from graph.heads import MARK, check
from graph.parameters import Parameter
from graph.query import Query, catalogue, checks

_HEAD = """\
# queries

One question a file: plain SPARQL 1.1 under a head in `#+` comments. `measures-by-agency.rq` is at once
`dutygraph query measures-by-agency`, `GET /queries/measures-by-agency` and a heading below. This page is written from
the heads by `python -m graph.catalogue_page`.

* **A parameter** `agency` is a slot `VALUES ?_agency { UNDEF }`. As it stands a file runs in any SPARQL engine and
  restricts nothing; the service puts terms into the slots, never a caller's text. `# LIMIT` is where a page is cut.
  A page is asked of a few documents at a time (put in at `# DOCUMENTS` or into the slot `_document`) where answers are
  in the order of keys, only of those that have any where the query says so (`# HAVING`), of some days at a
  time (`# DAYS`) where they are in the order of days, of agencies (`# BODIES`) and jurisdictions (`# HOMES`) where they
  are in the order of these: how many more there are makes no difference to the first page.
  What tells of a body's or a division's measures, or of the targets of an indicator, the soonest due first, is asked of
  those that fill the page: `# BY DAY` tells how they are found, `# OF DAYS` what their days must be, `# EACH DAY`
  stands in the place of `# AT ONCE` then, and `# NO DAY` is where those without any day are asked for. What a single
  value makes the same in every row (`# ALIKE`) is no part of the order then: engines look names up again whenever they
  compare two rows.
  `tests/test_bounded.py` holds every query, audit and list to that, or to one look at all.
* **Types**: *agency*, *division*, *place*, *indicator* and *document* are names looked up in the graph (full, short,
  former, or an IRI; a *territory* is a division with all within it), *code* is one of a list, *year* and *date* are
  2020 and 2020-12-31, *text* is words to be found.
* **Queries see all graphs as one**, each triple once. Outside dutygraph, load the dump into the default graph.
* **How they are written**, so that Oxigraph finds the rows first and tells of them afterwards: what always holds is a
  pattern, what is told of a row is an OPTIONAL with a single pattern, further steps nest, and so may what all rows
  have, which is planned sooner; what nests most comes last, which takes a third off the planning of long questions;
  EXISTS holds a single pattern too; a filter on an optional parameter begins `!BOUND(?_x) ||`; the order is total.
* **`checks/`** are queries that find nothing in a sound graph.
* **`questions.toml`** is the book of competency questions: what users ask, and the query that answers it.
* **`notebook/`** answers ten of them with pandas, networkx and pictures (`python -m tests.test_notebook` runs it anew).
* **`audits/`** find what is amiss in the plans: the first tag is the severity, the description says why it matters.
* **`progress/`** tells what was recorded of measures.
* **`network/`** tells who answers for what, for the network of agencies.
* **`calendar/`** tell the deadlines and recurring duties of some measures as calendars show them.
* **`collections/`** find the entries of `/measures`, `/agencies` … as `?node`, in order, with parameters of the same
  kind; **`entries/`** tell of them: `entries/measures.rq` the plain columns, `entries/measures.deadlines.rq` a list,
  `entries/agencies+measures.rq` how many, `entries/agencies@evidence.rq` one of them as evidence. A line
  `#? role !agency: …` holds only where `role` is asked for and `agency` is not, so that a filter is a pattern to begin
  with and no test of every entry. Where no filter is given, or only such as leave something of any document (codes,
  days, words), a list that has `# DOCUMENTS` or `# NODES` is found a few documents at a time; what stands after
  `# DOCUMENTS` holds only then, and a filter `?_role . # SIFT` is none to begin with. It is counted without the lines
  that end with `# ORDER`, which hold of every entry, or, without a filter, as `# SUM dg:measureCount` says, by what
  each document counts itself.
"""


def catalogue_page() -> str:
    """Every query and every check with what its head says."""
    return "\n".join([_HEAD, *_index(), "", *map(_section, catalogue().values()), *_checks(), "", *_book(), ""])


def _index() -> Iterator[str]:
    yield "| 查询 query | 问题 question |"
    yield "|---|---|"
    for entry in catalogue().values():
        yield f"| [{entry.name}](#{entry.name}) | {entry.summary} · {entry.summary_en} |"


def _book() -> Iterator[str]:
    """The questions of ``queries/questions.toml``, each as a command on the samples."""
    yield from ("## questions", "", "| 问 · asked | 命令 command |", "|---|---|")
    for entry in tomllib.loads((files("queries") / "questions.toml").read_text(encoding="utf-8"))["question"]:
        options = "".join(f" --{name.replace('_', '-')} {value}" for name, value in entry["samples"].items())
        yield f"| {entry['zh']} · {entry['en']} | `dutygraph query {entry['query']}{options}` |"


def _checks() -> Iterator[str]:
    yield from ("## checks", "", "| check | 不应出现 must not occur | tags |", "|---|---|---|")
    for entry in checks().values():
        yield f"| `{entry.name}` | {entry.summary} · {entry.summary_en} | {', '.join(entry.tags)} |"


def _section(entry: Query) -> str:
    told = f"**{entry.summary}** · {entry.summary_en}. {entry.description}".strip()
    columns = ", ".join(f"`{column}`" for column in entry.columns)
    return "\n".join([f"## {entry.name}", "", told, "", *_usage(entry), *_parameters(entry), f"Columns: {columns}", ""])


def _usage(entry: Query) -> tuple[str, ...]:
    options = [f" --{each.name.replace('_', '-')} {each.example}" for each in entry.parameters if each.required]
    return "```console", f"$ dutygraph query {entry.name}{''.join(options)}", "```", ""


def _parameters(entry: Query) -> Iterator[str]:
    if entry.parameters:
        yield from ("| 参数 parameter | 类型 type | 含义 meaning | 例 example |", "|---|---|---|---|")
        yield from map(_row, entry.parameters)
        yield ""


def _row(parameter: Parameter) -> str:
    kind = f"code of *{parameter.scheme}*" if parameter.scheme else parameter.type.value
    notes = [note for note, holds in (("required", parameter.required), ("may repeat", parameter.many)) if holds]
    meaning = f"{parameter.summary} · {parameter.summary_en}"
    return f"| `{parameter.name}` | {', '.join([kind, *notes])} | {meaning} | {parameter.example} |"


def _write() -> None:
    folder = Path(__file__).parent.parent / "queries"
    for file in sorted(folder.rglob("*.rq")):
        text = file.read_text(encoding="utf-8")
        if text.startswith(MARK):
            check(file.relative_to(folder).as_posix(), text)
    (folder / "README.md").write_text(catalogue_page(), encoding="utf-8")


if __name__ == "__main__":
    _write()
