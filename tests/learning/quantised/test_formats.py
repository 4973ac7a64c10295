"""Fixed-point formats: their ends, their rounding, and the place of the binary point."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.learning.quantised.formats import Format, best_format, enough, to_integers, to_values

formats = st.builds(Format, st.integers(2, 12), st.integers(-3, 8), st.booleans())


@given(formats, st.lists(st.floats(-200, 200), min_size=1, max_size=20))
def test_rounding_is_to_the_nearest_value_and_stops_at_the_ends(form: Format, values: list[float]) -> None:
    """Within the ends no value of the format is nearer; beyond them the end itself is taken."""
    kept = to_values(to_integers(values, form), form)
    for value, found in zip(values, kept, strict=True):
        if value > form.high:
            assert found == form.high
        elif value < form.low:
            assert found == form.low
        else:
            assert abs(Fraction(found) - Fraction(value)) <= Fraction(form.step) / 2


@given(formats)
def test_every_word_survives_and_there_are_as_many_as_bits_allow(form: Format) -> None:
    words = np.arange(form.lowest, form.highest + 1)
    assert len(words) == 2**form.bits
    assert (to_integers(to_values(words, form), form) == words).all()


def test_halves_round_upwards_as_in_the_vendor_s_type() -> None:
    """UG1399: AP_RND rounds to plus infinity."""
    assert to_integers([-1.5, -0.5, 0.5, 1.5], Format(4, 4)).tolist() == [-1, 0, 1, 2]


def test_the_vendor_s_own_examples_of_saturation() -> None:
    """UG1399: ap_fixed<4,4,AP_RND,AP_SAT> of 19 is 7, of -19 is -8; ap_ufixed gives 15 and 0."""
    assert to_integers([19.0, -19.0], Format(4, 4)).tolist() == [7, -8]
    assert to_integers([19.0, -19.0], Format(4, 4, signed=False)).tolist() == [15, 0]


def test_one_bit_more_costs_half_the_error() -> None:
    """Of a flat spread inside the ends the error is step^2/12: each bit divides it by four."""
    sample = np.linspace(-0.999, 0.5, 20_001)
    errors = []
    for bits in (6, 7, 8):
        form = best_format(sample, bits)
        assert form.integer == 1
        errors.append(np.mean((to_values(to_integers(sample, form), form) - sample) ** 2))
        assert errors[-1] == pytest.approx(form.step**2 / 12, rel=0.05)
    assert errors[0] / errors[2] == pytest.approx(16, rel=0.05)


def test_a_lone_outlier_does_not_move_the_point() -> None:
    """With few bits it is better to cut a rare tail than to coarsen everything."""
    sample = np.concatenate([np.linspace(-1, 1, 10_000), [5.0]])
    assert best_format(sample, 4).high < 5.0 < best_format(sample, 12).high + 1e-9


@given(st.integers(-10_000, 10_000), st.integers(-10_000, 10_000), st.integers(-4, 8))
def test_enough_is_the_least_word_that_holds_both_ends(a: int, b: int, fraction: int) -> None:
    low, high = min(a, b), max(a, b)
    form = enough(low, high, fraction)
    assert form.lowest <= low <= high <= form.highest
    assert form.fraction == fraction
    if form.bits > 2:
        smaller = Format(form.bits - 1, form.integer - 1)
        assert low < smaller.lowest or high > smaller.highest


@pytest.mark.parametrize("bits", [0, 49])
def test_a_word_of_no_use_is_refused(bits: int) -> None:
    with pytest.raises(ValueError, match=f"bits = {bits} is out of range: expected 1 to 48 bits"):
        Format(bits, 1)


def test_a_sample_that_is_not_finite_is_refused() -> None:
    with pytest.raises(ValueError, match="not finite"):
        best_format([0.1, math.inf], 6)
