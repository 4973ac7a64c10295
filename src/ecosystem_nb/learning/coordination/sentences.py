"""Sentences of the page on coordination, with its numbers."""

import pandas as pd

from ecosystem_nb.learning.coordination.benchmarks import CRITERIA
from ecosystem_nb.learning.coordination.bodies import ENDED, RUNS, in_year, lasts


def counted(number: int, one: str, many: str) -> str:
    """Write a number with its noun."""
    return f"{number} {one if number == 1 else many}"


def owners(bodies: pd.DataFrame, year: int) -> str:
    """Say who coordinates in a year, of those whom the workshop names."""
    named = in_year(bodies[bodies["section"] == "coordination"], year)
    meet = int((named["kind"] == "meetings").sum())
    dated = named[named["begins"].notna()]
    runs, ended = int((dated["state"] == RUNS).sum()), int((dated["state"] == ENDED).sum())
    return (
        f"The workshop names {len(named)} that coordinate: {meet} of them are meetings, and "
        f"{len(dated)} have a grant whose years are known, of which {counted(runs, 'runs', 'run')} "
        f"in {year} and {counted(ended, 'has ended', 'have ended')}."
    )


def horizon(bodies: pd.DataFrame, year: int) -> str:
    """Say until when the grants with a known end last."""
    last = lasts(bodies)
    if last <= year:
        return f"No grant with a known end lasts beyond {year}."
    running = in_year(bodies, year)
    left = running[(running["state"] == RUNS) & running["ends"].notna()].drop_duplicates("name")
    runs = counted(len(left), "runs", "run")
    return f"Of the grants with a known end {runs} in {year}; the last ends in {last}."


def held(chosen: pd.DataFrame, wanted: tuple[str, ...], number: int) -> str:
    """Say how many benchmarks hold all that is wanted, and which."""
    asked = ", ".join(CRITERIA[name] for name in wanted) or "nothing"
    if chosen.empty:
        return f"Of {number} benchmarks none holds all that is asked: {asked}."
    return (
        f"Of {number} benchmarks {len(chosen)} hold all that is asked ({asked}): {'; '.join(chosen['name'])}."
    )


def missing(needs: pd.DataFrame) -> str:
    """Say of how many gaps and proposals nothing was found."""
    none = int((needs["found"] == "none found").sum())
    part = int((needs["found"] == "in part").sum())
    return (
        f"Of the workshop's {len(needs)} gaps and proposals for AI, {part} were met in part, "
        f"and of {none} nothing was found."
    )
