"""Live or recorded?  The page shows a run of its own where XRootD is installed, else the one that is kept."""

from dataclasses import dataclass

import pandas as pd

from ecosystem_nb.network.marking.labels import names
from ecosystem_nb.network.marking.listener import ListenerError
from ecosystem_nb.network.testbed import checks, life, record, tools
from ecosystem_nb.network.testbed.record import Run
from ecosystem_nb.network.testbed.tools import Missing, TestbedError
from ecosystem_nb.tables import read

OUTCOMES = {
    "admission": ["case", "request", "profile", "server", "http"],
    "copies": ["trial", "mode", "outcome", "http", "left"],
    "fireflies": ["end", "state", "experiment", "activity"],
}
"""What is shown of a live run: outcomes, which are the same each time; times and byte counts are not."""


@dataclass(frozen=True, eq=False)
class Shown:
    """What a page shows.

    Parameters
    ----------
    outcomes : Run
        Of a live run, or the recorded one.
    recorded : Run
        The one that is kept; all times and byte counts come from it.
    live : bool
        Whether the outcomes are of a live run.
    why : str
        Why they are not.
    """

    outcomes: Run
    recorded: Run
    live: bool
    why: str = ""

    @property
    def label(self) -> str:
        """Return the words that stand above every table: live or recorded, when, with what."""
        about = self.recorded.about
        record_of = (
            f"{about['date']}: XRootD {about['xrootd']}, {about['system']}, {about['machine']}, "
            f"{about['load']} processes at work before it began"
        )
        if not self.live:
            return f"Recorded run of {record_of}. {self.why}"
        version = self.outcomes.about["xrootd"]
        return (
            f"Live: run with XRootD {version} while this page was executed. "
            f"Times and byte counts are of the recorded run of {record_of}."
        )

    @property
    def differences(self) -> list[str]:
        """Return which outcomes of a live run are not as recorded."""
        found = []
        for table, key in (("admission", ["case"]), ("copies", ["trial", "mode"])):
            here, kept = (
                getattr(run, table).set_index(key)[OUTCOMES[table][-2:]]
                for run in (self.outcomes, self.recorded)
            )
            both = here.index.intersection(kept.index)
            other = (here.loc[both].fillna(-1) != kept.loc[both].fillna(-1)).any(axis=1)
            found += [one if isinstance(one, str) else ", ".join(one) for one in both[other]]
        return found


def shown(live: bool) -> Shown:
    """Run the testbed where XRootD is installed, else take the recorded run.

    Parameters
    ----------
    live : bool
        Whether a live run is wanted at all.

    Returns
    -------
    Shown
        A live run that fails is told in ``why``; the recorded one stands in for it.
    """
    kept = record.recorded()
    if not live:
        return Shown(kept, kept, False, "A live run was not asked for.")
    try:
        with life.running(found=tools.find()) as bed:
            return Shown(checks.outcomes(bed), kept, True)
    except Missing:
        return Shown(kept, kept, False, "XRootD is not installed here.")
    except (TestbedError, ListenerError) as error:
        return Shown(kept, kept, False, f"XRootD is installed here, but the live run failed: {error}")


def fireflies(run: Run) -> pd.DataFrame:
    """Return the fireflies of a run with the registry's names in place of its numbers."""
    registry = read("network/scitags")
    table = run.fireflies[OUTCOMES["fireflies"]].copy()
    pairs = [
        names(registry, int(a), int(b)) for a, b in zip(table["experiment"], table["activity"], strict=True)
    ]
    return table.assign(experiment=[one[0] for one in pairs], activity=[one[1] for one in pairs])
