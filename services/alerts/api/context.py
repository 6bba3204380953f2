"""What every endpoint needs: the database, the caller, the clock, and JSON answers."""

import base64
import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from fastapi import Depends, Request, Response
from sqlalchemy import Engine

from services.alerts import keys
from services.alerts.deliver.hub import Hub
from services.alerts.keys import Caller
from services.alerts.settings import AlertsSettings
from services.runtime.api_keys import bearer
from services.runtime.problems import Problem


@dataclass(frozen=True)
class Context:
    settings: AlertsSettings
    engine: Engine
    hub: Hub
    clock: Callable[[], datetime.datetime]


def context(request: Request) -> Context:
    found: Context = request.app.state.context
    return found


def authorised(request: Request) -> Caller:
    """Raises a 401 problem without a valid key."""
    if key := bearer(request.headers.get("authorization")):
        with context(request).engine.connect() as connection:
            if known := keys.caller(connection, key):
                return known
    raise Problem(401, "a valid API key is required", headers={"www-authenticate": "Bearer"})


def storable(request: Request) -> None:
    """Raises a 422 problem for an address with a NUL in it, which PostgreSQL refuses in any text."""
    for field, value in (*request.path_params.items(), *request.query_params.multi_items()):
        if "\0" in value:
            raise refused(field, "must not hold U+0000")


Here = Annotated[Context, Depends(context)]
Who = Annotated[Caller, Depends(authorised)]


def whose(who: Caller, owner: str | None) -> str:
    """The owner whose things are asked for: the caller, or whom an operator names. Raises a 403 problem for anybody else."""
    if owner is None or owner == who.owner or who.operator:
        return owner or who.owner
    raise Problem(403, "an operator's key is required to read another owner's")


def answer(body: Any, status: int = 200) -> Response:
    """Any of our messages as JSON, without a copy through another model."""
    return Response(msgspec.json.encode(body), status_code=status, media_type="application/json")


def page(name: str, entries: list[Any], cursor: str | None) -> Response:
    """`next` is the `after` of the next page; null on the last."""
    return answer({name: entries, "next": cursor})


def is_known(tag: str, if_none_match: str | None) -> bool:
    """Whether the caller has the answer that `tag` names (RFC 9110, 13.1.2)."""
    known = [each.strip().removeprefix("W/") for each in (if_none_match or "").split(",")]
    return tag in known or "*" in known


def pack(*parts: Any) -> str:
    """A cursor, opaque to callers."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def unpack(cursor: str, count: int) -> list[Any]:
    """Raises a 422 problem for a cursor that is not ours."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        parts = None
    if (
        not isinstance(parts, list)
        or len(parts) != count
        or not all(type(part) in (int, str) and str(part).isprintable() for part in parts)
    ):
        raise refused("after", "must be the `next` of a page")
    return parts


def refused(field: str, rule: str) -> Problem:
    return Problem(422, "the request breaks a rule", errors=[{"field": field, "rule": rule}])


def found(thing: Any) -> Any:
    """Raises a 404 problem for None."""
    if thing is None:
        raise Problem(404, "not found")
    return thing
