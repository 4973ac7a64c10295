"""The recipe: everything that the trained weights depend on."""

import hashlib
import json
from dataclasses import asdict, dataclass, field

from ecosystem_nb.tracking.events.setup import Setup
from ecosystem_nb.tracking.gnn.shapes import Shapes


@dataclass(frozen=True)
class Recipe:
    """How the networks are trained.

    Attributes
    ----------
    seed : int
        Of first weights, samples and mirrored events.
    setup : Setup
        Of the events, but for their pile-up.
    pile_ups : tuple of float
        Mean number of soft interactions: event after event, in turn.
    events, graphs : int
        Events for the embedding; the first of them make the graphs for filter and interaction network.
    target, ignored : float
        Particles of at least ``target`` GeV are to be found; those from ``ignored`` on are not punished.
    radius, cut : float
        Of the graph in the embedding, and of the filter's score, as the next network is given them.
    embed_steps, filter_steps, interact_steps : int
        Events seen by each training.
    embed_rate, filter_rate, interact_rate : float
        Highest rates of learning.
    pull : float
        Weight of true pairs against hard negatives in the embedding.
    favour : float
        Weight of all true edges against all false ones in the filter.
    sample : int
        False edges a step of the filter.
    sector : float
        Share of the azimuth that a step of the interaction network sees.
    shapes : Shapes
    """

    seed: int = 20_260
    setup: Setup = field(default_factory=Setup)
    pile_ups: tuple[float, ...] = (10.0, 20.0, 30.0)
    events: int = 48
    graphs: int = 48
    target: float = 0.8
    ignored: float = 0.5
    radius: float = 0.55
    cut: float = 0.05
    embed_steps: int = 300
    filter_steps: int = 800
    interact_steps: int = 3_500
    embed_rate: float = 5e-3
    filter_rate: float = 5e-3
    interact_rate: float = 3e-3
    pull: float = 4.0
    favour: float = 1.0
    sample: int = 6_000
    sector: float = 0.25
    shapes: Shapes = field(default_factory=Shapes)

    @property
    def digest(self) -> str:
        """First 16 digits of a hash over all of it."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]
