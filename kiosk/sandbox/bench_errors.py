"""The bench's own way to say what is wrong with a call: one sentence, and what may stand there."""

import re
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

__all__ = ["ERRORS", "BenchError", "install"]


_NO_JSON = "发来的内容不是正确的 JSON"


class ErrorBody(BaseModel):
    error: str


ERRORS: dict[int | str, dict[str, Any]] = {"4XX": {"model": ErrorBody, "description": "What is wrong, in one sentence"}}


class BenchError(Exception):
    def __init__(self, sentence: str, *, status: int = 422) -> None:
        super().__init__(sentence)
        self.status = status


def install(bench: FastAPI) -> None:
    @bench.exception_handler(BenchError)
    async def wrong(_: Request, error: BenchError) -> JSONResponse:
        return JSONResponse({"error": str(error)}, error.status)

    @bench.exception_handler(RequestValidationError)
    async def malformed(_: Request, error: RequestValidationError) -> JSONResponse:
        return JSONResponse({"error": _sentence(error.errors()[0])}, 422)

    @bench.exception_handler(HTTPException)
    async def unknown(_: Request, error: HTTPException) -> JSONResponse:
        """400 is the framework's word for a body that it cannot even decode."""
        sentence = _NO_JSON if error.status_code == 400 else "试验台没有这个地址或这种方法，见 /bench"
        return JSONResponse({"error": sentence}, error.status_code)


def _sentence(problem: dict[str, Any]) -> str:
    """Of pydantic's complaint about a body."""
    place = ".".join(str(part) for part in problem["loc"][1:])
    match problem["type"]:
        case "json_invalid":
            return _NO_JSON
        case "enum":
            allowed = re.findall(r"'([^']*)'", problem["ctx"]["expected"])
            nothing = ("null",) if place == "fault" else ()
            return f"{place} 可以写：{'、'.join((*nothing, *allowed))}"
        case "unknown_key":
            return str(problem["msg"])
        case "missing":
            return f"{place} 没有写" if place else "要发一个 JSON 对象，例如 {}"
        case "string_type":
            return f"{place} 要写文字"
        case "bool_parsing" | "bool_type":
            return f"{place} 可以写：true、false"
        case "int_parsing":
            return f"{place} 要写整数"
        case _:
            return "要发一个 JSON 对象，例如 {}"
