"""What the page's parameters refuse."""

import pytest

from ecosystem_nb.facilities.demand.from_tables import MODELS
from ecosystem_nb.facilities.demand.parameters import ComputingNeed
from ecosystem_nb.facilities.demand.parts import DEMANDS
from ecosystem_nb.parameters import BadParameters, validated
from ecosystem_nb.tables import read


def test_every_choice_is_a_demand_that_exists() -> None:
    """Curves and models by their names; each experiment by its own."""
    fields = ComputingNeed.model_fields
    choices = {name: fields[name].annotation.__args__ for name in ("atlas", "cms")}  # type: ignore[union-attr]
    assert set(choices["atlas"]) | set(choices["cms"]) == set(DEMANDS)
    assert all(one.startswith(name.upper()) for name, ones in choices.items() for one in ones)
    assert {"ATLAS-like", "CMS-like"} <= set(MODELS)


def test_the_growth_is_that_of_the_table() -> None:
    rows = read("facilities/flat_budget").set_index("case")["growth"]
    page = ComputingNeed()
    assert [page.growth_low, page.growth, page.growth_high] == rows[["low", "central", "high"]].tolist()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"growth": 2.0}, "growth_low, growth and growth_high = 5, 2 and 15 %/yr: expected rising values"),
        ({"replicas": 0.0}, "replicas = 0.0 is out of range: expected a number, above 0 to 1"),
        ({"atlas": "LHCb"}, "atlas = 'LHCb' is not allowed: expected one of ATLAS 2018, ATLAS-like"),
        ({"base_year": 2020}, "base_year = 2020 is out of range: expected a whole number, 2009 to 2019 yr"),
        ({"year": float("nan")}, "year = nan"),
    ],
)
def test_bad_input_is_one_clear_line(values: dict[str, object], said: str) -> None:
    with pytest.raises(BadParameters) as caught:
        validated(ComputingNeed, values)
    assert said in str(caught.value)
