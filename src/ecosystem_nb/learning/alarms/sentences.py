"""What the page on alarms says of its results, computed."""

import pandas as pd

from ecosystem_nb.wording import listed

_LATE = {0: "at once", 1: "one interval late at the most"}


def kinds(table: pd.DataFrame, batch: int) -> str:
    """Say which drifts are blind spots and which ring for nothing.

    Parameters
    ----------
    table : pandas.DataFrame
        ``drift``, ``watch`` and ``kind``, from :func:`ecosystem_nb.learning.alarms.scored.kind`.
    batch : int
        Events a batch.
    """
    watches = list(dict.fromkeys(table["watch"]))
    by = table.groupby("drift", sort=False)["kind"].apply(list)
    blind = [str(name) for name, kind in by.items() if kind.count("blind spot") == len(watches)]
    benign = [str(name) for name, kind in by.items() if "benign alarm" in kind]
    said = []
    if blind:
        verb = "is a blind spot" if len(blind) == 1 else "are blind spots"
        said.append(f"At {batch:,} events a batch {listed(blind)} {verb}: harm that no alarm sees.")
    else:
        said.append(f"At {batch:,} events a batch every harm is seen by one alarm at least.")
    if benign:
        said.append(
            f"Alarms ring for {listed(benign)}, which {'does' if len(benign) == 1 else 'do'} no harm."
        )
    else:
        said.append("No alarm rings for a drift that does no harm.")
    return " ".join(said)


def roc(areas: dict[str, float], drift: str) -> str:
    """Say which alarm tells a drift best from none.

    Parameters
    ----------
    areas : dict of str to float
        Area under the curve by alarm.
    drift : str
    """
    best, least = max(areas, key=areas.__getitem__), min(areas, key=areas.__getitem__)
    return (
        f"For {drift} the area under the curve is largest for {best}, {areas[best]:.2f}, and smallest for "
        f"{least}, {areas[least]:.2f}; an alarm that sees nothing has 0.50."
    )


def sizes(rows: pd.DataFrame) -> str:
    """Say from which batch on each drift of a table is seen by some alarm.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``drift``, ``watch``, ``batch`` and ``detected``.
    """
    said = []
    for drift, part in rows.groupby("drift", sort=False):
        seen = part[part["detected"] >= 0.5]
        if len(seen):
            first = seen.sort_values(["batch", "detected"], ascending=[True, False]).iloc[0]
            said.append(f"{drift} rings from {first['batch']:,.0f} events on ({first['watch']})")
        else:
            said.append(f"{drift} rings nowhere up to {part['batch'].max():,.0f} events")
    return "; ".join(said) + ", in half of the batches or more."


def delays(table: pd.DataFrame) -> str:
    """Say how alarms did along the scripts.

    Parameters
    ----------
    table : pandas.DataFrame
        ``script``, ``watch``, ``harmed`` (first interval with harm; NaN for none), ``false_alarms``,
        ``delay`` (NaN for none).
    """
    said = []
    for script, part in table.groupby("script", sort=False):
        early = part["false_alarms"].max()
        if part["harmed"].isna().all():
            said.append(f"{script} does no harm, and rings {early:.0f} times at the most")
            continue
        missed = part[part["delay"].isna()]["watch"].tolist()
        last = part["delay"].max()
        tail = f"; {listed(missed)} never" if missed else ""
        later = _LATE.get(last, f"{last:.0f} intervals late at the most")
        seen = f"seen {later}" if not pd.isna(last) else "never seen"
        before = f", after ringing up to {early:.0f} times before the harm" if early else ""
        said.append(
            f"{script} harms from interval {part['harmed'].iloc[0]:.0f} on and is {seen}{before}{tail}"
        )
    text = ". ".join(f"{one[0].upper()}{one[1:]}" for one in said)
    return f"{text}."


def answer(table: pd.DataFrame, batch: int, rate: float) -> str:
    """Say the page's answer.

    Parameters
    ----------
    table : pandas.DataFrame
        As for :func:`kinds`.
    batch : int
        Events a batch.
    rate : float
        False alarms a batch.
    """
    return (
        f"Not whenever an alarm rings. {kinds(table, batch)} That is at one false alarm in "
        f"{1 / rate:.0f} batches. "
        "An alarm on unlabelled data says that events have moved, not that the model is worse: labels of a "
        "few hundred electrons decide that."
    )
