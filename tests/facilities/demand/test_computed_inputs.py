"""Inputs of ATLAS-like with the status computed follow from ATLAS's curves of 2018 and its draft."""

import pandas as pd
import pytest

from ecosystem_nb.facilities.demand.timeline import YEAR
from ecosystem_nb.tables import read

FULL, SHARE = 5684.0, 0.25  # HS06 s, and the share of full simulation that the draft aims at


def cpu(year: int = 2032) -> pd.Series:
    return read("facilities/atlas_cpu_2018model").set_index("year").loc[year]


def events() -> float:
    """Return the simulated events of 2032: work of full simulation over its time and share."""
    return float(cpu()["fullsim"]) * 1e6 * YEAR / FULL / SHARE


def value(quantity: str, of: str) -> float:
    rows = read("facilities/demand_inputs").query("model == 'ATLAS-like'")
    found = rows[(rows["quantity"] == quantity) & (rows["of"] == of)]
    assert set(found["status"]) == {"computed"}
    return float(found["value"].iloc[-1])


def test_the_curve_has_the_events_of_the_draft() -> None:
    """2.3e11 against 2e11 a year: full simulation at the draft's time and aim explains the curve."""
    assert events() == pytest.approx(2e11, rel=0.2)


def test_generation() -> None:
    """The same number comes out of 2019 with the half of all samples that had full simulation then."""
    expected = cpu()["evgen"] / cpu()["fullsim"] * FULL * SHARE
    assert value("time_simulation", "generation") == pytest.approx(expected, rel=1e-3)
    then = cpu(2019)
    assert then["evgen"] / then["fullsim"] * FULL * 0.5 == pytest.approx(expected, rel=0.05)


def test_derivation() -> None:
    expected = cpu()["mc_deriv"] * 1e6 * YEAR / events()
    assert value("time_simulation", "derivation") == pytest.approx(expected, rel=0.01)


def test_hits_and_digits_on_tape() -> None:
    """Growth from 2031 to 2032 over the events simulated in between; the table is in kB, the curve in PB."""
    grown = read("facilities/atlas_tape_t1_2018model").set_index("year").loc[[2031, 2032]].diff().iloc[1]
    for tier, column in (("HITS", "mc_hits"), ("RDO", "mc_rdo")):
        assert value("size", tier) == pytest.approx(grown[column] * 1e12 / events(), rel=0.01)


def test_analysis() -> None:
    rules = read("facilities/demand_rules").query("model == 'ATLAS-like'").set_index("quantity")["value"]
    expected = cpu()["analysis"] / (cpu()["total"] - cpu()["analysis"])
    assert rules["analysis_share"] == pytest.approx(expected, abs=5e-4)


def test_raw_stands_twice_on_tape() -> None:
    """At the Tier-0 and at the Tier-1s RAW grows alike from 2026 on."""
    one = read("facilities/atlas_tape_t0_2018model").set_index("year")["raw"]
    other = read("facilities/atlas_tape_t1_2018model").set_index("year")["data_raw"]
    grown = [table.loc[2026:].diff().dropna().tolist() for table in (one, other)]
    assert grown[0] == pytest.approx(grown[1], abs=0.2)


def test_prompt_reconstruction_of_the_draft() -> None:
    """80 % of the Tier-0 for physics; 5e6 s of stable beams are 70 % of the time to keep up in."""
    passes = read("facilities/demand_passes").query("model == 'ATLAS-like'").set_index("activity")
    prompt = passes.loc["prompt reconstruction"]
    assert prompt["overhead"] == pytest.approx(1 / 0.8)
    assert prompt["window"] == pytest.approx(5e6 / 0.7, rel=1e-6)
    assert value("live_fraction", "all") == pytest.approx(5e6 / (365.25 * 86_400), rel=1e-3)
