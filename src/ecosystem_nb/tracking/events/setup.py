"""What kind of event is wanted: pile-up, spectrum, and what is wrong with the detector."""

from dataclasses import dataclass, fields
from typing import Literal, Self, get_args

from ecosystem_nb.bounds import within

Spectrum = Literal["tsallis", "log-uniform"]
Smearing = Literal["normal", "uniform"]

# Unit and range of each number; `above` where the lower end is excluded.
_RANGES: dict[str, tuple[str, float, float]] = {
    "pile_up": ("interactions", 0.0, 300.0),
    "tracks": ("particles", 0.0, 1000.0),
    "hard_tracks": ("particles", 0.0, 10_000.0),
    "pt_min": ("GeV", 0.05, 1000.0),
    "pt_max": ("GeV", 0.05, 10_000.0),
    "eta_max": ("1", 0.1, 4.0),
    "sigma_z": ("mm", 0.0, 200.0),
    "sigma_xy": ("mm", 0.0, 5.0),
    "efficiency": ("1", 0.0, 1.0),
    "noise": ("hits a layer", 0.0, 1e6),
    "noise_share": ("1", 0.0, 10.0),
    "material": ("1", 0.0, 10.0),
    "dead": ("1", 0.0, 1.0),
    "misalignment": ("mm", 0.0, 1.0),
    "jets": ("jets", 0, 100),
    "jet_pt": ("GeV", 1.0, 10_000.0),
    "jet_tracks": ("particles", 1, 1000),
    "jet_cone": ("1", 0.0, 1.0),
    "displaced": ("1", 0.0, 1.0),
    "decay_length": ("mm", 0.0, 1000.0),
    "single": ("muons", 0, 200_000),
    "conditions_seed": ("1", 0, 2**63 - 1),
}


@dataclass(frozen=True)
class Setup:
    """What is generated.  Every number is checked when the setup is made.

    Attributes
    ----------
    pile_up : float
        Mean number of soft interactions, Poisson; 0 to 300.
    tracks : float
        Mean number of charged particles of a soft interaction within the pT and eta range, negative
        binomial.
    hard_tracks : float
        Mean number of particles of the hard interaction, Poisson; with 0 and no jets there is none.
    pt_min, pt_max : float
        Range of transverse momenta, GeV.
    spectrum : "tsallis" or "log-uniform"
        Of the soft and hard interactions' particles; muons of the gun are always log-uniform.
    eta_max : float
        Pseudorapidities are flat between -eta_max and eta_max.
    sigma_z, sigma_xy : float
        Spread of the vertices, mm.
    efficiency : float
        Chance that a crossing is recorded.
    noise : float
        Mean number of noise hits a layer.
    noise_share : float
        Mean number of noise hits of a layer for each of its true ones.
    material : float
        Factor on the thickness of layers and beam pipe.
    smearing : "normal" or "uniform"
        How a hit stands off the truth: normal with pitch over the root of 12, or flat over one pitch.
    dead : float
        Share of modules that record nothing.
    misalignment : float
        Width of each module's shift in both of its directions, mm.
    jets : int
        Number of dense jets in the hard interaction.
    jet_pt : float
        Sum of a jet's charged transverse momenta, GeV.
    jet_tracks : int
        Charged particles of a jet.
    jet_cone : float
        Largest distance in eta and azimuth from the jet's axis.
    displaced : float
        Share of particles that come from a decay in flight.
    decay_length : float
        Mean transverse distance of that decay from the vertex, mm.
    single : int
        Muons of a particle gun, four to a vertex, instead of all interactions; 0 for none.
    conditions_seed : int
        Which modules are dead or shifted, and how; the same for all events.
    """

    pile_up: float = 200.0
    tracks: float = 50.0
    hard_tracks: float = 60.0
    pt_min: float = 0.1
    pt_max: float = 20.0
    spectrum: Spectrum = "tsallis"
    eta_max: float = 2.5
    sigma_z: float = 50.0
    sigma_xy: float = 0.01
    efficiency: float = 0.98
    noise: float = 0.0
    noise_share: float = 0.05
    material: float = 1.0
    smearing: Smearing = "normal"
    dead: float = 0.0
    misalignment: float = 0.0
    jets: int = 0
    jet_pt: float = 200.0
    jet_tracks: int = 15
    jet_cone: float = 0.1
    displaced: float = 0.0
    decay_length: float = 20.0
    single: int = 0
    conditions_seed: int = 0

    def __post_init__(self) -> None:
        for name, (unit, least, most) in _RANGES.items():
            value = getattr(self, name)
            whole = isinstance(least, int)
            if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
                raise TypeError(f"{name} = {value!r}: expected a {'whole ' if whole else ''}number")
            within(name, value, unit, least=least, most=most)
        if self.pt_max <= self.pt_min:
            raise ValueError(f"pt_max = {self.pt_max:g} GeV: expected above pt_min = {self.pt_min:g} GeV")
        for name, choices in (("spectrum", get_args(Spectrum)), ("smearing", get_args(Smearing))):
            if getattr(self, name) not in choices:
                raise ValueError(f"{name} = {getattr(self, name)!r}: expected one of {', '.join(choices)}")

    @classmethod
    def muons(cls, number: int, pt_min: float = 1.0, **others: object) -> Self:
        """Return a particle gun: muons of log-uniform pT up to 20 GeV, all recorded, without noise.

        Parameters
        ----------
        number : int
        pt_min : float
            GeV.
        **others
            Other attributes.

        Returns
        -------
        Setup

        Examples
        --------
        >>> Setup.muons(1000).efficiency
        1.0
        """
        unknown = set(others) - {one.name for one in fields(cls)}
        if unknown:
            raise TypeError(f"{min(unknown)} is not an attribute of a setup")
        chosen: dict[str, object] = {"efficiency": 1.0, "noise_share": 0.0, **others}
        return cls(single=number, pt_min=pt_min, **chosen)  # type: ignore[arg-type]
