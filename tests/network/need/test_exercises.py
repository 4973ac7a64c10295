"""The exercises of the network pages state the numbers of the tables, and their answers by hand."""

import pytest

from ecosystem_nb.network.need.exercises import EXERCISES, check
from ecosystem_nb.tables import quantities, read


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("network-need-1", 500e15 * 8 / 7e6 / 1e9),
        ("network-need-2", (500 + 500 + 100 + 100) * 3 * 2),
        ("network-need-3", 0.4 * 2 * 400 * 2 * 2 * 2),
        ("network-ramp-1", 0.25 * 2 * 800),
        ("network-ramp-2", 100 * ((9600 / 500) ** (1 / 7) - 1)),
        ("network-ramp-3", 10.136),
    ],
)
def test_answers_by_hand(name: str, answer: float) -> None:
    """Each answer from the question's own numbers, without the library."""
    assert check(name, answer)


def test_six_exercises_three_a_page() -> None:
    """Three for each of the two pages."""
    assert list(EXERCISES) == [f"network-{page}-{n}" for page in ("need", "ramp") for n in (1, 2, 3)]


def test_questions_state_the_tables() -> None:
    """The numbers written in the questions are those of the tables."""
    wan = quantities("network/wan")
    fnal = read("network/tier1").set_index("site").loc["FNAL", "need_minimal"]
    assert f"FNAL needs {fnal:g} Gbit/s" in EXERCISES["network-ramp-1"].question
    today, total = wan["wan_today"].value, wan["flexible_total"].value
    assert f"{today:g} Gbit/s in 2022 to {total:,.0f} Gbit/s" in EXERCISES["network-ramp-2"].question
    assert f"{wan['minimal_total'].value:,.0f} Gbit/s" in EXERCISES["network-ramp-3"].question
