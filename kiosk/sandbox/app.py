"""The stand-in government gateway: one file for each group of items, OpenAPI at /openapi.json, its page at /docs."""

from collections.abc import Awaitable, Callable
from datetime import UTC
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel
from starlette.middleware.trustedhost import TrustedHostMiddleware

from kiosk import __version__
from kiosk.sandbox import (
    advice,
    certificates,
    declared,
    effects,
    enquiries,
    face,
    helper_desk,
    id_card,
    identity,
    medical,
    no_record,
    orders,
    phone,
    proxies,
    queues,
    refusals,
    regions,
    senior,
    sharing,
    slips,
    social,
    terminal,
    unfinished,
)
from kiosk.sandbox.desk import Desk
from kiosk.sandbox.guard import SignedReplies

__all__ = ["STATIC", "make_app"]

STATIC = Path(__file__).parent / "static"
# Each has a router: one file for each group of items.
GROUPS = (
    advice,
    certificates,
    declared,
    effects,
    enquiries,
    face,
    helper_desk,
    id_card,
    identity,
    medical,
    no_record,
    orders,
    phone,
    proxies,
    queues,
    regions,
    senior,
    sharing,
    slips,
    social,
    terminal,
    unfinished,
)


class Health(BaseModel):
    status: str


def make_app(desk: Desk) -> FastAPI:
    app = FastAPI(
        title="近办模拟政务平台",
        version=__version__,
        description="人都是虚构的。每次调用都要签名，办法见 kiosk/services/signing.py。",
        docs_url=None,  # FastAPI's own page fetches its scripts from the internet
        redoc_url=None,
        routes=[route for group in GROUPS for route in group.router.routes],  # as they are: nothing is added to them
    )
    app.state.desk = desk
    app.add_middleware(SignedReplies, guard=desk.guard)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])
    refusals.install(app)

    @app.get("/health", tags=["平台"], summary="平台在不在")
    def health() -> Health:
        """Needs no signature."""
        return Health(status="up")

    @app.get("/docs", include_in_schema=False)
    def docs() -> FileResponse:
        return FileResponse(STATIC / "docs.html")

    @app.get("/bench", include_in_schema=False)
    def bench() -> FileResponse:
        """What is mounted at /bench answers only below it."""
        return FileResponse(STATIC / "bench.html")

    @app.middleware("http")
    async def tell_the_time(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await answer(request)
        now = request.app.state.desk.clock.now().astimezone(UTC)
        response.headers["Jinban-Time"] = f"{now:%Y-%m-%dT%H:%M:%SZ}"
        return response

    return app
