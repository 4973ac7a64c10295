"""Tables of the study, read once."""

import pytest

from ecosystem_nb.facilities.budget.flat import growth_cases
from ecosystem_nb.facilities.sensitivity.parks import Tables
from ecosystem_nb.scenario import restart
from ecosystem_nb.tables import quantities, read


@pytest.fixture(scope="session")
def tables() -> Tables:
    return Tables(
        read("facilities/pledges_groups_2019"),
        read("facilities/atlas_tape_t0_2018model"),
        read("facilities/atlas_tape_t1_2018model"),
        read("facilities/sensitivity_ranges"),
        quantities("facilities/costs"),
        growth_cases(read("facilities/flat_budget")),
        int(restart(read("facilities/schedule"))),
    )
