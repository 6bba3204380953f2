"""RFC 9457 problem details: every error over HTTP names what is wrong, where, and by which rule."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import OperationalError, TimeoutError
from starlette.exceptions import HTTPException

from services.runtime import logs

RETRY_AFTER_SECONDS = 5

log = logs.get_logger(__name__)


class Problem(Exception):
    """Answered as application/problem+json. `errors` are {field, rule} each, `more` are members of the problem's own."""

    def __init__(
        self,
        status: int,
        title: str,
        *,
        detail: str = "",
        errors: list[dict[str, str]] | None = None,
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(title)
        self.status, self.title, self.detail = status, title, detail
        self.errors, self.headers, self.more = errors or [], dict(headers or {}), dict(more or {})

    def response(self) -> JSONResponse:
        body: dict[str, Any] = {"type": "about:blank", "status": self.status, "title": self.title}
        if self.detail:
            body["detail"] = self.detail
        if self.errors:
            body["errors"] = self.errors
        return JSONResponse(body | self.more, status_code=self.status, headers=self.headers, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Makes every error of the app a problem document."""

    @app.exception_handler(Problem)
    async def problem(_request: Request, error: Problem) -> JSONResponse:
        return error.response()

    @app.exception_handler(HTTPException)
    async def http(_request: Request, error: HTTPException) -> JSONResponse:
        return Problem(error.status_code, str(error.detail), headers=error.headers).response()

    @app.exception_handler(OperationalError)
    @app.exception_handler(TimeoutError)
    async def away(_request: Request, error: Exception) -> JSONResponse:
        log.warning("request not answered, the database is away", reason=type(error).__name__)
        return Problem(503, "the database does not answer", headers={"retry-after": str(RETRY_AFTER_SECONDS)}).response()

    @app.exception_handler(Exception)
    async def failed(_request: Request, _error: Exception) -> JSONResponse:
        # Starlette raises the error once more after this answer, so that the server logs it.
        return Problem(500, "internal error").response()

    @app.exception_handler(RequestValidationError)
    async def invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        errors = [{"field": ".".join(str(part) for part in wrong["loc"][1:]), "rule": wrong["msg"]} for wrong in error.errors()]
        return Problem(422, "the request breaks a rule", errors=errors).response()
