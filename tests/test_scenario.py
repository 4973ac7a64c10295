"""Dates of any precision, and the schedule."""

import pandas as pd
import pytest

from ecosystem_nb.scenario import decimal_year, restart, schedule_shift
from ecosystem_nb.tables import read


def test_dates_stand_in_the_middle_of_what_is_known() -> None:
    """A year's middle is a choice, a month's its half, a day's its noon, an interval's its centre."""
    assert decimal_year("2026") == 2026.5
    assert decimal_year("2026", middle=0.0) == 2026.0
    assert decimal_year("2021-10") == pytest.approx(2021 + 9.5 / 12)
    assert decimal_year("2024-12-31") == pytest.approx(2024 + 365.5 / 366)  # a leap year
    assert decimal_year("2024-02-12/2024-02-23") == pytest.approx(2024 + (31 + 17) / 366)


@pytest.mark.parametrize("text", ["", "26", "2026-6", "June 2026", "2026-13"])
def test_what_is_no_date_is_refused(text: str) -> None:
    """The text and the forms that are allowed stand in one line."""
    with pytest.raises(ValueError, match=r"date .*expected"):
        decimal_year(text)


def test_the_curves_are_three_years_early() -> None:
    """Run 4 from 2027 in the curves, restart in June 2030: three years."""
    schedule = read("facilities/schedule")
    assert restart(schedule) == pytest.approx(2030 + 5.5 / 12)
    assert schedule_shift(schedule) == 2030 - 2026


def test_a_schedule_without_restart_is_refused() -> None:
    """No row, no guess."""
    with pytest.raises(ValueError, match="0 rows hllhc_restart: expected 1"):
        restart(pd.DataFrame({"event": ["x"], "date": ["2030"]}))
