"""A whole plan: what data reduction changes, what GPUs take over, and the sheet to print."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.facilities.offload import charts as drawn
from ecosystem_nb.facilities.offload import review, sentences
from ecosystem_nb.facilities.offload.activities import Activity, activities, eligibility, ends
from ecosystem_nb.facilities.offload.history import allocations
from ecosystem_nb.facilities.offload.machine import Machine, Partition, perlmutter
from ecosystem_nb.facilities.offload.requirement import Terms
from ecosystem_nb.facilities.offload.study import FAR, KEPT, NEAR, PRODUCTION, Study, reduction
from ecosystem_nb.tables import quantities, read

RECO = Activity("reconstruction", 1.0, 0.8, 0.5, 5.0, 500.0, 4000.0, 400.0)
DERIVE = Activity("derivation", 0.0, 0.6, 0.0, 1.0, 50.0, 400.0, 60.0)
MACHINE = Machine(
    "M", Partition("M CPU", 1e4, 4000.0, 256, 512.0), Partition("M GPU", 1e4, 2000.0, 128, 256.0, 4)
)
PARTS = pd.DataFrame(
    [
        (year, "CPU", part, need, "MHS06")
        for year in (2030, 2031)
        for part, need in (("reconstruction", 5.0), ("derivation", 2.0))
    ],
    columns=["year", "resource", "part", "need", "unit"],
).assign(experiment="A")


def study(share: float = 0.4, **terms: float) -> Study:
    return Study(PARTS, {"reconstruction": RECO, "derivation": DERIVE}, MACHINE, share, Terms(**terms))


def four(one: Study, ratio: float) -> pd.DataFrame:
    return reduction(one, ("reconstruction",), "derivation", ratio, 2031).set_index("case")


@settings(deadline=None, max_examples=25)
@given(st.floats(1.0, 50.0), st.floats(0.1, 1.0))
def test_what_data_reduction_does_to_the_network(ratio: float, share: float) -> None:
    """Beside production nothing more comes in; with the AOD kept only the reduced format goes out."""
    made = four(study(share), ratio)
    reco, derive = (share * need * 1e6 * 31_536_000.0 for need in (5.0, 2.0))
    events, wanted = reco / 500.0, derive / 50.0
    assert wanted > events
    assert made.loc[NEAR, "read"] == pytest.approx(made.loc[PRODUCTION, "read"])
    assert made.loc[PRODUCTION, "read"] == pytest.approx(events * 4e6 / 1e15)
    assert made.loc[KEPT, "write"] == pytest.approx(events * 4e5 / ratio / 1e15)
    assert made.loc[NEAR, "write"] - made.loc[KEPT, "write"] == pytest.approx(events * 4e5 / 1e15)
    assert made.loc[FAR, "read"] == pytest.approx((events * 4e6 + (wanted - events) * 4e5) / 1e15)


def test_a_larger_ratio_lets_less_out_and_nothing_else_changes() -> None:
    low, high = four(study(residence_in=3.0), 2.0), four(study(residence_in=3.0), 20.0)
    for case in (NEAR, KEPT, FAR):
        assert high.loc[case, "write"] < low.loc[case, "write"]
    same = ["read", "rate_in", "cpu_hours", "buffer"]
    pd.testing.assert_frame_equal(low[same], high[same])


def test_without_reduction_nothing_of_the_reader_leaves() -> None:
    """Whatever share of its work the table calls eligible."""
    eager = study().changed(eligible={"derivation": 0.5})
    pd.testing.assert_frame_equal(four(eager, 6.0), four(study(), 6.0))


def test_the_table_of_a_review_is_in_its_units() -> None:
    made = review.shown(pd.DataFrame({"cpu_share": [0.4567], "gpu_hours": [1.234e6], "buffer": [0.126]}))
    assert made.iloc[0].tolist() == [45.7, 1.23, 0.13]


def test_what_is_kept_local_for_another_activity_stays_so() -> None:
    near = replace(study(), terms=Terms(local={"reconstruction": 1.0}))
    assert four(near, 6.0).loc[[PRODUCTION, NEAR, KEPT], "read"].tolist() == [0.0, 0.0, 0.0]


def test_what_gpus_take_over_of_all_work() -> None:
    """Share leaving × eligible × on GPU nodes × ported, over all CPU work."""
    one = study(0.4, gpu_share=0.3, cpu_efficiency=0.7)
    assert one.over_all(2030) == pytest.approx(0.4 * 0.3 * 0.5 * 5.0 / 7.0)
    assert study(0.0, gpu_share=1.0).over_all(2030) == 0.0


def test_inputs_change_for_all_or_by_activity() -> None:
    made = study().changed(efficiency={"derivation": 0.3}, read=0.0).activities
    assert made["derivation"] == replace(DERIVE, efficiency=0.3, read=0.0)
    assert made["reconstruction"] == replace(RECO, read=0.0)


def test_wrong_words_are_refused() -> None:
    with pytest.raises(ValueError, match=r"year = 2050: expected one of \[2030, 2031\]"):
        reduction(study(), ("reconstruction",), "derivation", 6.0, 2050)
    with pytest.raises(ValueError, match="activity 'x': expected one of reconstruction, derivation"):
        reduction(study(), ("reconstruction",), "x", 6.0, 2030)


def test_ends_of_ranges_are_the_table_s() -> None:
    table = read("facilities/hpc_activities")
    assert ends(table, "eligible", "high") == dict.fromkeys(eligibility(activities(table)), 1.0)
    assert set(ends(table, "work", "low")) == {
        "simulation",
        "reconstruction of data",
        "derivation and analysis",
    }


def test_the_sheet_holds_both_tables_and_escapes() -> None:
    text = review.page(study(0.4).asked(), 2030, "of <A>", ("note & more",))
    assert "of &lt;A&gt;" in text
    assert "note &amp; more" in text
    assert text.count("<table>") == 2
    assert ">2031<" in text
    assert "derivation" not in text  # none of its work left
    with pytest.raises(ValueError, match=r"year = 1999: expected one of \[2030, 2031\]"):
        review.page(study().asked(), 1999, "s", ())


def test_sentences_turn_round_with_their_numbers() -> None:
    table = pd.DataFrame({"share": 0.5, "year": 2030, "part": ["a", "b"], "hours": [3.0, 1.0]})
    said = sentences.hours(table, 0.5, 2030, 8.0)
    assert "takes 4 million hours" in said
    assert "50\u00a0% of what" in said
    assert "a takes most of them, 75\u00a0%" in said
    assert "takes no hours of nodes without" in sentences.hours(table.assign(hours=0.0), 0.5, 2030, 8.0)
    kinds = {"reconstruction": RECO, "derivation": DERIVE}
    assert "no activity is there; reconstruction comes nearest, with 50" in sentences.gain(kinds, 5.0)
    ported = {**kinds, "reconstruction": replace(RECO, ported=0.9)}
    assert "reconstruction is there." in sentences.gain(ported, 5.0)
    assert "rises from" not in sentences.reduction(four(study(), 6.0).reset_index(), 6.0)
    low = sentences.shares(0.02, 0.1, (0.15, 0.4), 0.15)
    high = sentences.shares(0.2, 0.5, (0.15, 0.4), 0.15)
    assert "below the 15" in low
    assert ", below CMS's range" in low
    assert "above the 15" in high
    assert ", above CMS's range" in high
    bill = pd.DataFrame(
        {
            "resource": ["CPU", "disk", "edge disk", "network"],
            "before": [4.0, 1, 0, 0],
            "after": [1.0, 1, 1, 1],
        }
    ).assign(spend_before=[4.0, 1, 0, 0], spend_after=[1.0, 1, 0.5, 0.5])
    said = sentences.purchases(bill, (2030, 2036))
    assert "falls by 75" in said
    assert "2 MUSD a year less of 5," in said
    assert "1,000 kUSD a year for the edge" in said
    dear = bill.assign(spend_after=[4.0, 1, 0.5, 0.5])
    assert "1 MUSD a year more of 5," in sentences.purchases(dear, (2030, 2036))


def test_the_check_of_scale_names_the_largest() -> None:
    facts = quantities("facilities/hpc")
    said = sentences.scale(1557.0, allocations(facts), perlmutter(facts))
    assert "ATLAS's of 2018 at NERSC, comes to 160 kHS23: 10 times less" in said
    assert "160 kHS23: more than that" in sentences.scale(10.0, allocations(facts), perlmutter(facts))


def test_the_charts_hold_their_rows_and_start_where_they_are_told() -> None:
    hours = pd.DataFrame({"share": [0.5, 1.0], "year": 2030, "part": "generation", "hours": [1.0, 2.0]})
    rates = pd.DataFrame({"ratio": 6.0, "case": PRODUCTION, "direction": [drawn.IN, drawn.OUT], "rate": 1.0})
    points = pd.DataFrame({"part": ["generation"], "ported": [0.5]})
    for chart, start in (
        (drawn.node_hours(hours, 0.5), 0.5),
        (drawn.reduction(rates, 6), 6),
        (drawn.gains(points, 10), 10),
    ):
        made = chart.to_dict()
        (bound,) = [one for one in made["params"] if "bind" in one]
        assert bound["value"] == start


def test_the_answer_rounds_and_names_its_units() -> None:
    total = {"cpu_hours": 9.08e6, "gpu_hours": 2.3e6, "cpu_share": 0.375, "gpu_share": 0.162}
    total |= {"read": 71.4, "write": 24.5, "rate_in": 36.2, "rate_out": 12.4, "buffer": 2.11}
    said = sentences.answer(total, "half of it", 24.2)
    assert "9.1 million hours" in said
    assert "71 PB come in" in said
    assert "24 times the largest" in said
