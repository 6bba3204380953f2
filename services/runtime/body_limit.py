"""A limit on what a request may send, held before anything reads it, and before anybody has shown a key."""

from typing import Any

from starlette.exceptions import HTTPException


class LimitBody:
    """ASGI middleware: more than `max_bytes` is answered 413, at once where the length is told."""

    def __init__(self, app: Any, *, max_bytes: int) -> None:
        self.app = app
        self._max_bytes = max_bytes

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        taken = 0
        told = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")

        async def counted() -> Any:
            nonlocal taken
            if told.isdigit() and int(told) > self._max_bytes:
                raise self._refusal()
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._max_bytes:
                raise self._refusal()
            return message

        await self.app(scope, counted, send)

    def _refusal(self) -> HTTPException:
        return HTTPException(413, f"the body is larger than {self._max_bytes} bytes", headers={"connection": "close"})
