"""Units of the facilities: prefixes convert, benchmarks and currencies do not."""

import pytest

from ecosystem_nb.facilities.units import as_hs23, capacity_factor, one_currency, price_factor, split_price
from ecosystem_nb.tables import quantities


@pytest.mark.parametrize(
    ("unit", "to", "factor"),
    [
        ("MHS06", "HS06", 1e6),
        ("kHS23", "MHS23", 1e-3),
        ("PB", "TB", 1e3),
        ("TB", "GB", 1e3),
        ("EB", "PB", 1e3),
    ],
)
def test_prefixes_are_powers_of_ten(unit: str, to: str, factor: float) -> None:
    assert capacity_factor(unit, to) == pytest.approx(factor)
    assert capacity_factor(unit, to) * capacity_factor(to, unit) == pytest.approx(1.0)


def test_a_price_converts_the_other_way() -> None:
    """A dear small unit is a cheap large one: 110 USD/TB are 0.11 USD/GB and 110,000 USD/PB."""
    assert 110.0 * price_factor("USD/TB", "USD/GB") == pytest.approx(0.11)
    assert 110.0 * price_factor("USD/TB", "USD/PB") == pytest.approx(110_000.0)


def test_the_sum_paid_does_not_depend_on_the_unit() -> None:
    amount, price = 3.2, 11.0  # MHS06, USD/HS06
    for unit in ("HS06", "kHS06", "MHS06"):
        units = amount * capacity_factor("MHS06", unit)
        assert units * price * price_factor("USD/HS06", f"USD/{unit}") == pytest.approx(35.2e6)


def test_hs06_and_hs23_never_mix_by_themselves() -> None:
    with pytest.raises(
        ValueError, match="MHS06 is not HS23: expected the same benchmark; convert with as_hs23"
    ):
        capacity_factor("MHS06", "HS23")
    with pytest.raises(ValueError, match="HS23 is not HS06"):
        price_factor("USD/HS23", "USD/HS06")
    assert as_hs23("kHS06") == "kHS23"
    assert quantities("facilities/costs")["hs23_factor"].in_unit("1") == 1.0  # so the amount stays
    with pytest.raises(ValueError, match="unit = TB: expected a unit of HS06"):
        as_hs23("TB")


def test_currencies_never_mix() -> None:
    with pytest.raises(
        ValueError, match="CHF/TB and USD/TB: expected one currency; CHF and USD are different"
    ):
        price_factor("CHF/TB", "USD/TB")
    with pytest.raises(ValueError, match="prices in CHF and USD: expected one currency"):
        one_currency(["USD/TB", "CHF/HS06"])
    with pytest.raises(ValueError, match="prices in no price: expected one currency"):
        one_currency([])


@pytest.mark.parametrize("unit", ["TB", "GBP/TB", "USD/", "USD/l"])
def test_what_is_no_price_is_refused(unit: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        split_price(unit)


def test_disk_is_not_cpu() -> None:
    with pytest.raises(ValueError, match="TB is not HS06: expected a unit of TB"):
        capacity_factor("TB", "HS06")
