"""What the page says, whichever way its numbers turn out."""

import pandas as pd
import pytest

from ecosystem_nb.facilities.demand import sentences

ROWS = pd.DataFrame(
    {
        "experiment": ["ATLAS", "ATLAS", "CMS"],
        "year": 2032,
        "resource": ["CPU", "disk", "tape"],
        "need": [40.0, 2000.0, 50.0],
        "unit": ["MHS06", "PB", "PB"],
        "factor": [4.0, 2.5, 0.5],
        "factor_low": [2.0, 1.5, 0.4],
        "factor_high": [8.0, 4.0, 0.7],
    }
)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_the_answer_names_every_need() -> None:
    assert sentences.answer(ROWS, 10.0, 2019) == (
        "In 2032 ATLAS asks for 40 MHS06 of CPU and 2,000 PB of disk, 4.0 and 2.5 times what a flat budget "
        "buys; CMS asks for 50 PB of tape, 0.5 times what a flat budget buys (capacity that grows by 10 % a "
        "year from the pledges of 2019)."
    )


def test_the_widest_gap_and_what_fits() -> None:
    """A need below the budget fits; where all exceed it the narrowest is named."""
    assert sentences.widest(ROWS) == (
        "In 2032 the gap is widest for ATLAS's CPU, 4.0 times a flat budget (2.0 to 8.0 within the band); "
        "CMS's tape fits into a flat budget, at 0.5 of it."
    )
    assert sentences.widest(ROWS.iloc[:2]).endswith("and narrowest for ATLAS's disk, 2.5 times.")


def test_the_rows_of_a_year_are_in_order() -> None:
    mixed = pd.concat([ROWS.iloc[::-1], ROWS.assign(year=2033)], ignore_index=True)
    made = sentences.at_year(mixed, 2032)
    assert made["resource"].tolist() == ["CPU", "disk", "tape"]
    with pytest.raises(
        ValueError, match="year = 2040 is out of range: expected 2032 to 2033, which all demands"
    ):
        sentences.at_year(mixed, 2040)


def test_the_largest_part() -> None:
    table = ROWS.assign(part=["generation", "AOD", "RAW"], resource="CPU")
    assert plain(sentences.largest_part(table, "CPU", 2032)) == (
        "In 2032 98 % of ATLAS's CPU is AOD and 100 % of CMS's CPU is RAW."
    )


def test_what_is_said_of_the_peer() -> None:
    """All reached; some by a known rule; some unexplained."""
    table = pd.DataFrame(
        {
            "value": [1.0, 2.0, 4.0],
            "apart": [0.0, 0.01, 0.5],
            "reached": [True, True, False],
            "rules": ["", "", "a"],
            "put_back": [float("nan"), float("nan"), 4.04],
        }
    )
    assert plain(sentences.peers(table)) == (
        "2 of 3 figures are reached, within 1.0 % at most. The others differ by a known rule; "
        "with it put back they agree within 1.0 %."
    )
    assert plain(sentences.peers(table[:2])) == "2 of 2 figures are reached, within 1.0 % at most."
    more = pd.concat([table, table[2:].assign(rules="")])
    assert "1 of the others differ by a known rule" in sentences.peers(more)


def test_what_is_left_over() -> None:
    rows = pd.DataFrame(
        {"label": ["ATLAS-like", "CMS-like"], "resource": ["disk", "tape"], "left": [0.8, 5.1]}
    )
    assert sentences.left_over(rows) == (
        "With all four levers at their targets 1 of 2 needs stay above a flat budget, by up to 5.1 times; "
        "ATLAS-like's disk fits."
    )
    assert sentences.left_over(rows[:1]).endswith("every need fits into a flat budget.")
    assert sentences.left_over(rows[1:]).endswith("by up to 5.1 times.")


def test_which_lever_is_worth_more() -> None:
    text = plain(sentences.worth({"A": 0.1, "B": 0.4}, {"A": 0.3, "B": 0.1}))
    assert text == (
        "In A reconstruction in half its time saves 10 % of the CPU and simulation that is all fast 30 %: "
        "the latter is worth more there. In B reconstruction in half its time saves 40 % of the CPU and "
        "simulation that is all fast 10 %: the former is worth more there."
    )


def test_the_steepest_input() -> None:
    table = pd.DataFrame(
        {"input": ["number of recorded events", "a", "b"], "CPU": [1, 0.5, 0.2], "disk": [1, 0.1, 0.9]}
    )
    assert plain(sentences.steepest(table, "CMS-like")) == (
        "CMS-like: after the number of recorded events, the a moves CPU most (0.50 % for 1 %), "
        "and the b moves disk most (0.90 %)."
    )


def test_captions_of_the_levers() -> None:
    """One sentence for each position, under its values in per cent."""
    table = pd.DataFrame(
        {"label": "CMS-like", "resource": "CPU", "year": 2032, "need": [10.0, 5.0], "unit": "MHS06"}
    ).assign(time=[1.0, 0.5], moved=0.0)
    flat = pd.DataFrame({"label": ["CMS-like"], "resource": ["CPU"], "year": [2032], "flat": [5.0]})
    made = sentences.lever_captions(table, flat, ["time", "moved"], 2032, "At {0} and {1}")
    assert made == {
        (100.0, 0.0): "At 100 % and 0 % CMS-like needs 10 MHS06 of CPU, 2.0 times a flat budget in 2032.",
        (50.0, 0.0): "At 50 % and 0 % CMS-like needs 5.0 MHS06 of CPU, 1.0 times a flat budget in 2032.",
    }


def test_tables_show_whole_petabytes() -> None:
    rows = pd.DataFrame({"unit": ["MHS06", "PB"], "need": [12.3456, 1234.56]})
    assert sentences.as_shown(rows, ["need"])["need"].tolist() == [12.3, 1235.0]
