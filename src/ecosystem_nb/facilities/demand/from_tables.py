"""Which inputs has a model?  Builds the bottom-up demand's inputs from the tables in ``data/facilities``."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ecosystem_nb import tables
from ecosystem_nb.facilities.demand.formats import MEDIA, SAMPLES, Space, Storage, Tier
from ecosystem_nb.facilities.demand.inputs import (
    Analysis,
    Experiment,
    Pass,
    Processing,
    Running,
    Step,
)
from ecosystem_nb.facilities.demand.timeline import Timeline, always

MODELS = {"ATLAS-like": "ATLAS", "CMS-like": "CMS", "CMS 2017": "CMS"}
_STRAIGHT = ("ratio", "gain")  # quantities that lie on straight lines between their years
_SCALE = {"PB": 1e15, "kB": 1e3}  # to bytes
_ALL = "all"  # what stands in the column `of` where there is one line only
_FULL, _FAST = "full simulation", "fast simulation"


def experiment(name: str) -> Experiment:
    """Read one model.

    Parameters
    ----------
    name : str
        One of ``MODELS``.  ``CMS-like`` is CMS's model of 2018 with NanoAOD, ``CMS 2017`` the one
        before it, ``ATLAS-like`` follows a draft of 2020 and is filled up with assumptions.

    Returns
    -------
    Experiment

    Raises
    ------
    ValueError
        For another name.

    Examples
    --------
    >>> experiment("CMS 2017").running.hllhc
    2026
    """
    return built(
        name,
        tables.read("facilities/demand_inputs"),
        tables.read("facilities/demand_rules"),
        tables.read("facilities/demand_passes"),
        tables.read("facilities/demand_copies"),
    )


def built(
    name: str, inputs: pd.DataFrame, rules: pd.DataFrame, passes: pd.DataFrame, copies: pd.DataFrame
) -> Experiment:
    """Build one model from the four tables.

    Parameters
    ----------
    name : str
        One of ``MODELS``.
    inputs, rules, passes, copies : pandas.DataFrame
        ``facilities/demand_…`` with the rows of all models.

    Returns
    -------
    Experiment

    Raises
    ------
    ValueError
        For another name, or where a row is missing.
    """
    if name not in MODELS:
        raise ValueError(f"model {name!r}: expected one of {', '.join(MODELS)}")
    rows = inputs[inputs["model"] == name]
    lines = _Lines(name, {str(key): one for key, one in rows.groupby("quantity")})
    values = rules[rules["model"] == name].set_index("quantity")["value"].astype(float).to_dict()
    return Experiment(
        name,
        MODELS[name],
        _running(lines, values),
        _processing(lines, values, passes[passes["model"] == name]),
        _storage(lines, values, copies[copies["model"] == name]),
    )


@dataclass(frozen=True)
class _Lines:
    """The timelines of one model, by quantity and what they belong to."""

    model: str
    rows: Mapping[str, pd.DataFrame]

    def all(self, quantity: str) -> dict[str, Timeline]:
        if quantity not in self.rows:
            return {}
        straight = quantity in _STRAIGHT
        made = {}
        for of, rows in self.rows[quantity].groupby("of"):
            scale = rows["unit"].map(_SCALE).fillna(1.0)
            values = dict(zip(rows["year"].astype(int), rows["value"] * scale, strict=True))
            made[str(of)] = Timeline.of(values, straight=straight)
        return made

    def one(self, quantity: str) -> Timeline:
        if _ALL not in (found := self.all(quantity)):
            raise ValueError(f"model {self.model}: no row {quantity} in facilities/demand_inputs")
        return found[_ALL]

    def years(self, quantity: str) -> frozenset[int]:
        rows = self.rows.get(quantity)
        return frozenset() if rows is None else frozenset(int(year) for year in rows["year"])


def _running(lines: _Lines, values: Mapping[str, float]) -> Running:
    return Running(
        first=int(values["first_year"]),
        last=int(values["last_year"]),
        hllhc=int(values["hllhc_year"]),
        trigger_rate=lines.one("trigger_rate"),
        live=lines.one("live_fraction"),
        shutdown=lines.years("shutdown"),
        ratio=lines.all("ratio"),
        new_detector=lines.years("new_detector"),
    )


def _processing(lines: _Lines, values: Mapping[str, float], passes: pd.DataFrame) -> Processing:
    fast = values["fast_share"]
    shares = {_FULL: 1.0 - fast, _FAST: fast}
    steps = [
        Step(of, sample, line, shares.get(of, 1.0))
        for sample in SAMPLES
        for of, line in lines.all(f"time_{sample}").items()
    ]
    growth = lines.all("analysis_growth")
    reads = dict.fromkeys(SAMPLES, always(0.0)) | lines.all("reads")
    return Processing(
        steps=tuple(steps),
        passes=tuple(
            Pass(row.activity, row.step, row.share, row.overhead, row.window, bool(row.campaign))
            for row in passes.itertuples()
        ),
        gain=lines.all("gain"),
        efficiency=values["efficiency"],
        campaign=values["campaign"],
        campaign_years=lines.one("campaign_years"),
        analysis=Analysis(
            share=values["analysis_share"],
            growth=dict(zip(growth[_ALL].years, growth[_ALL].values, strict=True)) if growth else {},
            read_time=values.get("read_time", 0.0),
            reads={sample: reads[sample] for sample in SAMPLES},
            versions=values.get("read_versions", 1.0),
            first=int(values.get("read_first", 0)),
        ),
    )


def _storage(lines: _Lines, values: Mapping[str, float], copies: pd.DataFrame) -> Storage:
    sizes, none = lines.all("size"), always(1.0)
    scale = {medium: lines.all(f"{medium}_scale") for medium in MEDIA}
    made = []
    for tier, rows in copies.sort_values("age").groupby("tier", sort=False):
        name, sample = str(tier), str(rows["sample"].iloc[0])
        versions, disk, tape = (tuple(map(float, rows[column])) for column in ("versions", "disk", "tape"))
        samples = frozenset(SAMPLES if sample == "both" else (sample,))
        factors = {medium: scale[medium].get(name, none) for medium in MEDIA}
        made.append(Tier(name, samples, sizes[name], versions, disk, tape, factors))
    spaces = [
        Space(of, medium, line) for medium in MEDIA for of, line in lines.all(f"{medium}_space").items()
    ]
    buffer = 1.0 + values["tier1_share"] * values["tier1_buffer"]
    overhead = {"disk": buffer / values["disk_fill"], "tape": 1.0 / values["tape_fill"]}
    return Storage(tuple(made), tuple(spaces), overhead)
