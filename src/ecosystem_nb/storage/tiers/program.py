"""The placement of workloads on tiers, written as a linear program."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.storage.tiers.tiers import CAUSES, Row, Tier, demand
from ecosystem_nb.storage.tiers.workloads import Workload

Floats = NDArray[np.float64]


class NoPlacement(ValueError):
    """The tiers can't hold or serve the workloads; the message says which limit."""


@dataclass(frozen=True)
class Program:
    """The linear program: least ``cost @ x`` for ``limits @ x <= 0``, ``whole @ x == 1``, ``0 <= x <= most``.

    Parameters
    ----------
    pairs : tuple of (str, str)
        Workload and tier of each share; the first variables.
    parts : tuple of (str, str)
        Tier and what is bought of it (``media`` or ``drives``); the other variables, in devices.
    rows : tuple of (str, str)
        Tier and limit of each inequality.
    names : tuple of str
        Workload of each equality.
    cost : numpy.ndarray, shape (variables,)
        USD for each unit of a variable.
    limits : numpy.ndarray, shape (rows, variables)
        Devices that are asked for, less those that are bought.
    whole : numpy.ndarray, shape (workloads, variables)
        1 for the shares of a workload.
    most : numpy.ndarray, shape (variables,)
        Upper bounds; infinite for none.
    causes : mapping of str to numpy.ndarray, shape (rows, pairs)
        The devices asked for, by what asks for them.
    """

    pairs: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    names: tuple[str, ...]
    cost: Floats
    limits: Floats
    whole: Floats
    most: Floats
    causes: Mapping[str, Floats]


def program(workloads: Sequence[Workload], tiers: Sequence[Tier]) -> Program:
    """Write the placement as a linear program.

    Parameters
    ----------
    workloads : sequence of Workload
        One or more, with different names.
    tiers : sequence of Tier
        One or more, with different names; a tier behind another must be among them.

    Returns
    -------
    Program

    Raises
    ------
    NoPlacement
        When no tier answers a workload in time.
    ValueError
        For names that occur twice, no workload, no tier, or an unknown tier behind.
    """
    by_name = _named(workloads, tiers)
    pairs = tuple((one.name, tier.name) for one in workloads for tier in tiers if tier.takes(one))
    for one in workloads:
        if not any(name == one.name for name, _ in pairs):
            first = min(tiers, key=lambda tier: tier.medium.latency)
            raise NoPlacement(
                f"no placement: {one.name} waits at most {one.wait:g} s, "
                f"the quickest tier, {first.name}, takes {first.medium.latency:g} s"
            )
    asked = {one.name: one for one in workloads}
    demands = [demand(asked[name], by_name[tier], by_name) for name, tier in pairs]
    rows = tuple(dict.fromkeys(row for ask in demands for cause in CAUSES for row in ask[cause]))
    causes = {
        cause: np.array([[ask[cause].get(row, 0.0) for ask in demands] for row in rows]) for cause in CAUSES
    }
    parts = tuple(
        (tier.name, part)
        for tier in tiers
        for part in (("media", "drives") if tier.medium.removable else ("media",))
    )
    supply = np.array([[-1.0 if _supplies(part, row, by_name) else 0.0 for part in parts] for row in rows])
    owner = np.array([[float(name == one.name) for name, _ in pairs] for one in workloads])
    most = [by_name[name].most / by_name[name].medium.capacity for name, _ in parts]
    return Program(
        pairs=pairs,
        parts=parts,
        rows=rows,
        names=tuple(one.name for one in workloads),
        cost=np.array([0.0] * len(pairs) + [_part_price(part, by_name) for part in parts]),
        limits=np.hstack([sum(causes.values(), np.zeros((len(rows), len(pairs)))), supply]),
        whole=np.hstack([owner, np.zeros((len(workloads), len(parts)))]),
        most=np.array(
            [np.inf] * len(pairs)
            + [bound if part == "media" else np.inf for bound, (_, part) in zip(most, parts, strict=True)]
        ),
        causes=causes,
    )


def _named(workloads: Sequence[Workload], tiers: Sequence[Tier]) -> dict[str, Tier]:
    for what, names in (("workload", [one.name for one in workloads]), ("tier", [one.name for one in tiers])):
        if not names:
            raise ValueError(f"placement: expected at least one {what}")
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"placement: the {what} {name} occurs twice")
    by_name = {tier.name: tier for tier in tiers}
    for tier in tiers:
        if tier.behind and tier.behind not in by_name:
            raise ValueError(f"{tier.name} passes its data through {tier.behind}: expected that tier too")
    return by_name


def _supplies(part: tuple[str, str], row: Row, tiers: Mapping[str, Tier]) -> bool:
    """Tell whether a device that is bought counts towards a limit."""
    (owner, kind), (name, limit) = part, row
    if owner != name:
        return False
    if tiers[name].medium.removable:
        return (limit == "capacity") == (kind == "media")
    return True


def _part_price(part: tuple[str, str], tiers: Mapping[str, Tier]) -> float:
    medium = tiers[part[0]].medium
    return medium.drive_price if part[1] == "drives" else medium.device_price
