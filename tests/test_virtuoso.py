"""What Virtuoso is asked in the place of a query: constants for slots, in no string; its answers as meant."""

import pytest

from graph import virtuoso


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("{ VALUES ?_a { <x:1> } ?s ?p ?_a }", "{  ?s ?p <x:1> }"),
        ("{ VALUES ?_a { UNDEF } FILTER(!BOUND(?_a)) }", "{ VALUES ?_a { UNDEF } FILTER(!BOUND(?_a)) }"),
        ("{ VALUES ?_a { <x:1> <x:2> } ?s ?p ?_a }", "{ VALUES ?_a { <x:1> <x:2> } ?s ?p ?_a }"),
        ("{ VALUES ?_a { <x:1> } FILTER(BOUND(?_a) && ?_ab = ?_a) }", "{  FILTER(true && ?_ab = <x:1>) }"),
        ('{ VALUES ?_d { "2020"^^<x:year> } FILTER(?d > ?_d) }', '{  FILTER(?d > "2020"^^<x:year>) }'),
        (r'{ VALUES ?_t { "\"?_d" } VALUES ?_d { "x" } }', r'{ VALUES ?_t { "\"?_d" }  }'),
        ('{ VALUES ?_t { "?_d" } VALUES ?_d { "x" } ?_t ?_d }', '{   "?_d" "x" }'),
        ('(GROUP_CONCAT(?n; separator="、") AS ?i)', '(GROUP_CONCAT(?n; separator="~dutygraph-u3001~") AS ?i)'),
    ],
)
def test_a_slot_of_one_value_is_asked_as_a_constant_and_a_separator_is_marked(query: str, asked: str) -> None:
    assert virtuoso.asked(query) == asked


def test_the_answer_has_the_separators_and_durations_that_were_meant() -> None:
    duration = '"P1Y"^^<http://www.w3.org/2001/XMLSchema#duration>'
    kept = virtuoso.sent(duration.encode())

    assert b"XMLSchema" not in kept
    assert virtuoso.told(kept + b" a~dutygraph-u3001~b") == f"{duration} a、b".encode()


@pytest.mark.parametrize(("rows", "truth"), [('{ "__ASK_RETVAL": { "value": "1" }}', "true"), ("", "false")])
def test_a_row_for_ask_is_yes_and_none_is_no(rows: str, truth: str) -> None:
    answer = '{ "head": { "vars": ["__ASK_RETVAL"] }, "results": { "bindings": [ ' + rows + " ] } }"

    assert virtuoso.told(answer.encode()) == f'{{"head":{{}},"boolean":{truth}}}'.encode()
