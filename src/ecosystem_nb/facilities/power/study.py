"""The page's answer from its parameters: fleets of both experiments, and what a change of one does."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ecosystem_nb.facilities.demand import parts as of
from ecosystem_nb.facilities.demand.schedule import shifted
from ecosystem_nb.facilities.power.fleet import Hardware, TapePower, fleet, means, yearly
from ecosystem_nb.facilities.power.nodes import Trend, node_carbon
from ecosystem_nb.facilities.power.parameters import PowerAndCarbon
from ecosystem_nb.facilities.prices.history import us_prices
from ecosystem_nb.facilities.prices.regimes import course, uniform
from ecosystem_nb.facilities.vintages.bridge import bridged
from ecosystem_nb.facilities.vintages.costs import tape_library
from ecosystem_nb.facilities.vintages.mixes import mix
from ecosystem_nb.facilities.vintages.wanted import Need
from ecosystem_nb.tables import Quantity

BASE, NODES, GRID = 2019, 2021.0, 2023.0  # years of pledges, of the reference node, of the grids
REFERENCE = "AMD EPYC 7513"


@dataclass(frozen=True)
class Inputs:
    """What the study reads.

    Parameters
    ----------
    costs, power : mapping of str to Quantity
        ``quantities("facilities/costs")`` and ``quantities("facilities/power")``.
    nodes : pandas.DataFrame
        ``facilities/node_power``.
    groups : pandas.DataFrame
        ``facilities/pledges_groups_2019``.
    intensities : mapping of str to float
        g/kWh, by name of the page's grid.
    efficiency : float
        HS23/W of a node of 2021.
    restart : int
        Year in which the HL-LHC restarts.
    last : int
        Last year of the study.
    """

    costs: Mapping[str, Quantity]
    power: Mapping[str, Quantity]
    nodes: pd.DataFrame
    groups: pd.DataFrame
    intensities: Mapping[str, float]
    efficiency: float
    restart: int
    last: int = 2034

    def node(self, page: PowerAndCarbon) -> float:
        """Return what was emitted in making the reference node, kg for each HS23."""
        row = self.nodes.set_index("cpu").loc[REFERENCE]
        memory = self.power["node_memory"].in_unit("GB")
        return page.embodied * node_carbon(self.power, int(row["sockets"]), memory) / float(row["score"])


def hardware(page: PowerAndCarbon, inputs: Inputs) -> Hardware:
    """Return what new hardware takes, by year of purchase."""
    better = 1.0 / (1.0 + page.efficiency_growth / 100.0) - 1.0
    denser = 1.0 / (1.0 + page.drive_growth / 100.0) - 1.0
    one, launch = inputs.power, inputs.power["drive_launch"].in_unit("year")
    disk = page.embodied * one["hdd_embodied"].in_unit("kg") / one["drive_size"].in_unit("TB")
    tape = page.embodied * one["cartridge_embodied"].in_unit("kg") / one["cartridge_size"].in_unit("TB")
    watts = {
        "CPU": Trend(NODES, 1.0 / inputs.efficiency, better),
        "disk": Trend(launch, inputs.costs["disk_power"].in_unit("W/TB"), denser),
    }
    made = {
        "CPU": Trend(NODES, inputs.node(page), better),
        "disk": Trend(launch, disk, denser),
        "tape": Trend(NODES, tape, denser),
    }
    drive = TapePower(
        tape_library(inputs.costs),
        one["tape_drive_idle"].in_unit("W"),
        one["tape_drive_busy"].in_unit("W"),
        one["tape_server"].in_unit("W"),
        page.passes,
    )
    return Hardware(watts, made, drive)


def need_of(page: PowerAndCarbon, inputs: Inputs, experiment: str) -> Need:
    """Return what one experiment needs in each year, from its pledges of 2019 on."""
    demand = page.atlas if experiment == "ATLAS" else page.cms
    first = of.first_year(demand)
    late = shifted(of.need_of(demand), inputs.restart - first, first)
    late = late[late["year"] <= inputs.last].reset_index(drop=True)
    late["need"] *= page.need_share / 100.0
    return bridged(late, mix(inputs.groups, experiment), BASE)


def fleets(page: PowerAndCarbon, inputs: Inputs) -> pd.DataFrame:
    """Return the fleets of ATLAS and CMS, as ``ecosystem_nb.facilities.power.fleet.fleet`` makes them."""
    r, made = page.improvement / 100.0, hardware(page, inputs)
    life = {"CPU": page.cpu_lifetime, "disk": page.disk_lifetime}
    life["tape"] = inputs.costs["tape_lifetime"].in_unit("yr")
    found = []
    for name in ("ATLAS", "CMS"):
        need = need_of(page, inputs, name)
        units = dict(zip(need.resources, need.units, strict=True))
        priced = course(us_prices(inputs.costs), uniform("steady", r), need.years, units)
        found.append(fleet(need, priced, life, made, name))
    return pd.concat(found, ignore_index=True)


def intensity(page: PowerAndCarbon, inputs: Inputs) -> Trend:
    """Return the carbon intensity of the page's grid by year, g/kWh."""
    return Trend(GRID, inputs.intensities[page.grid], -page.grid_decline / 100.0)


def answer(page: PowerAndCarbon, inputs: Inputs) -> pd.DataFrame:
    """Return what ``ecosystem_nb.facilities.power.fleet.yearly`` gives for the page's parameters."""
    return yearly(fleets(page, inputs), page.pue, intensity(page, inputs), page.electricity)


def changed(
    page: PowerAndCarbon, inputs: Inputs, changes: Mapping[str, Mapping[str, object]]
) -> pd.DataFrame:
    """Return the mean of the years from the restart on, for each change of parameters.

    Parameters
    ----------
    page : PowerAndCarbon
    inputs : Inputs
    changes : mapping of str to mapping
        For each case the parameters that change.

    Returns
    -------
    pandas.DataFrame
        Columns ``case``, ``power`` (MW), ``energy`` (GWh/yr), ``run``, ``made`` and ``total`` (kt/yr).
    """
    rows = []
    for case, change in changes.items():
        other = type(page).model_validate({**page.model_dump(), **change})
        mean = means(answer(other, inputs), inputs.restart, inputs.last)
        kilo = {key: mean[key] / 1000.0 for key in ("run", "made")}
        rows.append({"case": case, "power": mean["power"], "energy": mean["energy"], **kilo})
        rows[-1]["total"] = kilo["run"] + kilo["made"]
    return pd.DataFrame(rows)
