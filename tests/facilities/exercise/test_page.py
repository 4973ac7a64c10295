"""What the page says and draws of its results."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.facilities.exercise.test_outcome import KNOWN, SETTING, START, steady

from ecosystem_nb import charts as house
from ecosystem_nb.facilities.exercise import charts, sentences
from ecosystem_nb.facilities.exercise.assumptions import points
from ecosystem_nb.facilities.exercise.outcome import outcomes
from ecosystem_nb.facilities.exercise.parameters import BudgetExercise
from ecosystem_nb.facilities.exercise.search import Found, Targets, influence, nearest
from ecosystem_nb.facilities.exercise.start import by_year, grid, growth, improving
from ecosystem_nb.tables import read

SETS = points(KNOWN, 12, np.random.default_rng(7))
TARGETS = Targets(tolerance=0.2)
MET = TARGETS.met(outcomes(SETTING, SETS))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_densities_average_to_one_over_each_range() -> None:
    """Each kept set lies in one part: the parts' densities, weighted with all sets, give 1."""
    dense = charts.density(KNOWN, SETS, MET["all"])
    for name, rows in dense.groupby("assumption"):
        width = (rows["high"] - rows["low"]) / 100.0
        assert width.sum() == pytest.approx(1.0)
        assert (rows["times"] * width).sum() == pytest.approx(1.0, abs=2e-2), name


def test_all_sets_are_as_dense_as_all_sets() -> None:
    dense = charts.density(KNOWN, SETS, MET["all"] | True)
    assert (dense["times"] == 1.0).all()


def test_density_of_none_is_refused() -> None:
    with pytest.raises(ValueError, match="sets that meet the targets: 0: expected 1 or more; widen"):
        charts.density(KNOWN, SETS, MET["all"] & False)


def test_whole_years_stand_in_the_middle_of_their_part() -> None:
    assert charts.place(KNOWN["delay"], 0.0) == pytest.approx(0.1)
    assert charts.place(KNOWN["delay"], 4.0) == pytest.approx(0.9)
    assert charts.place(KNOWN["cpu_improvement"], 12.5) == pytest.approx(0.5)


def test_charts_are_drawn() -> None:
    years, whole = grid(SETTING, START, charts.IMPROVEMENTS, charts.ELSEWHERE)
    shown = years[years["year"] >= 2018]
    said = {
        (float(i), float(s)): sentences.turned(whole, i, s)
        for i in charts.IMPROVEMENTS
        for s in charts.ELSEWHERE
    }
    reach = influence(KNOWN, SETS, MET)
    marks = pd.DataFrame({"assumption": [charts.label(KNOWN, "delay")], "mark": "start", "place": 10.0})
    for name, chart, captions in (
        ("a", charts.spend(shown, 10, 50), said),
        ("b", charts.where(charts.density(KNOWN, SETS, MET["all"]), marks), None),
        ("c", charts.matters(reach, KNOWN, 0.05), None),
    ):
        figure = house.show(chart, name=f"facilities-{name}", alt="x", data=shown, captions=captions)
        assert "<svg" in figure.svg


def test_the_closed_form_holds_for_even_growth() -> None:
    """A need that grows by 20 % from a settled park: what the model buys is the closed form."""
    one = replace(steady(0.2, years=100), hllhc=2100, base_last=2098)
    found = growth(one, {**improving(START, 10.0), "base_first": 2082.0})
    # the mean over 16 or 17 years of even growth grows evenly only when both windows are as long
    assert found["growth"].tolist() == pytest.approx([20.0] * 3, abs=0.3)
    same = replace(one, base_last=2098)
    equal = growth(same, {**improving(START, 10.0), "base_first": 2083.0})
    assert equal["growth"].tolist() == pytest.approx([20.0] * 3, rel=1e-6)
    assert equal["closed"].tolist() == pytest.approx([(1.2 / 1.1) ** 17] * 3, rel=1e-6)
    assert equal["model"].tolist() == pytest.approx(equal["closed"].tolist(), rel=1e-5)


def found(**change: float) -> Found:
    return Found({**START, **change}, 1.0, dict.fromkeys(("disk_conservative", "disk_aggressive"), 0.51))


def test_the_answer_turns_with_the_ratio() -> None:
    no = plain(sentences.answer((2.58, 0.47), 0.5, MET, TARGETS, None))
    yes = plain(
        sentences.answer((0.9, 0.6), 0.7, MET, TARGETS, found(cpu_conservative=0.8, cpu_aggressive=0.5))
    )
    assert no.startswith("No: with 50 % of the CPU elsewhere this book's start takes 2.6 times")
    assert yes.startswith("Yes: with 70 % of the CPU elsewhere this book's start takes 0.9 times")
    assert (
        "conservative R&D takes off 20 % of the CPU and 0 % of the disk, aggressive R&D 60 % and 0 %" in yes
    )
    assert no.endswith("validates nothing.")
    assert yes.endswith("validates nothing.")


def test_eligibility_is_said_three_ways() -> None:
    table = pd.DataFrame({"leaves": [0.2, 0.2, 0.3]}, index=["generation", "simulation", "reconstruction"])
    assert plain(sentences.eligible(table, 0.7, 0.3)).endswith(
        "40 % of the CPU of these years, enough for 30 %."
    )
    assert plain(sentences.eligible(table, 0.65, 0.5)).endswith(
        "65 % could leave in each year, so 50 % is eligible."
    )
    assert plain(sentences.eligible(table, 0.65, 0.8)).endswith("80 % is more than is eligible.")


def test_what_is_left_of_cpu_is_said_both_ways() -> None:
    less = sentences.left(pd.DataFrame({"left": {"CPU": 0.45}}), 0.5)
    even = sentences.left(pd.DataFrame({"left": {"CPU": 0.5}}), 0.5)
    assert "serve on" in less
    assert "as the need itself" in even


def test_arithmetic_of_the_step() -> None:
    """Disk at 60 % of 1.5 is 0.9, and 50 % of 1.2 is 0.6: it can lose a third."""
    said = plain(sentences.step(Targets(), 0.6))
    assert "falls by 20 %" in said
    assert "can lose at most 33 %" in said


def test_faster_cpu_is_said_three_ways() -> None:
    assert "where CPU becomes cheap" in sentences.faster(0.9, 0.5)
    assert "about as often" in sentences.faster(0.5, 0.5)
    assert "less often" in sentences.faster(0.2, 0.5)


def test_bunching_counts_years_within_the_budget() -> None:
    years = pd.DataFrame({"year": [1, 1, 2, 3], "resource": "CPU", "spend": [0.4, 0.5, 3.0, 9.0]})
    said = sentences.lumpy(years, (1, 2))
    assert "2 alone takes 3.0 flat budgets, and of these 2 years 1 take" in said
    assert "2028 alone" in sentences.lumpy(by_year(SETTING, START), (2026, 2032))


def test_the_nearest_set_is_told_or_its_absence() -> None:
    best = nearest(SETTING, KNOWN, Targets())
    said = plain(sentences.near(best, KNOWN, Targets()))
    assert said.startswith("The nearest set gives 1.5 and 1.2 times flat with disk at 50.5 %")
    assert "No set near the start was found" in sentences.near(None, KNOWN, Targets())


def test_ranking_names_each_target() -> None:
    reach = pd.DataFrame(0.01, index=list(KNOWN), columns=["conservative", "aggressive", "disk", "all"])
    reach.loc["delay", "all"], reach.loc["disk_weight", "all"] = 0.5, 0.4
    reach.loc["cpu_lifetime", ["conservative", "aggressive"]] = 0.3
    reach.loc["tape_weight", "disk"] = 0.3
    said = sentences.ranked(reach, KNOWN, 400)
    assert "“delay of the HL-LHC” matters most (0.50), then “weight of disk” (0.40)" in said
    assert "“lifetime of servers” for either ratio and “weight of tape” for the share of disk" in said
    assert "lifetime of disk" in said.partition("told from chance")[2]
    reach.loc["base_first", "aggressive"] = 0.9
    assert "“lifetime of servers” for the one ratio, “first year" in sentences.ranked(reach, KNOWN, 400)


def test_parameters_are_the_quoted_figures() -> None:
    """The targets are those of the seeds, word for word."""
    seeds = read("seeds/workshop").set_index("id")["value"].astype(float)
    page = BudgetExercise()
    assert page.conservative == seeds["bnl-conservative"]
    assert page.aggressive == seeds["bnl-aggressive"]
    assert page.disk_share == seeds["bnl-disk-share"]
    assert page.elsewhere == seeds["cpu-offload-share"]
    assert (Targets().conservative, Targets().aggressive) == (page.conservative, page.aggressive)
    assert 100.0 * Targets().disk == page.disk_share


def test_an_aggressive_scenario_that_costs_more_is_refused() -> None:
    with pytest.raises(
        ValueError, match=r"aggressive = 2 is out of range: expected at most conservative = 1\.5"
    ):
        BudgetExercise(aggressive=2.0)
