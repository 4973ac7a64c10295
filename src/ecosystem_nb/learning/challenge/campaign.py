"""How are many policies played on many seeds? Courses are made once; policies run apart."""

import multiprocessing
import queue
import signal
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ecosystem_nb.bounds import within
from ecosystem_nb.learning.challenge.course import Course, Settings, build
from ecosystem_nb.learning.challenge.entrant import Entrant
from ecosystem_nb.learning.challenge.entries import Entry
from ecosystem_nb.learning.challenge.player import Apart, one_thread
from ecosystem_nb.learning.challenge.policy import ChallengeError
from ecosystem_nb.learning.challenge.referee import Run, play


@dataclass(frozen=True)
class Effort:
    """How much at a time, and who is told.

    Parameters
    ----------
    processes : int
        How many courses are simulated, or policies run, at a time; no score depends on it.
    say : callable
        Told each run that is done.
    """

    processes: int = 2
    say: Callable[[str], None] = lambda _: None

    def __post_init__(self) -> None:
        within("processes", self.processes, "1", least=1, most=256)


def courses(settings: Settings, seeds: Sequence[int], effort: Effort | None = None) -> list[Course]:
    """Return the courses of some seeds, simulated and with their first model.

    Parameters
    ----------
    settings : Settings
    seeds : sequence of int
    effort : Effort, optional
        With one process they are made in this one.

    Returns
    -------
    list of Course
        In the order of the seeds.
    """
    processes = (effort or Effort()).processes
    if processes < 2 or len(seeds) < 2:
        return [build(settings, seed) for seed in seeds]
    spawn = multiprocessing.get_context("spawn")
    ignored = (signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that waits
    with one_thread(), spawn.Pool(min(processes, len(seeds)), signal.signal, ignored) as pool:
        return pool.starmap(build, [(settings, seed) for seed in seeds], chunksize=1)


def tried(entrant: Entrant) -> None:
    """Load a policy in a process of its own, so that a fault of its is told before anything is simulated.

    Raises
    ------
    ChallengeError
        When it is no policy.
    """
    Apart(entrant).end()


def campaign(
    entrants: Sequence[Entrant], played: Sequence[Course], effort: Effort | None = None
) -> list[Entry]:
    """Play every policy on every course.

    Parameters
    ----------
    entrants : sequence of Entrant
    played : sequence of Course
        Of one settings.
    effort : Effort, optional

    Returns
    -------
    list of Entry
        In the order of the entrants.

    Raises
    ------
    ChallengeError
        When an entry fails or looks at what it may not see; the others are ended.
    """
    if not entrants or not played:
        raise ChallengeError(
            f"{len(entrants)} policies on {len(played)} courses: expected one at least of each"
        )
    effort = effort or Effort()
    jobs: queue.SimpleQueue[tuple[int, int]] = queue.SimpleQueue()
    for i in range(len(entrants)):
        for k in range(len(played)):
            jobs.put((i, k))
    done: dict[tuple[int, int], Run] = {}
    faults: list[Exception] = []

    def lane() -> None:
        try:
            for i, k, run in _played(entrants, played, jobs, faults):
                done[i, k] = run
                effort.say(f"{entrants[i].name}, seed {run.seed}")
        except Exception as error:  # noqa: BLE001  told by the thread that waits
            faults.append(error)

    lanes = [threading.Thread(target=lane, daemon=True) for _ in range(effort.processes)]
    for one in lanes:
        one.start()
    for one in lanes:
        one.join()
    if faults:
        raise faults[0]
    return [
        Entry(one, played[0].settings, tuple(done[i, k] for k in range(len(played))))
        for i, one in enumerate(entrants)
    ]


def _played(
    entrants: Sequence[Entrant],
    played: Sequence[Course],
    jobs: "queue.SimpleQueue[tuple[int, int]]",
    faults: list[Exception],
) -> Iterable[tuple[int, int, Run]]:
    """Take jobs until there are none, with one process for as long as the policy stays the same."""
    at, player = -1, None
    try:
        while not faults:
            try:
                i, k = jobs.get_nowait()
            except queue.Empty:
                return
            if i != at or player is None:
                if player is not None:
                    player.end()
                at, player = i, Apart(entrants[i])
            yield i, k, play(played[k], player)
    finally:
        if player is not None:
            player.end()
