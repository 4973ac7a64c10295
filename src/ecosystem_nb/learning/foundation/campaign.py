"""What did the contest give?  Run once after the pretraining, kept as a table, read by the page."""

import csv
import time
from collections.abc import Sequence

from ecosystem_nb import paths
from ecosystem_nb.learning.challenge.baselines import CEILING, FLOOR
from ecosystem_nb.learning.challenge.campaign import Effort, courses
from ecosystem_nb.learning.challenge.campaign import campaign as challenge
from ecosystem_nb.learning.challenge.course import Settings
from ecosystem_nb.learning.challenge.entrant import Entrant
from ecosystem_nb.learning.challenge.kept import folder
from ecosystem_nb.learning.foundation.contest import FRESH, Arena, Entrants, Row, bounds, contest
from ecosystem_nb.learning.foundation.contest import reference_network as reference
from ecosystem_nb.learning.foundation.files import lineage, pretrained
from ecosystem_nb.learning.foundation.policy import challengers
from ecosystem_nb.learning.foundation.pretrain import Say
from ecosystem_nb.learning.foundation.shapes import Shapes

TABLE = ("data", "learning", "foundation_contest.csv")
POOL, TEST = 16_384, 8192
"""Labelled events there are, and others to judge with."""
SEEDS = (0, 1, 2)
COURSES = range(1, 6)
"""Seeds of the challenge's page."""
BESIDE = (FLOOR, "threshold-only", "fine-tune + replay", CEILING)
"""Baselines that are played beside, so that the rows compare to the last digit."""


def entrants() -> Entrants:
    """Return what the ways start from: the weights that are shipped, and a network trained anew."""
    return Entrants(pretrained(), Shapes(**lineage()["recipe"]["shapes"]), reference())


def arena(state: str) -> Arena:
    """Return the events of one of the fresh states.

    Raises
    ------
    ValueError
        For an unknown state.
    """
    if state not in FRESH:
        raise ValueError(f"state {state!r} is unknown: expected one of {', '.join(FRESH)}")
    return Arena.made(state, FRESH[state], labels=POOL, test=TEST, seed=list(FRESH).index(state))


def campaign(seeds: Sequence[int] = SEEDS, say: Say = lambda _: None) -> list[Row]:
    """Run the contest in all fresh states.

    Parameters
    ----------
    seeds : sequence of int
    say : callable
        Told how it goes.

    Returns
    -------
    list of Row
    """
    made, rows = entrants(), list[Row]()
    for state in FRESH:
        events = arena(state)
        rows += bounds(events, made)
        for seed in seeds:
            rows += contest(events, made, seeds=(seed,))
            say(f"{state}, seed {seed}")
    return rows


def enter(say: Say = lambda _: None) -> None:
    """Play the retraining challenge as its page has it, and keep the entries with the book.

    Parameters
    ----------
    say : callable
        Told how it goes.
    """
    effort = Effort(say=say)
    played = courses(Settings(), COURSES, effort)
    beside = [Entrant(name) for name in BESIDE]
    for entry in challenge([*beside, *challengers()], played, effort):
        entry.write(folder() / f"{entry.entrant.name.replace(' + ', '-').replace(' ', '-')}.json")


def main() -> None:
    """Run the contest and write its table; then enter the challenge."""
    began = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {text}", flush=True)

    rows = campaign(say=say)
    file = paths.root().joinpath(*TABLE)
    with file.open("w", encoding="utf-8", newline="") as out:
        write = csv.writer(out, lineterminator="\n")
        write.writerow([*Row._fields, "status", "source"])
        write.writerows([*row[:4], f"{row.auc:.5f}", "measured", ""] for row in rows)
    enter(say)


if __name__ == "__main__":
    main()
