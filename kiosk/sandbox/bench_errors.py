"""The bench's own way to say what is wrong with a call: one sentence, and what may stand there."""

import re
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

__all__ = ["BenchError", "install"]


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
        return JSONResponse({"error": "试验台没有这个地址或这种方法，见 /bench"}, error.status_code)


def _sentence(problem: dict[str, Any]) -> str:
    """Of pydantic's complaint about a body."""
    place = ".".join(str(part) for part in problem["loc"][1:])
    match problem["type"]:
        case "json_invalid":
            return "发来的内容不是正确的 JSON"
        case "enum":
            allowed = re.findall(r"'([^']*)'", problem["ctx"]["expected"])
            nothing = ("null",) if place == "fault" else ()
            return f"{place} 可以写：{'、'.join((*nothing, *allowed))}"
        case "extra_forbidden":
            return f"不认识 {place}"
        case "missing":
            return f"{place} 没有写" if place else "要发一个 JSON 对象，例如 {}"
        case "string_type":
            return f"{place} 要写文字"
        case "int_parsing":
            return f"{place} 要写整数"
        case _:
            return "要发一个 JSON 对象，例如 {}"
