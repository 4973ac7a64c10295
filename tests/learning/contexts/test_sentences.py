"""What the page on four contexts says turns round with the numbers."""

import pandas as pd

from ecosystem_nb.learning.contexts import sentences
from ecosystem_nb.learning.contexts.coverage import ANEW, IGNORED, OWN, UNDRAWN, Coverage
from ecosystem_nb.learning.contexts.fast import SimulationCard
from ecosystem_nb.learning.contexts.reconstruction import EnergyCard
from ecosystem_nb.learning.contexts.resources import LogicCard
from ecosystem_nb.learning.contexts.study import AGED, CALIBRATED, REFERENCE, AnalysisCard
from ecosystem_nb.learning.contexts.trigger import TriggerCard
from ecosystem_nb.learning.quantised.budget import Budget
from ecosystem_nb.learning.quantised.firmware import Agreement


def triggers(aged: float, calibrated: float) -> dict[str, TriggerCard]:
    shares = {REFERENCE: 0.95, AGED: aged, CALIBRATED: calibrated}
    return {name: TriggerCard(one, 0.002, 30.0, 0.3, 40.0, 0.5) for name, one in shares.items()}


ENERGIES = {
    name: EnergyCard(response, 0.001, 0.02)
    for name, response in ((REFERENCE, 0.98), (AGED, 0.85), (CALIBRATED, 0.98))
}
OLD = AnalysisCard(0.1, 0.0, 0.2, Coverage(100, 0))
NEW = AnalysisCard(1.0, 0.9, 1.1, Coverage(100, 68))

BUDGET = Budget(latency=50.0, clock=200.0, adders_a_clock=5, luts=1e6, share=0.01)
SAME = Agreement(100, 100, 0.0)
FITS = LogicCard(9000.0, 10, SAME, None, triggers(0.8, 0.8)[REFERENCE], BUDGET)


def test_the_contexts_agree_only_if_the_trigger_is_helped_as_well() -> None:
    said = sentences.answer(triggers(0.80, 0.83), ENERGIES, OLD, NEW, FITS)
    assert said.startswith("No.")
    assert "only 20" in said
    assert sentences.answer(triggers(0.80, 0.80), ENERGIES, OLD, NEW, FITS).count("nothing") == 1
    said = sentences.answer(triggers(0.80, 0.95), ENERGIES, OLD, NEW, FITS)
    assert said.startswith("Here they nearly do.")
    assert said.endswith("As logic the model fits into the trigger's budget.")


def test_a_change_within_its_error_is_none() -> None:
    assert "changes nothing" in sentences.trigger(triggers(0.80, 0.802))
    assert "gains 5.0 points" in sentences.trigger(triggers(0.80, 0.85))
    assert "loses another 5.0 points" in sentences.trigger(triggers(0.80, 0.75))


def test_an_overshoot_is_told_when_there_is_one() -> None:
    half = dict.fromkeys(ENERGIES, 32.0)
    assert "overshoots" not in sentences.reconstruction(ENERGIES, half)
    over = ENERGIES | {CALIBRATED: EnergyCard(1.02, 0.001, 0.03)}
    assert "overshoots" in sentences.reconstruction(over, half)


def test_a_classifier_that_sees_nothing_is_believed() -> None:
    rows = pd.DataFrame({"feature": ["a"], "ks": [0.01], "wasserstein": [0.02]})
    blind, seeing = SimulationCard(0.501, 0.005, rows), SimulationCard(0.8, 0.005, rows)
    assert "nor a classifier" in sentences.simulation(blind, seeing, blind)
    assert "ties between features" in sentences.simulation(seeing, seeing, blind)
    assert sentences.bias(0.95, 0.951, 0.002) == "For the trigger's efficiency it would do."
    assert "would not do" in sentences.bias(0.90, 0.95, 0.002)


def test_coverage_is_judged_within_two_errors() -> None:
    said = sentences.coverage({"good": Coverage(400, 270), "bad": Coverage(400, 100)})
    assert "1 of 2" in said
    assert said.endswith("not “bad”.")
    assert sentences.coverage({"good": Coverage(400, 270)}).endswith("standard errors.")
    wider = AnalysisCard(1.0, 0.889, 1.111, NEW.coverage)
    assert "11 % wider" in plainly(sentences.analysis(NEW, OLD, wider))


def test_the_cost_of_what_is_left_out_is_told() -> None:
    found = {OWN: 683, UNDRAWN: 720, ANEW: 680, IGNORED: 650}
    shares = {name: Coverage(1000, one) for name, one in found.items()}
    said = plainly(sentences.causes(shares, [Coverage(10, k) for k in (7, 5, 6)], 0.04))
    assert "covers as promised" in said
    assert "costs 3.0 points" in said
    assert "50 % to 70 % in 3 tries, 60 % in the middle" in said
    assert "widens the interval by 4.0 %" in said
    wrong = shares | {OWN: Coverage(1000, 600)}
    assert "does not cover as promised" in sentences.causes(wrong, [Coverage(10, 6)], 0.04)


def test_a_simulation_that_is_too_small_is_told() -> None:
    def rows(small: float) -> pd.DataFrame:
        made = [(10.0, 68.0, 66.0), (0.2, small, 40.0)]
        both = [(e, n, c) for e, a, b in made for n, c in (("with", a), ("without", b))]
        table = pd.DataFrame(both, columns=["events", "fit", "coverage"])
        return table.assign(low=table["coverage"] - 0.5, high=table["coverage"] + 0.5)

    said = sentences.scan(rows(60.0))
    assert "covers 66.0 % without the templates' errors and 68.0 % with them" in said
    assert "40.0 % and 60.0 %: there even they do not suffice" in said
    assert "even then they suffice" in sentences.scan(rows(68.0))


def test_a_model_that_does_not_fit_is_told_by_how_much() -> None:
    plain = triggers(0.8, 0.8)[REFERENCE]
    other = Agreement(100, 90, 0.5)

    def said(luts: float, ticks: int, one: Agreement = SAME, built: Agreement | None = None) -> str:
        return plainly(sentences.logic(LogicCard(luts, ticks, one, built, plain, BUDGET), plain))

    assert said(9000.0, 10).startswith(
        "As logic the model fits into the trigger's budget. In integers it passes 95.0 %"
    )
    assert said(40_000.0, 10).startswith("As logic the model takes 4 times")
    assert said(9000.0, 11).startswith("As logic the model is too slow")
    assert "on all 100 events" in said(9000.0, 10)
    assert "90 of 100 events only" in said(9000.0, 10, other)
    assert "C++" not in said(9000.0, 10)
    assert "and so does the C++" in said(9000.0, 10, SAME, SAME)
    assert "the C++ on 90" in said(9000.0, 10, SAME, other)


def plainly(said: str) -> str:
    """Without the no-break spaces."""
    return said.replace("\u00a0", " ")
