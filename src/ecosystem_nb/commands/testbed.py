"""The live testbed: `ecosystem-nb testbed`."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from ecosystem_nb.book.cli import FAILED, Commands, refuse

Action = Callable[[argparse.Namespace, Path], int]


def add(commands: Commands) -> None:
    """Add the command and its parts."""
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
