"""Entries that are kept with the book: found by their courses, refused when somebody changed a score."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.learning.challenge.test_entries import ENTRY

from ecosystem_nb.learning.challenge import kept as room
from ecosystem_nb.learning.challenge.kept import kept
from ecosystem_nb.learning.challenge.policy import ChallengeError


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(room, "folder", lambda: tmp_path)
    ENTRY.write(tmp_path / "half.json")
    return tmp_path


@pytest.mark.usefixtures("shelf")
def test_only_entries_of_the_same_courses_are_found() -> None:
    assert kept(ENTRY.settings, ENTRY.seeds) == [ENTRY]
    assert kept(ENTRY.settings, ENTRY.seeds[:1]) == []
    assert kept(replace(ENTRY.settings, efficiency=0.9), ENTRY.seeds) == []


def test_a_score_that_was_changed_is_refused(shelf: Path) -> None:
    path = shelf / "half.json"
    path.write_text(path.read_text().replace('"labels": 0', '"labels": 1', 1))
    with pytest.raises(ChallengeError, match=r"half\.json was changed: its scores have the digest"):
        kept(ENTRY.settings, ENTRY.seeds)
