"""Inputs of the trigger: shares of one cluster, each crystal in its place."""

from dataclasses import dataclass

import numpy as np
import pytest

from ecosystem_nb.learning.quantised.inputs import INPUTS, MOST, inputs


@dataclass(frozen=True)
class Made:
    crystals: np.ndarray
    towers: np.ndarray


def made(seed: int, number: int = 50) -> Made:
    """Showers about the middle, none of whose shares saturates."""
    rng = np.random.default_rng(seed)
    crystals = rng.uniform(0.5, 1.0, (number, 7, 7))
    crystals[:, 2:5, 2:5] += rng.uniform(1.0, 2.0, (number, 3, 3))
    return Made(crystals, rng.exponential(0.2, (number, 3, 3)))


def test_the_shares_of_the_cluster_add_to_one() -> None:
    """Centre, beside, corners and the ring are the 5 x 5 crystals, each once."""
    found = dict(zip(INPUTS, inputs(made(1)).T, strict=True))
    whole = found["centre"] + found["beside"] + found["corners"] + found["ring 5x5"]
    assert whole == pytest.approx(np.ones(50))


@pytest.mark.parametrize(
    ("row", "column", "names"),
    [
        (3, 3, {"centre"}),
        (2, 3, {"beside", "largest neighbour"}),
        (4, 4, {"corners", "largest neighbour"}),
        (1, 4, {"ring 5x5", "largest of ring 5x5"}),
        (0, 6, {"ring 7x7"}),
    ],
)
def test_one_crystal_speaks_in_its_own_inputs(row: int, column: int, names: set[str]) -> None:
    crystals = np.zeros((1, 7, 7))
    crystals[0, row, column] = 16.0
    found = dict(zip(INPUTS, inputs(Made(crystals, np.zeros((1, 3, 3))))[0], strict=True))
    energy = found.pop("energy")
    assert {name for name, value in found.items() if value} == names
    assert energy == (0.0 if "ring 7x7" in names else 4.0)


def test_turning_and_mirroring_the_window_changes_nothing() -> None:
    """The classes do not depend on the direction in the window: neither may the inputs."""
    one = made(2)
    turned = Made(np.rot90(one.crystals, axes=(1, 2)), one.towers[:, ::-1])
    assert inputs(turned) == pytest.approx(inputs(one))


def test_a_calibration_of_all_cells_moves_the_energy_alone() -> None:
    one = made(3)
    twice = inputs(Made(2 * one.crystals, 2 * one.towers))
    assert twice[:, :-1] == pytest.approx(inputs(one)[:, :-1])
    assert twice[:, -1] == pytest.approx(inputs(one)[:, -1] + 1.0)


def test_nothing_in_the_window_gives_no_infinity() -> None:
    assert (inputs(Made(np.zeros((2, 7, 7)), np.full((2, 3, 3), 9.0)))[:, 7] == MOST).all()


def test_another_window_is_refused() -> None:
    with pytest.raises(ValueError, match="expected \\(N, 7, 7\\), \\(N, 3, 3\\)"):
        inputs(Made(np.zeros((2, 5, 5)), np.zeros((2, 3, 3))))
