"""The least that a SPARQL service over a store can be: ``python -m api.http.bare STORE --port N``, a yardstick.

One process, no limits, nothing refused: a query's answer is made in a thread of the server.
"""

import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Response

from graph.formats import Kind, by_name
from graph.store import Store


def bare(store: Store) -> FastAPI:
    """``/`` answers with nothing, ``/sparql`` with what the store answers."""
    app, wanted = FastAPI(), by_name("json", Kind.RESULTS)

    @app.get("/")
    async def nothing() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/sparql")
    def sparql(query: str) -> Response:
        return Response(store.results(query, wanted), media_type=wanted.media_type)

    return app


if __name__ == "__main__":
    uvicorn.run(bare(Store.read_only(Path(sys.argv[1]))), port=int(sys.argv[3]), log_level="warning")
