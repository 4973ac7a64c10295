"""Where does a policy run? In a process of its own, to which no label of the scored interval ever goes."""

import contextlib
import multiprocessing
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Protocol

import numpy as np

from ecosystem_nb.learning.challenge.entrant import Entrant
from ecosystem_nb.learning.challenge.policy import (
    Ask,
    ChallengeError,
    Deployed,
    Flags,
    LabelsRefused,
    Policy,
    PolicyFailed,
    Sample,
    Situation,
)
from ecosystem_nb.learning.model.network import Network

PATIENCE_S = 300.0
"""Longest time, s, that a policy may take for one interval."""
FAULTS = {one.__name__: one for one in (ChallengeError, PolicyFailed, LabelsRefused)}


@dataclass(frozen=True)
class Prepared:
    """A model, and the CPU time, s, that it took."""

    deployed: Deployed
    cpu_s: float


class Player(Protocol):
    """Runs one policy, course after course."""

    def begin(self, first: Sample, deployed: Deployed, efficiency: float, seed: int) -> None:
        """Start a course: a fresh policy, the first interval's events and the model that serves there."""
        ...

    def prepare(self, current: Sample, ask: Ask) -> Prepared:
        """Have the policy prepare the model for the next interval, whose events are ``current``."""
        ...


class Here:
    """Runs a policy in this process: for tests, and for a look with the debugger."""

    def __init__(self, entrant: Entrant) -> None:
        self._entrant = entrant
        self._made = entrant.load()

    def begin(self, first: Sample, deployed: Deployed, efficiency: float, seed: int) -> None:
        """Start a course."""
        self._policy: Policy = self._made()
        self._past, self._deployed, self._efficiency, self._seed = [first], deployed, efficiency, seed

    def prepare(self, current: Sample, ask: Ask) -> Prepared:
        """Prepare the model for the next interval."""
        t = len(self._past)
        seed = 1000 * self._seed + t
        situation = Situation(
            past=self._past,
            current=current,
            deployed=self._deployed,
            efficiency=self._efficiency,
            seed=seed,
            ask=ask,
        )
        started = time.process_time()
        try:
            answer = self._policy.prepare(situation)
        except LabelsRefused as error:
            raise LabelsRefused(f"{self._entrant.name}, interval {t}: {error}") from None
        except Exception as error:
            text = " ".join(str(error).split())[:200]
            raise PolicyFailed(
                f"{self._entrant.name}, interval {t}: {type(error).__name__}: {text}"
            ) from error
        spent = time.process_time() - started
        self._deployed = _a_model(answer, f"{self._entrant.name}, interval {t}", current)
        self._past.append(current)
        return Prepared(self._deployed, spent)


def _a_model(answer: object, who: str, sample: Sample) -> Deployed:
    """Return the answer if it is a model that can score the sample."""
    if not isinstance(answer, Deployed) or type(answer.network) is not Network:
        raise PolicyFailed(f"{who}: prepare gave {type(answer).__name__}: expected a Deployed with a Network")
    try:
        finite = np.isfinite(answer.scores(sample)).all()
    except ValueError as error:
        raise PolicyFailed(f"{who}: {error}") from error
    if not finite:
        raise PolicyFailed(f"{who}: scores are not all finite numbers")
    return Deployed(answer.network, float(answer.threshold), bool(answer.recalibrated))


class Apart:
    """Runs a policy in a process of its own; events and answers go through a pipe, labels on request."""

    def __init__(self, entrant: Entrant) -> None:
        self._entrant = entrant
        spawn = multiprocessing.get_context("spawn")
        self._pipe, theirs = spawn.Pipe()
        self._process = spawn.Process(target=_serve, args=(theirs, entrant), daemon=True)
        with one_thread():
            self._process.start()
        theirs.close()
        self._told()

    def begin(self, first: Sample, deployed: Deployed, efficiency: float, seed: int) -> None:
        """Start a course."""
        self._pipe.send(("begin", first, deployed, efficiency, seed))
        self._told()

    def prepare(self, current: Sample, ask: Ask) -> Prepared:
        """Prepare the model for the next interval."""
        self._pipe.send(("prepare", current))
        while True:
            kind, *said = self._told()
            if kind == "prepared":
                return Prepared(*said)
            try:
                self._pipe.send(("labels", ask(*said)))
            except LabelsRefused as error:
                self._pipe.send(("refused", str(error)))

    def end(self) -> None:
        """End the process."""
        self._pipe.close()
        self._process.join(0.5)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()

    def _told(self) -> tuple[Any, ...]:
        """Return what the process says next; a fault of its is raised here."""
        try:
            if not self._pipe.poll(PATIENCE_S):
                raise PolicyFailed(f"{self._entrant.name}: no answer within {PATIENCE_S:g} s")
            kind, *said = self._pipe.recv()
        except (EOFError, OSError):
            self._process.join(2.0)
            code = self._process.exitcode
            raise PolicyFailed(f"{self._entrant.name}: its process ended with code {code}") from None
        if kind in FAULTS:
            raise FAULTS[kind](said[0])
        return (kind, *said)


@contextlib.contextmanager
def one_thread() -> Iterator[None]:
    """Have processes that start meanwhile compute with one thread each."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _serve(pipe: Connection, entrant: Entrant) -> None:
    """Live in the process of a policy: begin, prepare, answer, until the pipe closes."""

    def ask(interval: int, which: object) -> Flags:
        pipe.send(("ask", interval, which))
        kind, said = pipe.recv()
        if kind == "refused":
            raise LabelsRefused(said)
        return np.asarray(said)

    with contextlib.suppress(EOFError, KeyboardInterrupt, BrokenPipeError):
        try:
            player = Here(entrant)
            pipe.send(("ready",))
            while True:
                kind, *said = pipe.recv()
                if kind == "begin":
                    player.begin(*said)
                    pipe.send(("ready",))
                else:
                    made = player.prepare(said[0], ask)
                    pipe.send(("prepared", made.deployed, made.cpu_s))
        except ChallengeError as error:
            pipe.send((type(error).__name__, str(error)))
