"""W3C trace context: one trace id from the item's arrival to the alert, a new span id at each hop."""

import re
import secrets

_TRACEPARENT = re.compile(r"^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$")


def continue_trace(traceparent: str | None) -> str:
    """A traceparent of the same trace with a span id of its own; a new trace where none, or a malformed one, came."""
    known = _TRACEPARENT.match(traceparent or "")
    trace = known[1] if known else secrets.token_hex(16)
    flags = known[3] if known else "01"
    return f"00-{trace}-{secrets.token_hex(8)}-{flags}"


def trace_id(traceparent: str) -> str:
    """The 32 hex digits in it; empty if it is malformed."""
    known = _TRACEPARENT.match(traceparent)
    return known[1] if known else ""


def traceparent_of(headers: list[tuple[str, bytes]] | tuple[tuple[str, bytes], ...]) -> str | None:
    """What a message's headers carry."""
    return next((value.decode("ascii", "replace") for name, value in headers if name == "traceparent" and value), None)
