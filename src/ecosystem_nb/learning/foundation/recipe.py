"""On what is the model pretrained, and how?  Everything that its weights depend on."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

import numpy as np

from ecosystem_nb.learning.calorimeter.conditions import Calibration, Conditions
from ecosystem_nb.learning.foundation.shapes import Shapes


@dataclass(frozen=True)
class Recipe:
    """How the model is pretrained.

    Attributes
    ----------
    seed : int
        Of conditions, events, first weights, masks and order.
    conditions, events : int
        How many states of the detector, and events of each.
    epochs, batch : int
        Times that each event is seen, and events a step.
    rate, decay : float
        Highest learning rate, reached after a twentieth of the steps, and weight decay of AdamW.
    masked : float
        Share of the cells that are hidden.
    pile_up, dose : tuple of float
        Ranges of the conditions, interactions and units of ``Conditions``.
    shapes : Shapes

    Examples
    --------
    >>> Recipe(masked=1.0)
    Traceback (most recent call last):
        ...
    ValueError: masked = 1 is out of range: expected above 0 and below 1
    """

    seed: int = 2029
    conditions: int = 64
    events: int = 4096
    epochs: int = 2
    batch: int = 256
    rate: float = 2e-3
    decay: float = 0.01
    masked: float = 0.4
    pile_up: tuple[float, float] = (30.0, 200.0)
    dose: tuple[float, float] = (0.0, 1.0)
    shapes: Shapes = field(default_factory=Shapes)

    def __post_init__(self) -> None:
        """Refuse what trains nothing."""
        for name in ("conditions", "events", "epochs", "batch"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} = {getattr(self, name)} is out of range: expected at least 1")
        if not 0.0 < self.masked < 1.0:
            raise ValueError(f"masked = {self.masked:g} is out of range: expected above 0 and below 1")
        if not self.rate > 0.0:
            raise ValueError(f"rate = {self.rate:g} is out of range: expected above 0")

    @property
    def digest(self) -> str:
        """First 16 digits of a hash over all of it."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]

    def states(self) -> Iterator[Conditions]:
        """Yield the conditions: pile-up and dose even over their ranges, and what goes wrong with detectors.

        The laser lags behind by up to 0.3 in dose, a fifth of the states have a wrong scale of up to 8 %, and
        half have up to 3 % dead crystals and 6 % dead towers.
        """
        rng = np.random.default_rng([self.seed, 1])
        for number in range(self.conditions):
            pile_up, dose = (float(rng.uniform(*one)) for one in (self.pile_up, self.dose))
            lag, wrong, broken = rng.uniform(0.0, 0.3), rng.random() < 0.2, rng.random() < 0.5
            scale = rng.uniform(0.92, 1.08) if wrong else 1.0
            dead = rng.uniform(0.0, (0.03, 0.06)) if broken else (0.0, 0.0)
            yield Conditions(
                pile_up=pile_up,
                dose=dose,
                dead_crystals=float(dead[0]),
                dead_towers=float(dead[1]),
                calibration=Calibration(max(dose - lag, 0.0), scale=float(scale)),
                map_seed=1000 + number,
            )
