"""What a SPARQL text from outside may not do, and what is known of one that may run."""

import re
import subprocess
import sys

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from api.failures import Refused, TooLarge
from api.sparql import updates
from api.sparql.gate import Form, admit
from api.sparql.guard import CAPS, position
from api.sparql.lexer import tokens
from graph import query as queries

EX = "PREFIX ex: <http://example.org/> "


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT ?s { ?s ?p ?o }", Form.SELECT),
        ("ask { ?s ?p ?o }", Form.ASK),
        (EX + "CONSTRUCT { ?s ex:ask 1 } WHERE { ?s ?p ?o }", Form.CONSTRUCT),
        ("# SELECT\nBASE <http://example.org/select> DESCRIBE <a>", Form.DESCRIBE),
        ("PREFIX select: <http://example.org/> ASK { { SELECT * { ?s select:describe 1 } } }", Form.ASK),
        ("INSERT DATA {}", None),
        ("", None),
    ],
)
def test_the_form_of_a_query_is_told_from_its_first_keyword(query: str, form: Form | None) -> None:
    assert admit(query).form is form


@pytest.mark.parametrize(
    "query",
    [
        "ASK { SERVICE <http://example.org/> {} }",
        "ASK { sErViCe#comment\n<http://example.org/> {} }",
        "ASK { ?s ?p trueSERVICE<http://example.org/>{} }",
        "ASK { ?s ?p 1SERVICE<http://example.org/>{} }",
        "ASK { ?s ?p 1.SERVICE<http://example.org/>{} }",
        "ASK { SERVICESILENT <http://example.org/> {} }",
        "ASK { VALUES ?s { <http://example.org/> } SERVICE ?s {} }",
        "ASK { ?s ?p '''it's''' SERVICE <http://example.org/> {} }",
        'ASK { ?s ?p "\\"" SERVICE <http://example.org/> {} }',
        "ASK { { SELECT * { SERVICE <http://example.org/> {} } } }",
        "ASK { FILTER EXISTS { SERVICE <http://example.org/> {} } }",
        EX + "ASK { ?s ex:a\\#b ?o SERVICE <http://example.org/> {} }",
        EX + "ASK { SERVICEex:x {} }",
        EX + "ASK { ?s ?p ex:a.SERVICEex:x {} }",
        "PREFIX service: <http://example.org/> PREFIX : <http://example.org/> ASK { service:x {} }",
        EX + "ASK { FILTER(1<?b)SERVICE ex:x#>\n{} }",
        EX + "ASK { FILTER(1<?b)SERVICE?x#>\n{} }",
        "ASK { FILTER(1<?b&&?c='>'&&?d='')SERVICE <http://example.org/> {} } # '",
        EX + "ASK { FILTER(?a<ex:b#>'''\n)SERVICE<http://example.org/>{} } #'''",
        EX + "ASK { FILTER(ex:f(?a)<ex:b#>'''\n)SERVICE<http://example.org/>{} } #'''",
        "SELECT (1<?b AS ?x) { ?s <http://example.org/> ?b SERVICE<http://example.org/>{} }",
    ],
)
def test_no_query_reaches_another_server(query: str) -> None:
    with pytest.raises(Refused, match=r"SERVICE at line \d+, column \d+"):
        admit(query)


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?s ?p 'SERVICE' }",
        'ASK { ?s ?p """a "quoted" SERVICE""" }',
        "ASK { ?s ?p ?service } # SERVICE",
        "ASK { ?s <http://example.org/SERVICE#service> ?o }",
        "ASK { ?s <SERVICE> ?o }",
        EX + "ASK { ?s ex:service ?o ; ex:self-service 1 }",
        "PREFIX service: <http://example.org/> ASK { ?s service:a service:b }",
        "ASK { ?s ?p ?o FILTER(?o<3 && ?o > 1) }",
        "ASK { ?s ?p ?o FILTER(?o<?service&&?service>1) }",
    ],
)
def test_the_word_in_a_string_an_iri_a_name_or_a_comment_is_no_service(query: str) -> None:
    assert admit(query).form is Form.ASK


PIECES = (
    *(
        "<",
        ">",
        "<=",
        "<<",
        ">>",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        ".",
        ",",
        ";",
        "=",
        "&&",
        "|",
        "/",
        "^",
        "!",
        "#",
        "\n",
    ),
    *("?a", "?b", "1", "1.", "'", "''", "'''", '"', "\\", "@en", "^^", ":", "ex:a", "ex:b.c", "_:x", "<a>", "true"),
    *("SERVICE", "service", "FILTER", "BIND", "AS", "EXISTS", "VALUES", "GRAPH", "OPTIONAL", " SERVICE <a:b> {}"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example("FILTER(1<?b)SERVICE ex:b#>\n{}")
@example("GRAPH ?a { } SERVICE:{}")
def test_what_the_engine_reads_as_service_the_gate_refuses(body: str) -> None:
    text = f"PREFIX ex: <x:> PREFIX : <x:> PREFIX service: <x:> BASE <x:> ASK {{ {body} }}"
    if _asks_a_server(text):
        with pytest.raises(Refused):
            admit(text)


UPDATE_PIECES = (
    *(
        "INSERT DATA {",
        "DELETE WHERE {",
        "}",
        ";",
        " ; ",
        " LOAD ",
        "LOAD",
        "LOADex:a",
        " SILENT ",
        "<a:b>",
        "ex:a",
        ":a",
    ),
    *(
        "'LOAD'",
        "<LOAD>",
        "ex:LOAD",
        "# LOAD <a:b>\n",
        " INTO GRAPH ",
        "CLEAR DEFAULT",
        "PREFIX load: <x:>",
        " . ",
        " ",
    ),
)


def _loads(text: str) -> bool | None:
    """Whether it is an update that fails as one does that loads from no known scheme; None where it is none."""
    try:
        ox.Store().update(text)
    except OSError:
        return True
    except (SyntaxError, ValueError, RuntimeError):
        return None
    return False


def _is_read(text: str) -> bool:
    try:
        ox.Store().query(text)
    except (SyntaxError, ValueError, RuntimeError):
        return False
    return True


def _asks_a_server(text: str) -> bool:
    """Whether it is a query, and fails as one does that calls a server of no known scheme."""
    try:
        return bool(ox.Store().query(text)) and False
    except OSError:
        return True
    except (SyntaxError, ValueError, RuntimeError):
        return False


HARMLESS = tuple(piece for piece in PIECES if "SERVICE" not in piece.upper())
HIDING = (
    "'SERVICE'",
    '"LOAD"',
    "'''SERVICE ' <a:b>'''",
    "<SERVICE>",
    "ex:SERVICE",
    "_:service",
    "?load",
    "# SERVICE {}\n",
)


@given(st.lists(st.sampled_from((*HARMLESS, *HIDING)), max_size=10).map(" ".join))
@example("?a ex:a 'SERVICE' ; ex:SERVICE <SERVICE> . # SERVICE {}\n FILTER ( ?a < ?load )")
def test_what_the_engine_reads_without_service_the_gate_lets_pass(body: str) -> None:
    text = f"PREFIX ex: <x:> PREFIX : <x:> BASE <x:> ASK {{ {body} }}"
    if _is_read(text):
        assert admit(text).form is Form.ASK


@given(st.lists(st.sampled_from((*PIECES, *HIDING, "清川", "\r\n", "\t", "\0")), max_size=20).map("".join))
def test_tokens_leave_out_nothing_but_blanks_and_comments(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert text[token.start :].startswith(token.text)
        assert BLANK.fullmatch(text[end : token.start])
        end = token.start + len(token.text)

    assert BLANK.fullmatch(text[end:])


BLANK = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*)*")
BEFORE = (
    "?s ?p '清川市' .",
    "?s ?p 1 . # 岚江 SERVICE",
    "FILTER(?a<?b)",
    "\n",
    "\r\n",
    "\t",
    " ",
    "?s ?p '''a\nb''' .",
    "\N{OLD ITALIC LETTER A}",
)


@given(st.lists(st.sampled_from(BEFORE), max_size=8))
def test_the_place_of_a_fault_is_where_it_is(before: list[str]) -> None:
    ahead = "ASK {\n" + "\n".join(before) + "\n  "
    with pytest.raises(Refused) as refused:
        admit(f"{ahead}SERVICE <http://example.org/> {{}} }}")

    assert (refused.value.line, refused.value.column) == (len(ahead.split("\n")), 3)


@given(st.lists(st.sampled_from(UPDATE_PIECES), max_size=10).map("".join))
@example("LOADex:a")
@example("INSERT DATA { :a :b 'LOAD' } ; LOAD <a:b>")
@example("DELETE WHERE { :a :b :c } ; LOADex:a INTO GRAPH ex:b")
def test_what_the_engine_reads_as_load_the_gate_refuses(body: str) -> None:
    text = f"PREFIX ex: <x:> PREFIX : <x:> BASE <x:> {body}"
    if _loads(text):
        with pytest.raises(Refused, match="LOAD"):
            updates.admit(text, CAPS.length)


@given(
    st.lists(st.sampled_from(tuple(each for each in UPDATE_PIECES if "LOAD" not in each)), max_size=10).map(" ".join)
)
@example("INSERT DATA { :a :b 'LOAD' , <LOAD> , ex:LOAD } # LOAD <a:b>")
def test_what_the_engine_runs_without_load_the_gate_lets_pass(body: str) -> None:
    text = f"PREFIX ex: <x:> PREFIX : <x:> BASE <x:> {body}"
    if _loads(text) is False:
        assert updates.admit(text, CAPS.length) == text


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("ASK { SERVICE <http://example.org/> {} }", "VALUES"),
        ("ASK FROM <file:///etc/passwd> {}", "graph of this service"),
        ("ASK {" + "{" * 99, "brackets"),
        ("ASK { " + "?s ?p ?o ." * 110 + "}", "several queries"),
        ("ASK { " + "OPTIONAL {}" * 5_000 + "}", "several queries"),
        ("ASK { VALUES ?s { " + "1 " * 2_001 + "} }", "several queries"),
        ("ASK {} #" + " " * CAPS.length, "several queries"),
    ],
)
def test_whoever_is_refused_is_told_what_to_do(text: str, remedy: str) -> None:
    with pytest.raises((Refused, TooLarge), match=remedy):
        admit(text)


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
        EX + "ASK { ?s " + "/".join(["ex:a"] * 110) + " ?o }",
        "ASK { " + "?s ?p ?o." * 110 + "}",
        "ASK { ?s ?p ?o" + "; ?p ?o" * 110 + "}",
        "ASK { ?s ?p ?o" + ", ?o" * 110 + "}",
        "ASK { " + "{ ?s ?p ?o }" * 110 + "}",
        "ASK { " + "GRAPH ?g { ?s ?p ?o }" * 110 + "}",
        "ASK { ?s ?p (" + "1 " * 60 + ") }",
        "ASK { ?s ?p " + "(" * 60 + "1" + ")" * 60 + " }",
        "ASK { VALUES ?s { " + "1 " * 2_001 + "} }",
        "ASK { VALUES (?s ?o) { " + "(1 2) " * 1_001 + "} }",
        "ASK {} #" + "行" * (CAPS.length // 3),
    ],
    ids=lambda query: query[:30],
)
def test_a_query_that_could_exhaust_the_parser_or_the_planner_is_refused(query: str) -> None:
    with pytest.raises(TooLarge):
        admit(query)


@pytest.mark.parametrize(
    "query",
    [
        "ASK { " + "?s ?p ?o. FILTER(?o > 1, 2)" * 90 + "}",
        "ASK { { ?s ?p ?o }" + "UNION { ?s ?p ?o }" * 150 + "}",
        "ASK { " + "OPTIONAL { ?s ?p ?o }" * 150 + "}",
        "ASK { ?s ?p ?o FILTER(?o IN (" + ", ".join(["1"] * 1_900) + ")) }",
        EX + "ASK { ?s " + "|".join(["ex:a"] * 200) + " ?o }",
        EX + "ASK { " + "?s (ex:a|ex:b)*/ex:c ?o . " * 45 + "}",
        "CONSTRUCT { " + "?s ?p ?o." * 200 + "} WHERE { ?s ?p ?o }",
        "ASK { VALUES ?s { " + "1 " * 2_000 + "} }",
    ],
    ids=lambda query: query[:30],
)
def test_what_costs_no_planning_is_not_counted_as_such(query: str) -> None:
    assert admit(query).form


def test_our_own_queries_pass() -> None:
    assert {admit(question.text).form for question in queries.catalogue().values()} == {Form.SELECT}


def test_a_query_just_within_every_limit_leaves_the_process_alive() -> None:
    deepest = "ASK {" + "{" * (CAPS.depth - 1) + "}" * (CAPS.depth - 1) + "}"
    longest = "ASK { FILTER(" + "||".join(["1"] * (CAPS.joints - 1)) + ") }"
    program = "import sys, pyoxigraph; print([bool(pyoxigraph.Store().query(q)) for q in sys.argv[1:]])"

    assert admit(deepest).form is admit(longest).form is Form.ASK
    run = subprocess.run([sys.executable, "-c", program, deepest, longest], capture_output=True, text=True, check=True)

    assert run.stdout == "[True, True]\n"


def test_a_fault_is_told_with_its_line_and_column() -> None:
    with pytest.raises(Refused) as refused:
        admit("ASK {\n  SERVICE <http://example.org/> {} }")

    assert (refused.value.line, refused.value.column) == (2, 3)


def test_a_position_is_told_in_lines_and_columns() -> None:
    assert [position("a\nbc", place) for place in range(4)] == [(1, 1), (1, 2), (2, 1), (2, 2)]


@pytest.mark.parametrize("source", ["<file:///etc/passwd>", "<FILE:a>", "<data:,a>", "f:passwd"])
def test_no_graph_is_read_from_a_file(source: str) -> None:
    for clause in ("FROM", "FROM NAMED", "from\n"):
        with pytest.raises(Refused, match="FROM at line"):
            admit(f"PREFIX f: <file:///etc/> SELECT * {clause} {source} {{ ?s ?p ?o }}")


def test_the_graphs_that_a_query_names_are_told() -> None:
    query = "PREFIX g: <http://example.org/g/> SELECT * FROM <http://example.org/a> FROM NAMED g:b { GRAPH g:c {} }"

    assert admit(query).sources == ("http://example.org/a", "http://example.org/g/b")


@pytest.mark.parametrize(
    ("query", "cut", "rest"),
    [
        ("SELECT * {} # end", "SELECT * {} # end\nLIMIT 10 OFFSET 0\n", "SELECT * {} # end\nLIMIT 1 OFFSET 10\n"),
        ("SELECT * {} LIMIT 10", "SELECT * {} LIMIT 10", None),
        ("SELECT * {} LIMIT 11", "SELECT * {} \nLIMIT 10 OFFSET 0\n", "SELECT * {} \nLIMIT 1 OFFSET 10\n"),
        ("SELECT * {} OFFSET 5", "SELECT * {} \nLIMIT 10 OFFSET 5\n", "SELECT * {} \nLIMIT 1 OFFSET 15\n"),
        ("SELECT * {} offset 5 limit 11", "SELECT * {} \nLIMIT 10 OFFSET 5\n", "SELECT * {} \nLIMIT 1 OFFSET 15\n"),
        (
            "SELECT * { { SELECT * {} LIMIT 3 } } VALUES ?a { 1 }",
            "SELECT * { { SELECT * {} LIMIT 3 } } \nLIMIT 10 OFFSET 0\nVALUES ?a { 1 }",
            "SELECT * { { SELECT * {} LIMIT 3 } } \nLIMIT 1 OFFSET 10\nVALUES ?a { 1 }",
        ),
        ("ASK {}", "ASK {}", None),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }", None),
    ],
)
def test_a_query_is_cut_to_so_many_rows_by_its_own_limit(query: str, cut: str, rest: str | None) -> None:
    made = admit(query).cut(10)

    assert (made.text, made.rest) == (cut, rest)


@pytest.mark.parametrize("question", queries.catalogue().values(), ids=lambda question: question.name)
def test_a_cut_query_is_still_a_query(question: queries.Query) -> None:
    store = ox.Store()

    for text in (admit(question.text).cut(10).text, str(admit(question.text).cut(10).rest)):
        assert list(store.query(text)) == []  # type: ignore[arg-type]


def test_texts_that_differ_in_space_and_comments_have_one_digest() -> None:
    texts = ["ASK { ?s ?p 'a b' }", "ASK{?s ?p 'a b'}", "ASK # why\n{ ?s\t?p 'a b' }", "ASK { ?s ?p 'a  b' }"]

    assert [admit(text).digest == admit(texts[0]).digest for text in texts] == [True, True, True, False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("?a<?b", ["?a", "<", "?b"]),
        ("FILTER(?a<?b)?c<?d>1", ["FILTER", "(", "?a", "<", "?b", ")", "?c", "<?d>", "1"]),
        ("(<a><b>) FILTER(<a><<b>)", ["(", "<a>", "<b>", ")", "FILTER", "(", "<a>", "<", "<b>", ")"]),
        ("GROUP BY (?a<?b) <f>(?c<?d)", ["GROUP", "BY", "(", "?a", "<", "?b", ")", "<f>", "(", "?c", "<", "?d", ")"]),
        ("'''a'b''' \"\"\"a\"\"b\"\"\" 'a\\'b'", ["'''a'b'''", '"""a""b"""', "'a\\'b'"]),
        ("ex:a.b. ex:清川\\,市 :", ["ex:a.b", ".", "ex:清川\\,市", ":"]),
        ("1.5e3 1. .5 1.x", ["1.5e3", "1", ".", ".5", "1", ".", "x"]),
        ('"a"@zh-Hans--rtl "b"^^ex:c', ['"a"', "@zh-Hans--rtl", '"b"', "^^", "ex:c"]),
        ("<<( ?a ?b ?c )>> << ?a ?b ?c >>", ["<<(", "?a", "?b", "?c", ")>>", "<<", "?a", "?b", "?c", ">>"]),
    ],
)
def test_a_text_is_cut_into_its_tokens(text: str, expected: list[str]) -> None:
    assert [token.text for token in tokens(text)] == expected
