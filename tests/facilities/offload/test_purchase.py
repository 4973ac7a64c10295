"""What sites buy when work leaves: less CPU, the same disk and tape, and an edge on top."""

import numpy as np
import pytest

from ecosystem_nb.facilities.offload.purchase import compared, with_edge
from ecosystem_nb.facilities.prices.regimes import Course
from ecosystem_nb.facilities.vintages.model import Plan, buy_for
from ecosystem_nb.facilities.vintages.wanted import Need

YEARS = (2030, 2031, 2032)
LIFE = {"CPU": 5.0, "disk": 5.0, "edge disk": 5.0, "network": 6.0}


def need(cpu: float) -> Need:
    amounts = np.array([[cpu, 100.0], [1.5 * cpu, 150.0], [2.0 * cpu, 200.0]])
    return Need(YEARS, ("CPU", "disk"), ("MHS06", "PB"), amounts[None])


def plan(one: Need, currency: str = "USD") -> Plan:
    price = {"CPU": 10.0, "disk": 1.0, "edge disk": 1.0, "network": 0.01}
    unit = dict(zip(one.resources, one.units, strict=True))
    prices = np.array([[[price[name] for name in one.resources]] * len(YEARS)])
    course = Course(YEARS, one.resources, tuple(f"{currency}/{unit[name]}" for name in one.resources), prices)
    return buy_for(one, course, {name: LIFE[name] for name in one.resources})


def test_cpu_falls_disk_stays_and_the_edge_comes_on_top() -> None:
    after = with_edge(need(4.0), {2031: 3.0, 2032: 5.0}, {2031: 100.0, 2032: 300.0})
    made = compared(plan(need(10.0)), plan(after), (2030, 2032)).set_index("resource")
    assert made.loc["CPU", ["before", "after"]].tolist() == pytest.approx([20.0, 8.0])
    assert made.loc["disk", "after"] == made.loc["disk", "before"] == 200.0
    assert made.loc["disk", "spend_after"] == pytest.approx(made.loc["disk", "spend_before"])
    assert made.loc["edge disk", ["before", "after"]].tolist() == pytest.approx([0.0, 5.0])
    assert made.loc["network", "spend_after"] == pytest.approx(300.0 * 0.01 / 3.0)
    assert made.loc["network", "spend_before"] == 0.0


def test_spend_is_units_bought_times_their_price() -> None:
    """CPU: an even past leaves 10; a fifth is replaced each year, and the growth comes on top."""
    made = compared(plan(need(10.0)), plan(need(10.0)), (2030, 2032)).set_index("resource")
    bought = [2.0, 2.0 + 5.0, 2.0 + 5.0]
    assert made.loc["CPU", "spend_after"] == pytest.approx(10.0 * np.mean(bought))


def test_an_edge_of_nothing_costs_nothing() -> None:
    made = compared(plan(need(10.0)), plan(with_edge(need(10.0), {}, {})), (2030, 2032))
    assert made["spend_after"].sum() == pytest.approx(made["spend_before"].sum())


def test_years_and_currencies_are_checked() -> None:
    with pytest.raises(ValueError, match="edge in 2040: expected years of the need, 2030 to 2032"):
        with_edge(need(1.0), {2040: 1.0}, {})
    with pytest.raises(ValueError, match="plans in USD and CHF: expected one currency"):
        compared(plan(need(1.0)), plan(need(1.0), "CHF"), (2030, 2032))
    with pytest.raises(ValueError, match="need of edge disk = -1 PB is out of range"):
        with_edge(need(1.0), {2031: -1.0}, {})
