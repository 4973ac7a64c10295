"""The retraining challenge: `ecosystem-nb challenge`."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from ecosystem_nb.book.cli import FAILED, Commands, refuse

Action = Callable[[argparse.Namespace, Path], int]


def add(commands: Commands) -> None:
    """Add the command and its parts."""
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
