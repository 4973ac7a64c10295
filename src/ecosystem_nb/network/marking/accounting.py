"""Who moved how much: bytes and flows of each activity, from a stream of fireflies in any order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import pandas as pd

from ecosystem_nb.network.marking.firefly import Firefly, Flow
from ecosystem_nb.network.marking.labels import names

COLUMNS = (
    *("experiment", "activity", "experiment_id", "activity_id"),
    *("flows", "open", "sent", "received", "fireflies", "duplicates", "no_start", "no_end"),
)
_SUMS = list(COLUMNS[4:])


@dataclass(frozen=True)
class FlowRecord:
    """All that the fireflies of one flow said.

    Parameters
    ----------
    experiment, activity : int
        As its first firefly has them; one that differs opens a record of its own.
    flow : Flow
        The five values that name it.
    start : datetime
        When it began; the same five values with another start are another flow.
    sent, received : int
        Bytes: the largest that was reported, since reports count from the start.
    fireflies : int
        How many came, duplicates included.
    duplicates : int
        How many of them said what another had said.
    states : frozenset of str
        States that were seen.
    """

    experiment: int
    activity: int
    flow: Flow
    start: datetime
    sent: int = 0
    received: int = 0
    fireflies: int = 0
    duplicates: int = 0
    states: frozenset[str] = frozenset()


Key = tuple[int, int, Flow, datetime]


def flows(fireflies: Iterable[Firefly]) -> dict[Key, FlowRecord]:
    """Put together what belongs to one flow.

    Parameters
    ----------
    fireflies : iterable of Firefly
        In any order: UDP keeps none.

    Returns
    -------
    dict of tuple to FlowRecord
        Under experiment, activity, flow and start.
    """
    made: dict[Key, FlowRecord] = {}
    seen: set[Firefly] = set()
    for one in fireflies:
        key = (one.experiment, one.activity, one.flow, one.start)
        before = made.get(key, FlowRecord(*key))
        made[key] = replace(
            before,
            sent=max(before.sent, one.sent or 0),
            received=max(before.received, one.received or 0),
            fireflies=before.fireflies + 1,
            duplicates=before.duplicates + (one in seen),
            states=before.states | {one.state},
        )
        seen.add(one)
    return made


def account(fireflies: Iterable[Firefly], registry: pd.DataFrame) -> pd.DataFrame:
    """Return what each activity moved, largest first.

    Parameters
    ----------
    fireflies : iterable of Firefly
        In any order, with gaps and repetitions.
    registry : pandas.DataFrame
        ``network/scitags``, for the names.

    Returns
    -------
    pandas.DataFrame
        Columns ``COLUMNS``: ``sent`` and ``received`` in bytes, seen from the sources; ``open`` counts
        flows without an end; ``no_start`` those whose start was lost; ``no_end`` the open ones
        whose five values came back with a later start, so that their end must have been lost.

    Notes
    -----
    The order of the fireflies and their repetition change no byte and no flow.  A flow that both of its
    ends report, with source and target exchanged, counts twice.
    """
    found = flows(fireflies)
    latest: dict[Flow, datetime] = {}
    for record in found.values():
        latest[record.flow] = max(record.start, latest.get(record.flow, record.start))
    rows = [_row(record, latest, registry) for record in found.values()]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    kinds = list(COLUMNS[:4])
    whole = table.groupby(kinds, as_index=False, sort=True)[_SUMS].sum()
    order = (-(whole["sent"] + whole["received"])).argsort(kind="stable")
    return whole.iloc[order].reset_index(drop=True)


def _row(record: FlowRecord, latest: Mapping[Flow, datetime], registry: pd.DataFrame) -> dict[str, object]:
    experiment, activity = names(registry, record.experiment, record.activity)
    still = "end" not in record.states
    return {
        "experiment": experiment,
        "activity": activity,
        "experiment_id": record.experiment,
        "activity_id": record.activity,
        "flows": 1,
        "open": int(still),
        "sent": record.sent,
        "received": record.received,
        "fireflies": record.fireflies,
        "duplicates": record.duplicates,
        "no_start": int("start" not in record.states),
        "no_end": int(still and record.start < latest[record.flow]),
    }
