from hypothesis import given
from hypothesis import strategies as st

from services.alerts.match.stories import BAND_WIDTHS, MOST_BITS, bands, signed


@given(st.integers(0, 2**64 - 1), st.sets(st.integers(0, 63), max_size=MOST_BITS))
def test_hashes_that_differ_in_few_bits_share_a_band(fingerprint: int, flipped: set[int]) -> None:
    other = fingerprint
    for bit in flipped:
        other ^= 1 << bit
    assert set(bands(f"{fingerprint:016x}")) & set(bands(f"{other:016x}"))


def test_the_bands_are_the_whole_hash() -> None:
    assert sum(BAND_WIDTHS) == 64
    assert len(set(bands("0" * 16))) == len(BAND_WIDTHS) == MOST_BITS + 1


@given(st.integers(0, 2**64 - 1))
def test_a_signed_hash_has_the_same_bits(fingerprint: int) -> None:
    number = signed(f"{fingerprint:016x}")
    assert -(2**63) <= number < 2**63
    assert number % 2**64 == fingerprint
