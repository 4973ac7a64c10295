"""Of what does a need consist?  Activities and tiers under a few heads."""

from collections.abc import Mapping

import pandas as pd

from ecosystem_nb import tables
from ecosystem_nb.facilities.demand.activities import by_activity, tasks
from ecosystem_nb.facilities.demand.curves import FIRST_HLLHC, published
from ecosystem_nb.facilities.demand.from_tables import experiment
from ecosystem_nb.facilities.demand.inputs import Experiment
from ecosystem_nb.facilities.demand.needs import COLUMNS, UNITS, checked
from ecosystem_nb.facilities.demand.tiers import by_tier, kept
from ecosystem_nb.facilities.demand.timeline import YEAR

PUBLISHED = {"ATLAS 2018": "ATLAS", "CMS 2017": "CMS"}
BOTTOM_UP = {"ATLAS-like": "ATLAS", "CMS-like": "CMS"}
DEMANDS = (*PUBLISHED, *BOTTOM_UP)

GENERATION, SIMULATION = "generation", "simulation"
RECO_SIMULATION, RECO_DATA = "reconstruction of simulation", "reconstruction of data"
ANALYSIS, HEAVY_IONS = "derivation and analysis", "heavy ions"
ACTIVITIES = (GENERATION, SIMULATION, RECO_SIMULATION, RECO_DATA, ANALYSIS, HEAVY_IONS)
RAW, AOD, FORMATS = "RAW", "AOD", "analysis formats"
BETWEEN, COPIES, OTHER = "between the steps", "second copies", "other"
TIERS = (RAW, BETWEEN, AOD, FORMATS, COPIES, OTHER)

_OF_ACTIVITY = {
    "full simulation": SIMULATION,
    "fast simulation": SIMULATION,
    "digitisation": RECO_SIMULATION,
    "reconstruction": RECO_SIMULATION,
    "prompt reconstruction": RECO_DATA,
    "re-reconstruction": RECO_DATA,
    "derivation": ANALYSIS,
    "analysis": ANALYSIS,
}
_OF_TIER = dict.fromkeys(("GENSIM", "HITS", "RDO"), BETWEEN)
_OF_TIER |= dict.fromkeys(("AOD data", "AOD simulation"), AOD)
_OF_TIER |= dict.fromkeys(("MINIAOD", "NANOAOD", "USER", "DAOD_PHYS", "DAOD_PHYSLITE"), FORMATS)
_ATLAS_CPU = {
    "evgen": GENERATION,
    **dict.fromkeys(("fullsim", "fastsim"), SIMULATION),
    "mc_reco": RECO_SIMULATION,
    "data_reco": RECO_DATA,
    **dict.fromkeys(("mc_deriv", "data_deriv", "analysis"), ANALYSIS),
    "heavy_ion": HEAVY_IONS,
}
_CMS_CPU = {
    **dict.fromkeys(("prompt_data", "non_prompt_data"), RECO_DATA),
    **dict.fromkeys(("lhc_mc", "hllhc_mc"), SIMULATION),
    "analysis": ANALYSIS,
}
_SPACE = {
    **dict.fromkeys(("raw", "data_raw"), RAW),
    **dict.fromkeys(("esd", "desd_sim", "data_esd", "data_desd", "mc_hits", "mc_rdo", "gensim"), BETWEEN),
    **dict.fromkeys(("aod", "aod_data", "aod_sim", "data_aod", "mc_aod"), AOD),
    **dict.fromkeys(("daod", "daod_data", "daod_sim", "data_daod", "mc_daod", "miniaod", "user"), FORMATS),
    "secondary_copies": COPIES,
}


def parts(name: str, basis: str = "mean") -> pd.DataFrame:
    """Read one demand, part by part.

    Parameters
    ----------
    name : str
        One of ``DEMANDS``: a curve as published, or a model built from its inputs.
    basis : {'mean', 'peak'}
        As in :func:`ecosystem_nb.facilities.demand.build.need`; curves are means.

    Returns
    -------
    pandas.DataFrame
        Columns ``experiment``, ``year``, ``resource``, ``part`` (of ``ACTIVITIES`` or ``TIERS``),
        ``need`` and ``unit``.  CMS's curve has no tape, and counts the reconstruction of
        simulation as simulation, as CMS's models count generation.

    Raises
    ------
    ValueError
        For another name.
    """
    if name in BOTTOM_UP:
        return of_experiment(experiment(name), basis)
    if name == "ATLAS 2018":
        found = [
            _melted(tables.read("facilities/atlas_cpu_2018model"), "CPU", _ATLAS_CPU),
            _melted(tables.read("facilities/atlas_disk_2018model"), "disk", _SPACE),
            _melted(tables.read("facilities/atlas_tape_t0_2018model"), "tape", _SPACE),
            _melted(tables.read("facilities/atlas_tape_t1_2018model"), "tape", _SPACE),
        ]
    elif name == "CMS 2017":
        cpu = tables.read("facilities/cms_cpu_2017model").set_index("year") * 1e6 / YEAR  # to MHS06
        disk = tables.read("facilities/cms_disk_2017model")
        found = [_melted(cpu.reset_index(), "CPU", _CMS_CPU), _melted(disk, "disk", _SPACE)]
    else:
        raise ValueError(f"demand {name!r}: expected one of {', '.join(DEMANDS)}")
    return _summed(pd.concat(found, ignore_index=True), PUBLISHED[name])


def of_experiment(one: Experiment, basis: str = "mean") -> pd.DataFrame:
    """Return the parts of a bottom-up demand.

    Parameters
    ----------
    one : Experiment
    basis : {'mean', 'peak'}

    Returns
    -------
    pandas.DataFrame
        As :func:`parts`.
    """
    cpu = by_activity(tasks(one)).rename(columns={f"{basis}_mhs06": "need"})
    cpu["part"] = cpu["activity"].map(_OF_ACTIVITY).fillna(cpu["activity"])
    space = by_tier(kept(one)).rename(columns={"medium": "resource", "volume_pb": "need"})
    space["part"] = space["tier"].map(_OF_TIER).fillna(space["tier"])
    space["part"] = space["part"].where(space["part"].isin(TIERS), OTHER)
    keep = ["year", "resource", "part", "need"]
    found = pd.concat([cpu.assign(resource="CPU")[keep], space[keep]], ignore_index=True)
    return _summed(found, one.experiment)


def need_of(name: str, basis: str = "mean") -> pd.DataFrame:
    """Read one demand as a whole: a curve's own total, or the sum of a model's parts.

    Parameters
    ----------
    name : str
        One of ``DEMANDS``.
    basis : {'mean', 'peak'}
        As for :func:`parts`.

    Returns
    -------
    pandas.DataFrame
        In the form of :func:`ecosystem_nb.facilities.demand.needs.needs`.

    Examples
    --------
    >>> need_of("ATLAS 2018").query("year == 2028 and resource == 'CPU'")["need"].tolist()
    [39.61]
    """
    if name in PUBLISHED:
        return published(name)
    return total(parts(name, basis))


def first_year(name: str) -> int:
    """Return the first year of the HL-LHC in a demand, on the schedule of its time."""
    return FIRST_HLLHC[name] if name in PUBLISHED else experiment(name).running.hllhc


def total(table: pd.DataFrame) -> pd.DataFrame:
    """Return the sum of the parts, in the form of :func:`ecosystem_nb.facilities.demand.needs.needs`."""
    keys = [name for name in COLUMNS if name != "need"]
    return checked(table.groupby(keys, as_index=False)["need"].sum()[list(COLUMNS)])


def _melted(table: pd.DataFrame, resource: str, heads: Mapping[str, str]) -> pd.DataFrame:
    long = table.drop(columns="total").melt("year", var_name="column", value_name="need")
    long["part"] = long.pop("column").map(lambda column: heads.get(str(column), OTHER))
    return long.assign(resource=resource)


def _summed(table: pd.DataFrame, name: str) -> pd.DataFrame:
    made = table.groupby(["year", "resource", "part"], as_index=False)["need"].sum()
    unit = made["resource"].map({resource: units[0] for resource, units in UNITS.items()})
    made = made.assign(experiment=name, unit=unit)
    return made[["experiment", "year", "resource", "part", "need", "unit"]]
