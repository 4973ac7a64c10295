"""The exercises of the storage page: answers by hand, and the numbers of the table."""

import pytest

from ecosystem_nb.storage.exercises import EXERCISES, check
from ecosystem_nb.tables import quantities


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("storage-cache-1", (0.5 / 0.2) / (0.5 / 0.8)),
        ("storage-cache-2", 12.3e12 * 8 / 86400 / 1e9),
        ("storage-cache-3", 100 * 250 / 1000),
    ],
)
def test_answers_by_hand(name: str, answer: float) -> None:
    assert check(name, answer)


def test_the_question_states_the_table() -> None:
    saved = quantities("storage/caches")["socal_saved"].in_unit("TB/d")
    assert f"{saved:g} TB a day" in EXERCISES["storage-cache-2"].question
