"""How much network the HL-LHC needs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.network.need import wan_need
from ecosystem_nb.network.need.kernels import total_need_gbit_s
from ecosystem_nb.network.need.parameters import WanNeed

needs = st.builds(
    WanNeed,
    raw_volume=st.floats(1, 2000),
    live_time=st.floats(1e6, 2e7),
    other_traffic=st.floats(0, 1000),
    alice_export=st.floats(0, 1000),
    lhcb_export=st.floats(0, 1000),
    burst_factor=st.floats(1, 5),
    provisioning_factor=st.floats(1, 5),
    flexible_factor=st.floats(1, 5),
)


def test_the_workshops_number_from_its_parts() -> None:
    """(500 + 500 + 100 + 100) x 2 x 2 = 4,800 and x 2 = 9,600 Gbit/s; 9,600 / 500 = 19.2."""
    need = WanNeed()
    assert wan_need.exports(need)["export"].tolist() == pytest.approx([500, 500, 100, 100])
    assert wan_need.minimal(need) == pytest.approx((500 + 500 + 100 + 100) * 2 * 2)
    assert wan_need.flexible(need) == pytest.approx(9600)
    assert wan_need.flexible(need) / need.today == pytest.approx(19.2)


@given(need=needs)
def test_parts_are_conserved(need: WanNeed) -> None:
    """What the parts add sums to the total, each starts where the last ended, shares sum to 1."""
    table = wan_need.parts(need)
    assert table["added"].sum() == pytest.approx(wan_need.flexible(need), rel=1e-12)
    assert table["start"].iloc[1:].tolist() == table["end"].iloc[:-1].tolist()
    assert table["share"].sum() == pytest.approx(1.0)
    assert (table["added"] >= -1e-9).all()


@given(need=needs, factor=st.floats(1.1, 3))
def test_need_scales_as_its_formula_says(need: WanNeed, factor: float) -> None:
    """The need is linear in the volume, and volume and live time count only as their ratio."""
    point = [getattr(need, name) for name in wan_need.INPUTS]
    at = {"0": [0.0, *point[1:]], "1": point, "k": [factor * point[0], *point[1:]]}
    zero, one, scaled = (float(total_need_gbit_s(*at[key])) for key in at)
    assert scaled - zero == pytest.approx(factor * (one - zero), rel=1e-9, abs=1e-6)
    longer = [factor * point[0], factor * point[1], *point[2:]]
    assert float(total_need_gbit_s(*longer)) == pytest.approx(one, rel=1e-12)


def test_grid_is_the_formula_at_each_pair() -> None:
    """Each slider position shows the parts of exactly that pair of factors."""
    table = wan_need.grid(WanNeed(), [1.0, 2.0, 3.0], [1.0, 2.0, 3.0])
    assert len(table) == 3 * 3 * 5
    for (burst, provisioning), rows in table.groupby(["burst", "provisioning"]):
        assert rows["added"].sum() == pytest.approx(1200 * burst * provisioning * 2)


@pytest.mark.parametrize("value", [1.0, 1.3, 2.0, 9.8, 10.0])
def test_sliders_hold_the_value_in_use_and_stay_in_range(value: float) -> None:
    """Even steps, the value among them, nothing that the parameters would refuse."""
    made = wan_need.factor_grid(value)
    assert value in made
    assert len(made) >= 2
    assert min(made) >= 1.0
    assert max(made) <= 10.0
    assert np.diff(made) == pytest.approx(0.5)


def test_fts_moves_about_the_rate_that_the_workshop_states() -> None:
    """1.83 EB in 423 days are 401 Gbit/s, four fifths of the workshop's 500."""
    assert wan_need.FTS_DAYS == 365 + 27 + 31  # a year, the rest of July 2022, August 2023
    assert wan_need.fts_rate(1.83) == pytest.approx(1.83e18 * 8 / (423 * 86_400) / 1e9)
