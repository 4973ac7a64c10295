"""Costs are read off a record exactly, and what they foretell keeps to the limits of queues."""

import numpy as np
import pandas as pd
import pytest

from ecosystem_nb.learning.service import costs as of
from ecosystem_nb.learning.service import queueing, study
from ecosystem_nb.learning.service.costs import Costs, arrivals_see, clients_see, read_off, served_within

TRUE = Costs(base=0.9e-3, each=0.1e-3, travel=0.2e-3)


def made_up() -> pd.DataFrame:
    """A record as a server with the true costs would leave it."""
    rows = [("large", most, 64, 0.0, most / TRUE.batch(most), 1e6) for most in (1, 32)]
    rows += [
        ("large", 1, n, 20.0, 1.0, 1e6 * (TRUE.batch(1) + TRUE.travel) * slow)
        for n, slow in ((1, 1.3), (4, 1))
    ]
    return pd.DataFrame(rows, columns=["network", "most", "clients", "think", "rate", "median"])


def test_costs_are_read_off() -> None:
    found = read_off(made_up(), "large")
    for name in ("base", "each", "travel"):
        assert getattr(found, name) == pytest.approx(getattr(TRUE, name))


def test_few_clients_wait_for_nobody_and_many_get_what_there_is() -> None:
    """One client: latency s(1) + travel. Far more than fill it: the rate is most / s(most)."""
    one = clients_see(TRUE, 1, 0.02, 32, requests=500)
    assert one.tail == pytest.approx(TRUE.batch(1) + TRUE.travel)
    many = clients_see(TRUE, 1000, 0.02, 32, requests=40_000)
    assert many.rate == pytest.approx(TRUE.most_rate(32), rel=0.02)


def test_little_s_law_of_the_circle() -> None:
    """Clients = rate x (think + latency): every client is somewhere."""
    for clients in (5, 40, 150):
        seen = clients_see(TRUE, clients, 0.02, 8, requests=40_000)
        assert seen.rate * (0.02 + seen.mean) == pytest.approx(clients, rel=0.05)


def test_open_arrivals_one_by_one_are_m_d_1() -> None:
    rate = 0.7 * TRUE.most_rate(1)
    seen = arrivals_see(TRUE, rate, 1)
    expected = TRUE.batch(1) + TRUE.travel + queueing.mean_wait(rate, TRUE.batch(1), 0.0)
    assert seen.mean == pytest.approx(expected, rel=0.03)


def test_clients_served_within_a_limit() -> None:
    """The number found keeps the limit, a tenth more does not; no client where one alone is too slow."""
    number = served_within(TRUE, 0.02, 1, 0.01, requests=10_000)
    assert clients_see(TRUE, number, 0.02, 1, requests=10_000).tail <= 0.01
    assert clients_see(TRUE, round(1.12 * number) + 1, 0.02, 1, requests=10_000).tail > 0.01
    assert served_within(TRUE, 0.02, 1, 0.5e-3) == 0
    assert served_within(TRUE, 0.02, 32, 0.01, requests=10_000) > 3 * number


def test_call_times_lie_between_those_recorded() -> None:
    calls = pd.DataFrame({"network": "large", "batch": [1, 4], "time": [10.0, 40.0]})
    assert of.call_time(calls, "large", 2) == pytest.approx(20e-6)
    with pytest.raises(ValueError, match="batch = 8 is out of range: expected at least 1 and at most 4"):
        of.call_time(calls, "large", 8)


def test_service_times_of_the_page_have_the_spread_they_say() -> None:
    rng = np.random.default_rng(1)
    for name, spread in study.SPREADS.items():
        times = study.service_times(name, 200_000, rng)
        assert times.mean() == pytest.approx(1.0, abs=0.02)
        assert times.std() == pytest.approx(spread, abs=0.02)
