"""The items of a JSON body, split one from another."""

import json
import tracemalloc

import pytest

from services.ingest.bodies import NotItems, TooLarge, from_json


def items(body: bytes, items_max: int = 100_000, dense_commas: int = 10_000) -> list[bytes]:
    return [bytes(item) for item in from_json(body, items_max, dense_commas)]


@pytest.mark.parametrize("dense_commas", [0, 1_000_000])
@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"[]", []),
        (b" [ \n] ", []),
        (b'[{"a": 1}]', [b'{"a": 1}']),
        (b' [ {"a" : [1, 2]} ,\t"b, c]" ,\n3\r] ', [b'{"a" : [1, 2]}', b'"b, c]"', b"3"]),
        ('[{"é": "ü"}, "😀"]'.encode(), ['{"é": "ü"}'.encode(), '"😀"'.encode()]),
        (b'[{"a": "\xff"}, 1]', [b'{"a": "\xff"}', b"1"]),
        (b'{"a": 1}', [b'{"a": 1}']),
        (b'"text"', [b'"text"']),
        (b"", [b""]),
    ],
)
def test_the_items_are_those_of_the_body_in_order(body: bytes, found: list[bytes], dense_commas: int) -> None:
    assert items(body, dense_commas=dense_commas) == found


def test_a_lone_surrogate_spoils_no_other_item() -> None:
    assert [json.loads(item) for item in items(b'[1, "\\ud800", 3]')] == [1, "\ud800", 3]


@pytest.mark.parametrize("dense_commas", [0, 1_000_000])
@pytest.mark.parametrize("body", [b"[", b"[1", b"[1,", b"[1,]", b"[,1]", b"[1 2]", b"[1] 2", b"[{]", b"[" * 100_000, b"[1}", b"[x]"])
def test_an_array_that_is_broken_has_no_items(body: bytes, dense_commas: int) -> None:
    with pytest.raises(NotItems, match="must be JSON: "):
        items(body, dense_commas=dense_commas)


@pytest.mark.parametrize("dense_commas", [0, 1_000_000])
def test_a_batch_has_a_most_of_items(dense_commas: int) -> None:
    assert len(items(b"[1, 2, 3]", 3, dense_commas)) == 3
    with pytest.raises(TooLarge, match="must not be over 2 items"):
        items(b"[1, 2, 3]", 2, dense_commas)


def test_a_body_of_millions_of_items_takes_little_more_than_itself() -> None:
    body = b"[" + b"1," * 4_000_000 + b"1]"
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            from_json(body, 10_000)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 2 * len(body)
