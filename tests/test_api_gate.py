"""What a SPARQL text from outside may not do."""

import subprocess
import sys

import pytest

from api.gate import MAX_DEPTH, MAX_JOINTS, MAX_LENGTH, Form, Refused, TooLarge, admit, position

EX = "PREFIX ex: <http://example.org/> "


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT ?s { ?s ?p ?o }", Form.SELECT),
        ("ask { ?s ?p ?o }", Form.ASK),
        (EX + "CONSTRUCT { ?s ex:ask 1 } WHERE { ?s ?p ?o }", Form.CONSTRUCT),
        ("# SELECT\nBASE <http://example.org/select> DESCRIBE <a>", Form.DESCRIBE),
        ("INSERT DATA {}", None),
        ("", None),
    ],
)
def test_the_form_of_a_query_is_told_from_its_first_keyword(query: str, form: Form | None) -> None:
    assert admit(query) is form


@pytest.mark.parametrize(
    "query",
    [
        "ASK { SERVICE <http://example.org/> {} }",
        "ASK { sErViCe#comment\n<http://example.org/> {} }",
        "ASK { ?s ?p trueSERVICE<http://example.org/>{} }",
        "ASK { ?s ?p 1SERVICE<http://example.org/>{} }",
        "ASK { SERVICESILENT <http://example.org/> {} }",
        "ASK { VALUES ?s { <http://example.org/> } SERVICE ?s {} }",
        "ASK { ?s ?p '''it's''' SERVICE <http://example.org/> {} }",
        'ASK { ?s ?p "\\"" SERVICE <http://example.org/> {} }',
        EX + "ASK { ?s ex:a\\#b ?o SERVICE <http://example.org/> {} }",
        EX + "ASK { FILTER(1<?b)SERVICE ex:x#>\n{} }",
        "ASK { FILTER(1<?b&&?c='>'&&?d='')SERVICE <http://example.org/> {} } # '",
        EX + "ASK { FILTER(?a<ex:b#>'''\n)SERVICE<http://example.org/>{} } #'''",
    ],
)
def test_no_query_reaches_another_server(query: str) -> None:
    with pytest.raises(Refused, match="SERVICE at line"):
        admit(query)


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?s ?p 'SERVICE' }",
        'ASK { ?s ?p """a "quoted" SERVICE""" }',
        "ASK { ?s ?p ?service } # SERVICE",
        "ASK { ?s <http://example.org/SERVICE#service> ?o }",
        EX + "ASK { ?s ex:service ?o ; ex:self-service 1 }",
        "ASK { ?s ?p ?o FILTER(?o<3 && ?o > 1) }",
    ],
)
def test_the_word_in_a_string_an_iri_a_name_or_a_comment_is_no_service(query: str) -> None:
    assert admit(query) is Form.ASK


@pytest.mark.parametrize(
    "query",
    [
        "{" * 20_000,
        "ASK { FILTER(" + "(" * 20_000 + "1",
        "ASK { ?s ?p " + "[" * 200,
        "ASK { FILTER(" + "!" * 10_000 + "true) }",
        "ASK { " + "UNION".join(["{}"] * 5_000) + "}",
        "ASK { FILTER(" + "||".join(["1"] * 10_000) + ") }",
        "ASK { " + "OPTIONAL {}" * 5_000 + "}",
        "SELECT " + " ".join(f"(1 AS ?a{n})" for n in range(4_000)) + " {}",
        EX + "ASK { ?s " + "/".join(["ex:a"] * 10_000) + " ?o }",
        "ASK { " + "?s ?p ?o." * 5_000 + "}",
        "ASK {} #" + "行" * (MAX_LENGTH // 3),
    ],
    ids=lambda query: query[:30],
)
def test_a_query_that_could_exhaust_the_parser_is_refused(query: str) -> None:
    with pytest.raises(TooLarge):
        admit(query)


def test_a_query_just_within_every_limit_leaves_the_process_alive() -> None:
    deepest = "ASK {" + "{" * (MAX_DEPTH - 2) + "}" * (MAX_DEPTH - 2) + "}"
    longest = "ASK { FILTER(" + "||".join(["1"] * (MAX_JOINTS - 2)) + ") }"
    program = "import sys, pyoxigraph; print([bool(pyoxigraph.Store().query(q)) for q in sys.argv[1:]])"

    assert admit(deepest) is admit(longest) is Form.ASK
    run = subprocess.run([sys.executable, "-c", program, deepest, longest], capture_output=True, text=True, check=True)

    assert run.stdout == "[True, True]\n"


def test_a_position_is_told_in_lines_and_columns() -> None:
    assert [position("a\nbc", place) for place in range(4)] == [(1, 1), (1, 2), (2, 1), (2, 2)]
