"""Does the bottom-up demand reach its peer?  The figures of CMS's own resource model."""

import pandas as pd

from ecosystem_nb.facilities.demand.activities import ANALYSIS, by_activity, tasks
from ecosystem_nb.facilities.demand.inputs import LHC, Experiment
from ecosystem_nb.facilities.demand.tiers import kept

WITHIN = 0.05  # how near a figure has to come to count as reached
UNITS = {"required": "MHS06", "work": "THS06.s", "disk": "PB", "tape": "PB"}

AS_WORK, TWICE, OLDEST, NOT_FULL = "a", "b", "c", "d"
RULES = {
    AS_WORK: "analysis gets a share of the capacity for all else, not the capacity for its own work",
    TWICE: "the LHC simulation of a shutdown's second year is added to its first",
    OLDEST: "simulation made in a shutdown gets the copies of the oldest age",
    NOT_FULL: "the free space on tape is left out of the sum by tier",
}
"""What the peer does otherwise, by letter."""
REASONS = {
    ("CMS 2017", 2027, "required"): (AS_WORK,),
    ("CMS-like", 2024, "required"): (TWICE,),
    ("CMS-like", 2024, "disk"): (OLDEST,),
    ("CMS-like", 2024, "tape"): (OLDEST, NOT_FULL),
    ("CMS-like", 2027, "tape"): (NOT_FULL,),
}


def figure(experiment: Experiment, year: int, quantity: str, rules: tuple[str, ...] = ()) -> float:
    """Return one figure of the bottom-up demand, perhaps with rules of the peer put back.

    Parameters
    ----------
    experiment : Experiment
    year : int
    quantity : {'required', 'work', 'disk', 'tape'}
        CPU capacity (MHS06), CPU work booked (THS06 s), space (PB).
    rules : tuple of str
        Keys of ``RULES``.

    Returns
    -------
    float
        In the unit of ``UNITS``.
    """
    if quantity in ("disk", "tape"):
        return _space(experiment, year, quantity, rules)
    table = by_activity(tasks(experiment))
    rows = table[table["year"] == year]
    if quantity == "work":
        return float(rows["booked_hs06_s"].sum()) / 1e12
    rest = float(rows.loc[rows["activity"] != ANALYSIS, "peak_mhs06"].sum())
    total = float(rows["peak_mhs06"].sum())
    if AS_WORK in rules:
        total = rest * (1.0 + experiment.processing.analysis.share)
    if TWICE in rules:
        again = (rows["sample"] == "simulation") & (rows["conditions"] == LHC)
        total += float(rows.loc[again, "peak_mhs06"].sum())
    return total


def comparison(models: dict[str, Experiment], peer: pd.DataFrame) -> pd.DataFrame:
    """Return the peer's figures beside those of the bottom-up demand.

    Parameters
    ----------
    models : dict of str to Experiment
        ``CMS 2017`` and ``CMS-like``.
    peer : pandas.DataFrame
        ``facilities/peer_figures``: columns ``model``, ``year``, ``quantity``, ``value``, ``unit``.

    Returns
    -------
    pandas.DataFrame
        Its columns and ``ours``, ``apart`` (ours over the peer's, less 1), ``reached`` (whether
        that is within 5 %), ``rules`` (letters of ``RULES`` that are known to make the difference)
        and ``put_back``: ours with those rules, NaN where there is none.
    """
    made = peer.copy()
    keys = list(zip(peer["model"], peer["year"].astype(int), peer["quantity"], strict=True))
    for _, _, quantity in keys:
        if quantity not in UNITS:
            raise ValueError(f"peer's quantity = {quantity!r}: expected one of {', '.join(UNITS)}")
    made["ours"] = [figure(models[model], year, quantity) for model, year, quantity in keys]
    made["apart"] = made["ours"] / made["value"] - 1.0
    made["reached"] = made["apart"].abs() <= WITHIN
    rules = [REASONS.get(key, ()) for key in keys]
    made["rules"] = [", ".join(rule) for rule in rules]
    made["put_back"] = [
        figure(models[key[0]], key[1], key[2], rule) if rule else float("nan")
        for key, rule in zip(keys, rules, strict=True)
    ]
    return made


def _space(experiment: Experiment, year: int, medium: str, rules: tuple[str, ...]) -> float:
    made = kept(experiment)
    rows = made[(made["year"] == year) & (made["medium"] == medium)]
    volume = rows["volume_pb"].to_numpy(copy=True)
    running = experiment.running
    if OLDEST in rules:
        copies = {tier.name: tier.copies(medium) for tier in experiment.storage.tiers}
        for place, (tier, born) in enumerate(zip(rows["tier"], rows["made"], strict=True)):
            if tier in copies and born in running.shutdown and running.last_running(year) < born:
                volume[place] *= copies[tier][-1] / copies[tier][0]
    if NOT_FULL in rules:
        of_events = (rows["sample"] != "other").to_numpy()
        volume[of_events] /= experiment.storage.overhead[medium]
    return float(volume.sum())
