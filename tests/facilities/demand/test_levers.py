"""The levers of research: each does what it says, and never asks for more."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.facilities.demand.build import need
from ecosystem_nb.facilities.demand.from_tables import experiment
from ecosystem_nb.facilities.demand.inputs import Experiment
from ecosystem_nb.facilities.demand.levers import Levers, fast_share, pulled

LIKES = {name: experiment(name) for name in ("ATLAS-like", "CMS-like")}
factors = st.floats(0.2, 1.0)


def series(one: Experiment, resource: str) -> np.ndarray:
    table = need(one)
    return table[table["resource"] == resource].sort_values("year")["need"].to_numpy()


@pytest.mark.parametrize("name", LIKES)
def test_levers_at_rest_change_nothing(name: str) -> None:
    assert need(pulled(LIKES[name], Levers())).equals(need(LIKES[name]))


@settings(max_examples=8, deadline=None)
@given(st.sampled_from(list(LIKES)), factors, factors, factors, st.floats(0, 1), st.data())
def test_levers_are_monotone(
    name: str, time: float, size: float, copies: float, moved: float, data: st.DataObject
) -> None:
    """Pulled further, no lever raises any need in any year."""
    first = Levers(time, moved, size, copies)
    further = Levers(
        time * data.draw(factors),
        moved + (1 - moved) * data.draw(st.floats(0, 1)),
        size * data.draw(factors),
        copies * data.draw(factors),
    )
    for resource in ("CPU", "disk", "tape"):
        one, other = (series(pulled(LIKES[name], each), resource) for each in (first, further))
        assert (other <= one * (1 + 1e-12)).all()


@pytest.mark.parametrize("name", LIKES)
def test_each_lever_leaves_the_other_resources_alone(name: str) -> None:
    """CPU levers move CPU alone, replicas disk alone, the event size disk and tape."""
    touched = {
        "CPU": [Levers(reconstruction_time=0.5), Levers(moved_to_fast=0.5)],
        "disk": [Levers(replicas=0.5)],
        "disk tape": [Levers(event_size=0.5)],
    }
    for moved, levers in touched.items():
        for lever in levers:
            after = pulled(LIKES[name], lever)
            for resource in ("CPU", "disk", "tape"):
                same = np.array_equal(series(after, resource), series(LIKES[name], resource))
                assert same != (resource in moved.split())


def test_half_the_reconstruction_time_saves_half_of_reconstruction(toy: Experiment) -> None:
    """Of 2.75e11 HS06 s for data and 2e11 for simulation, and of analysis with them."""
    before, after = (series(one, "CPU")[1] for one in (toy, pulled(toy, Levers(reconstruction_time=0.5))))
    saved = 0.5 * (2.75e11 + 2e11) * 1.5 / 0.8 / (365 * 86_400) / 1e6
    assert before - after == pytest.approx(saved)


def test_moving_to_fast_simulation_moves_a_share_of_the_full(toy: Experiment) -> None:
    """Two thirds of 75 % full: 25 % full and 75 % fast remain."""
    after = pulled(toy, Levers(moved_to_fast=2 / 3))
    shares = {step.activity: step.share for step in after.processing.steps if step.sample == "simulation"}
    assert shares["full simulation"] == pytest.approx(0.25)
    assert fast_share(after) == pytest.approx(0.75)
    assert fast_share(toy) == 0.25


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reconstruction_time": 0.0}, "reconstruction time = 0 is out of range: expected above 0"),
        ({"event_size": -1.0}, "event size = -1 is out of range"),
        ({"replicas": float("inf")}, "replicas = inf is out of range"),
        (
            {"moved_to_fast": 1.1},
            "moved to fast simulation = 1.1 is out of range: expected at least 0 and at most 1",
        ),
    ],
)
def test_bad_input_is_one_clear_line(change: dict[str, float], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Levers(**change)


def test_a_model_without_fast_simulation_says_so(cms_2017: Experiment) -> None:
    with pytest.raises(ValueError, match="fast simulation: no time of fast simulation in the inputs"):
        pulled(cms_2017, Levers(moved_to_fast=0.5))
    assert fast_share(replace(cms_2017)) == 0.0
