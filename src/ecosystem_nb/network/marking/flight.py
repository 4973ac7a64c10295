"""What loss does to the books: made-up fireflies of many flows, and what is left of their bytes."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd

from ecosystem_nb.network.marking.accounting import flows
from ecosystem_nb.network.marking.firefly import Firefly, Flow, State
from ecosystem_nb.network.marking.labels import Mark

DAY = datetime(2026, 1, 1, tzinfo=UTC)
_SECONDS = 86_400


def swarm(
    marks: Sequence[Mark], each: int, ongoing: int, mean: float, rng: np.random.Generator
) -> list[Firefly]:
    """Return the fireflies of one made-up day, in the order of time.

    Parameters
    ----------
    marks : sequence of Mark
        Experiment and activity; every mark has ``each`` flows.
    each : int
        Flows a mark.
    ongoing : int
        Fireflies between start and end, at even steps, 0 or more.
    mean : float
        Mean size of a flow, B; sizes are exponential.
    rng : numpy.random.Generator
        Source of all chance.

    Returns
    -------
    list of Firefly
        ``len(marks) * each * (ongoing + 2)`` of them; bytes grow evenly from start to end.
    """
    made: list[Firefly] = []
    for number, mark in enumerate(marks):
        starts = rng.uniform(0, _SECONDS / 2, each)
        lengths = rng.uniform(60, _SECONDS / 2, each)
        for one in range(each):
            flow = Flow("2001:db8::1", f"2001:db8::{number + 2:x}", 1094, 10_000 + one)
            begin, size = DAY + timedelta(seconds=round(starts[one])), int(rng.exponential(mean))
            made += _life(mark, flow, begin, length=float(lengths[one]), size=size, ongoing=ongoing)
    return sorted(made, key=lambda one: (one.current or one.start, one.flow.dst_ip, one.flow.dst_port))


def _life(
    mark: Mark, flow: Flow, begin: datetime, *, length: float, size: int, ongoing: int
) -> list[Firefly]:
    """Return the fireflies of one flow."""
    made, last = [], ongoing + 1
    for step in range(last + 1):
        now = begin + timedelta(seconds=round(length * step / last))
        state: State = "start" if step == 0 else "end" if step == last else "ongoing"
        end, sent = now if state == "end" else None, size * step // last
        made.append(Firefly(state, flow, mark.experiment, mark.activity, begin, now, end, sent, 0))
    return made


def lost(fireflies: Sequence[Firefly], loss: float, rng: np.random.Generator) -> list[Firefly]:
    """Return what arrives when each firefly is lost with the same chance, by itself.

    Parameters
    ----------
    fireflies : sequence of Firefly
        What was sent.
    loss : float
        Chance to be lost, 0 to 1.
    rng : numpy.random.Generator
        Source of all chance.
    """
    if not 0 <= loss <= 1:
        raise ValueError(f"loss = {loss}: expected 0 to 1")
    kept = rng.random(len(fireflies)) >= loss
    return [one for one, stays in zip(fireflies, kept, strict=True) if stays]


def accounted(loss: float, ongoing: int) -> float:
    r"""Return the share of bytes that the books show, on average.

    .. math:: S = (1-p) \sum_{j=0}^{k} p^j \Bigl(1 - \frac{j}{k+1}\Bigr)

    Parameters
    ----------
    loss : float
        Chance p that a firefly is lost, 0 to 1.
    ongoing : int
        Fireflies k between start and end, 0 or more.

    Returns
    -------
    float
        0 to 1.

    Notes
    -----
    The last report that arrives counts, since reports count from the start of the flow; j reports before the
    end are lost with it.  Bytes grow evenly in time; losses are independent.

    Examples
    --------
    >>> round(accounted(0.1, 0), 9), round(accounted(0.1, 1), 9)
    (0.9, 0.945)
    """
    if not 0 <= loss <= 1 or ongoing < 0:
        raise ValueError(f"loss = {loss}, ongoing = {ongoing}: expected 0 to 1, and 0 or more fireflies")
    return (1 - loss) * sum(loss**j * (1 - j / (ongoing + 1)) for j in range(ongoing + 1))


def share_left(sent: Sequence[Firefly], arrived: Sequence[Firefly]) -> float:
    """Return the bytes in the books over those that were moved."""
    whole = sum(record.sent for record in flows(sent).values())
    return sum(record.sent for record in flows(arrived).values()) / whole


def grid(losses: Sequence[float], ongoing: Sequence[int]) -> pd.DataFrame:
    """Return the share of bytes in the books for each loss and each number of reports.

    Returns
    -------
    pandas.DataFrame
        Columns ``ongoing``, ``loss`` (1) and ``share`` (1).
    """
    rows = [(many, loss, accounted(loss, many)) for many in ongoing for loss in losses]
    return pd.DataFrame(rows, columns=["ongoing", "loss", "share"])
