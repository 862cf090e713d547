"""How the stand-in gateway says no: a word for machines, a sentence and a way on for the citizen."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

__all__ = ["REFUSALS", "Refusal", "RefusalBody", "install"]


class RefusalBody(BaseModel):
    """The body of every 4xx."""

    reason: str
    sentence: str
    remedy: str = ""


class Refusal(Exception):
    """``status``: 400 malformed, 401 not trusted, 409 not as things stand, 410 withdrawn, 422 key used for another."""

    def __init__(self, status: int, reason: str, sentence: str, remedy: str = "") -> None:
        super().__init__(reason)
        self.status = status
        self.body = RefusalBody(reason=reason, sentence=sentence, remedy=remedy)


REFUSALS: dict[int | str, dict[str, Any]] = {
    "4XX": {
        "model": RefusalBody,
        "description": "400 malformed, 401 not trusted (signature, clock, sent before), 409 not as things stand, "
        "410 withdrawn, 422 key used for another body",
    },
}


def install(app: FastAPI) -> None:
    """Gives every refusal of an application this shape, the framework's own ones too."""

    @app.exception_handler(Refusal)
    async def refused(_: Request, refusal: Refusal) -> JSONResponse:
        return JSONResponse(refusal.body.model_dump(), refusal.status)

    @app.exception_handler(RequestValidationError)
    async def malformed(_: Request, error: RequestValidationError) -> JSONResponse:
        """Names the fields only: a value may be a citizen's."""
        places = {".".join(map(str, problem["loc"])) for problem in error.errors()}
        body = RefusalBody(reason="malformed", sentence="这台机器发的内容不对", remedy="点「找人帮忙」")
        return JSONResponse({**body.model_dump(), "fields": sorted(places)}, 400)

    @app.exception_handler(HTTPException)
    async def unknown(_: Request, error: HTTPException) -> JSONResponse:
        body = RefusalBody(reason="unknown_path", sentence="政务平台没有这项业务", remedy="点「找人帮忙」")
        return JSONResponse(body.model_dump(), error.status_code)
