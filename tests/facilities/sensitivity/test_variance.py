"""Sobol's indices: the function whose indices every textbook prints, and what must hold for any model."""

import math

import numpy as np
import pytest

from ecosystem_nb.facilities.sensitivity.inputs import Floats, Input, Values
from ecosystem_nb.facilities.sensitivity.variance import sobol

A, B = 7.0, 0.1
ISHIGAMI = [Input(name, name, 0.0, -math.pi, math.pi, "1", "assumed") for name in ("x1", "x2", "x3")]


def ishigami(x: Values) -> Floats:
    """Ishigami and Homma (1990): sin x1 + a sin² x2 + b x3⁴ sin x1."""
    one, two, three = (np.asarray(x[name]) for name in ("x1", "x2", "x3"))
    return np.asarray(np.sin(one) + A * np.sin(two) ** 2 + B * three**4 * np.sin(one))


def test_ishigami() -> None:
    """Its indices in closed form, by integrating the powers of sine over whole periods."""
    whole = A**2 / 8 + B * math.pi**4 / 5 + B**2 * math.pi**8 / 18 + 0.5
    alone = {"x1": 0.5 * (1 + B * math.pi**4 / 5) ** 2 / whole, "x2": A**2 / 8 / whole, "x3": 0.0}
    together = 8 * B**2 * math.pi**8 / 225 / whole
    total = {"x1": alone["x1"] + together, "x2": alone["x2"], "x3": together}
    assert [alone["x1"], alone["x2"], together] == pytest.approx(
        [0.314, 0.442, 0.244], abs=1e-3
    )  # as printed
    found = sobol(ISHIGAMI, ishigami, 4096, 1).set_index("name")
    assert found["first"].to_dict() == pytest.approx(alone, abs=0.02)
    assert found["total"].to_dict() == pytest.approx(total, abs=0.02)
    assert found.index.tolist() == ["x1", "x2", "x3"]  # the largest total first
    for name, value in alone.items():  # an interval of 95 %, made one and a half times as wide
        row = found.loc[name]
        assert abs(row["first"] - value) < 1.5 * row["first_error"]
        assert abs(row["total"] - total[name]) < 1.5 * row["total_error"]


def test_shares_of_a_sum_are_those_of_the_variances() -> None:
    """y = Σ c x: Var = Σ c² w² / 12, nothing acts together, and the shares add up to one."""
    slopes, widths = (3.0, 1.0, 2.0), (1.0, 4.0, 0.5)
    some = [Input(f"x{i}", f"x{i}", 5.0, 5.0, 5.0 + width, "1", "assumed") for i, width in enumerate(widths)]
    parts = np.array([(c * w) ** 2 for c, w in zip(slopes, widths, strict=True)])
    model = lambda x: sum(c * np.asarray(x[f"x{i}"]) for i, c in enumerate(slopes))  # noqa: E731
    found = sobol(some, model, 2048, 7).set_index("name").loc[["x0", "x1", "x2"]]
    assert found["first"].tolist() == pytest.approx((parts / parts.sum()).tolist(), abs=0.02)
    assert found["total"].tolist() == pytest.approx((parts / parts.sum()).tolist(), abs=0.02)


def test_equal_seeds_give_equal_indices() -> None:
    """Also the seed 0, which SALib takes for none."""
    for seed in (0, 5):
        first, second = (sobol(ISHIGAMI, ishigami, 64, seed) for _ in range(2))
        assert first.equals(second)
    assert not first.equals(sobol(ISHIGAMI, ishigami, 64, 6))


@pytest.mark.parametrize("samples", [0, 1000, 1, 64.5])
def test_samples_are_a_power_of_two(samples: float) -> None:
    with pytest.raises(ValueError, match=r"samples = .*expected"):
        sobol(ISHIGAMI, ishigami, samples, 1)  # type: ignore[arg-type]


def test_a_result_without_variance_is_refused() -> None:
    with pytest.raises(ValueError, match=r"= 3 everywhere: expected one that depends"):
        sobol(ISHIGAMI, lambda x: np.full(np.shape(x["x1"]), 3.0), 64, 1)
    with pytest.raises(ValueError, match=r"result of the model = nan"):
        sobol(ISHIGAMI, lambda x: np.asarray(x["x1"]) * np.nan, 64, 1)
    with pytest.raises(ValueError, match=r"shape \(\): expected \(320,\)"):
        sobol(ISHIGAMI, lambda x: np.float64(1.0), 64, 1)
    with pytest.raises(ValueError, match=r"x1 stands twice"):
        sobol([ISHIGAMI[0], ISHIGAMI[0]], ishigami, 64, 1)
