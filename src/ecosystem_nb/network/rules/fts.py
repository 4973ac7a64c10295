"""How many transfers at once?  The rules of the FTS optimizer for one link, as a state machine."""

import math
from dataclasses import dataclass, replace
from enum import StrEnum

from ecosystem_nb.network.rules.fts_measures import average, decade

LOW_SUCCESS = 97  # %, below it the link steps down
BASE_SUCCESS = 96  # %, from it on a link that improves is left alone
STEP_DOWN, STEP_UP, STEP_UP_NORMAL = 1, 1, 2
MIN_ACTIVE, MIN_ACTIVE_LAN = 2, 10
INTERVAL_S, STEADY_S = 60, 300
MAX_STREAMS = 16  # streams a file, of the modes that use several


class Mode(StrEnum):
    """How boldly the optimizer grows: one step, or two and the queue's length does not hold it back."""

    CONSERVATIVE = "conservative"
    NORMAL = "normal"


class Rule(StrEnum):
    """Which rule decided, in the order in which they are asked."""

    FIRST = "no information: start halfway"
    FIRST_CONFIGURED = "no information: start at the configured maximum"
    FIRST_FEEDBACK = "first feedback since a restart: store it"
    FIXED = "range fixed"
    SOURCE_LIMIT = "throughput limit of the source reached"
    DESTINATION_LIMIT = "throughput limit of the destination reached"
    STEADY = "nothing changed: wait"
    IMPROVING = "bad success rate, improving: hold"
    BAD = "bad success rate: step down"
    NO_THROUGHPUT = "no throughput known: hold"
    QUEUE_EMPTYING = "queue emptying: hold"
    SMALLER_FILES = "throughput falls with the file size: step up"
    THROUGHPUT_LOST = "throughput lost an order of magnitude: step down"
    SMALL_LOSS = "throughput falls a little: hold"
    GROWING = "throughput grows: step up"
    UNCHANGED = "throughput unchanged: step up"


@dataclass(frozen=True)
class Limits:
    """What the configuration allows a link.

    Parameters
    ----------
    source, destination : int
        Most transfers at once of either storage, 1 or more.
    low, high : int or None
        Range configured for the link; ``None`` takes 2 (on a LAN 10) and the lesser storage limit.
    lan : bool
        Whether both ends stand at one site.
    source_rate, destination_rate : float or None
        Most throughput of either storage in B/s.
    """

    source: int
    destination: int
    low: int | None = None
    high: int | None = None
    lan: bool = False
    source_rate: float | None = None
    destination_rate: float | None = None

    def __post_init__(self) -> None:
        for name in ("source", "destination", "low", "high"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise ValueError(f"{name} = {value} transfers is out of range: expected 1 or more")
        if self.low is not None and self.high is not None and self.high < self.low:
            raise ValueError(f"high = {self.high} transfers is below low = {self.low}")

    def range(self) -> tuple[int, int]:
        """Return the least and the most transfers at once.

        Examples
        --------
        >>> Limits(source=200, destination=100).range()
        (2, 100)
        """
        low = self.low or (MIN_ACTIVE_LAN if self.lan else MIN_ACTIVE)
        return low, max(low, self.high or min(self.source, self.destination))


@dataclass(frozen=True)
class Observation:
    """What is measured on a link in one interval.

    Parameters
    ----------
    time_s : float
        When, in s.
    throughput : float
        Mean over the averaging window in B/s, 0 or more.
    success : float
        Share of transfers that ended well in %, 0 to 100; FTS rounds it up, see
        :func:`ecosystem_nb.network.rules.fts_measures.success_percent`.
    retries : int
        Retries of the transfers that wait again.
    queue : int
        Transfers that wait.
    file_size : float
        Mean size in B, above 0.
    source_rate, destination_rate : float
        Throughput of either storage over all its links in B/s.
    """

    time_s: float
    throughput: float
    success: float
    retries: int
    queue: int
    file_size: float
    source_rate: float = 0.0
    destination_rate: float = 0.0

    def __post_init__(self) -> None:
        for name, least, most in (
            ("throughput", 0, math.inf),
            ("success", 0, 100),
            ("file_size", 1, math.inf),
        ):
            value = getattr(self, name)
            if not (math.isfinite(value) and least <= value <= most):
                unit = "%" if name == "success" else "B/s" if name == "throughput" else "B"
                raise ValueError(
                    f"{name} = {value:g} {unit} is out of range: expected {least} to {most:g} {unit}"
                )
        if self.queue < 0 or self.retries < 0:
            raise ValueError(f"queue = {self.queue}, retries = {self.retries}: expected 0 or more")


@dataclass(frozen=True)
class State:
    """What the optimizer remembers of a link: its last decision, and the observation that it stored.

    Parameters
    ----------
    active : int
        Transfers at once; 0 before the first decision.
    ema : float
        Exponential moving average of the throughput in B/s.
    last : Observation or None
        What was stored with the last decision; ``None`` after a restart.
    """

    active: int = 0
    ema: float = 0.0
    last: Observation | None = None


@dataclass(frozen=True)
class Decision:
    """What was decided, by which rule, and what to remember.

    Parameters
    ----------
    active : int
        Transfers at once from now on.
    rule : Rule
        The rule that decided.
    clipped : str
        Empty, or what bounded the step: ``"range"``, ``"queue"`` or ``"streams"``.
    state : State
        Input of the next decision.
    """

    active: int
    rule: Rule
    clipped: str
    state: State


def decide(state: State, seen: Observation, limits: Limits, mode: Mode = Mode.NORMAL) -> Decision:
    """Return how many transfers a link may run at once, and by which rule.

    Parameters
    ----------
    state : State
        What the last decision left behind.
    seen : Observation
        What was measured since.
    limits : Limits
        What the configuration allows.
    mode : Mode
        Conservative, or normal and above.

    Returns
    -------
    Decision

    Notes
    -----
    Constants and order of the rules are those of cern-fts/fts3, ``OptimizerConnections.cpp``, at
    f1258e24.  Not modelled: the number of streams a file, limits of named network links,
    and the difference between a storage's mean and momentary throughput.

    Examples
    --------
    >>> seen = Observation(time_s=60, throughput=1e9, success=90, retries=0, queue=500, file_size=1.5e9)
    >>> one = decide(State(active=50, ema=2e9, last=seen), seen, Limits(200, 200))
    >>> one.active, one.rule.name
    (49, 'BAD')
    """
    low, high = limits.range()
    if state.active == 0:
        configured = limits.high is not None
        first = high if configured else low + (high - low) // 2
        rule = Rule.FIRST_CONFIGURED if configured else Rule.FIRST
        return Decision(first, rule, "", State(first, seen.throughput, seen))
    if state.last is None:
        return _stored(state.active, Rule.FIRST_FEEDBACK, "", seen.throughput, seen)
    ema = average(state.ema, seen.throughput)
    if low == high:
        return _stored(low, Rule.FIXED, "", ema, seen)
    over = _over_limit(seen, limits)
    if over is not None:
        return _stored(max(state.active - STEP_DOWN, low), over, "", ema, seen)
    same = seen.success == state.last.success and ema == state.ema
    if same and seen.time_s - state.last.time_s < STEADY_S:
        return Decision(state.active, Rule.STEADY, "", state)
    step, rule = _step(state, seen, ema, STEP_UP if mode is Mode.CONSERVATIVE else STEP_UP_NORMAL)
    wanted = state.active + step
    active = min(max(wanted, low), high)
    clipped = "" if active == wanted else "range"
    if mode is Mode.CONSERVATIVE and active > state.active and seen.queue < active:
        active, clipped = state.active, "queue"
    if mode is not Mode.CONSERVATIVE and active > seen.queue * MAX_STREAMS:
        active, clipped = state.active, "streams"
    return _stored(active, rule, clipped, ema, seen)


def _stored(active: int, rule: Rule, clipped: str, ema: float, seen: Observation) -> Decision:
    return Decision(active, rule, clipped, State(active, ema, seen))


def _over_limit(seen: Observation, limits: Limits) -> Rule | None:
    """Return which storage sends or takes more than it may."""
    if limits.source_rate is not None and seen.source_rate > limits.source_rate:
        return Rule.SOURCE_LIMIT
    if limits.destination_rate is not None and seen.destination_rate > limits.destination_rate:
        return Rule.DESTINATION_LIMIT
    return None


def _step(state: State, seen: Observation, ema: float, up: int) -> tuple[int, Rule]:
    """Return the step that the success rate, the queue and the throughput ask for."""
    last = state.last or replace(seen, success=100.0)
    if seen.success < LOW_SUCCESS:
        better = seen.success > last.success and seen.success >= BASE_SUCCESS and seen.retries <= last.retries
        return (0, Rule.IMPROVING) if better else (-STEP_DOWN, Rule.BAD)
    if ema == 0:
        return 0, Rule.NO_THROUGHPUT
    if seen.queue < state.active:
        return 0, Rule.QUEUE_EMPTYING
    if ema < state.ema:
        if decade(seen.file_size) < decade(last.file_size):
            return up, Rule.SMALLER_FILES
        lost = decade(ema) < decade(state.ema)
        return (-STEP_DOWN, Rule.THROUGHPUT_LOST) if lost else (0, Rule.SMALL_LOSS)
    return up, Rule.GROWING if ema > state.ema else Rule.UNCHANGED
