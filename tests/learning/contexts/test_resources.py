"""The same model as logic: same bits, same threshold, and a budget that it keeps or not."""

from dataclasses import replace

import numpy as np
import pytest

from ecosystem_nb.learning.calorimeter.conditions import Conditions
from ecosystem_nb.learning.calorimeter.simulate import Events, simulate
from ecosystem_nb.learning.contexts import resources
from ecosystem_nb.learning.contexts.resources import LogicCard, logic, quantised
from ecosystem_nb.learning.contexts.study import Question
from ecosystem_nb.learning.model.features import features
from ecosystem_nb.learning.model.quality import threshold_for
from ecosystem_nb.learning.model.train import Recipe, train
from ecosystem_nb.learning.quantised.budget import Budget
from ecosystem_nb.learning.quantised.firmware import Agreement
from ecosystem_nb.learning.quantised.formats import to_values
from ecosystem_nb.learning.quantised.network import Bits, Quantised

BUDGET = Budget(latency=50.0, clock=200.0, adders_a_clock=5, luts=1e6, share=0.01)


@pytest.fixture(scope="module")
def events() -> Events:
    return simulate(Conditions(), 2000, seed=4)


@pytest.fixture(scope="module")
def question(events: Events) -> Question:
    x = features(events)
    network = train(x, events.electron, seed=1, recipe=Recipe(hidden=(4,), epochs=4))
    deployed = threshold_for(network.scores(x), events.electron, 0.9)
    return Question(network, deployed, 0.9, 100.0, 32.0, np.array([0.5]), 100.0, 500.0, 0.1, 0.01)


@pytest.fixture(scope="module")
def network(question: Question, events: Events) -> Quantised:
    return quantised(question, events, Bits(12, 12, 12))


@pytest.fixture(scope="module")
def card(question: Question, network: Quantised, events: Events) -> LogicCard:
    """The card as on a machine without a compiler."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resources, "has_compiler", lambda: False)
        return logic(question, network, events, BUDGET)


def test_with_many_bits_it_is_the_same_model(card: LogicCard, question: Question, events: Events) -> None:
    """At the same threshold the same events pass, but for those within the rounding."""
    plain = question.trigger(events)
    assert card.trigger.efficiency == pytest.approx(plain.efficiency, abs=0.01)
    assert card.trigger.rate == pytest.approx(plain.rate, abs=1.0)


def test_the_logic_gives_the_bits(card: LogicCard) -> None:
    assert card.agreement.events == 2000
    assert card.agreement.exact
    assert card.luts > 100.0
    assert card.time == card.ticks * 5.0


def test_the_table_holds_numbers_beside_their_budget(card: LogicCard) -> None:
    table = card.table().set_index("number")
    assert table.loc["look-up tables of a copy, estimate", "budget"] == "at most 10,000"
    assert table.loc["time to the score (ns)"].tolist() == [f"{5 * card.ticks}", "at most 50"]
    assert table.loc["ticks at 200 MHz"].tolist() == [f"{card.ticks}", "at most 10"]
    assert table.loc["events equal to the last bit, logic"].tolist() == ["2,000", "all 2,000"]
    assert table.loc["events equal, firmware's C++", "value"] == "no compiler"
    built = replace(card, firmware=Agreement(2000, 1990, 0.5)).table().set_index("number")
    assert built.loc["events equal, firmware's C++", "value"] == "1,990"


def test_the_firmware_is_compared_with_the_integer_network(
    question: Question, network: Quantised, events: Events, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the C simulation gives is compared event by event; here it is made to be wrong in one."""

    def wrong(which: Quantised, integers: np.ndarray) -> np.ndarray:
        scores: np.ndarray = to_values(which.outputs(integers)[:, 0], which.sums[-1])
        scores[7] += 1.0
        return scores

    monkeypatch.setattr(resources, "has_compiler", lambda: True)
    monkeypatch.setattr(resources, "simulate", wrong)
    found = logic(question, network, events, BUDGET)
    assert found.firmware == Agreement(2000, 1999, 1.0)
    assert found.agreement.exact
