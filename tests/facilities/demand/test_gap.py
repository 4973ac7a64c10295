"""Need beside flat budget, in capacity."""

import numpy as np
import pandas as pd
import pytest

from ecosystem_nb.facilities.demand.gap import gap
from ecosystem_nb.facilities.demand.needs import joined, needs

BASE = {"ATLAS": {"disk": 200.0, "CPU": 2.0}, "CMS": {"disk": 100.0}}
FLAT = pd.DataFrame(
    {"year": [2030, 2031], "flat_low": [1.0, 1.05], "flat": [1.0, 1.1], "flat_high": [1.0, 1.15]}
)


def both() -> pd.DataFrame:
    one = needs("ATLAS", {"disk": pd.Series({2030: 400.0, 2031: 440.0}), "CPU": pd.Series({2031: 1.1})})
    return joined([one, needs("CMS", {"disk": pd.Series({2031: 110.0})})])


def test_by_hand() -> None:
    """ATLAS's disk in 2031: 440 against 220 PB, twice; CMS's just fits; ATLAS's CPU has room."""
    made = gap(both(), BASE, FLAT).set_index(["experiment", "resource", "year"])
    disk = made.loc[("ATLAS", "disk", 2031)]
    assert disk["flat"] == pytest.approx(220.0)
    assert disk["missing"] == pytest.approx(220.0)
    assert disk["factor"] == pytest.approx(2.0)
    assert disk["factor_low"] == pytest.approx(440 / 230)
    assert disk["factor_high"] == pytest.approx(440 / 210)
    assert made.loc[("CMS", "disk", 2031), "missing"] == pytest.approx(0.0, abs=1e-9)
    assert made.loc[("ATLAS", "CPU", 2031), "missing"] == pytest.approx(-1.1)


def test_need_is_flat_and_what_is_missing() -> None:
    """Conservation, and the band holds its middle."""
    made = gap(both(), BASE, FLAT)
    np.testing.assert_allclose(made["flat"] + made["missing"], made["need"])
    assert (made["factor_low"] <= made["factor"]).all()
    assert (made["factor"] <= made["factor_high"]).all()


def test_bad_input_is_one_clear_line() -> None:
    """No base, a base of zero, a year without budget, a budget of zero."""
    with pytest.raises(ValueError, match="flat budget: no base of CMS's disk"):
        gap(both(), {"ATLAS": BASE["ATLAS"]}, FLAT)
    with pytest.raises(ValueError, match="base of CMS's disk = 0 is out of range: expected above 0"):
        gap(both(), BASE | {"CMS": {"disk": 0.0}}, FLAT)
    with pytest.raises(ValueError, match="year = 2030 is out of range: expected 2031 to 2031"):
        gap(both(), BASE, FLAT[1:])
    with pytest.raises(ValueError, match="flat_low = 0 is out of range: expected above 0"):
        gap(both(), BASE, FLAT.assign(flat_low=0.0))
