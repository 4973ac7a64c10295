"""Entries: a digest over all that is scored, files that come back, and damage that is told."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.learning.challenge.policies import HALF
from tests.learning.challenge.test_standings import MINE, run

from ecosystem_nb.learning.challenge.entries import Entry, difference, read, writable
from ecosystem_nb.learning.challenge.policy import ChallengeError

NUMBERS = ("efficiency", "background", "separation", "auc", "labels", "changed", "model", "threshold")
ENTRY = Entry(HALF, MINE.settings, MINE.runs)


def test_a_file_comes_back_to_the_last_digit(tmp_path: Path) -> None:
    odd = replace(ENTRY, runs=(run(1, 0.1 + 0.2, 1 / 3), run(2, 0.9, 0.3)))
    path = tmp_path / "new" / "folder" / "half.json"
    odd.write(path)
    back, stated = read(path)
    assert back == odd
    assert back.digest == stated == odd.digest
    assert [one.cpu_s for one in back.runs] == [2.0, 2.0]
    assert [one.name for one in path.parent.iterdir()] == ["half.json"]


@pytest.mark.parametrize("name", NUMBERS)
def test_every_score_is_in_the_digest(name: str) -> None:
    (first, second), scores = ENTRY.runs, ENTRY.runs[1].scores
    value = getattr(scores[2], name)
    new = value + "b" if isinstance(value, str) else value + type(value)(2**-40 if name != "labels" else 1)
    moved = replace(second, scores=(*scores[:2], replace(scores[2], **{name: new}), *scores[3:]))
    other = replace(ENTRY, runs=(first, moved))
    assert other.digest != ENTRY.digest
    assert difference(ENTRY, other) == f"seed 2, interval 2: {name} was {value} and is {new} now"


def test_policy_and_settings_are_in_the_digest_and_time_is_not() -> None:
    slow = replace(ENTRY, runs=tuple(replace(one, cpu_s=99.0) for one in ENTRY.runs))
    assert slow.digest == replace(ENTRY, environment={}).digest == ENTRY.digest
    assert difference(ENTRY, slow) == ""
    assert replace(ENTRY, settings=replace(ENTRY.settings, events=8000)).digest != ENTRY.digest
    other = replace(ENTRY, entrant=replace(HALF, source=HALF.source + "\n"))
    assert other.digest != ENTRY.digest
    assert difference(ENTRY, other) == "not in the scores; environment: the same"


def test_damage_is_told(tmp_path: Path) -> None:
    path = tmp_path / "entry.json"
    ENTRY.write(path)
    held = json.loads(path.read_text())
    cases = {
        path.read_text()[:200]: "is no entry: it is no JSON text",
        "[1]": "is no entry: TypeError",
        json.dumps({**held, "format": 9}): "has format 9: expected 2",
        json.dumps({**held, "runs": [{"seed": 1}]}): "is no entry",
        json.dumps(
            {**held, "settings": {**held["settings"], "events": 3}}
        ): "events an interval = 3 is out of",
    }
    for text, words in cases.items():
        path.write_text(text)
        with pytest.raises(ChallengeError, match=words):
            read(path)
    with pytest.raises(ChallengeError, match="gone can't be read: No such file"):
        read(tmp_path / "gone")


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "entry.json"
    path.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(ChallengeError, match=r"entry\.json can't be written: No space left on device"):
        ENTRY.write(path)
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("entry.json", "old")]


def test_a_place_to_write_is_looked_at_first(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    writable(tmp_path / "new" / "entry.json")
    assert [one.name for one in tmp_path.iterdir()] == ["file"], "nothing is made for a look"
    with pytest.raises(ChallengeError, match="is a folder; expected a file"):
        writable(tmp_path)
    with pytest.raises(ChallengeError, match="file is no folder to write in"):
        writable(tmp_path / "file" / "entry.json")
