"""The table of settings in the READMEs: every variable that there is, with its default."""

import re
from collections.abc import Iterator
from dataclasses import fields

import pytest

from api.limits import Limits as ServiceLimits
from api.settings import (
    ADMIN_VARIABLE,
    JOURNAL_VARIABLE,
    KEYS_VARIABLE,
    LIMIT_PREFIX,
    ORIGINS_VARIABLE,
    SERVICE_PREFIX,
    STORE_VARIABLE,
    Settings,
    settings,
)
from loaders.limits import Limits
from tests.test_docs import READMES, ROOT

TABLE = re.compile(r"<!-- settings -->\n(.*?)<!-- /settings -->", re.DOTALL)
OF_MACHINE = {
    f"{SERVICE_PREFIX}WORKERS": ("processors", "处理器数"),
    f"{SERVICE_PREFIX}PROCESSES": ("3 × processors", "3 × 处理器数"),
}


def table(readme: str) -> dict[str, str]:
    """The default of each variable, as it is printed."""
    found = TABLE.search((ROOT / readme).read_text(encoding="utf-8"))
    assert found
    rows = [re.split(r"(?<!\\)\|", line) for line in found[1].splitlines()[2:]]
    assert all(row[3].strip() for row in rows)
    return {row[1].strip(" `"): row[2].strip(" `") for row in rows}


def defaults(chinese: bool) -> Iterator[tuple[str, str]]:
    usual = Settings()
    yield STORE_VARIABLE, usual.store.as_posix()
    yield KEYS_VARIABLE, str(usual.keys or "")
    yield ADMIN_VARIABLE, usual.admin_key
    yield ORIGINS_VARIABLE, " ".join(usual.origins)
    yield JOURNAL_VARIABLE, usual.journal
    for prefix, limits in ((SERVICE_PREFIX, usual.service), (LIMIT_PREFIX, usual.limits)):
        for each in fields(limits):
            of_machine = OF_MACHINE.get(f"{prefix}{each.name.upper()}")
            default = of_machine[chinese] if of_machine else f"{getattr(limits, each.name):.0f}"
            yield f"{prefix}{each.name.upper()}", default


@pytest.mark.parametrize("readme", READMES)
def test_every_setting_is_in_the_table_with_its_default(readme: str) -> None:
    assert table(readme) == dict(defaults(chinese=".zh." in readme))


def test_every_field_of_the_settings_has_a_variable() -> None:
    assert len(fields(Settings)) == 8  # five of the table, two groups of it, and the service that may be the store


def test_each_variable_sets_what_it_says() -> None:
    numbers = {name: "7" for name in table("README.md") if name.startswith((SERVICE_PREFIX, LIMIT_PREFIX))}
    said = settings(numbers)

    assert {getattr(said.service, each.name) for each in fields(ServiceLimits)} == {7}
    assert {getattr(said.limits, each.name) for each in fields(Limits)} == {7}
