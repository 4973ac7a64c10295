"""A policy in a process of its own: the same scores, and no label to be found there."""

import pytest
from tests.learning.challenge.conftest import SETTINGS, make
from tests.learning.challenge.policies import HALF, SIGMOID, policy

from ecosystem_nb.learning.challenge import player
from ecosystem_nb.learning.challenge.campaign import Effort, campaign
from ecosystem_nb.learning.challenge.course import Course
from ecosystem_nb.learning.challenge.entrant import Entrant
from ecosystem_nb.learning.challenge.player import Apart, Here
from ecosystem_nb.learning.challenge.policy import ChallengeError, LabelsRefused, PolicyFailed
from ecosystem_nb.learning.challenge.referee import play

SEARCH = policy(
    "import gc, sys\n"
    "found = [one for one in gc.get_objects() if isinstance(one, np.ndarray) and one.dtype == bool]\n"
    "frame, names = sys._getframe(), set()\n"
    "while frame:\n"
    "    names |= set(frame.f_locals)\n"
    "    frame = frame.f_back\n"
    f"if any(one.size == {SETTINGS.events} for one in found) or 'course' in names or 'office' in names:\n"
    "    raise RuntimeError('labels found')\n"
    "return situation.deployed",
    "Search",
)


def test_a_policy_apart_scores_as_here_and_finds_no_labels(course: Course) -> None:
    """One process, course after course, each with a fresh policy; SEARCH goes through its whole memory."""
    with_search = campaign([HALF, SEARCH, SIGMOID], [course, make(2)], Effort(2))
    for entry, entrant in ((with_search[0], HALF), (with_search[2], SIGMOID)):
        assert list(entry.runs) == [play(one, Here(entrant)) for one in (course, make(2))]
    assert with_search[1].runs == campaign([Entrant("frozen")], [course, make(2)], Effort(1))[0].runs


@pytest.mark.parametrize(
    ("body", "error", "words"),
    [
        ("situation.labels(1)", LabelsRefused, "Mine, interval 1: labels of interval 1 are not given"),
        ("situation.current.features[0] = 0", PolicyFailed, "assignment destination is read-only"),
        ("import os; os._exit(7)", PolicyFailed, "Mine: its process ended with code 7"),
    ],
)
def test_faults_cross_the_pipe_in_one_line(
    course: Course, body: str, error: type[ChallengeError], words: str
) -> None:
    with pytest.raises(error, match=words):
        campaign([policy(body)], [course], Effort(1))


def test_a_policy_that_hangs_is_ended(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    apart = Apart(policy("while True: pass"))
    monkeypatch.setattr(player, "PATIENCE_S", 0.2)
    with pytest.raises(PolicyFailed, match=r"Mine: no answer within 0\.2 s"):
        play(course, apart)
    apart.end()
    with pytest.raises(ChallengeError, match="0 policies on 1 courses"):
        campaign([], [course])
