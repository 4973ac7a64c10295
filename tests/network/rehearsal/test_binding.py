"""Which link or rule binds first, stage by stage."""

import pandas as pd
import pytest

from ecosystem_nb.network.rehearsal import binding, challenge, loop
from ecosystem_nb.network.rehearsal.challenge_parameters import DataChallenge
from ecosystem_nb.tables import read

SITES, PLACES = read("network/tier1"), read("network/places")
PAGE = DataChallenge(hours=0.5, failure=0.0)


@pytest.fixture(scope="module")
def reached() -> pd.DataFrame:
    return binding.grid(PAGE, SITES, PLACES, (25, 50))


def cell(table: pd.DataFrame, share: int, stage: str) -> pd.DataFrame:
    return table[(table["share"] == share) & (table["stage"] == stage)].set_index("site")


def test_short_slots_are_shared_as_files(reached: pd.DataFrame) -> None:
    """Links take turns: x files a second each, and sum x d_i = 200 slots, d_i = size / cap_i.

    Links whose plan is below x have theirs; the others share what is left of the slots.
    """
    plan = challenge.plan(PAGE, SITES, PLACES).set_index("site")
    duration = 8 * PAGE.file_size / plan["cap"]
    wanted = 0.5 * plan["rate"] / (8 * PAGE.file_size)
    level = 0.0
    for _ in range(50):
        sated = wanted <= level
        left = PAGE.shipped - (wanted * duration)[sated].sum()
        level = left / duration[~sated].sum()
    expected = wanted.where(wanted <= level, level) * 8 * PAGE.file_size
    made = cell(reached, 50, binding.SHIPPED)["reached"]
    assert made.sum() == pytest.approx(expected.sum(), rel=0.02)
    assert made.to_dict() == pytest.approx(expected.to_dict(), rel=0.06)


def test_cern_binds_first_and_then_the_widest_far_link(reached: pd.DataFrame) -> None:
    whole = binding.summed(reached).set_index(["share", "stage"])
    assert whole.loc[(25, binding.SHIPPED), "binding"] == loop.SLOTS_OUT
    assert whole.loc[(50, binding.SOURCE_RAISED), "binding"] in {loop.GROWING, loop.AT_LIMIT}
    assert whole.loc[(50, binding.SOURCE_RAISED), "first"] == "FNAL"
    assert whole.loc[(50, binding.RAISED), "binding"] == loop.NOTHING
    assert whole.loc[(50, binding.THROTTLED), "binding"] == loop.THROTTLER


def test_no_site_gets_more_than_its_limits_let_through(reached: pd.DataFrame) -> None:
    """Two hundred transfers at their cap; and one release of the throttler every ten minutes."""
    plan = challenge.plan(PAGE, SITES, PLACES).set_index("site")
    at_most = 200 * plan["cap"]
    assert (cell(reached, 50, binding.SOURCE_RAISED)["reached"] <= 1.01 * at_most).all()
    ceiling = PAGE.max_transfers * 8 * PAGE.file_size / 600
    assert (cell(reached, 50, binding.THROTTLED)["reached"] <= 1.01 * ceiling).all()


def test_lifting_limits_never_brings_less(reached: pd.DataFrame) -> None:
    whole = binding.summed(reached).set_index(["share", "stage"])["reached"]
    for share in (25, 50):
        assert whole[share, binding.SHIPPED] < whole[share, binding.SOURCE_RAISED]
        assert whole[share, binding.SOURCE_RAISED] <= 1.02 * whole[share, binding.RAISED]
        assert whole[share, binding.THROTTLED] < whole[share, binding.RAISED]


def test_the_grid_has_every_site_once(reached: pd.DataFrame) -> None:
    assert len(reached) == 2 * 4 * len(SITES)
    assert cell(reached, 25, binding.RAISED)["planned"].sum() == pytest.approx(0.25 * 2405)
    assert (reached.loc[reached["stage"] == binding.RAISED, "part"] > 90).all()


def test_where_waiting_happens(reached: pd.DataFrame) -> None:
    """Without the throttler nothing waits at Rucio; with it, in front of raised limits, nearly all does."""
    assert (reached.loc[reached["stage"] != binding.THROTTLED, "held"] == 0).all()
    whole = binding.summed(reached).set_index(["share", "stage"])["at_rucio"]
    assert whole[50, binding.SHIPPED] == 0.0
    assert whole[50, binding.THROTTLED] > 90.0


def test_more_failures_bring_less() -> None:
    """Above 4 % the success rule takes one transfer a minute, where it would add two."""
    changes = {"none": {"failure": 0.0}, "few": {"failure": 2.0}, "many": {"failure": 8.0}}
    made = binding.sensitivity(PAGE, SITES, PLACES, changes).set_index("change")["part"]
    assert made["many"] < made["few"] - 5
    assert made["few"] <= made["none"] + 1


def test_streams_follow_the_loss() -> None:
    """Ten times less loss: CUBIC's rate grows by 10^0.75 where loss sets it, and the disks hold the rest."""
    changes = {"as above": {}, "less": {"loss": 1e-7}}
    made = binding.sensitivity(PAGE, SITES, PLACES, changes, share=10).set_index("change")["streams"]
    assert made["less"] < made["as above"]


def test_an_unknown_stage_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^stage = 'raised': expected one of as shipped, CERN raised"):
        binding.rules(PAGE, SITES, "raised")
