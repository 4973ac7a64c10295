"""The need as a whole, and what it is read from."""

import pytest

from ecosystem_nb.facilities.demand.build import need
from ecosystem_nb.facilities.demand.from_tables import built, experiment
from ecosystem_nb.facilities.demand.inputs import Experiment
from ecosystem_nb.facilities.demand.needs import COLUMNS, RESOURCES
from ecosystem_nb.tables import read


def test_every_model_gives_the_common_form(model: Experiment) -> None:
    """One row for each year and resource."""
    table = need(model)
    assert tuple(table) == COLUMNS
    assert len(table) == len(model.running.years) * len(RESOURCES)


def test_the_peak_is_never_below_the_mean(model: Experiment) -> None:
    """What stands ready at once is at least the work spread over the year."""
    mean, peak = (
        need(model, basis).query("resource == 'CPU'")["need"].to_numpy() for basis in ("mean", "peak")
    )
    assert (peak >= mean * (1 - 1e-12)).all()
    assert (peak > 1.05 * mean).any()


def test_no_events_no_need(still: Experiment) -> None:
    """Zero demand gives zero for every year and resource, and no missing row."""
    table = need(still)
    assert (table["need"] == 0.0).all()
    assert len(table) == 5 * 3


def test_bad_input_is_one_clear_line(toy: Experiment) -> None:
    with pytest.raises(ValueError, match="basis = 'median': expected one of mean, peak"):
        need(toy, "median")
    with pytest.raises(ValueError, match="model 'LHCb-like': expected one of ATLAS-like, CMS-like, CMS 2017"):
        experiment("LHCb-like")
    tables = [
        read("facilities/demand_rules"),
        read("facilities/demand_passes"),
        read("facilities/demand_copies"),
    ]
    inputs = read("facilities/demand_inputs")
    with pytest.raises(ValueError, match="model CMS-like: no row trigger_rate in facilities/demand_inputs"):
        built("CMS-like", inputs[inputs["quantity"] != "trigger_rate"], *tables)
