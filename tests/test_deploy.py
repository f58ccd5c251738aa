"""What an operator is given: the container's recipe and the systemd unit name what there is and hold the service in."""

import configparser
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from fastapi.testclient import TestClient

from api.cli import command
from api.settings import settings

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "api" / "deploy"
CONTAINERFILE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
UNIT = (DEPLOY / "dutygraph.service").read_text(encoding="utf-8")
README = (DEPLOY / "README.md").read_text(encoding="utf-8")


class _Unit(configparser.RawConfigParser):
    """A unit, of settings that are said several times the last."""

    def optionxform(self, optionstr: str) -> str:
        return optionstr


def unit() -> configparser.SectionProxy:
    read = _Unit(strict=False, interpolation=None)
    read.read_string(UNIT)
    return read["Service"]


def steps() -> list[tuple[str, str]]:
    """The instructions of the recipe with what they are given."""
    whole = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", CONTAINERFILE, flags=re.MULTILINE))
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in whole.splitlines() if line)]


def runs(arguments: list[str]) -> None:
    """Reads the arguments as the command line does, without doing anything."""
    group = command({})
    context = group.make_context("dutygraph", arguments[:1], resilient_parsing=True)
    found = group.get_command(context, arguments[0])
    assert found, arguments
    if isinstance(found, click.Group):
        inner = found.get_command(context, arguments[1])
        assert inner, arguments
        found, arguments = inner, arguments[1:]
    options = {name for parameter in found.params for name in parameter.opts}
    assert {word for word in arguments[1:] if word.startswith("--")} <= options


def test_the_recipe_has_two_stages_and_the_second_runs_as_nobody_in_particular() -> None:
    stages = [rest for name, rest in steps() if name == "FROM"]
    second = steps()[[name for name, _ in steps()].index("FROM", 1) :]

    assert len(stages) == 2
    assert stages[0].endswith(" AS build")
    assert {stage.split()[0] for stage in stages} == {"docker.io/library/python:3.11-slim"}
    assert ("USER", "dutygraph") in second
    assert not [rest for name, rest in second if name == "RUN" and "pip" in rest]


def test_the_recipe_installs_what_the_lock_says_and_nothing_else() -> None:
    lines = [line.split() for name, rest in steps() if name == "RUN" for line in rest.split("&&") if "pip" in line]
    fetched, *installed = [line[1:] for line in lines]

    assert fetched[0] == "download"
    assert {"--require-hashes", "requirements.lock"} <= {*fetched}
    assert [line[:2] for line in installed] == [["install", "--no-index"]] * 2


def test_all_that_the_recipe_copies_is_there() -> None:
    copied = [word for name, rest in steps() if name == "COPY" and "--from" not in rest for word in rest.split()[:-1]]

    assert copied
    assert [word for word in copied if not (ROOT / word).exists()] == []
    assert {"ontology", "graph", "loaders", "queries", "api"} <= {*copied}


def test_the_containers_command_and_settings_exist(client: TestClient) -> None:
    said = dict(steps())
    runs(re.findall(r'"([^"]+)"', said["CMD"]))
    health = said["HEALTHCHECK"]
    path = re.search(r"127\.0\.0\.1:8000(/[\w/]+)", health)

    assert path
    assert client.get(path[1]).status_code == 200
    assert settings({"DUTYGRAPH_STORE": "/data/store"}).store == Path("/data/store")
    compile(re.findall(r'"([^"]+)"', health)[-1], "healthcheck", "exec")


def test_the_units_command_and_settings_exist() -> None:
    program, *arguments = shlex.split(unit()["ExecStart"])

    assert Path(program).name == "dutygraph"
    runs(arguments)
    assert "Environment=DUTYGRAPH_STORE=/var/lib/dutygraph/store" in UNIT


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("NoNewPrivileges", "yes"),
        ("ProtectSystem", "strict"),
        ("ProtectHome", "yes"),
        ("PrivateTmp", "yes"),
        ("PrivateDevices", "yes"),
        ("CapabilityBoundingSet", ""),
        ("RestrictNamespaces", "yes"),
        ("RestrictAddressFamilies", "AF_UNIX AF_INET AF_INET6"),
        ("User", "dutygraph"),
        ("StateDirectory", "dutygraph"),
    ],
)
def test_the_unit_holds_the_service_in(setting: str, value: str) -> None:
    assert unit()[setting] == value


def test_the_commands_of_the_readme_exist() -> None:
    commands = re.findall(r"dutygraph ((?:load|key new|serve)\b[^#\n]*)", README + UNIT)

    assert commands
    for line in commands:
        runs(shlex.split(line.replace("...", "")))


ANALYZE = shutil.which("systemd-analyze") or "systemd-analyze"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not on this machine")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    file = tmp_path / "dutygraph.service"
    file.write_text(UNIT.replace("/opt/dutygraph/bin/dutygraph", sys.executable), encoding="utf-8")

    checked = subprocess.run([ANALYZE, "verify", "--man=no", str(file)], capture_output=True, text=True, check=False)

    assert (checked.returncode, checked.stderr) == (0, "")
