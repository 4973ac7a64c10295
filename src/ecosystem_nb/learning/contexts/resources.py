"""What would this very model cost as logic? Look-up tables, time and bits, against the trigger's budget."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ecosystem_nb.learning.calorimeter.simulate import Events
from ecosystem_nb.learning.contexts.study import Question
from ecosystem_nb.learning.contexts.trigger import TriggerCard, judge
from ecosystem_nb.learning.model.features import features
from ecosystem_nb.learning.quantised import adders
from ecosystem_nb.learning.quantised.budget import Budget
from ecosystem_nb.learning.quantised.firmware import Agreement, agreement, has_compiler, simulate
from ecosystem_nb.learning.quantised.network import Bits, Plain, Quantised, rounded


@dataclass(frozen=True)
class LogicCard:
    """What a model takes as logic, against a budget.

    Parameters
    ----------
    luts : float
        Estimated look-up tables of one copy.
    ticks : int
        Of the clock, from input to score.
    agreement : Agreement
        Of da4ml's logic with the integer network, event by event.
    firmware : Agreement or None
        Of the C++ that hls4ml writes for firmware; None without a compiler.
    trigger : TriggerCard
        Of the integer network, at the threshold that is deployed for the model in floating point.
    budget : Budget
    """

    luts: float
    ticks: int
    agreement: Agreement
    firmware: Agreement | None
    trigger: TriggerCard
    budget: Budget

    @property
    def time(self) -> float:
        """Time from input to score, ns."""
        return self.budget.time(self.ticks)

    def table(self) -> pd.DataFrame:
        """Return ``number``, ``value`` and ``budget``, a line each."""
        one, most, built = self.agreement, self.budget, self.firmware
        whole = f"all {one.events:,}"
        rows = [
            ("look-up tables of a copy, estimate", f"{self.luts:,.0f}", f"at most {most.allowed:,.0f}"),
            ("time to the score (ns)", f"{self.time:.4g}", f"at most {most.latency:.4g}"),
            (f"ticks at {most.clock:.4g} MHz", f"{self.ticks}", f"at most {most.stages}"),
            ("events equal to the last bit, logic", f"{one.identical:,}", whole),
            ("events equal, firmware's C++", f"{built.identical:,}" if built else "no compiler", whole),
        ]
        return pd.DataFrame(rows, columns=["number", "value", "budget"])


def quantised(question: Question, events: Events, bits: Bits) -> Quantised:
    """Return the model in integers, rounded as it is; the events set where the binary points stand."""
    return rounded(Plain.of(question.network), features(events), bits)


def logic(question: Question, network: Quantised, events: Events, budget: Budget) -> LogicCard:
    """Ask what the model takes as logic, and what the logic computes.

    Parameters
    ----------
    question : Question
        Its threshold is used as it is.
    network : Quantised
        The model in integers.
    events : Events
        To compare and to judge on.
    budget : Budget

    Returns
    -------
    LogicCard

    Notes
    -----
    da4ml's search for shared sums takes some six seconds for a network of 22-64-64-1, the compiler five.
    A score is a logit here: the threshold is taken to its logit, which changes no decision.
    """
    circuit = adders.trace(network)
    x = features(events)
    integers, scores = network.integers(x), network.scores(x)
    return LogicCard(
        luts=circuit.luts,
        ticks=circuit.stages(budget.adders_a_clock),
        agreement=agreement(circuit.scores(integers), scores),
        firmware=agreement(simulate(network, integers), scores) if has_compiler() else None,
        trigger=judge(
            scores.astype(np.float32),
            events.electron,
            deployed=math.log(question.deployed / (1.0 - question.deployed)),
            efficiency=question.efficiency,
            jets=question.jets,
        ),
        budget=budget,
    )
