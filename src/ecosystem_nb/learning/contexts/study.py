"""What does each context say of one model, in one state of the detector?  Cards and what is held fixed."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.learning.calorimeter.conditions import Calibration, Conditions
from ecosystem_nb.learning.calorimeter.simulate import Events
from ecosystem_nb.learning.contexts import signal
from ecosystem_nb.learning.contexts.reconstruction import EnergyCard, energies, half_way
from ecosystem_nb.learning.contexts.signal import Coverage, Measurement, Templates
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

    def templates(self, events: Events) -> Templates:
        """Return what the analysis expects of such events."""
        return signal.templates(
            self.network.scores(features(events)),
            events.electron,
            self.inner,
            electrons=self.electrons_expected,
            jets=self.jets_expected,
        )

    def measurement(self, events: Events) -> Measurement:
        """Return the analysis that believes in such events."""
        return Measurement(
            self.templates(events),
            self.templates(scaled(events, self.scale_unsure)),
            self.templates(scaled(events, -self.scale_unsure)),
            self.jets_unsure,
        )


@dataclass(frozen=True)
class AnalysisCard:
    """How an analysis judges a model.

    Parameters
    ----------
    best, low, high : float
        Signal strength and 68 % interval from the expected data at strength 1.
    coverage : Coverage
        Of that interval.
    """

    best: float
    low: float
    high: float
    coverage: Coverage


def analyse(believed: Measurement, truth: Templates, *, toys: int, rng: np.random.Generator) -> AnalysisCard:
    """Ask as an analysis does.

    Parameters
    ----------
    believed : Measurement
        The fit.
    truth : Templates
        What the detector gives.
    toys : int
    rng : numpy.random.Generator

    Returns
    -------
    AnalysisCard
    """
    best, low, high = believed.interval(believed.data(truth.expected()))
    return AnalysisCard(best, low, high, signal.coverage(believed, truth, strength=1.0, toys=toys, rng=rng))
