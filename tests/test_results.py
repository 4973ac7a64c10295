"""Named results: stored once, found again, refused when they can't be one."""

import math
from typing import Any

import pytest

from ecosystem_nb import results
from ecosystem_nb.results import MIME, Result, record, results_of, statement


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What a page would have displayed, as notebook outputs."""
    outputs: list[dict[str, Any]] = []
    monkeypatch.setattr(
        results,
        "display",
        lambda data, raw, metadata: outputs.append({"data": data, "metadata": metadata}),
    )
    return outputs


def notebook(outputs: list[dict[str, Any]]) -> dict[str, Any]:
    return {"cells": [{"cell_type": "markdown"}, {"outputs": outputs}]}


def test_a_record_is_found_again_and_glued_under_the_same_name(shown: list[dict[str, Any]]) -> None:
    assert record("network.need.total", 4800, unit="Gbit/s", meaning="total", rel_tol=1e-6) == 4800.0
    expected = Result("network.need.total", 4800.0, "Gbit/s", "total", 1e-6, 0.0)
    assert results_of(notebook(shown)) == {"network.need.total": expected}
    assert shown[0]["metadata"]["scrapbook"]["name"] == "network.need.total"
    assert shown[0]["data"]["application/papermill.record/text/plain"] == "4800.0"


def test_a_statement_is_glued_but_is_no_number(shown: list[dict[str, Any]]) -> None:
    statement("network.need.answer", 'It\'s "enough".')
    assert MIME not in shown[0]["data"]
    assert results_of(notebook(shown)) == {}


def test_a_name_recorded_twice_is_refused(shown: list[dict[str, Any]]) -> None:
    for _ in range(2):
        record("a.b", 1.0, unit="1", meaning="x")
    with pytest.raises(ValueError, match=r"a\.b is recorded twice"):
        results_of(notebook(shown))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "Total"}, "expected lower-case words"),
        ({"name": "a"}, "expected lower-case words"),
        ({"value": math.nan}, "expected a finite number"),
        ({"value": math.inf}, "expected a finite number"),
        ({"unit": ""}, "needs a unit"),
        ({"meaning": ""}, "needs a unit"),
        ({"rel_tol": 1.0}, "expected 0 <= rel_tol < 1"),
        ({"rel_tol": math.nan}, "expected 0 <= rel_tol < 1"),
        ({"abs_tol": -1.0}, "0 <= abs_tol"),
    ],
)
def test_what_can_not_be_a_result_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Result(**({"name": "a.b", "value": 1.0, "unit": "s", "meaning": "x"} | change))


@pytest.mark.parametrize(("other", "within"), [(100.0, True), (100.9, True), (101.2, False), (98.0, False)])
def test_tolerance_is_relative(other: float, within: bool) -> None:
    assert Result("a.b", 100.0, "1", "x", rel_tol=1e-2).allows(other) is within


def test_tolerance_is_absolute_near_zero() -> None:
    assert Result("a.b", 0.0, "1", "x", abs_tol=0.1).allows(0.05)
    assert not Result("a.b", 0.0, "1", "x").allows(1e-12)
