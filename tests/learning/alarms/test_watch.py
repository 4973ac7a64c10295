"""What is watched: harm and rings of made-up events, limits, and delays along a script by hand."""

import numpy as np
import pandas as pd
import pytest

from ecosystem_nb.learning.alarms import sentences, watch
from ecosystem_nb.learning.alarms.scored import Limits, late
from ecosystem_nb.learning.alarms.watch import SCORE_KS, WATCHES, Deployed, deploy, detected, followed, harm
from ecosystem_nb.learning.calorimeter.conditions import Conditions
from ecosystem_nb.learning.calorimeter.simulate import Events
from ecosystem_nb.learning.model.features import FEATURES, features
from ecosystem_nb.learning.model.network import Network
from ecosystem_nb.learning.model.train import Recipe
from ecosystem_nb.learning.timeline.scripts import pile_up_ramp


def toy(state: Conditions, number: int, seed: int) -> Events:
    """Jets have 5 GeV behind them, electrons 0.5; a larger pile-up adds to both."""
    rng = np.random.default_rng(seed)
    electron = rng.random(number) < 0.5
    mean = np.where(electron, 0.5, 5.0) + 0.05 * (state.pile_up - 60.0)
    towers = rng.exponential(mean[:, None, None], (number, 3, 3)).astype(np.float32)
    crystals = rng.exponential(1.0, (number, 7, 7)).astype(np.float32)
    flat = np.ones(number, dtype=np.float32)
    return Events(crystals, towers, electron, flat, rng.random(number).astype(np.float32))


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Deployed:
    """A network that says how little is behind: minus the log of the towers."""
    monkeypatch.setattr(watch, "simulate", toy)
    weights = np.zeros((len(FEATURES), 1), np.float32)
    weights[FEATURES.index("log_towers")] = -1.0
    network = Network(
        (weights,), (np.zeros(1, np.float32),), np.zeros_like(weights[:, 0]), np.ones_like(weights[:, 0])
    )
    monkeypatch.setattr(watch, "train", lambda *_, **__: network)
    return deploy(Conditions(), 8000, 0.9, seed=1)


def test_a_model_is_deployed_at_its_efficiency(model: Deployed) -> None:
    """On other events of the same conditions it keeps what was asked for, and its background."""
    did = harm(model, toy(Conditions(), 8000, 5), 0.9)
    band = 4 * np.sqrt(0.25 * (1 / 1000 + 1 / 4000))
    assert did["efficiency"] == pytest.approx(0.9, abs=band)
    assert did["background"] == pytest.approx(model.background, abs=band)
    assert len(model.reference) == 2000


def test_more_behind_costs_efficiency_and_rings(model: Deployed) -> None:
    """Every watch sees a large drift and none of them is deaf to the score; without drift few ring."""
    far, near = Conditions(pile_up=90.0), Conditions()
    assert harm(model, toy(far, 4000, 5), 0.9)["efficiency"] < 0.5
    tuned = {}
    still = features(toy(near, 4000, 9))
    for name in WATCHES:
        alarm = model.alarm(name)
        far_off = watch.values(alarm, model.view(name, still), 400, 20, np.random.default_rng(1))
        tuned[name] = alarm.tuned(far_off, 0.05)
    assert tuned[SCORE_KS].reference.shape == (2000, 1)
    pools = {"drift": features(toy(far, 2000, 5)), "none": still}
    rows = detected(tuned, model, pools, size=400, number=20, seed=1).set_index(["drift", "watch"])[
        "detected"
    ]
    assert (rows["drift"] == 1.0).all()
    assert (rows["none"] <= 0.05).all(), "the very batches that set the thresholds"
    course = followed(tuned, model, pile_up_ramp(3, 0), size=400, efficiency=0.9, seed=3)
    assert course["rings"].groupby(course["interval"]).all().tolist() == [False, True, True]
    assert (course["over"] > 1.0).tolist() == course["rings"].tolist()
    last = course[(course["interval"] == 2) & (course["watch"] == "classifier")]["over"].item()
    assert last <= 0.5 / (tuned["classifier"].threshold - 0.5), "an area under the curve counts from 0.5"
    assert last > 2.0
    assert late(course, Limits())["delay"].tolist() == [0.0] * 4


@pytest.mark.parametrize(
    ("now", "broken"),
    [
        ((0.95, 0.30, 0.30), []),
        ((0.90, 0.20, 0.30), ["efficiency"]),
        ((0.99, 0.32, 0.30), ["rate"]),
        ((0.95, 0.30, 0.32), []),
        ((0.93, 0.28, 0.34), ["separation"]),
        ((0.50, 0.60, 0.90), ["efficiency", "rate", "separation"]),
    ],
)
def test_limits(now: tuple[float, ...], broken: list[str]) -> None:
    names = ("efficiency", "background", "separation")
    ideal = dict(zip(names, (0.95, 0.30, 0.30), strict=True))
    assert Limits(0.03, 0.1).broken(dict(zip(names, now, strict=True)), ideal) == broken


def test_delays_by_hand() -> None:
    """Harm begins at interval 2; one alarm rings early and then at once, one late, one never."""
    rings = {"early": "1011", "late": "0001", "deaf": "0000"}
    rows = pd.DataFrame(
        {"interval": t, "watch": name, "rings": one == "1", "efficiency": 0.95 if t < 2 else 0.5}
        for name, text in rings.items()
        for t, one in enumerate(text)
    ).assign(background=0.3, separation=0.3)
    found = late(rows, Limits()).set_index("watch")
    assert found["harmed"].tolist() == [2.0, 2.0, 2.0]
    assert found["false_alarms"].to_dict() == {"early": 1, "late": 0, "deaf": 0}
    assert found["delay"].fillna(-1).to_dict() == {"early": 0.0, "late": 1.0, "deaf": -1.0}
    said = sentences.delays(found.reset_index().assign(script="a fault"))
    assert said == (
        "A fault harms from interval 2 on and is seen one interval late at the most, "
        "after ringing up to 1 times before the harm; deaf never."
    )
    prompt = found.drop(index="late").reset_index().assign(script="a fault", false_alarms=0)
    assert sentences.delays(prompt).endswith("is seen at once; deaf never.")
    still = late(rows.assign(efficiency=0.95), Limits())
    assert still["harmed"].isna().all()
    assert still["delay"].isna().all()
    assert "does no harm, and rings 3 times" in sentences.delays(still.assign(script="calm"))


def test_kinds_are_told() -> None:
    """A drift is a blind spot when no alarm sees it, and benign when any rings for nothing."""
    rows = [("faults", "KS", "blind spot"), ("faults", "PSI", "blind spot"), ("crowd", "KS", "benign alarm")]
    table = pd.DataFrame([*rows, ("crowd", "PSI", "rightly silent")], columns=["drift", "watch", "kind"])
    said = sentences.kinds(table, 4096)
    assert "faults is a blind spot: harm that no alarm sees" in said
    assert "ring for crowd, which does no harm" in said
    seen = table.assign(kind=["blind spot", "found", "rightly silent", "rightly silent"])
    assert sentences.kinds(seen, 4096).startswith("At 4,096 events a batch every harm is seen by one alarm")
    assert "No alarm rings for a drift that does no harm" in sentences.kinds(seen, 4096)
    assert Recipe().epochs > 0
