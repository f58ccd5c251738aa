"""The code about itself: who may import whom, and that every module says what it is for."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("graph", "loaders", "api")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
STEPS = ("loaders.read", "loaders.normalise", "loaders.segment", "loaders.recognise", "loaders.resolve")
ONLY_IN = {
    "fastapi": ("api/http/", "api/sparql/protocol.py"),
    "starlette": ("api/http/",),
    "uvicorn": ("api/http/",),
    "click": ("api/cli/",),
    "rich": ("api/cli/", "api/review/terminal.py"),
    "pyshacl": ("graph/validate.py",),
    "rdflib": ("graph/validate.py",),
    "jinja2": ("api/pages/rendering.py",),
    "pyoxigraph": ("graph/", "api/cli/check.py", "api/pages/", "api/tasks/linked.py"),
    "dateutil": ("graph/findings/occurrences.py",),
    "icalendar": ("graph/findings/calendars.py",),
    "networkx": ("graph/findings/network.py", "graph/findings/betweenness.py", "graph/exports/svg.py"),
    "arro3": ("graph/exports/downloads.py",),
    "opencc": ("loaders/",),
    "pypinyin": ("loaders/",),
    "ahocorasick_rs": ("loaders/",),
    "pyspark": ("loaders/spark.py",),
    "lxml": ("loaders/formats/",),
    "python_calamine": ("loaders/formats/xls_cells.py",),
}


@cache
def imports(path: Path) -> frozenset[str]:
    """The full names a module imports: ``graph.model`` for ``from graph import model`` as well."""
    return frozenset(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            yield from (_full_name(str(node.module), alias.name) for alias in node.names)


def _full_name(module: str, name: str) -> str:
    inside = ROOT / module.replace(".", "/") / name
    return f"{module}.{name}" if inside.with_suffix(".py").exists() or inside.is_dir() else module


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    return name_of(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def step_of(module: str) -> str | None:
    """The step that a module belongs to; recognisers share the words for agencies, dates and figures."""
    return next((step for step in STEPS if module == step or module.startswith(step + ".")), None)


@pytest.mark.parametrize(
    ("package", "forbidden"), [("graph", {"loaders", "api", "tests"}), ("loaders", {"api", "tests"})]
)
def test_imports_go_down_from_api_to_loaders_to_graph(package: str, forbidden: set[str]) -> None:
    wrong = [
        f"{name_of(path)} imports {name}"
        for path in sorted((ROOT / package).rglob("*.py"))
        for name in imports(path)
        if name.partition(".")[0] in forbidden
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("folder", "above"),
    [
        ("tasks", {"cli", "http", "workers.pool", "workers.crew", "workers.processes"}),
        ("workers", {"cli", "http", "tasks"}),
        ("sparql", {"cli", "http", "tasks", "workers"}),
        ("review", {"cli", "http", "tasks", "workers"}),
        ("http", {"cli"}),
    ],
)
def test_in_the_api_those_who_are_asked_do_not_know_who_asks(folder: str, above: set[str]) -> None:
    wrong = [
        f"{name_of(path)} imports {name}"
        for path in sorted((ROOT / "api" / folder).rglob("*.py"))
        for name in imports(path)
        if any(name == f"api.{part}" or name.startswith(f"api.{part}.") for part in above)
    ]

    assert wrong == []


def test_the_model_and_the_errors_import_only_the_standard_library() -> None:
    for path in (*(ROOT / "graph" / "model").glob("*.py"), ROOT / "graph" / "faults.py", ROOT / "graph" / "errors.py"):
        foreign = (name for name in imports(path) if not name.startswith(("graph.model", "graph.faults")))

        assert {name.partition(".")[0] for name in foreign} <= {"dataclasses", "datetime", "decimal", "enum"}, path


def test_a_step_of_the_loaders_imports_no_other_step() -> None:
    wrong = [
        f"{name_of(path)} imports {name}"
        for path in sorted((ROOT / "loaders").rglob("*.py"))
        for name in imports(path)
        if step_of(module_of(path)) and step_of(name) and step_of(module_of(path)) != step_of(name)
    ]

    assert wrong == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    known = {module_of(path) for path in MODULES}
    sorter = TopologicalSorter({module_of(path): known & {*imports(path)} for path in MODULES})

    sorter.prepare()  # CycleError names the circle


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_is_used_where_it_belongs(library: str) -> None:
    users = [name_of(path) for path in MODULES if library in {name.partition(".")[0] for name in imports(path)}]

    assert [user for user in users if not user.startswith(ONLY_IN[library])] == []


def test_only_the_store_module_makes_a_pyoxigraph_store() -> None:
    makers = [
        name_of(path)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (
            isinstance(node, ast.Attribute) and node.attr == "Store" and ast.unparse(node.value) in {"ox", "pyoxigraph"}
        )
        or (isinstance(node, ast.ImportFrom) and node.module == "pyoxigraph" and "Store" in ast.unparse(node))
    ]

    assert set(makers) == {"graph/store.py"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
