"""What the page on ageing says of its figures."""

import pandas as pd

from ecosystem_nb.learning.model.ageing import LASER, STALE
from ecosystem_nb.wording import percent


def picture(rows: pd.DataFrame, dose: float) -> str:
    """Say what is seen of electron and jet at a dose, with both calibrations."""
    here = rows[(rows["dose"] - dose).abs() < 1e-9]
    seen = here.groupby(["kind", "calibration"])["energy"].sum()
    count = (here["energy"] > 0).groupby([here["kind"], here["calibration"]]).sum()
    true = here.groupby("kind")["true"].first()
    return (
        f"Dose {dose:g}: of the electron's {true['electron']:.1f} GeV the crystals show "
        f"{seen['electron', STALE]:.1f} GeV with the {STALE} and {seen['electron', LASER]:.1f} GeV "
        f"{LASER}; {count['electron', LASER]} of 49 crystals are read. Of the jet's "
        f"{true['jet']:.1f} GeV they show {seen['jet', STALE]:.1f} and {seen['jet', LASER]:.1f} GeV."
    )


def _last(rows: pd.DataFrame, name: str) -> pd.Series:
    """Return the row of the largest dose with one calibration."""
    return rows[rows["calibration"] == name].iloc[-1]


def response(rows: pd.DataFrame) -> str:
    """Say what the laser does to the response."""
    first, old, new = rows.iloc[0], _last(rows, STALE), _last(rows, LASER)
    above = " The rest above one is noise that passes the suppression." if new["response"] > 1.0 else ""
    return (
        f"From dose {first['dose']:g} to {old['dose']:g} the response falls from {first['response']:.3f} to "
        f"{old['response']:.3f}; a new calibration brings it to {new['response']:.3f}, but the resolution "
        f"stays at {percent(new['resolution'], 1)} instead of {percent(first['resolution'], 1)}.{above}"
    )


def efficiency(rows: pd.DataFrame) -> str:
    """Say how far the efficiency at the old threshold comes back."""
    first, old, new = rows.iloc[0], _last(rows, STALE), _last(rows, LASER)
    lost, back = first["efficiency"] - old["efficiency"], new["efficiency"] - old["efficiency"]
    if lost <= 0:
        return "At the old threshold no efficiency is lost."
    said = f"gives back {percent(back / lost)} of that" if back > 0 else "gives back none of that"
    return (
        f"At the old threshold the efficiency falls from {percent(first['efficiency'])} to "
        f"{percent(old['efficiency'])}; calibrating anew {said}. The area under the curve "
        f"goes from {first['auc']:.3f} to {old['auc']:.3f} and {new['auc']:.3f}."
    )


def cases(rows: pd.DataFrame) -> str:
    """Say which of the single changes costs most, and which the efficiency does not show."""
    single = rows.iloc[1:-2]
    base = rows.iloc[0]
    worst = single.loc[single["efficiency"].idxmin()]
    quiet = single.loc[(single["efficiency"] - base["efficiency"]).abs().idxmin()]
    return (
        f"Of the single changes “{worst['case']}” costs most: efficiency {percent(worst['efficiency'])}, "
        f"while the area under the curve only goes from {base['auc']:.3f} to {worst['auc']:.3f}. "
        f"“{quiet['case']}” is the quietest: efficiency {percent(quiet['efficiency'])}, "
        f"background {percent(base['background'])} to {percent(quiet['background'])}."
    )


def towers(rows: pd.DataFrame) -> str:
    """Say what dead towers do, which stand behind the electrons."""
    base, dead = rows.iloc[0], rows.set_index("case").loc["dead towers"]
    return (
        "Dead towers take away what would have given a jet away, not what an electron leaves: the background "
        f"at the old threshold goes from {percent(base['background'], 1)} to "
        f"{percent(dead['background'], 1)}, the efficiency from {percent(base['efficiency'], 1)} to "
        f"{percent(dead['efficiency'], 1)}, so a monitor of electrons alone hardly sees them."
    )


def wrong_file(rows: pd.DataFrame) -> str:
    """Say what a wrong calibration file does to the energy and to the model."""
    base, off = rows.iloc[0], rows.set_index("case").loc["wrong calibration file"]
    return (
        f"A wrong file moves the energy of every electron, from a response of {base['response']:.3f} to "
        f"{off['response']:.3f}, and the efficiency of this network only from "
        f"{percent(base['efficiency'], 1)} to {percent(off['efficiency'], 1)}: what a reconstruction would "
        "notice at once need not show in the scores."
    )


def point(figures: pd.DataFrame, dose: float, mu: float) -> str:
    """Say how the model does at one dose and pile-up."""
    near = (figures["dose"] - dose).abs() + (figures["pile_up"] - mu).abs()
    row = figures.loc[near.idxmin()]
    return (
        f"Dose {dose:g}, pile-up {mu:g}: the old threshold keeps {percent(row['efficiency'])} of the "
        f"electrons and {percent(row['background'])} of the jets; area under the curve "
        f"{row['auc']:.3f}. A threshold set anew would keep the electrons, and "
        f"{percent(row['background_new'])} of the jets."
    )


def answer(rows: pd.DataFrame, dose: pd.DataFrame) -> str:
    """Say in few words what breaks and what helps."""
    base, aged, laser = rows.iloc[0], rows.iloc[-2], rows.iloc[-1]
    fall = (base["auc"] - aged["auc"]) / (base["auc"] - 0.5)
    old, new = _last(dose, STALE), _last(dose, LASER)
    first = "the threshold" if 1.0 - aged["efficiency"] / base["efficiency"] > fall else "the model"
    return (
        f"First {first} breaks: on the aged detector the area under the curve goes from "
        f"{base['auc']:.3f} to {aged['auc']:.3f}, {percent(fall)} of its lead over guessing, but at the old "
        f"threshold the efficiency goes from {percent(base['efficiency'])} to {percent(aged['efficiency'])}. "
        f"A laser calibration brings the response from {old['response']:.2f} back to "
        f"{new['response']:.2f}, and the efficiency of the aged detector to {percent(laser['efficiency'])}: "
        "noise, pile-up and dead channels stay. A threshold set anew keeps the electrons at the price of "
        f"{percent(laser['background_new'])} instead of {percent(base['background_new'])} of the jets."
    )
