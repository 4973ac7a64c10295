"""Where does a policy run? In a process of its own, to which no label of the scored interval ever goes."""

import contextlib
import hashlib
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
    Reading,
    Sample,
    Situation,
)
from ecosystem_nb.learning.model.network import Network
from ecosystem_nb.learning.model.quality import Scores

SOME = 1000
"""Events whose scores tell models apart."""
PATIENCE_S = 300.0
"""Longest time, s, that a policy may take for one interval."""
FAULTS = {one.__name__: one for one in (ChallengeError, PolicyFailed, LabelsRefused)}


@dataclass(frozen=True)
class Answer:
    """What a deployed model says of the events of one interval.

    Parameters
    ----------
    scores : numpy.ndarray of float32, shape (N,)
        One an event.
    threshold : float
    model : str
        What the model is told apart by, hexadecimal.
    """

    scores: Scores
    threshold: float
    model: str


@dataclass(frozen=True)
class Prepared:
    """What the model for an interval says there.

    Parameters
    ----------
    answer : Answer
    before : numpy.ndarray of float32, shape (N,)
        What the model of the interval before would have said of the same events.
    cpu_s : float
        CPU time that the policy took to prepare it, s.
    """

    answer: Answer
    before: Scores
    cpu_s: float


class Player(Protocol):
    """Runs one policy, course after course."""

    def begin(self, first: Sample, deployed: Deployed, efficiency: float, seed: int) -> None:
        """Start a course: a fresh policy, the first interval's events and the model that serves there."""
        ...

    def prepare(self, current: Sample, ask: Ask) -> Prepared:
        """Have the policy prepare the model for the next interval, whose events are ``current``."""
        ...

    def again(self) -> Answer:
        """Have the newest model score the events of the first interval."""
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
            raise PolicyFailed(f"{self._entrant.name}, interval {t}: {_told(error)}") from error
        spent = time.process_time() - started
        known = self._deployed
        self._who = f"{self._entrant.name}, interval {t}"
        if not isinstance(answer, Deployed):
            raise PolicyFailed(f"{self._who}: prepare gave {type(answer).__name__}: expected a Deployed")
        self._deployed = answer
        said = self._said(current)
        self._past.append(current)
        return Prepared(said, said.scores if answer is known else scored(known, current), spent)

    def again(self) -> Answer:
        """Score the events of the first interval."""
        return self._said(self._past[0])

    def _said(self, sample: Sample) -> Answer:
        try:
            scores = scored(self._deployed, sample)
            return Answer(scores, float(self._deployed.threshold), identity(self._deployed, self._past[0]))
        except Exception as error:
            raise PolicyFailed(f"{self._who}: its model: {_told(error)}") from error


def scored(deployed: Deployed, sample: Sample) -> Scores:
    """Return the scores of a sample's events, shape (N,), once they are what scores must be.

    Raises
    ------
    ValueError
        For another shape, or numbers that are not from 0 to 1.
    """
    scores = np.asarray(deployed.scores(sample), dtype=np.float32)
    if scores.shape != (len(sample),):
        raise ValueError(f"scores of shape {scores.shape} for {len(sample)} events: expected one an event")
    if not (scores.min() >= 0.0 and scores.max() <= 1.0):  # false for what is no number, too
        raise ValueError(f"scores from {scores.min():g} to {scores.max():g}: expected 0 to 1")
    return scores


def identity(deployed: Deployed, first: Sample) -> str:
    """Return what a model is told apart by, hexadecimal.

    Parameters
    ----------
    deployed : Deployed
    first : Sample
        Events of the first interval.

    Returns
    -------
    str
        The digest of a network; of any other model SHA-256 of its scores of the first thousand of the events.
    """
    if type(deployed.model) is Network:
        return deployed.model.digest
    reads: Reading = "cells" if deployed.reads == "cells" else "features"
    scores = np.asarray(deployed.model.scores(first.read(reads)[:SOME]), dtype="<f4")
    return hashlib.sha256(scores.tobytes()).hexdigest()


def _told(error: Exception) -> str:
    """Return an error in one line that is not too long."""
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"


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
                prepared: Prepared = said[0]
                return prepared
            try:
                self._pipe.send(("labels", ask(*said)))
            except LabelsRefused as error:
                self._pipe.send(("refused", str(error)))

    def again(self) -> Answer:
        """Score the events of the first interval."""
        self._pipe.send(("again",))
        answer: Answer = self._told()[1]
        return answer

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
                elif kind == "again":
                    pipe.send(("answer", player.again()))
                else:
                    pipe.send(("prepared", player.prepare(said[0], ask)))
        except ChallengeError as error:
            pipe.send((type(error).__name__, str(error)))
