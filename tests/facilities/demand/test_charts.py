"""The page's charts draw every row they are given, in whole years and per cent."""

import pandas as pd
import pytest

from ecosystem_nb.facilities.demand import charts as drawn
from ecosystem_nb.facilities.demand import scan
from ecosystem_nb.facilities.demand.inputs import Experiment
from ecosystem_nb.facilities.demand.parts import parts


@pytest.mark.parametrize("resource", ["CPU", "disk", "tape"])
def test_every_part_has_its_colour(resource: str) -> None:
    """As many colours as parts in the data, and the bars' heights are the needs."""
    table = pd.concat([parts(name).query("year == 2030") for name in ("ATLAS 2018", "CMS-like")])
    spec = drawn.stacked(table, resource).to_dict()
    scale = spec["layer"][0]["encoding"]["color"]["scale"]
    assert set(scale["domain"]) == set(table[table["resource"] == resource]["part"])
    assert len(scale["domain"]) == len(set(scale["range"]))


def test_names_at_the_ends_of_lines_do_not_touch() -> None:
    """Moved up until they stand apart, never past what lies far away."""
    assert drawn._apart([1.0, 1.1, 1.15, 5.0], 0.5) == [1.0, 1.5, 2.0, 5.0]
    assert drawn._apart([], 0.5) == []


def test_the_sliders_stand_on_their_grids(cms_like: Experiment) -> None:
    """In per cent, starting where the levers are at rest."""
    flat = pd.DataFrame(
        {
            "label": ["CMS"],
            "resource": ["disk"],
            "year": [2032],
            "flat_low": [1.0],
            "flat": [2.0],
            "flat_high": [3.0],
        }
    )
    cpu = scan.cpu({"CMS": cms_like}, [0.5, 1.0], [0.0, 0.5, 1.0], 2030)
    space = scan.space({"CMS": cms_like}, [0.9, 1.0], [0.5, 1.0], 2030).query("year == 2032")
    values = {}
    for chart in (drawn.cpu_levers(cpu, flat), drawn.space_levers(space, flat)):
        params = [one for one in chart.to_dict()["params"] if "bind" in one]
        values |= {one["name"]: (one["value"], one["bind"]["min"], one["bind"]["max"]) for one in params}
    assert values == {
        "reco": (100.0, 50.0, 100.0),
        "fast": (0.0, 0.0, 100.0),
        "size": (100.0, 90.0, 100.0),
        "copies": (100.0, 50.0, 100.0),
    }
