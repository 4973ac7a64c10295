"""The charts of the laboratory say what they show."""

from ecosystem_nb.network.lab import charts, measures
from ecosystem_nb.network.lab.parameters import OptimizerLab


def test_figures_say_what_they_show() -> None:
    active = charts.active(OptimizerLab()).markup
    assert "With 60 % of the capacity lost" in active
    settled = measures.starvation(OptimizerLab(), [0.0, 5.0])
    assert "at 5 % the ways keep" in charts.starvation(settled).markup
    assert "25.3 and 253" in charts.dead_band().markup
    assert all(measures.dead_band(edge) < 0.01 for edge in (25.35, 253.5))
