"""The command line as a whole: the book, the live testbed, the model registry, the challenge."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from ecosystem_nb.book import cli as book
from ecosystem_nb.book.cli import FAILED, REFUSED, Commands, refuse

__all__ = ["FAILED", "REFUSED", "main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    argv : sequence of str, optional
        Words after the program's name; those of this process when absent.

    Returns
    -------
    int
        0 done; 1 a page raised or a check failed; 2 the call was refused and nothing ran;
        130 interrupted.
    """
    return book.main(argv, _more)


def _more(commands: Commands) -> None:
    _testbed(commands)
    _learning(commands)
    _challenge(commands)


def _testbed(commands: Commands) -> None:
    testbed = commands.add_parser("testbed", help="two real XRootD servers on this machine")
    parts = testbed.add_subparsers(dest="part", required=True)
    up = parts.add_parser("up", help="start them; they stay until `down`")
    up.add_argument("--source", metavar="PORT", type=int, default=8441, help="TCP port (default: 8441)")
    up.add_argument("--destination", metavar="PORT", type=int, default=8442, help="TCP port (default: 8442)")
    up.add_argument("--firefly", metavar="PORT", type=int, default=10514, help="UDP port (default: 10514)")
    up.add_argument("--rate", metavar="MB/s", type=float, help="most that the source reads and writes")
    up.add_argument("--minutes", type=float, default=60.0, help="how long they stay (default: 60)")
    up.set_defaults(action=_guarded(_up))
    check = parts.add_parser("check", help="try tokens, copies and fireflies, and time copies at once")
    check.add_argument("--record", action="store_true", help="keep what was found as data/network/testbed_*")
    check.add_argument("--rucio", action="store_true", help="have a rule of Rucio drive a copy too")
    check.set_defaults(action=_guarded(_check))
    down = parts.add_parser("down", help="end them and delete what they left")
    down.set_defaults(action=_guarded(_down))


Action = Callable[[argparse.Namespace, Path], int]


def _guarded(action: Action) -> Action:
    """Turn the testbed's errors and bad values into one line and an exit code."""

    def guarded(chosen: argparse.Namespace, root: Path) -> int:
        from ecosystem_nb.network.marking.listener import ListenerError
        from ecosystem_nb.network.testbed.tools import Broken, TestbedError

        try:
            return action(chosen, root)
        except Broken as error:
            refuse([str(error)])
            return FAILED
        except (TestbedError, ListenerError, ValueError) as error:
            return refuse([str(error)])

    return guarded


def _up(chosen: argparse.Namespace, _: Path) -> int:
    from ecosystem_nb.network.testbed import life  # slow to import: only for a testbed
    from ecosystem_nb.network.testbed.bed import Ports

    ports = Ports(chosen.source, chosen.destination, chosen.firefly)
    bed = life.up(ports, chosen.rate, 60.0 * chosen.minutes)
    print(f"two XRootD {bed.version} servers are up, for {chosen.minutes:g} minutes at most")
    print(f"source        {bed.source.url}")
    print(f"destination   {bed.destination.url}")
    print(f"fireflies to  UDP port {bed.firefly}")
    print(f"trust         {bed.folder / 'ca.pem'}")
    print("next          ecosystem-nb testbed check; ecosystem-nb testbed down ends them")
    return 0


def _check(chosen: argparse.Namespace, root: Path) -> int:
    from ecosystem_nb.network.testbed import checks, life, record, rule, tools

    found = tools.find()
    rucio = rule.find_python(root) if chosen.rucio or chosen.record else None
    bed = life.attach()
    if bed is not None and chosen.record:
        return refuse(["a testbed is up: expected none, for a record is made on fresh ones"])
    if bed is not None:
        run = checks.on(bed, print, rucio)
    else:
        run = checks.whole(found, print, 3 if chosen.record else 1, rucio)
    print(checks.summary(run))
    faults = checks.faults(run)
    for fault in faults:
        print(f"ecosystem-nb: {fault}", file=sys.stderr)
    if faults:
        return FAILED
    if chosen.record:
        for path in record.write(run, root):
            print(f"wrote {path}")
    return 0


def _down(_: argparse.Namespace, __: Path) -> int:
    from ecosystem_nb.network.testbed import life

    print("the testbed is down" if life.down() else "no testbed was up")
    return 0


def _learning(commands: Commands) -> None:
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
    number = training.register(plan, registry)
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


def _challenge(commands: Commands) -> None:
    challenge = commands.add_parser(
        "challenge", help="the retraining challenge: enter a policy, verify an entry"
    )
    parts = challenge.add_subparsers(dest="part", required=True)
    run = parts.add_parser("run", help="play a policy beside the frozen model and the full retrain")
    run.add_argument("policy", metavar="FILE.py:CLASS", help="a class with prepare(self, situation)")
    run.add_argument("--seeds", metavar="N", type=int, default=5, help="courses to play (default: 5)")
    run.add_argument("--events", metavar="N", type=int, help="events an interval (default: as on the page)")
    run.add_argument("--all", action="store_true", help="play all baselines too")
    run.add_argument("--out", metavar="FILE", type=Path, help="where to (default: runs/challenge/CLASS.json)")
    run.set_defaults(action=_in_one_line(_enter))
    verify = parts.add_parser(
        "verify", help="run an entry again, code in it included, and compare its digest"
    )
    verify.add_argument("entry", metavar="ENTRY", type=Path, help="a file that `run` wrote")
    verify.set_defaults(action=_in_one_line(_verify))
    for part in (run, verify):
        part.add_argument("--processes", metavar="N", type=int, default=2, help="at a time (default: 2)")


def _in_one_line(action: Action) -> Action:
    """Turn what the challenge refuses into one line and an exit code."""

    def guarded(chosen: argparse.Namespace, root: Path) -> int:
        from ecosystem_nb.learning.challenge.policy import ChallengeError, PolicyFailed

        try:
            return action(chosen, root)
        except PolicyFailed as error:
            refuse([str(error)])
            return FAILED
        except (ChallengeError, ValueError) as error:
            return refuse([str(error)])

    return guarded


def _enter(chosen: argparse.Namespace, _: Path) -> int:
    from ecosystem_nb.learning.challenge import desk  # slow to import: only for the challenge
    from ecosystem_nb.learning.challenge.campaign import Effort
    from ecosystem_nb.learning.challenge.course import Settings

    effort = Effort(chosen.processes, _say)
    settings = Settings() if chosen.events is None else Settings(events=chosen.events)
    who = desk.entrant(chosen.policy)
    out = chosen.out or Path("runs", "challenge", f"{who.name.replace(' ', '-')}.json")
    done = desk.enter(who, settings, chosen.seeds, out, effort, everyone=chosen.all)
    print(done.table)
    print(f"digest {done.entry.digest}")
    print(f"wrote {out}; ecosystem-nb challenge verify {out} runs it again")
    return 0


def _verify(chosen: argparse.Namespace, _: Path) -> int:
    from ecosystem_nb.learning.challenge import desk
    from ecosystem_nb.learning.challenge.campaign import Effort

    fault = desk.verified(chosen.entry, Effort(chosen.processes, _say))
    if fault:
        print(f"ecosystem-nb: {fault}", file=sys.stderr)
        return FAILED
    print("verified: the same to the last digit")
    return 0


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
