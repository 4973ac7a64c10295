"""The first picture: its sentence says what its numbers say."""

import pandas as pd
import pytest

from ecosystem_nb import charts, portfolio, story_chart


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return story_chart.rows(portfolio.story())


def test_the_gap_is_need_over_the_central_flat_budget(table: pd.DataFrame) -> None:
    assert (table["gap"] * table["flat"]).to_numpy() == pytest.approx(table["need"].to_numpy())
    assert table["need"].notna().all()


def test_the_sentence_counts_the_resources_that_are_short(table: pd.DataFrame) -> None:
    assert "in every resource: network " in story_chart.sentence(table, 2032)
    cheap = table.assign(flat=table["flat"].where(table["resource"] != "disk", 100.0))
    assert "in 3 of 4 resources" in story_chart.sentence(cheap, 2032)


def test_the_sentence_refuses_a_year_without_a_need(table: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="year = 2025 is out of range"):
        story_chart.sentence(table, 2025)


def test_the_chart_shows_one_year_at_a_time(table: pd.DataFrame) -> None:
    figure = charts.show(story_chart.gap_chart(table, 2032), name="network-story", alt="gaps", data=table)
    assert figure.csv.count("\n") == len(table) + 1
    with pytest.raises(ValueError, match="not on the grid"):
        story_chart.gap_chart(table, 1999)
