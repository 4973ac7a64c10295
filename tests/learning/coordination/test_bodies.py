"""Are bodies counted by their years, and benchmarks by their criteria?"""

import pandas as pd
import pytest

from ecosystem_nb.learning.coordination import charts, sentences
from ecosystem_nb.learning.coordination.benchmarks import CONTEXTS, CRITERIA, by_context, holding
from ecosystem_nb.learning.coordination.bodies import ENDED, LATER, RUNS, UNDATED, covered, in_year, lasts
from ecosystem_nb.learning.coordination.parameters import Ownership
from ecosystem_nb.tables import read

GRANTS = pd.DataFrame(
    {
        "name": ["a", "b", "c"],
        "section": ["coordination"] * 3,
        "kind": ["meetings", "network", "project"],
        "begins": [None, 2021, 2020],
        "ends": [None, None, 2023],
    }
)


@pytest.mark.parametrize(
    ("year", "states"),
    [
        (2019, [UNDATED, LATER, LATER]),
        (2020, [UNDATED, LATER, RUNS]),
        (2022, [UNDATED, RUNS, RUNS]),
        (2023, [UNDATED, RUNS, ENDED]),
    ],
)
def test_a_grant_runs_from_its_first_year_and_not_in_its_last(year, states):
    assert in_year(GRANTS, year)["state"].tolist() == states


def test_each_year_counts_what_runs_in_it():
    table = covered(GRANTS, 2019, 2024)
    assert table["bounded"].tolist() == [0, 1, 1, 1, 0, 0]
    assert table["open"].tolist() == [0, 0, 1, 1, 1, 1]
    assert lasts(GRANTS) == 2023


def test_sentences_count_and_agree_in_number():
    assert sentences.owners(GRANTS, 2023).endswith("of which 1 runs in 2023 and 1 has ended.")
    assert "3 that coordinate: 1 of them are meetings, and 2 have" in sentences.owners(GRANTS, 2023)
    assert sentences.horizon(GRANTS, 2022).endswith("1 runs in 2022; the last ends in 2023.")
    assert sentences.horizon(GRANTS, 2024) == "No grant with a known end lasts beyond 2024."


def test_more_criteria_never_leave_more_benchmarks_and_no_context_is_lost():
    table = read("learning/benchmarks")
    left = [len(holding(table, tuple(CRITERIA)[:n])) for n in range(len(CRITERIA) + 1)]
    assert left == sorted(left, reverse=True)
    assert left[0] == len(table)
    counts = by_context(table)
    assert set(counts["context"]) == set(CONTEXTS)
    assert counts.groupby("criterion")["of"].sum().tolist() == [len(table)] * len(CRITERIA)
    for name, said in CRITERIA.items():
        assert counts.loc[counts["criterion"] == said, "number"].sum() == len(holding(table, (name,)))
    with pytest.raises(ValueError, match="criterion = 'cheap': expected some of open, deployed, drifts"):
        holding(table, ("cheap",))


def test_what_is_held_is_said_also_of_nothing():
    table = read("learning/benchmarks")
    assert sentences.held(table[:0], ("open",), 6) == (
        "Of 6 benchmarks none holds all that is asked: anyone can enter."
    )
    assert "2 hold all that is asked (nothing): x; y." in sentences.held(
        pd.DataFrame({"name": ["x", "y"]}), (), 2
    )


def test_the_page_asks_for_the_criteria_that_its_parameters_name():
    assert Ownership(want_deployed=False).wanted == ("open", "drifts")
    assert Ownership().wanted == tuple(CRITERIA)


def test_every_row_is_one_of_the_workshop_and_every_figure_holds_all_of_them():
    known = set(read("seeds/workshop")["id"])
    bodies = read("learning/bodies")
    assert set(bodies["seed"]) | set(read("learning/needs")["seed"]) <= known
    dated = bodies[bodies["begins"].notna()]
    drawn = charts.grants(bodies, 2026, 2042).to_dict()
    assert len(next(iter(drawn["datasets"].values()))) in {dated["name"].nunique(), 1}
