"""The least that a service can be: the yardstick of ``dutygraph bench``."""

from fastapi import FastAPI

app = FastAPI()


@app.get("/")
async def nothing() -> dict[str, str]:
    """The same little answer always."""
    return {"status": "ok"}
