"""Web pages about things of the graph and about the ontology: plain HTML in one language, whole in themselves."""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from pyoxigraph import Literal, NamedNode, Triple

from api.tasks.links import local
from graph import vocab as dg
from graph.describe import MOST, Description, in_order, label
from graph.formats import PREFIXES
from graph.terms import Term, TermKind, terms

LANGUAGES = ("zh", "en")
_LONGEST = 3_000  # characters of a value
_STYLE = """body{font:16px/1.6 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#222}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #ddd;padding:.3rem .6rem;text-align:left;
vertical-align:top;overflow-wrap:anywhere}th{width:11rem;font-weight:600;background:#f6f6f6}td table{margin:.2rem 0}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}.iri,.note{color:#666;font-size:.85rem;overflow-wrap:anywhere}
a{color:#06c}"""
_WORDS = {
    "zh": {
        "incoming": "指向它的陈述",
        "capped": f"只列出 {MOST} 条;其余请用 SPARQL 查询。",
        "other": "English",
        "cut": "……(以下略)",
        "ontology": "责任图谱本体",
        TermKind.CLASS: "类",
        TermKind.OBJECT_PROPERTY: "对象属性",
        TermKind.DATATYPE_PROPERTY: "数据属性",
        TermKind.SCHEME: "代码表",
        TermKind.CONCEPT: "代码",
        "subClassOf": "上位类",
        "subPropertyOf": "上位属性",
        "domain": "定义域",
        "range": "值域",
        "inScheme": "代码表",
        "closeMatch": "相近于",
        "exactMatch": "等同于",
        "example": "例",
    },
    "en": {
        "incoming": "What points at it",
        "capped": f"Only {MOST} are shown; ask in SPARQL for the others.",
        "other": "中文",
        "cut": " … (cut here)",
        "ontology": "Dutygraph ontology",
        TermKind.CLASS: "Classes",
        TermKind.OBJECT_PROPERTY: "Object properties",
        TermKind.DATATYPE_PROPERTY: "Datatype properties",
        TermKind.SCHEME: "Code lists",
        TermKind.CONCEPT: "Codes",
        "subClassOf": "subclass of",
        "subPropertyOf": "subproperty of",
        "domain": "domain",
        "range": "range",
        "inScheme": "in",
        "closeMatch": "close to",
        "exactMatch": "same as",
        "example": "Example",
    },
}


def thing(described: Description, language: str) -> str:
    """The page about a thing: its statements with those of its parts, and what points at it."""
    node, words = described.node, _WORDS[language]
    title = label(described.graph, node, language) or _short(node.value)
    body = [f'<h1>{escape(title)}</h1><p class="iri">{escape(node.value)}</p>', _formats(language)]
    if described.statements:
        body.append(_table(described, node, language, frozenset()))
    if described.incoming:
        body += [f"<h2>{words['incoming']}</h2>", _incoming(described, language)]
    if not described.complete:
        body.append(f'<p class="note">{words["capped"]}</p>')
    return _page(title, language, "".join(body))


def ontology(language: str) -> str:
    """The page about the ontology: every term with its name, its definition and how it stands to others."""
    words, found = (
        _WORDS[language],
        sorted(terms().values(), key=lambda term: (list(TermKind).index(term.kind), term.name)),
    )
    body = [f"<h1>{words['ontology']}</h1>", f'<p class="iri">{dg.ONTOLOGY}</p>', _formats(language)]
    for kind, some in groupby(found, key=lambda term: term.kind):
        body += [f"<h2>{words[kind]}</h2>", *(_term(term, language) for term in some)]
    return _page(words["ontology"], language, "".join(body))


def _page(title: str, language: str, body: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>{body}</body></html>\n'
    )


def _formats(language: str) -> str:
    other = next(each for each in LANGUAGES if each != language)
    links = (f'<a href="?format={name}">{name}</a>' for name in ("turtle", "jsonld", "ntriples", "rdfxml"))
    return f'<p class="note"><a href="?lang={other}">{_WORDS[language]["other"]}</a> · {" · ".join(links)}</p>'


def _table(described: Description, node: NamedNode, language: str, within: frozenset[NamedNode]) -> str:
    own = sorted(described.statements[node], key=in_order)
    rows = (
        f"<tr><th>{_property(predicate, language)}</th><td>"
        + "<br>".join(_value(described, triple.object, language, within | {node}) for triple in some)
        + "</td></tr>"
        for predicate, some in groupby(own, key=lambda triple: triple.predicate)
    )
    return f"<table>{''.join(rows)}</table>"


def _value(described: Description, value: object, language: str, within: frozenset[NamedNode]) -> str:
    if isinstance(value, Literal):
        cut = _WORDS[language]["cut"] if len(value.value) > _LONGEST else ""
        tag = f' lang="{escape(value.language)}"' if value.language else ""
        return f"<span{tag}>{escape(value.value[:_LONGEST])}{cut}</span>"
    if not isinstance(value, NamedNode):
        return escape(str(value))
    is_part = value not in within and value in described.statements
    return _link(described, value, language) + (_table(described, value, language, within) if is_part else "")


def _link(described: Description, node: NamedNode, language: str) -> str:
    term = terms().get(node.value)
    name = term.labels.get(language) if term else label(described.graph, node, language)
    return f'<a href="{escape(local(node.value))}">{escape(name or _short(node.value))}</a>'


def _incoming(described: Description, language: str) -> str:
    found = sorted(described.incoming, key=lambda triple: (triple.predicate.value, str(triple.subject)))
    rows = (
        f"<tr><th>{_property(predicate, language)}</th><td>{'<br>'.join(_ends(described, some, language))}</td></tr>"
        for predicate, some in groupby(found, key=lambda triple: triple.predicate)
    )
    return f"<table>{''.join(rows)}</table>"


def _ends(described: Description, triples: Iterable[Triple], language: str) -> Iterator[str]:
    for triple in triples:
        if isinstance(triple.subject, NamedNode):
            yield _link(described, triple.subject, language)


def _property(predicate: NamedNode, language: str) -> str:
    term = terms().get(predicate.value)
    name = (term.labels.get(language) if term else None) or _short(predicate.value)
    return f'<a href="{escape(local(predicate.value))}">{escape(name)}</a>'


def _term(term: Term, language: str) -> str:
    words = _WORDS[language]
    anchor, name = escape(term.name), escape(term.labels.get(language, term.name))
    body = f'<h3 id="{anchor}">{name} <span class="iri">{anchor}</span></h3>'
    body += f"<p>{escape(term.definitions.get(language, ''))}</p>"
    if example := term.examples.get(language):
        body += f'<p class="note">{words["example"]}: {escape(example)}</p>'
    for relation, others in term.relations.items():
        named = ", ".join(_other(other, language) for other in others)
        body += f'<p class="note">{words[relation]}: {named}</p>'
    return body


def _other(iri: str, language: str) -> str:
    known = terms().get(iri)
    if known:
        return f'<a href="#{escape(known.name)}">{escape(known.labels.get(language, known.name))}</a>'
    return f'<a href="{escape(iri)}">{escape(_short(iri))}</a>'


def _short(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
