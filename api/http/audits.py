"""``/audits``: what is amiss in the plans themselves, as a page, as SHACL results, as JSON, as CSV."""

from http import HTTPStatus
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from api.http import problems
from api.http.direct import Ask
from api.http.languages import Lang, language
from api.http.parameters import refuse
from api.tasks import audits
from graph import formats
from graph.findings.audit import rules
from graph.formats import HTML, Kind

_JSON = formats.by_name("json", Kind.RESULTS)
_OFFERED = (_JSON, HTML, formats.by_name("csv", Kind.RESULTS), *audits.GRAPHS)
_NAMES: Any = Literal[tuple(row.name for row in _OFFERED)]
_RULES: Any = Literal[tuple(rules())]
_CONTENT: dict[str, Any] = {audits.content_type(row.name).partition(";")[0]: {} for row in _OFFERED}
_FAILURES = problems.responses(HTTPStatus.NOT_FOUND, HTTPStatus.NOT_ACCEPTABLE, HTTPStatus.UNPROCESSABLE_ENTITY)


def router(ask: Ask) -> APIRouter:
    """``/audits`` and ``/audits/rules``."""
    routes = APIRouter(prefix="/audits", tags=["audits"])

    @routes.get("/rules", summary="审计规则 · The rules of audits")
    def _rules() -> list[dict[str, object]]:
        """Each with its severity and what it is there for."""
        return [audits.rule_told(rule) for rule in rules().values()]

    @routes.get(
        "",
        summary="审计报告 · What is amiss in the plans",
        response_class=Response,
        responses={200: {"description": "The report", "content": _CONTENT}, **_FAILURES},
    )
    async def report(
        request: Request,
        document: Annotated[str | None, Query(description="Key, title, file name or IRI of a document.")] = None,
        rule: Annotated[list[_RULES] | None, Query(description="Only these rules.")] = None,
        format: Annotated[_NAMES | None, Query(description="Instead of the Accept header.")] = None,  # noqa: A002
        lang: Lang = None,
    ) -> Response:
        """Findings with severity and evidence; `confirmed` are the figures of reports that agree."""
        refuse(request, ("document", "rule", "format", "lang"), many=("rule",))
        written = format or formats.choose(request.headers.get("accept"), Kind.GRAPH, _OFFERED).name
        manner = _manner(request, language(request, lang))
        return await ask(audits.report, rules=rule or [], document=document, written=written, manner=manner)

    return routes


def _manner(request: Request, spoken: str) -> dict[str, str]:
    """How the page is written, and its address in the other language."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    return {"language": spoken, "other": f"?{urlencode([*kept, ('lang', 'en' if spoken == 'zh' else 'zh')])}"}
