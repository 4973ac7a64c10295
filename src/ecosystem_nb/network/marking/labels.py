"""Whose packet is this: experiment and activity in 20 bits of the IPv6 header, or in one integer."""

from dataclasses import dataclass
from typing import Self

import pandas as pd

LABEL_BITS = 20
ENTROPY_BITS = 5
EXPERIMENT_BITS = 9
ACTIVITY_BITS = 6
MOST_EXPERIMENT = 2**EXPERIMENT_BITS - 1
MOST_ACTIVITY = 2**ACTIVITY_BITS - 1
MOST_ENTROPY = 2**ENTROPY_BITS - 1
MOST_FLOW_ID = 2**16 - 1
LEAST_FLOW_ID = 2**ACTIVITY_BITS + 1
LAYOUT = "EECCCCCCCCCEAAAAAAEE"
"""The label from its most significant bit: E entropy, C experiment (least significant first), A activity."""


class MarkingError(ValueError):
    """A number can't stand in a mark; the message names it and what is allowed."""


@dataclass(frozen=True)
class Mark:
    """What a packet says of itself.

    Parameters
    ----------
    experiment : int
        Number of the experiment in the registry, 0 to 511.
    activity : int
        Number of the activity within its experiment, 0 to 63.
    entropy : int
        Five bits without meaning, 0 to 31, which let routers tell flows apart.

    Examples
    --------
    >>> Mark.from_label(196664)
    Mark(experiment=3, activity=14, entropy=0)
    >>> Mark(2, 20).flow_id
    148
    """

    experiment: int
    activity: int
    entropy: int = 0

    def __post_init__(self) -> None:
        _whole("experiment", self.experiment, 0, MOST_EXPERIMENT)
        _whole("activity", self.activity, 0, MOST_ACTIVITY)
        _whole("entropy", self.entropy, 0, MOST_ENTROPY)

    @property
    def label(self) -> int:
        """The 20-bit flow label, 0 to 1,048,575."""
        return encode(self.experiment, self.activity, self.entropy)

    @property
    def flow_id(self) -> int:
        """The integer that Rucio and FTS pass on: ``experiment << 6 | activity``."""
        return flow_id(self.experiment, self.activity)

    @classmethod
    def from_label(cls, label: int) -> Self:
        """Read a 20-bit flow label.

        Raises
        ------
        MarkingError
            When it is not a whole number from 0 to 1,048,575.
        """
        _whole("flow label", label, 0, 2**LABEL_BITS - 1)
        entropy = (label >> 18) << 3 | (label >> 8 & 1) << 2 | label & 3
        return cls(reverse(label >> 9 & MOST_EXPERIMENT), label >> 2 & MOST_ACTIVITY, entropy)

    @classmethod
    def from_flow_id(cls, number: int) -> Self:
        """Read the integer of Rucio and FTS.

        Raises
        ------
        MarkingError
            When it is out of range, or its experiment does not fit into the label's nine bits.
        """
        _whole("flow id", number, LEAST_FLOW_ID, MOST_FLOW_ID)
        return cls(number >> ACTIVITY_BITS, number & MOST_ACTIVITY)


def encode(experiment: int, activity: int, entropy: int = 0) -> int:
    """Return the IPv6 flow label of a mark.

    Parameters
    ----------
    experiment : int
        0 to 511.
    activity : int
        0 to 63.
    entropy : int
        0 to 31; its bits go, most significant first, to bits 19, 18, 8, 1 and 0 of the label.

    Returns
    -------
    int
        0 to 1,048,575.

    Raises
    ------
    MarkingError
        For a number that is out of range or not whole.

    Notes
    -----
    From the most significant bit: two of entropy, nine of the experiment in reversed order, one of
    entropy, six of the activity, two of entropy.

    References
    ----------
    draft-cc-v6ops-wlcg-flow-label-marking-03, which expired as a draft in January 2025.

    Examples
    --------
    >>> encode(3, 14)
    196664
    """
    _whole("experiment", experiment, 0, MOST_EXPERIMENT)
    _whole("activity", activity, 0, MOST_ACTIVITY)
    _whole("entropy", entropy, 0, MOST_ENTROPY)
    return (
        (entropy >> 3) << 18
        | reverse(experiment) << 9
        | (entropy >> 2 & 1) << 8
        | activity << 2
        | entropy & 3
    )


def flow_id(experiment: int, activity: int) -> int:
    """Return ``experiment << 6 | activity``, as Rucio and FTS pass it and XRootD takes it.

    Raises
    ------
    MarkingError
        When experiment is not 1 to 511, or activity not 1 to 63.
    """
    _whole("experiment", experiment, 1, MOST_EXPERIMENT)
    _whole("activity", activity, 1, MOST_ACTIVITY)
    return experiment << ACTIVITY_BITS | activity


def reverse(experiment: int) -> int:
    """Reverse the nine bits of an experiment, so that small numbers leave the low bits free.

    Examples
    --------
    >>> f"{reverse(0b000000010):09b}"
    '010000000'
    """
    return int(f"{experiment:0{EXPERIMENT_BITS}b}"[::-1], 2)


def spelled(label: int) -> str:
    """Write a label's bits in the groups of its layout.

    Examples
    --------
    >>> spelled(encode(2, 20, 31))
    '11 010000000 1 010100 11'
    """
    _whole("flow label", label, 0, 2**LABEL_BITS - 1)
    bits = f"{label:0{LABEL_BITS}b}"
    return " ".join((bits[:2], bits[2:11], bits[11], bits[12:18], bits[18:]))


def find(registry: pd.DataFrame, experiment: str, activity: str) -> Mark:
    """Return the mark of a registered experiment and activity.

    Parameters
    ----------
    registry : pandas.DataFrame
        ``network/scitags``.
    experiment, activity : str
        Names as the registry writes them.

    Raises
    ------
    MarkingError
        For a name that the registry lacks, with those that it has.
    """
    inside = registry[registry["experiment"] == experiment]
    if inside.empty:
        raise MarkingError(
            f"experiment {experiment!r}: expected one of {', '.join(registry['experiment'].unique())}"
        )
    row = inside[inside["activity"] == activity]
    if row.empty:
        raise MarkingError(
            f"activity {activity!r} of {experiment}: expected one of {', '.join(inside['activity'])}"
        )
    return Mark(int(row["experiment_id"].iloc[0]), int(row["activity_id"].iloc[0]))


def names(registry: pd.DataFrame, experiment: int, activity: int) -> tuple[str, str]:
    """Return the registry's names of two numbers; a number that it lacks is named ``unknown``."""
    inside = registry[registry["experiment_id"] == experiment]
    if inside.empty:
        return "unknown", "unknown"
    row = inside.loc[inside["activity_id"] == activity, "activity"]
    return str(inside["experiment"].iloc[0]), "unknown" if row.empty else str(row.iloc[0])


def _whole(name: str, value: int, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise MarkingError(f"{name} = {str(value)[:40]}: expected a whole number, {low:,} to {high:,}")
