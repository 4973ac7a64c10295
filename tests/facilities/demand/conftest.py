"""A small experiment whose need can be worked out by hand, and the models of the tables."""

from dataclasses import replace

import pytest

from ecosystem_nb.facilities.demand.formats import Space, Storage, Tier
from ecosystem_nb.facilities.demand.from_tables import MODELS, experiment
from ecosystem_nb.facilities.demand.inputs import Analysis, Experiment, Pass, Processing, Running, Step
from ecosystem_nb.facilities.demand.timeline import always

DAY = 86_400.0
CALENDAR_YEAR = 365.25 * DAY


@pytest.fixture
def toy() -> Experiment:
    """Return years 2030 to 2034, shutdown in 2033: 1e9 events a running year, two simulated for each."""
    running = Running(
        first=2030,
        last=2034,
        hllhc=2030,
        trigger_rate=always(1e9 / CALENDAR_YEAR / 0.5),
        live=always(0.5),
        shutdown=frozenset({2033}),
        ratio={"LHC": always(0.0), "HL-LHC": always(2.0)},
    )
    steps = (
        Step("reconstruction", "data", always(100.0)),
        Step("full simulation", "simulation", always(400.0), share=0.75),
        Step("fast simulation", "simulation", always(40.0), share=0.25),
        Step("reconstruction", "simulation", always(100.0)),
    )
    processing = Processing(
        steps=steps,
        passes=(
            Pass("prompt reconstruction", "reconstruction", 1.0, 1.5, 100 * DAY),
            Pass("re-reconstruction", "reconstruction", 0.25, 1.0, 30 * DAY, campaign=True),
            Pass("re-reconstruction", "reconstruction", 1.0, 1.0, 90 * DAY, campaign=True),
        ),
        gain={"LHC": always(1.0), "HL-LHC": always(1.0)},
        efficiency=0.8,
        campaign=3.0,
        campaign_years=always(1.0),
        analysis=Analysis(share=0.5),
    )
    tiers = (
        Tier("RAW", frozenset({"data"}), always(5e6), (1.0,), (0.0,), (2.0,)),
        Tier("AOD", frozenset({"data", "simulation"}), always(1e6), (2.0, 1.0), (1.0, 0.5), (1.0, 1.0)),
    )
    spaces = (Space("operations", "disk", always(1e15)),)
    return Experiment("toy", "CMS", running, processing, Storage(tiers, spaces, {"disk": 1.25, "tape": 1.0}))


@pytest.fixture
def still(toy: Experiment) -> Experiment:
    """Return the same experiment without events and without space of its own."""
    running = replace(toy.running, trigger_rate=always(0.0))
    return replace(toy, running=running, storage=replace(toy.storage, spaces=()))


@pytest.fixture(scope="session", params=list(MODELS))
def model(request: pytest.FixtureRequest) -> Experiment:
    """Return each model of the tables."""
    return experiment(request.param)


@pytest.fixture(scope="session")
def cms_2017() -> Experiment:
    return experiment("CMS 2017")


@pytest.fixture(scope="session")
def cms_like() -> Experiment:
    return experiment("CMS-like")


@pytest.fixture(scope="session")
def atlas_like() -> Experiment:
    return experiment("ATLAS-like")
