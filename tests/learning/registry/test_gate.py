"""Each check of the gate fails for its own reason, and only for that."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm
from tests.learning.registry.conftest import BOUNDS, GOOD, Linear, judged

from ecosystem_nb.learning.registry.errors import RegistryError
from ecosystem_nb.learning.registry.gate import Check, Report, Sample, judge, parameters, run


def found(report: Report) -> dict[str, float]:
    return {one.name: one.value for one in report.checks}


def test_efficiency_and_background_are_those_of_two_gaussians(sample: Sample) -> None:
    """A cut at 0 between Gaussians at +1 and -1 of width a half keeps Phi(2) and 1 - Phi(2)."""
    values, spread = found(judged(GOOD, sample)), 3 * (norm.cdf(2) * norm.sf(2) / 1000) ** 0.5
    assert values["efficiency"] == pytest.approx(norm.cdf(2), abs=spread)
    assert values["background"] == pytest.approx(norm.sf(2), abs=spread)


def test_parameters_are_counted() -> None:
    """3 inputs to 1 output: 3 weights and a bias."""
    assert parameters(GOOD.content()) == 4


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"efficiency": 0.999}, "efficiency"),
        ({"background": 0.001}, "background"),
        ({"response": 1e-9}, "energy scale error"),
        ({"parity": -1.0}, "ONNX parity"),
        ({"parameters": 3}, "parameters"),
        ({"size": 10}, "file size"),
    ],
)
def test_the_report_names_the_check(sample: Sample, change: dict[str, float], name: str) -> None:
    report = judge(GOOD, GOOD.content(), 0.5, sample, bounds=replace(BOUNDS, **change))
    assert not report.passed
    assert [one.name for one in report.failed] == [name]
    assert str(report).startswith(f"failed {name} = ")


def test_a_file_of_another_network_fails_the_parity(sample: Sample) -> None:
    """The scores of two networks differ by at most that of their largest distance, taken here by hand."""
    other = Linear(GOOD.weights, bias=0.01)
    report = judge(other, GOOD.content(), 0.5, sample, bounds=BOUNDS)
    a, b = (1 / (1 + np.exp(-(4.0 * sample.x[:, 0] + shift))) for shift in (0.0, 0.01))
    assert [one.name for one in report.failed] == ["ONNX parity"]
    assert found(report)["ONNX parity"] == pytest.approx(np.abs(a - b).max(), rel=1e-3)


def test_a_feature_count_that_does_not_match(sample: Sample) -> None:
    with pytest.raises(
        RegistryError, match=r"features: the model takes 3 an event, got an array of \(2000, 2\)"
    ):
        run(GOOD.content(), sample.x[:, :2])


def test_no_number_no_pass() -> None:
    """Nothing measured is nothing passed."""
    assert not Check("x", float("nan"), "at most", 1.0).passed
    assert not Report("", ()).passed


def test_a_report_reads_back(sample: Sample) -> None:
    report = judged(GOOD, sample)
    assert Report.from_json(report.to_json()) == report


def test_a_sample_of_one_kind_is_refused(sample: Sample) -> None:
    with pytest.raises(RegistryError, match="one kind only"):
        Sample(sample.x, np.ones(2000, dtype=bool), sample.response)
    with pytest.raises(RegistryError, match="columns of one length"):
        Sample(sample.x, sample.electron[:5], sample.response)
