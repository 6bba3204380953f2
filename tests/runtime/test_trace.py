import pytest

from services.runtime.trace import continue_trace, trace_id, traceparent_of

KNOWN = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"


def test_a_hop_keeps_the_trace_and_its_flags_with_a_span_of_its_own() -> None:
    hop = continue_trace(KNOWN)
    assert trace_id(hop) == trace_id(KNOWN) == "4bf92f3577b34da6a3ce929d0e0e4736"
    assert hop.endswith("-00")
    assert hop != KNOWN


@pytest.mark.parametrize("malformed", [None, "", "00-zz-11-01", "01-" + KNOWN[3:], KNOWN + "x", f"00-{'0' * 32}-00f067aa0ba902b7-01"])
def test_a_malformed_one_begins_a_new_trace(malformed: str | None) -> None:
    assert len(trace_id(continue_trace(malformed))) == 32
    assert trace_id(malformed or "") == ""


def test_it_is_found_among_headers() -> None:
    assert traceparent_of([("ce_id", b"1"), ("traceparent", KNOWN.encode())]) == KNOWN
    assert traceparent_of([("ce_id", b"1")]) is None
