"""How was a version made, and is it the same when made again?  Plans, training and replay."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from ecosystem_nb.learning.calorimeter.conditions import Calibration, Conditions
from ecosystem_nb.learning.calorimeter.simulate import simulate
from ecosystem_nb.learning.model.features import features
from ecosystem_nb.learning.model.files import from_onnx, to_onnx
from ecosystem_nb.learning.model.network import Network
from ecosystem_nb.learning.model.quality import threshold_for
from ecosystem_nb.learning.model.train import Recipe, train
from ecosystem_nb.learning.quantised.network import Bits, Quantised
from ecosystem_nb.learning.registry import lineage as of
from ecosystem_nb.learning.registry.errors import RegistryError
from ecosystem_nb.learning.registry.gate import Bounds, Report, Sample, judge
from ecosystem_nb.learning.registry.lineage import Lineage
from ecosystem_nb.learning.registry.store import Registry
from ecosystem_nb.learning.registry.trigger import BITS, Firmware, Trigger, in_integers
from ecosystem_nb.learning.timeline.intervals import Interval, Period


@dataclass(frozen=True)
class Plan:
    """All that a training depends on; equal plans give equal models on one machine.

    Attributes
    ----------
    interval : Interval
        When the model is to be valid.
    conditions : Conditions
        Of the events it learns from; their calibration must hold in all of the interval.
    events : int
        That it learns from.
    data_seed : int
        Of these events; the next two seeds give those for the threshold and for the gate.
    seed : int
        Of the training.
    recipe : Recipe
    parent : int or None
        The version whose network it starts from.
    efficiency : float
        Share of the electrons that the threshold keeps.
    bits : Bits
        Of the integers for the trigger.
    """

    interval: Interval
    conditions: Conditions = field(default_factory=Conditions)
    events: int = 20_000
    data_seed: int = 1
    seed: int = 1
    recipe: Recipe = field(default_factory=Recipe)
    parent: int | None = None
    efficiency: float = 0.95
    bits: Bits = BITS

    def __post_init__(self) -> None:
        Period(self.interval, self.conditions)  # refuses a calibration that does not hold
        if self.events < 100:
            raise ValueError(f"events = {self.events} is out of range: expected at least 100")

    def as_json(self) -> dict[str, Any]:
        """Return plain values, with no number that JSON can't write."""
        made = asdict(self)
        made["recipe"]["hidden"] = list(self.recipe.hidden)
        if math.isinf(self.conditions.calibration.stop):
            made["conditions"]["calibration"]["stop"] = None
        return made

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Return the plan that ``as_json`` wrote.

        Raises
        ------
        RegistryError
            When something is missing or unknown in it, as in another version of this book.
        """
        try:
            return cls(**_typed(kept))
        except (KeyError, TypeError) as error:
            raise RegistryError(
                f"the plan can't be read ({error}): another version of this book wrote it"
            ) from error


def _typed(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a plan from plain values of JSON."""
    calibration = dict(kept["conditions"]["calibration"])
    if calibration["stop"] is None:
        calibration["stop"] = math.inf
    bits: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in kept["bits"].items()}
    return dict(kept) | {
        "interval": Interval(**kept["interval"]),
        "conditions": Conditions(**dict(kept["conditions"]) | {"calibration": Calibration(**calibration)}),
        "recipe": Recipe(**dict(kept["recipe"]) | {"hidden": tuple(kept["recipe"]["hidden"])}),
        "bits": Bits(**bits),
    }


@dataclass(frozen=True, eq=False)
class Trained:
    """A network and where it comes from.

    Attributes
    ----------
    network : Network
    content : bytes
        Its ONNX file.
    lineage : Lineage
    integers : Quantised
        The same network for the trigger; its binary points are set by the events of the training.
    """

    network: Network
    content: bytes
    lineage: Lineage
    integers: Quantised


def trained(plan: Plan, start: Network | None = None) -> Trained:
    """Train a network as planned.

    Parameters
    ----------
    plan : Plan
    start : Network, optional
        The parent's, where the plan names one.

    Returns
    -------
    Trained

    Raises
    ------
    RegistryError
        When the plan has a parent and no network is given, or the other way round.
    """
    if (plan.parent is None) != (start is None):
        raise RegistryError(
            f"plan with parent {plan.parent}: expected its network, and none without a parent"
        )
    events = simulate(plan.conditions, plan.events, plan.data_seed)
    x = features(events)
    network = train(x, events.electron, seed=plan.seed, recipe=plan.recipe, start=start)
    other = simulate(plan.conditions, plan.events, plan.data_seed + 1)
    threshold = threshold_for(network.scores(features(other)), other.electron, plan.efficiency)
    integers = in_integers(network, x, plan.bits)
    lineage = Lineage(
        start=plan.interval.start,
        stop=plan.interval.stop,
        data=of.of_arrays(x, events.electron),
        code=of.of_code(),
        environment=of.of_environment(),
        seed=plan.seed,
        threshold=threshold,
        parent=plan.parent,
        plan=plan.as_json(),
        integers=integers.digest,
    )
    return Trained(network, to_onnx(network), lineage, integers)


def gate_sample(conditions: Conditions, number: int, seed: int) -> Sample:
    """Return events for the gate: features, truth, and the energy of the window over the true one."""
    events = simulate(conditions, number, seed)
    measured = events.crystals.sum(axis=(1, 2), dtype=float)
    return Sample(features(events), events.electron, measured / events.energy)


def through_gate(
    one: Trained, bounds: Bounds, trigger: Trigger | None = None, *, simulated: bool = False
) -> Report:
    """Put what was trained through the gate, on new events of the same conditions.

    Parameters
    ----------
    one : Trained
    bounds : Bounds
    trigger : Trigger, optional
        What the trigger asks; give the same for all candidates, and no network is traced twice.
    simulated : bool
        Compare the firmware with hls4ml's C simulation too, where there is a compiler.

    Returns
    -------
    Report

    Notes
    -----
    As many events as the training saw, and at least as many as the trigger asks for.
    """
    asked = trigger or Trigger()
    plan = Plan.from_json(one.lineage.plan)
    sample = gate_sample(plan.conditions, max(plan.events, asked.events), plan.data_seed + 2)
    hardware = Firmware(one.integers, asked, simulated)
    return judge(one.network, one.content, one.lineage.threshold, sample, bounds=bounds, hardware=hardware)


def parent_of(plan: Plan, registry: Registry) -> Network | None:
    """Return the network that a plan starts from."""
    return None if plan.parent is None else from_onnx(registry.load(plan.parent))


def register(plan: Plan, registry: Registry, bounds: Bounds | None = None, *, simulated: bool = False) -> int:
    """Train, judge and register; nothing is written before all of it is done.

    Parameters
    ----------
    plan : Plan
    registry : Registry
    bounds : Bounds, optional
    simulated : bool
        As for ``through_gate``.

    Returns
    -------
    int
        The version's number; it is the candidate now.
    """
    made = trained(plan, parent_of(plan, registry))
    report = through_gate(made, bounds or Bounds(), simulated=simulated)
    return registry.register(made.content, made.lineage, report)


@dataclass(frozen=True)
class Replayed:
    """What training a version again gave.

    Attributes
    ----------
    number : int
    same : dict of str to bool
        For data, code, environment, threshold, integers and model: whether it is what was registered.
    before, after : str
        Digests of the network.
    """

    number: int
    same: dict[str, bool]
    before: str
    after: str

    @property
    def agrees(self) -> bool:
        """Whether the model is the same, bit for bit."""
        return self.same["model"]

    def __str__(self) -> str:
        if self.agrees:
            return f"version {self.number} trained again: the same model, {self.after[:12]}…"
        moved = ", ".join(name for name, same in self.same.items() if not same and name != "model")
        return (
            f"version {self.number} trained again: another model, {self.after[:12]}… and not "
            f"{self.before[:12]}…; also changed: {moved or 'nothing that is recorded'}"
        )


def replay(registry: Registry, number: int) -> Replayed:
    """Train a version again from its lineage alone, and compare.

    Parameters
    ----------
    registry : Registry
    number : int
        The version.

    Returns
    -------
    Replayed

    Raises
    ------
    RegistryError
        When the version was registered without a plan.
    """
    version = registry.version(number)
    if not version.lineage.plan:
        raise RegistryError(f"version {number} has no plan: it was not trained here")
    plan = Plan.from_json(version.lineage.plan)
    again = trained(plan, parent_of(plan, registry))
    before = from_onnx(registry.load(number))
    same = {
        name: getattr(version.lineage, name) == getattr(again.lineage, name)
        for name in ("data", "code", "environment", "threshold", "integers")
    }
    same["model"] = before.digest == again.network.digest
    return Replayed(number, same, before.digest, again.network.digest)
