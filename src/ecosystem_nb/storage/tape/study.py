"""What does the order of a recall change? Tables for the page."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from ecosystem_nb.storage.tape.drive import Drive, drive
from ecosystem_nb.storage.tape.kernel import locate_time, place
from ecosystem_nb.storage.tape.parameters import TapeRecall
from ecosystem_nb.storage.tape.recall import POLICIES, Recall, Requests, draw, recall, sequence
from ecosystem_nb.tables import Quantity

_PIECES = 24  # straight pieces in which the way along one wrap is drawn


def drive_of(page: TapeRecall, media: Mapping[str, Quantity], tape: Mapping[str, Quantity]) -> Drive:
    """Return the drive that a page's parameters describe.

    Parameters
    ----------
    page : TapeRecall
        Its rate and its times.
    media, tape : mapping of str to Quantity
        ``quantities("storage/media")`` and ``quantities("storage/tape")``, for the geometry.
    """
    table = drive(media, tape)
    return Drive(
        capacity=table.capacity,
        rate=page.rate * 1e6,
        load=page.load,
        unload=page.unload,
        locate=page.locate,
        settle=table.settle,
        wrap_change=table.wrap_change,
        turn=table.turn,
        step_back=table.step_back,
        rewind=page.rewind,
        wraps=table.wraps,
        exchange=page.exchange / 2.0,
    )


def wanted(page: TapeRecall, one: Drive) -> Requests:
    """Return the page's requests, the same for the same seed."""
    return draw(
        np.random.default_rng(page.seed),
        one,
        tapes=page.tapes,
        each=page.files,
        size=page.file_size * 1e9,
        run=page.together,
    )


def compare(page: TapeRecall, one: Drive) -> dict[str, Recall]:
    """Return the page's recall under each policy."""
    files = wanted(page, one)
    return {policy: recall(files, one, page.drives, policy) for policy in POLICIES}


def table(recalls: Mapping[str, Recall]) -> pd.DataFrame:
    """Return recalls as a table.

    Returns
    -------
    pandas.DataFrame
        Columns ``policy``, ``mounts``, ``rate`` (MB/s of drive time) and ``hours`` until the last file.
    """
    rows = [(name, one.mounts, one.rate / 1e6, one.makespan / 3600.0) for name, one in recalls.items()]
    return pd.DataFrame(rows, columns=["policy", "mounts", "rate", "hours"])


def spent(recalls: Mapping[str, Recall]) -> pd.DataFrame:
    """Return what drives spend their time on, a file.

    Returns
    -------
    pandas.DataFrame
        Columns ``policy``, ``part`` and ``seconds`` (drive time a file).
    """
    rows = [
        (name, part, seconds / one.done.size)
        for name, one in recalls.items()
        for part, seconds in one.parts.items()
    ]
    return pd.DataFrame(rows, columns=["policy", "part", "seconds"])


def rates(
    page: TapeRecall, one: Drive, files: Sequence[int], sizes: Sequence[float], tapes: int = 20
) -> pd.DataFrame:
    """Return the rate of a drive over files wanted from each tape, file sizes and policies.

    Parameters
    ----------
    page : TapeRecall
        Drives and seed.
    one : Drive
        What a drive does.
    files : sequence of int
        Files wanted from each tape.
    sizes : sequence of float
        Of a file, GB.
    tapes : int
        Tapes of each recall.

    Returns
    -------
    pandas.DataFrame
        Columns ``size`` (GB), ``files``, ``policy`` and ``rate`` (MB/s of drive time).
    """
    rows = []
    for size in sizes:
        for each in files:
            changed = page.model_copy(
                update={"files": each, "file_size": size, "tapes": tapes, "together": 1}
            )
            rows += [(size, each, name, got.rate / 1e6) for name, got in compare(changed, one).items()]
    return pd.DataFrame(rows, columns=["size", "files", "policy", "rate"])


def spans(page: TapeRecall, one: Drive, drives: Sequence[int]) -> pd.DataFrame:
    """Return how long the page's recall takes with more and more drives.

    Returns
    -------
    pandas.DataFrame
        Columns ``drives``, ``policy`` and ``hours``.
    """
    files = wanted(page, one)
    rows = [
        (count, name, recall(files, one, count, name).makespan / 3600.0)
        for name in POLICIES
        for count in drives
    ]
    return pd.DataFrame(rows, columns=["drives", "policy", "hours"])


def path(page: TapeRecall, one: Drive, policies: Sequence[str]) -> pd.DataFrame:
    """Return where the head stands while it reads the files of one tape.

    Parameters
    ----------
    page : TapeRecall
        Files and seed.
    one : Drive
        What a drive does.
    policies : sequence of str
        See :data:`ecosystem_nb.storage.tape.recall.POLICIES`.

    Returns
    -------
    pandas.DataFrame
        Columns ``policy``, ``minutes`` since the tape was loaded and ``along`` the tape (1).
    """
    files = wanted(page.model_copy(update={"tapes": 1}), one)
    rows = []
    for policy in policies:
        now, head = 0.0, 0.0
        rows.append((policy, now, 0.0))
        for file in sequence(files, one, policy):
            start, size = float(files.start[file]), float(files.size[file])
            now += locate_time(head, start, one.capacity, one.wraps, one.fixed, one.whole)
            for step in np.linspace(0.0, 1.0, 1 + max(1, round(_PIECES * size * one.wraps / one.capacity))):
                at = place(start + step * size, one.capacity, one.wraps)[1]
                rows.append((policy, (now + step * size / one.rate) / 60.0, at))
            now += size / one.rate
            head = start + size
    return pd.DataFrame(rows, columns=["policy", "minutes", "along"])
