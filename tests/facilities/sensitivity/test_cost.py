"""Cost of a park: its twin, the library's own purchases, and identities of money."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.facilities.prices.history import Price
from ecosystem_nb.facilities.prices.regimes import Regime, course
from ecosystem_nb.facilities.sensitivity.cost import ALLOWED, BOUGHT, PARTS, TAPE, Park, cost
from ecosystem_nb.facilities.sensitivity.reference import cost_reference
from ecosystem_nb.facilities.vintages.costs import Power, TapeLibrary
from ecosystem_nb.facilities.vintages.model import buy_for
from ecosystem_nb.facilities.vintages.wanted import Need

YEARS = tuple(range(2019, 2033))
GROWTH = np.arange(len(YEARS))[:, None]
PARK = Park(
    YEARS,
    np.array([2.0, 200.0, 90.0, 210.0]) * np.array([1.3, 1.2, 1.25, 1.15]) ** GROWTH,
    2024,
    2028,
    2032,
    cartridge=18.0,
    drive_rate=400.0,
)
X = {
    "cpu_need": 1.0,
    "disk_need": 1.0,
    "t0_tape_need": 1.0,
    "t1_tape_need": 1.0,
    "offload": 0.0,
    "cpu_price": 5.0,
    "disk_price": 50.0,
    "media_price": 5.0,
    "slot_price": 60.0,
    "drive_price": 25_000.0,
    "cpu_improvement": 10.0,
    "disk_improvement": 12.0,
    "tape_improvement": 8.0,
    "drive_improvement": 5.0,
    "cpu_lifetime": 5.0,
    "disk_lifetime": 5.0,
    "media_lifetime": 10.0,
    "library_lifetime": 12.0,
    "drive_lifetime": 6.0,
    "recalls": 1.0,
    "drive_use": 0.5,
    "overhead": 14.0,
    "pue": 1.6,
    "electricity": 0.08,
    "cpu_efficiency": 7.2,
    "disk_power": 0.8,
    "tape_power": 0.03,
}
BASE = cost(PARK, X)
PRICES = ("cpu_price", "disk_price", "media_price", "slot_price", "drive_price")
NEEDS = ("cpu_need", "disk_need", "t0_tape_need", "t1_tape_need")


def changed(**change: float) -> float:
    return cost(PARK, {**X, **change}).total.item()


within = {
    "cpu_need": st.floats(0.5, 2.0),
    "t1_tape_need": st.floats(0.5, 2.0),
    "offload": st.floats(0.0, 0.9),
    "disk_price": st.floats(1.0, 200.0),
    "slot_price": st.floats(0.0, 200.0),
    "cpu_improvement": st.floats(-5.0, 20.0),
    "drive_improvement": st.floats(0.0, 20.0),
    "disk_lifetime": st.floats(1.0, 8.0),
    "media_lifetime": st.floats(5.0, 15.0),
    "recalls": st.floats(0.0, 10.0),
    "drive_use": st.floats(0.1, 1.0),
    "overhead": st.floats(0.0, 50.0),
    "pue": st.floats(1.0, 2.0),
}


@settings(max_examples=60, deadline=None)
@given(st.fixed_dictionaries(within))
def test_the_twin_agrees(change: dict[str, float]) -> None:
    values = {**X, **change}
    found = cost(PARK, values)
    assert dict(zip(PARTS, found.parts[0], strict=True)) == pytest.approx(cost_reference(PARK, values))


def test_it_is_what_the_park_with_units_comes_to() -> None:
    """CPU and disk through prices per HS06 and TB, electricity through the library's power: another way."""
    units = {"CPU": "MHS06", "disk": "PB"}
    base = {"CPU": Price(5.0, "USD/HS06", 2024.0), "disk": Price(50.0, "USD/TB", 2024.0)}
    prices = course(base, Regime("a", {"CPU": 0.1, "disk": 0.12}), YEARS, units)
    wanted = Need(YEARS, ("CPU", "disk"), ("MHS06", "PB"), PARK.need[None, :, :2])
    plan = buy_for(wanted, prices, {"CPU": 5.0, "disk": 5.0})
    assert BASE.of("CPU", "disk").item() == pytest.approx(plan.yearly(2028, 2032).item())
    watts = Power({"CPU": 1 / 7.2, "disk": 0.8, "tape": 0.03}, pue=1.6, price=0.08, carbon=0.0)
    bills = [
        watts.yearly({"CPU": 1e6 * cpu, "disk": 1e3 * disk, "tape": 1e3 * (t0 + t1)})[1]
        for cpu, disk, t0, t1 in PARK.need[-5:]
    ]
    assert BASE.of("electricity").item() == pytest.approx(np.mean(bills))  # the need never falls


def test_drives_of_an_archive() -> None:
    """An exabyte written or read once a year: the library's own count of drives, a part of one aside."""
    flat = np.tile([0.0, 0.0, 0.0, 1000.0], (len(YEARS), 1))
    year = {"drive_improvement": 0.0, "drive_lifetime": 1.0, "tape_improvement": 0.0}
    year |= {"media_lifetime": 1.0, "library_lifetime": 1.0}
    found = cost(replace(PARK, need=flat), {**X, **year})
    whole = TapeLibrary(18.0, 5.0, 60.0, 25_000.0, 400.0, 0.5).parts(1e6, 1e12 / (365.25 * 86_400.0))
    parts = [found.of(f"T1 {name}").item() for name in ("media", "library", "drives")]
    assert parts == pytest.approx([whole["media"], whole["library"], whole["drives"]], rel=0.007)


def test_nothing_needed_costs_nothing() -> None:
    assert cost(replace(PARK, need=0.0 * PARK.need), X).parts.tolist() == [[0.0] * len(PARTS)]


def test_cost_scales_with_the_park() -> None:
    assert cost(replace(PARK, need=3.0 * PARK.need), X).parts == pytest.approx(3.0 * BASE.parts)


def test_cost_of_all_needs_is_the_sum_of_each() -> None:
    """Where something is bought every year, more of each need adds up to more of all."""
    apart = sum(changed(**{name: 1.2}) - BASE.total.item() for name in NEEDS)
    assert changed(**dict.fromkeys(NEEDS, 1.2)) - BASE.total.item() == pytest.approx(apart)


def test_all_prices_up_by_a_tenth_is_a_tenth_of_hardware_and_overhead() -> None:
    more = changed(**{name: 1.1 * X[name] for name in PRICES}) - BASE.total.item()
    assert more == pytest.approx(0.1 * BASE.hardware.item() * 1.14)


def test_parts_add_up() -> None:
    assert BASE.total.item() == pytest.approx(BASE.parts.sum())
    assert BASE.hardware.item() == pytest.approx(BASE.of("CPU", "disk", *TAPE).item())
    assert BASE.of("overhead").item() == pytest.approx(0.14 * BASE.of(*BOUGHT).item())


@pytest.mark.parametrize("name", [name for name in X if name.endswith("improvement")])
def test_more_improvement_never_costs_more(name: str) -> None:
    assert changed(**{name: X[name] + 5.0}) < BASE.total.item()


def test_directions() -> None:
    for name in (*NEEDS, *PRICES, "recalls", "overhead", "pue", "electricity", "disk_power", "tape_power"):
        assert changed(**{name: 1.2 * X[name]}) > BASE.total.item(), name
    for name in ("cpu_efficiency", "drive_use"):
        assert changed(**{name: 1.2 * X[name]}) < BASE.total.item(), name


def test_offload_is_a_smaller_need_of_cpu_and_leaves_disk_and_tape() -> None:
    half = cost(PARK, {**X, "offload": 0.5})
    assert half.parts == pytest.approx(cost(PARK, {**X, "cpu_need": 0.5}).parts)
    assert half.of("disk", *TAPE).item() == pytest.approx(BASE.of("disk", *TAPE).item())


def test_a_change_builds_up_by_the_same_factor_each_year() -> None:
    assert PARK.ramp.tolist() == [0.0] * 6 + [0.25, 0.5, 0.75] + [1.0] * 5


def test_samples_are_independent() -> None:
    many = cost(PARK, {**X, "cpu_price": np.array([5.0, 8.0]), "drive_lifetime": np.array([6.0, 5.5])})
    assert many.parts[0] == pytest.approx(BASE.parts[0])
    assert many.parts[1] == pytest.approx(cost(PARK, {**X, "cpu_price": 8.0, "drive_lifetime": 5.5}).parts[0])


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("offload", 1.1, r"offload = 1.1 is out of range: expected at least 0 and at most 1"),
        ("cpu_price", -1.0, r"cpu_price = -1 USD/HS06 is out of range: expected at least 0 USD/HS06"),
        ("disk_lifetime", 0.0, r"disk_lifetime = 0 yr is out of range"),
        ("pue", 0.9, r"pue = 0.9 is out of range: expected at least 1"),
        ("drive_use", 0.0, r"drive_use = 0 is out of range"),
        ("recalls", np.nan, r"recalls = nan"),
        ("tape_improvement", -100.0, r"tape_improvement = -100 %/yr is out of range: expected above -100"),
    ],
)
def test_bad_values_are_refused(name: str, value: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        cost(PARK, {**X, name: value})


def test_missing_and_unknown_inputs_are_refused() -> None:
    assert set(X) == set(ALLOWED)
    with pytest.raises(ValueError, match=r"no pue: expected a value of each of cpu_need"):
        cost(PARK, {name: value for name, value in X.items() if name != "pue"})
    with pytest.raises(ValueError, match=r"unknown input tape: expected one of"):
        cost(PARK, {**X, "tape": 1.0})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"years": YEARS[:-1]}, r"need of shape \(14, 4\): expected \(13, 4\)"),
        ({"years": (*YEARS[:-1], 2040)}, r"expected each year once, in order"),
        ({"need": -PARK.need}, r"need = -2 MHS06 or PB is out of range"),
        ({"known": 2028}, r"known = 2028, first = 2028, last = 2032: expected them in this order"),
        ({"last": 2033}, r"last = 2033: expected them in this order within 2019 to 2032"),
        ({"cartridge": 0.0}, r"cartridge = 0 TB is out of range"),
    ],
)
def test_bad_parks_are_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        replace(PARK, **change)
