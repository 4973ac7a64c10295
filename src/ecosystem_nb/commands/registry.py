"""The registry of models: `ecosystem-nb learning`."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from ecosystem_nb.book.cli import FAILED, Commands, refuse

Action = Callable[[argparse.Namespace, Path], int]


def add(commands: Commands) -> None:
    """Add the command and its parts."""
    learning = commands.add_parser("learning", help="a registry of models: train, promote, roll back, replay")
    parts = learning.add_subparsers(dest="part", required=True)

    def part(name: str, action: Action, about: str) -> argparse.ArgumentParser:
        made = parts.add_parser(name, help=about)
        place = Path("runs", "registry")
        made.add_argument("--registry", metavar="DIR", type=Path, default=place, help=f"default: {place}")
        made.set_defaults(action=_registered(action))
        return made

    train = part("train", _train, "train a model, put it through the gate, make it the candidate")
    train.add_argument(
        "--valid", metavar=("START", "STOP"), nargs=2, type=int, default=(0, 12), help="intervals"
    )
    train.add_argument("--pile-up", type=float, default=60.0, help="interactions (default: 60)")
    train.add_argument("--dose", type=float, default=0.2, help="of the whole HL-LHC run's (default: 0.2)")
    train.add_argument(
        "--calibrated", metavar="DOSE", type=float, help="dose of the calibration (default: --dose)"
    )
    train.add_argument("--events", type=int, default=20_000, help="that it learns from (default: 20000)")
    train.add_argument("--seed", type=int, default=1, help="of the training (default: 1)")
    train.add_argument("--parent", metavar="VERSION", type=int, help="start from this version's network")
    part("list", _versions, "the versions, what the gate said of them, and the aliases")
    for name, action, about in (
        ("promote", _promote, "put a version into production, if it passed the gate"),
        ("replay", _replay, "train a version again and compare its digest"),
    ):
        part(name, action, about).add_argument("version", type=int)
    part("rollback", _roll_back, "put the version before back into production")
    crate = part("crate", _crate, "write a version, its lineage and its checks as an RO-Crate")
    crate.add_argument("version", type=int)
    crate.add_argument("out", type=Path, help="a folder that does not exist yet")


def _registered(action: Action) -> Action:
    """Turn what the registry refuses into one line and an exit code."""

    def guarded(chosen: argparse.Namespace, root: Path) -> int:
        from ecosystem_nb.learning.registry.errors import RegistryError

        try:
            return action(chosen, root)
        except (RegistryError, ValueError) as error:
            return refuse([str(error)])

    return guarded


def _train(chosen: argparse.Namespace, _: Path) -> int:
    from ecosystem_nb.learning.calorimeter.conditions import (
        Calibration,
        Conditions,
    )  # slow to import, as below
    from ecosystem_nb.learning.registry import training
    from ecosystem_nb.learning.registry.store import Registry
    from ecosystem_nb.learning.timeline.intervals import Interval

    measured = chosen.dose if chosen.calibrated is None else chosen.calibrated
    state = Conditions(chosen.pile_up, chosen.dose, calibration=Calibration(measured))
    plan = training.Plan(
        Interval(*chosen.valid), state, chosen.events, seed=chosen.seed, parent=chosen.parent
    )
    registry = Registry.create(chosen.registry)
    number = training.register(plan, registry, simulated=True)
    print(f"version {number} is the candidate; the gate: it {registry.version(number).report}")
    return 0


def _versions(chosen: argparse.Namespace, _: Path) -> int:
    from ecosystem_nb.learning.registry.store import Registry

    registry = Registry(chosen.registry)
    names: dict[int, list[str]] = {}
    for alias, number in registry.aliases().items():
        names.setdefault(number, []).append(alias)
    for one in registry.versions():
        line = one.lineage
        print(
            f"{one.number:>4}  intervals {line.start:g} to {line.stop:g}  parent {line.parent or '-'}  "
            f"{one.file[:12]}  {' '.join(names.get(one.number, ['-']))}  {one.report}"
        )
    for fault in registry.faults():
        print(f"ecosystem-nb: {fault}", file=sys.stderr)
    return FAILED if registry.faults() else 0


def _promote(chosen: argparse.Namespace, _: Path) -> int:
    from ecosystem_nb.learning.registry.store import Registry

    registry = Registry(chosen.registry)
    registry.promote(chosen.version, seen=registry.production())
    print(f"version {chosen.version} is in production")
    return 0


def _roll_back(chosen: argparse.Namespace, _: Path) -> int:
    from ecosystem_nb.learning.registry.store import Registry

    registry = Registry(chosen.registry)
    if (seen := registry.production()) is None:
        return refuse(["nothing is in production: there is nothing to roll back"])
    print(f"version {registry.roll_back(seen=seen)} is in production again")
    return 0


def _replay(chosen: argparse.Namespace, _: Path) -> int:
    from ecosystem_nb.learning.registry.store import Registry
    from ecosystem_nb.learning.registry.training import replay

    found = replay(Registry(chosen.registry), chosen.version)
    print(found)
    return 0 if found.agrees else FAILED


def _crate(chosen: argparse.Namespace, _: Path) -> int:
    from ecosystem_nb.learning.registry.crate import write
    from ecosystem_nb.learning.registry.store import Registry

    print(f"wrote {write(Registry(chosen.registry), chosen.version, chosen.out)}")
    return 0
