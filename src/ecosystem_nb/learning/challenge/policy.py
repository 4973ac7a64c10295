"""What does a policy see, and what does it answer? The protocol that an entry implements."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

Table: TypeAlias = NDArray[np.float32]  # features, (N, F)
Flags: TypeAlias = NDArray[np.bool_]
# What a model may read of an event, by the names of the arrays of a sample.
Reading: TypeAlias = Literal["features", "recalibrated", "cells"]
READINGS: tuple[Reading, ...] = get_args(Reading)
# Labels of events of a past interval, from who holds them.
Ask: TypeAlias = "Callable[[int, NDArray[np.int64] | None], Flags]"


class ChallengeError(ValueError):
    """An entry, or what it did, is refused; the message is one line."""


class LabelsRefused(ChallengeError):
    """A policy asked for labels that it may not see."""


class PolicyFailed(ChallengeError):
    """A policy raised an error, or did not answer with a model."""


class Model(Protocol):
    """What gives a score: a network of this book, or any object with this one method."""

    def scores(self, x: Table, /) -> NDArray[np.float32]:
        """Return a number from 0 to 1 for each event, shape (N,), near 1 for electrons.

        Parameters
        ----------
        x : numpy.ndarray of float32, shape (N, F)
            What the model is deployed to read.
        """
        ...


@dataclass(frozen=True)
class Sample:
    """Events of one interval without labels, as arrays that can't be written to.

    Parameters
    ----------
    features : numpy.ndarray of float32, shape (N, F)
        Features as the detector delivers them.
    recalibrated : numpy.ndarray of float32, shape (N, F)
        Features of the same events with the laser calibration of the interval before.
    cells : numpy.ndarray of float32, shape (N, 58)
        Energies that the features were made of, GeV: the crystals row by row, then the hadronic towers.
    """

    features: Table
    recalibrated: Table
    cells: Table

    def __post_init__(self) -> None:
        for name in READINGS:
            kept = np.array(getattr(self, name), dtype=np.float32)
            kept.setflags(write=False)
            object.__setattr__(self, name, kept)

    def __len__(self) -> int:
        return len(self.features)

    def __reduce__(self) -> tuple[type, tuple[Table, ...]]:
        # made anew elsewhere, so that it is not to be written to there either
        return type(self), (self.features, self.recalibrated, self.cells)

    def read(self, reads: "Reading") -> Table:
        """Return what a model reads of the events: one of the arrays by its name."""
        found: Table = getattr(self, reads)
        return found


@dataclass(frozen=True)
class Deployed:
    """A model at work: what an event goes through.

    Parameters
    ----------
    model : Model
        Gives the score.
    threshold : float
        Events at or above it are taken as electrons.
    reads : str
        What the model gets of a :class:`Sample`: ``features``, ``recalibrated`` or ``cells``.
    """

    model: Model
    threshold: float
    reads: "Reading" = "features"

    def __post_init__(self) -> None:
        if not callable(getattr(self.model, "scores", None)):
            raise ChallengeError(
                f"model is a {type(self.model).__name__}: expected one with a method scores(x)"
            )
        if not np.isfinite(self.threshold):
            raise ChallengeError(f"threshold = {self.threshold} is not a finite number")
        if self.reads not in READINGS:
            raise ChallengeError(f"reads = {self.reads!r}: expected one of {', '.join(READINGS)}")

    def scores(self, sample: Sample) -> NDArray[np.float32]:
        """Return the scores of a sample's events, shape (N,)."""
        return self.model.scores(sample.read(self.reads))


class Situation:
    """What a policy sees while it prepares the model for one interval.

    Attributes
    ----------
    interval : int
        The interval to come, from 1; number 0 is the one that the first model was trained for.
    current : Sample
        Its events, without labels.
    past : sequence of Sample
        Events of the intervals 0 to ``interval - 1``, without labels; ask for these with :meth:`labels`.
    deployed : Deployed
        What worked in the interval before.
    efficiency : float
        Share of the electrons that the threshold shall keep.
    seed : int
        For random numbers of the policy; another one in each interval.
    """

    __slots__ = ("_ask", "current", "deployed", "efficiency", "interval", "past", "seed")

    def __init__(
        self,
        *,
        past: Sequence[Sample],
        current: Sample,
        deployed: Deployed,
        efficiency: float,
        seed: int,
        ask: Ask,
    ) -> None:
        self.interval = len(past)
        self.current, self.past, self.deployed = current, tuple(past), deployed
        self.efficiency, self.seed = efficiency, seed
        self._ask = ask

    def labels(self, interval: int, which: int | np.integer | NDArray[np.int64] | None = None) -> Flags:
        """Ask for labels of a past interval: true for an electron; each event asked for counts once.

        Parameters
        ----------
        interval : int
            0 to ``self.interval - 1``; those of interval 0 are free, the first model was trained on such.
        which : int or numpy.ndarray of int, optional
            How many of the first events, or the positions of the events; all when absent.

        Returns
        -------
        numpy.ndarray of bool
            One label an event that was asked for.

        Raises
        ------
        LabelsRefused
            For the interval that is scored, for later ones, and for events that there are not.
        """
        return self._ask(interval, np.arange(which) if isinstance(which, int | np.integer) else which)

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        raise LabelsRefused(
            f"a policy sees no {name!r}: it has {', '.join(self.__slots__[1:])}, and labels(interval) of "
            "intervals before the one that is scored"
        )


class Policy(Protocol):
    """Keeps a model right: one method, and a constructor that needs no argument.

    A policy is made anew for each seed and may remember what it likes between intervals.
    """

    def prepare(self, situation: Situation) -> Deployed:
        """Return the model for the interval that is about to be scored.

        Parameters
        ----------
        situation : Situation

        Returns
        -------
        Deployed
        """
        ...
