"""The scan over bits, and what is said of it: the words turn round with the numbers."""

import numpy as np
import pandas as pd
import pytest

from ecosystem_nb.learning.model.train import Recipe, train
from ecosystem_nb.learning.quantised import sentences, study
from ecosystem_nb.learning.quantised.budget import Budget
from ecosystem_nb.learning.quantised.firmware import Agreement
from ecosystem_nb.learning.quantised.network import Plain
from ecosystem_nb.learning.quantised.study import ROUNDED, TRAINED, Judged, Sample

BUDGET = Budget(latency=50.0, clock=200.0, adders_a_clock=5, luts=1e5, share=0.01)


def sample(seed: int) -> Sample:
    rng = np.random.default_rng(seed)
    electron = rng.random(600) < 0.5
    return Sample(rng.normal(size=(600, 3)) + electron[:, None], electron)


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    one = sample(1)
    network = train(one.x.astype(np.float32), one.electron, seed=1, recipe=Recipe(hidden=(4,), epochs=5))
    plain = Plain.of(network)
    return study.scan(plain, plain, one, sample(2), widths=(3, 6, 9), seed=1, budget=BUDGET)


def test_logic_is_exact_at_every_width_and_grows_with_it(rows: pd.DataFrame) -> None:
    assert rows["exact"].all()
    for _, table in rows.groupby("method"):
        assert table["luts"].is_monotonic_increasing
    assert ((rows["low"] <= rows["jets"]) & (rows["jets"] <= rows["high"])).all()
    assert (rows["time"] == 5.0 * rows["stages"]).all()


def test_the_budget_decides_what_fits(rows: pd.DataFrame) -> None:
    fits = rows["fits"] == "within the budget"
    assert (fits == (rows["luts"] <= 1000.0)).all()


def judged(jets: float, luts: float = 500.0, stages: int = 4) -> Judged:
    return Judged(jets, jets - 0.01, jets + 0.01, luts, 20.0, stages, 5.0 * stages, "within the budget", True)


def test_the_answer_turns_round() -> None:
    assert sentences.answer(judged(0.4), 0.395, BUDGET).startswith("It fits")
    assert "as in floating point" in sentences.answer(judged(0.4), 0.395, BUDGET)
    assert "instead of 30.0" in sentences.answer(judged(0.4), 0.3, BUDGET)
    assert sentences.answer(judged(0.4, luts=2000.0), 0.4, BUDGET).startswith("Not within the budget")


def test_the_scan_says_where_training_pays() -> None:
    table = pd.DataFrame(
        [
            {"bits": bits, "method": how, "jets": jets, "low": jets - 0.01, "high": jets + 0.01}
            for bits, jets_of in ((3, (0.6, 0.5)), (4, (0.405, 0.4)), (5, (0.4, 0.4)))
            for how, jets in zip((ROUNDED, TRAINED), jets_of, strict=True)
        ]
    )
    said = sentences.scan(table, 0.4)
    assert "exceeds two standard errors at 3 bits" in said
    assert "From 4 bits on nothing is lost" in said
    assert "Even 5 bits lose something" in sentences.scan(table, 0.3)


def test_what_was_checked_is_what_is_said() -> None:
    good, bad = Agreement(10, 10, 0.0), Agreement(10, 1, 3.0)
    assert "does not" in sentences.checked({"own": good, "naive": bad, "da4ml": good})
    assert "does so too" in sentences.checked({"own": good, "naive": good, "da4ml": good})
    assert "look at the table of types" in sentences.checked({"own": bad, "naive": bad, "da4ml": good})
    assert sentences.checked({"da4ml": good}).startswith("The logic that da4ml derives gives")
    assert "caught" in sentences.naive_is_wrong(bad)
    assert "nothing was caught" in sentences.naive_is_wrong(good)
    assert "off by up to 3" in sentences.firmware({"own": good, "naive": bad})
