"""What moves the need: elasticities against closed forms."""

import pytest

from ecosystem_nb.facilities.demand.inputs import Experiment
from ecosystem_nb.facilities.demand.sensitivity import CHANGES, elasticities
from ecosystem_nb.tables import read


def test_by_hand(toy: Experiment) -> None:
    """In 2031 reconstruction is 4.75 of 10.95 parts of the work, full simulation 6; analysis follows."""
    table = elasticities(toy, 2031).set_index("input")
    data, full, fast, reco = 2.75e11, 6e11, 0.2e11, 2e11
    total = data + full + fast + reco
    assert table.loc["time of reconstruction", "CPU"] == pytest.approx((data + reco) / total)
    assert table.loc["time of full simulation", "CPU"] == pytest.approx(full / total)
    assert table.loc["number of simulated events", "CPU"] == pytest.approx((full + fast + reco) / total)
    space = 1.25 * 3e9 * 1e6 * 2.5 / 1e15  # PB of AOD beside 1 PB for operations
    assert table.loc["size of an event", "disk"] == pytest.approx(space / (space + 1.0))
    assert table.loc["replicas on disk", "tape"] == 0.0


def test_the_step_does_not_matter(model: Experiment) -> None:
    """The need is linear in each input alone."""
    year = model.running.hllhc + 1
    small, large = (elasticities(model, year, step).set_index("input") for step in (0.01, 0.5))
    assert small.loc[list(CHANGES)].to_numpy().ravel() == pytest.approx(
        large.loc[list(CHANGES)].to_numpy().ravel(), abs=1e-6
    )


def test_twice_the_events_are_twice_the_need(model: Experiment) -> None:
    """All CPU goes with the recorded events; of the space what goes with events."""
    table = elasticities(model, model.running.hllhc + 1).set_index("input")
    assert table.loc["number of recorded events", "CPU"] == pytest.approx(1.0)
    assert table.loc["number of recorded events", "disk"] == pytest.approx(
        table.loc["size of an event", "disk"]
    )


def test_the_study_of_atlas_is_read_whole() -> None:
    """21 and 30 parameters; the largest of each as noted."""
    study = read("facilities/atlas_gradient_2021")
    assert study["resource"].value_counts().to_dict() == {"disk": 30, "CPU": 21}
    assert study.groupby("resource")["change"].max().to_dict() == {"CPU": 0.3322, "disk": 0.3352}


def test_bad_input_is_one_clear_line(toy: Experiment, still: Experiment) -> None:
    with pytest.raises(ValueError, match=r"step = 0 is out of range: expected above 0 and at most 0\.5"):
        elasticities(toy, 2031, 0.0)
    with pytest.raises(
        ValueError, match="year = 2050 is out of range: expected a year with a need in 2030 to 2034"
    ):
        elasticities(toy, 2050)
    with pytest.raises(ValueError, match="year = 2031 is out of range: expected a year with a need"):
        elasticities(still, 2031)
