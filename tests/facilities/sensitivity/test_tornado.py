"""One at a time: what a step does, to which side, and how that varies over futures."""

import numpy as np
import pytest

from ecosystem_nb.facilities.sensitivity.inputs import Input, centre, drawn, table
from ecosystem_nb.facilities.sensitivity.tornado import over_ranges, tornado, when_all_vary

PRICE = Input("price", "price", 5.0, 4.0, 8.0, "USD", "assumed")
AMOUNT = Input("amount", "amount", 10.0, 8.0, 16.0, "PB", "printed", "CWP")
LESS = Input("less", "done elsewhere", 0.0, 0.0, 0.5, "1", "assumed", adds=True)
SOME = (PRICE, AMOUNT, LESS)


def bill(x):
    return np.asarray(x["price"]) * np.asarray(x["amount"]) * (1.0 - np.asarray(x["less"]))


def test_steps_of_a_product() -> None:
    """A fifth more of either factor is a fifth more of the bill; what adds has no way down."""
    found = tornado(SOME, bill, 0.2).set_index("name")
    assert found["up"].to_dict() == pytest.approx({"price": 10.0, "amount": 10.0, "less": -10.0})
    assert found["down"].to_dict() == pytest.approx({"price": -10.0, "amount": -10.0, "less": 0.0})
    assert found["share"].to_dict() == pytest.approx({"price": 0.2, "amount": 0.2, "less": -0.2})


def test_the_widest_comes_first_whichever_side_it_is_on() -> None:
    steep = lambda x: 1.0 / np.asarray(x["price"]) + 0.001 * np.asarray(x["amount"])  # noqa: E731
    assert tornado((AMOUNT, PRICE), steep, 0.5)["name"].tolist() == ["price", "amount"]


def test_ends_of_ranges() -> None:
    found = over_ranges(SOME, bill).set_index("name")
    assert found.loc["price", ["down", "up"]].tolist() == [-10.0, 30.0]
    assert found.loc["less", ["down", "up"]].tolist() == [0.0, -25.0]


def test_a_step_in_every_future() -> None:
    """Δ = 0.2 · 5 · amount · (1 - less), with amount and less as they were drawn."""
    found = when_all_vary(SOME, bill, 0.2, 4000, 3).set_index("name")
    future = drawn(SOME, np.random.default_rng(3), 4000)
    change = 0.2 * 5.0 * future["amount"] * (1.0 - future["less"])
    assert found.loc["price", ["low", "median", "high"]].tolist() == pytest.approx(
        np.quantile(change, [0.05, 0.5, 0.95]).tolist()
    )
    assert 8.0 * 0.5 < found.loc["price", "low"] < found.loc["price", "high"] < 16.0  # ends of the ranges


def test_a_step_that_acts_alone_does_not_vary() -> None:
    plain = lambda x: 2.0 * np.asarray(x["price"]) + np.asarray(x["amount"]) ** 3  # noqa: E731
    row = when_all_vary((PRICE, AMOUNT), plain, 0.1, 50, 1).set_index("name").loc["price"]
    assert row[["low", "median", "high"]].tolist() == pytest.approx([1.0, 1.0, 1.0])


def test_inputs_are_shown_with_range_and_status() -> None:
    shown = table(SOME).set_index("input")
    assert shown.loc["amount", ["value", "low", "high", "unit", "status", "source"]].tolist() == [
        10.0,
        8.0,
        16.0,
        "PB",
        "printed",
        "CWP",
    ]
    assert centre(SOME) == {"price": 5.0, "amount": 10.0, "less": 0.0}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"low": 8.0}, r"range of price = 8 to 8 USD: expected a low end below the high end"),
        ({"high": np.inf}, r"price = inf USD is out of range: expected a finite number"),
        ({"value": np.nan}, r"price = nan"),
        ({"status": "guessed"}, r"status of price = 'guessed': expected one of printed"),
    ],
)
def test_bad_inputs_are_refused(change: dict[str, object], message: str) -> None:
    fields = {
        name: getattr(PRICE, name) for name in ("name", "label", "value", "low", "high", "unit", "status")
    }
    with pytest.raises(ValueError, match=message):
        Input(**{**fields, **change})


def test_bad_steps_are_refused() -> None:
    with pytest.raises(ValueError, match=r"step = 0 is out of range"):
        tornado(SOME, bill, 0.0)
    with pytest.raises(ValueError, match=r"step = 1 is out of range: expected above 0 and at most 0.99"):
        tornado(SOME, bill, 1.0)
    with pytest.raises(ValueError, match=r"samples = 0 is out of range"):
        when_all_vary(SOME, bill, 0.2, 0, 1)
