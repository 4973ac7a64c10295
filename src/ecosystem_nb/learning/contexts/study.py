"""What does each context say of one model, in one state of the detector?  Cards and what is held fixed."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.learning.calorimeter.conditions import Calibration, Conditions
from ecosystem_nb.learning.calorimeter.simulate import Events
from ecosystem_nb.learning.contexts import signal
from ecosystem_nb.learning.contexts.coverage import ANEW, Coverage, simulated_anew
from ecosystem_nb.learning.contexts.reconstruction import EnergyCard, energies, half_way
from ecosystem_nb.learning.contexts.simulated import Sample
from ecosystem_nb.learning.contexts.trigger import TriggerCard, judge
from ecosystem_nb.learning.model.features import features
from ecosystem_nb.learning.model.network import Network

REFERENCE, AGED, CALIBRATED = "reference", "aged", "aged, calibrated"


def states(dose: float, pile_up: float) -> dict[str, Conditions]:
    """Return the states that the contexts are asked in: before, and after with old and with new calibration.

    Parameters
    ----------
    dose : float
        Of the aged detector, in units of that of the whole HL-LHC run.
    pile_up : float
        Interactions a crossing, in all of them.

    Examples
    --------
    >>> [one.calibration.dose for one in states(1.0, 60.0).values()]
    [0.2, 0.2, 1.0]
    """
    return {
        REFERENCE: Conditions(pile_up=pile_up),
        AGED: Conditions(pile_up=pile_up, dose=dose),
        CALIBRATED: Conditions(pile_up=pile_up, dose=dose, calibration=Calibration(dose=dose)),
    }


def measured(events: Events) -> NDArray[np.float32]:
    """Return the energy that reconstruction measures: the sum of the window's crystals, GeV, (N,)."""
    total: NDArray[np.float32] = events.crystals.sum(axis=(1, 2))
    return total


def scaled(events: Events, by: float) -> Events:
    """Return the same events with the crystals' energies multiplied by ``1 + by``."""
    return replace(events, crystals=events.crystals * np.float32(1.0 + by))


@dataclass(frozen=True)
class Question:
    """What is held fixed while the detector ages.

    Parameters
    ----------
    network : Network
        The model.
    deployed : float
        Threshold on its score.
    efficiency : float
        For which the threshold was set.
    jets : float
        Jets that arrive at the trigger, kHz.
    energy : float
        Threshold on the measured energy, GeV.
    inner : float64 (B - 1,)
        Inner edges of the analysis's bins of the score.
    electrons_expected, jets_expected : float
        Events of the analysis at signal strength 1.
    jets_unsure, scale_unsure : float
        Relative uncertainties of the number of jets and of the energy scale.
    """

    network: Network
    deployed: float
    efficiency: float
    jets: float
    energy: float
    inner: signal.Floats
    electrons_expected: float
    jets_expected: float
    jets_unsure: float
    scale_unsure: float

    def trigger(self, events: Events) -> TriggerCard:
        """Ask as the trigger does."""
        scores = self.network.scores(features(events))
        return judge(
            scores, events.electron, deployed=self.deployed, efficiency=self.efficiency, jets=self.jets
        )

    def reconstruction(self, events: Events) -> tuple[EnergyCard, float]:
        """Ask as reconstruction does: energies of electrons, and the true energy half way up the turn-on."""
        mine = events.chosen(events.electron)
        found = measured(mine)
        return energies(found, mine.energy), half_way(found, mine.energy, self.energy)

    def sample(self, events: Events) -> Sample:
        """Return such events as the analysis counts them, at three energy scales."""
        moved = [scaled(events, by) for by in (0.0, self.scale_unsure, -self.scale_unsure)]
        nominal, high, low = (self.network.scores(features(one)) for one in moved)
        expected = (self.electrons_expected, self.jets_expected)
        return Sample.of((nominal, high, low), events.electron, self.inner, expected)

    def analysis(
        self, believed: Sample, truth: Sample, *, toys: int, rng: np.random.Generator
    ) -> "AnalysisCard":
        """Ask as an analysis does.

        Parameters
        ----------
        believed : Sample
            Simulated events that its templates are filled with.
        truth : Sample
            What the detector gives.
        toys : int
            Repetitions, each with data and with a simulation of its own.
        rng : numpy.random.Generator
        """
        fit, given = believed.measurement(self.jets_unsure), truth.templates()
        best, low, high = fit.interval(fit.data(given.expected()))
        found = simulated_anew(believed, given, self.jets_unsure, toys=toys, rng=rng)
        return AnalysisCard(best, low, high, found[ANEW])


@dataclass(frozen=True)
class AnalysisCard:
    """How an analysis judges a model.

    Parameters
    ----------
    best, low, high : float
        Signal strength and 68 % interval from the expected data at strength 1.
    coverage : Coverage
        Of that interval, data and simulation drawn anew.
    """

    best: float
    low: float
    high: float
    coverage: Coverage

    @property
    def width(self) -> float:
        """Half of the interval."""
        return (self.high - self.low) / 2.0
