"""The charts of the network pages show what the library computes, and say it."""

import html
import json
import re

import numpy as np
import pytest

from ecosystem_nb.charts import Figure
from ecosystem_nb.network.need import dune, need_charts, ramp, ramp_charts, tier1, uncertainty
from ecosystem_nb.network.need.parameters import ChallengeRamp, WanNeed
from ecosystem_nb.scenario import restart
from ecosystem_nb.tables import read

NEED, RAMP = WanNeed(), ChallengeRamp()


def figures() -> dict[str, Figure]:
    start = restart(read("facilities/schedule"))
    steps = ramp.steps(RAMP, read("network/challenge"), start)
    sites = tier1.sites(NEED, read("network/tier1"))
    futures = uncertainty.monte_carlo(NEED, np.random.default_rng(0))
    history = ramp.history(read("network/links"), read("network/traffic"))
    flow = dune.flow(NEED, dune.tape_growth(read("network/dune")))
    made = [
        need_charts.parts(NEED),
        need_charts.band(NEED, futures),
        need_charts.tornado(uncertainty.tornado(NEED)),
        need_charts.tier1(sites),
        need_charts.dune({"DUNE, mean": flow["mean"], "LHC": 4800.0}),
        ramp_charts.per_site(ramp.per_site(steps, read("network/tier1"), 2.0)),
        ramp_charts.steps(RAMP, steps, start),
        ramp_charts.growth(ramp.needed_growth(RAMP, steps), history),
    ]
    return {one.name: one for one in made}


MADE = figures()


def captions(figure: Figure) -> dict[str, str]:
    script = re.search(r'<script type="application/json"[^>]*>(.*?)</script>', figure.markup, re.DOTALL)
    assert script
    found: dict[str, str] = json.loads(script[1])["captions"]["texts"]
    return found


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("network-need-parts", "800 Gbit/s of RAW data over 1,200, 2,400, 4,800 to 9,600 Gbit/s"),
        ("network-need-band", "2022 500, minimal 4,800, flexible 9,600"),
        ("network-need-tornado", "RAW volume 6,848 to 12,352; burst factor 7,200 to 12,000"),
        ("network-need-tier1", "FNAL 800, CNAF 690"),
        ("network-need-dune", "DUNE, mean 15, LHC 4,800"),
        ("network-ramp-sites", "from 1,600 Gbit/s for FNAL down to 100 Gbit/s for KISTI"),
        ("network-ramp-steps", "from 480 to 9,600 Gbit/s"),
        ("network-ramp-growth", "100 % in 2028, flexible 69 %"),
    ],
)
def test_alt_texts_hold_the_numbers(name: str, words: str) -> None:
    """One who can't see the chart reads its numbers, computed."""
    found = re.search(r'alt="([^"]*)"', MADE[name].markup)
    assert found
    assert words in html.unescape(found[1])


def test_captions_follow_both_sliders() -> None:
    """9 x 9 positions; at burst 1 and provisioning 3 the flexible model needs 1,200 x 1 x 3 x 2."""
    texts = captions(MADE["network-need-parts"])
    assert len(texts) == 81
    one = next(text for text in texts.values() if "burst factor 1 and provisioning factor 3 " in text)
    assert "needs 7,200 Gbit/s, 14.4 times the network of 2022; the minimal model needs 3,600 Gbit/s" in one


def test_captions_follow_the_growth() -> None:
    """500 x 1.4^t = 4,800 after 6.7 years, in 2029; 9,600 after 8.8 years, in 2031, past the restart."""
    texts = captions(MADE["network-ramp-steps"]).values()
    one = next(text for text in texts if text.startswith("At 40 % a year"))
    assert "minimal need in 2029 and the flexible need in 2031: the minimal one alone by the restart" in one
    assert any("both by the restart" in text for text in texts)
    assert any("neither by the restart" in text for text in texts)


def test_a_need_that_is_met_is_not_drawn() -> None:
    """With a network already large enough no growth is needed, and a logarithmic axis shows none."""
    rich = ChallengeRamp(today=50_000.0)
    steps = ramp.steps(rich, read("network/challenge"), 2030.5)
    history = ramp.history(read("network/links"), read("network/traffic"))
    made = ramp_charts.growth(ramp.needed_growth(rich, steps), history)
    assert "flexible" not in made.csv
    assert "from DC24" in made.csv


def test_every_figure_has_a_table() -> None:
    """Its data comes with it as CSV, with a head and at least two rows."""
    for figure in MADE.values():
        assert len(figure.csv.splitlines()) > 2


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (50_000.0, "enough for both needs from the start: no growth is asked"),
        (9_000.0, "enough for the minimal need, the network reaches the flexible need in 2023: by"),
    ],
)
def test_captions_know_a_need_that_is_met(today: float, said: str) -> None:
    """4,800 of 9,600 Gbit/s are there at 9,000; ln(9600/9000)/ln 1.4 = 0.19 years after 2022.85 is 2023."""
    rich = ChallengeRamp(today=today)
    steps = ramp.steps(rich, read("network/challenge"), 2030.5)
    texts = captions(ramp_charts.steps(rich, steps, 2030.5)).values()
    assert any(said in text for text in texts)
    assert not any("reaches the minimal need" in text for text in texts)


def test_a_bare_year_at_its_end_keeps_its_name() -> None:
    """The end of 2028 is 2029.0 as a decimal year, and still stands as 2028."""
    late = ChallengeRamp(middle_of_year=1.0)
    steps = ramp.steps(late, read("network/challenge"), 2030.5)
    history = ramp.history(read("network/links"), read("network/traffic"))
    assert "100 % in 2028, flexible" in ramp_charts.growth(ramp.needed_growth(late, steps), history).csv
