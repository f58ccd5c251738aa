"""Keys: made once, kept as hashes, read again when their file changes; and how often they may be used."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.exceptions import HTTPException

from api.cli import command
from api.http.rates import Rates
from api.keys import Key, Keyring, Scope, find, new, parse
from graph.errors import ParameterError


def test_a_key_is_found_by_itself_and_by_nothing_else() -> None:
    secret, key = new("analyst", [Scope.LOAD])
    other, _ = new("analyst", [Scope.LOAD])

    assert find([key], secret) == key
    assert find([key], other) is None
    assert find([], secret) is None
    assert secret not in key.line
    assert len(secret) > 40


def test_a_line_of_the_file_is_read_back() -> None:
    _, key = new("部门.甲@云岭", [Scope.REMOVE, Scope.LOAD])

    assert parse(f"# keys\n\n{key.line}\n", "keys") == (key,)
    assert key.line.split()[1] == "load,remove"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("analyst", "keys:1"),
        (f"\nanalyst load {'0' * 63}", "keys:2"),
        (f"analyst fly {'0' * 64}", "keys:1"),
        (f"a load {'0' * 64}\na try {'1' * 64}", "keys"),
    ],
)
def test_a_faulty_line_is_named(text: str, place: str) -> None:
    with pytest.raises(ParameterError) as fault:
        parse(text, "keys")

    assert fault.value.name == place


@pytest.mark.parametrize("name", ["", "a b", "a\nb", "x" * 65])
def test_a_name_that_cannot_stand_in_a_line_is_refused(name: str) -> None:
    with pytest.raises(ParameterError):
        new(name, [Scope.LOAD])


@pytest.mark.parametrize(
    ("scopes", "may"),
    [
        ({Scope.TRY}, {Scope.TRY}),
        ({Scope.LOAD}, {Scope.TRY, Scope.LOAD}),
        ({Scope.REMOVE}, {Scope.REMOVE}),
        (set(), set()),
    ],
)
def test_who_may_load_may_try(scopes: set[Scope], may: set[Scope]) -> None:
    key = Key("a", frozenset(scopes), "0" * 64)

    assert {scope for scope in Scope if key.may(scope)} == may


def test_a_line_taken_out_ends_its_key(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    secret, key = new("analyst", [Scope.LOAD])
    file.write_text(f"{key.line}\n", encoding="utf-8")
    ring = Keyring(file)
    assert find(ring.keys(), secret)

    file.write_text("# nobody\n", encoding="utf-8")

    assert ring.keys() == ()


def test_a_file_of_keys_that_is_not_there_is_said() -> None:
    with pytest.raises(ParameterError, match="cannot be read"):
        Keyring(Path("/nowhere/keys"))


def test_the_command_shows_the_key_once_and_keeps_its_hash(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    environment = {"LANG": "en_GB.UTF-8", "DUTYGRAPH_KEYS": str(file)}

    made = CliRunner().invoke(command(environment), ["key", "new", "analyst", "--scope", "try", "--scope", "remove"])
    again = CliRunner().invoke(command(environment), ["key", "new", "analyst"])
    listed = CliRunner().invoke(command(environment), ["key", "list"])

    assert made.exit_code == 0, made.output
    secret, line = made.stdout.splitlines()
    assert file.read_text(encoding="utf-8") == f"{line}\n"
    assert find(Keyring(file).keys(), secret)
    assert file.stat().st_mode & 0o777 == 0o600
    assert again.exit_code == 2
    assert listed.stdout == "analyst remove try\n"


def test_so_many_a_minute_and_no_more_until_time_has_gone_by() -> None:
    now = [0.0]
    rates = Rates(3, lambda: now[0])
    for _ in range(3):
        rates.take("a")

    with pytest.raises(HTTPException) as refused:
        rates.take("a")
    assert (refused.value.status_code, refused.value.headers) == (429, {"Retry-After": "20"})
    rates.take("b")

    now[0] = 20.0
    rates.take("a")
    with pytest.raises(HTTPException):
        rates.take("a")
