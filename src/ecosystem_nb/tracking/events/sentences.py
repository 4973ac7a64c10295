"""Sentences of the page on an event, with its numbers."""

from collections.abc import Mapping

import pandas as pd

from ecosystem_nb.tables import Quantity
from ecosystem_nb.tracking.events.display import shown
from ecosystem_nb.wording import percent, power, rounded


def _count(value: float) -> str:
    """Write a number of things with two digits."""
    return f"{float(f'{value:.2g}'):,.0f}"


def slice_across(table: pd.DataFrame, level: float) -> str:
    """Say how many hits the slice shows."""
    return (
        f"With {level:.0f} soft interactions, this slice of the barrel holds {shown(table, level):,} hits, "
        "and the wanted tracks are the lines."
    )


def wedge_along(table: pd.DataFrame, level: float, share: float) -> str:
    """Say how many hits the wedge shows."""
    return (
        f"With {level:.0f} soft interactions, {percent(share, 1)} of the azimuth holds "
        f"{shown(table, level):,} hits; the lines are the same tracks as above."
    )


def published(particles: int, hits: int, tracks: float, known: Mapping[str, Quantity]) -> str:
    """Compare an event with those of TrackML, and an interaction with what was measured."""
    measured = known["density"].value * 5.0
    return (
        f"The TrackML challenge states about {known['trackml_tracks'].value:,.0f} tracks and "
        f"{known['trackml_hits'].value:,.0f} hits for a pile-up of 200; here it is {_count(particles)} "
        f"and {_count(hits)}. For that a soft interaction has {tracks:g} charged particles, where "
        f"{measured:.0f} primaries were measured at 7 TeV on five units of pseudorapidity: the difference "
        "stands for the higher energy and for secondaries, which are not simulated."
    )


def combinations(full: pd.Series, growths: Mapping[str, float], pile_up: float) -> str:
    """Say how many combinations there are for a true one."""
    many = full["triplets"] / max(full["true_triplets"], 1.0)
    return (
        f"At a pile-up of {pile_up:g}, {power(full['any_triplets'])} triplets are possible, "
        f"{_count(full['triplets'])} lie within the windows and {_count(full['true_triplets'])} are true: "
        f"{_count(many)} candidates for each. Candidates grow with the power {growths['triplets']:.1f} of "
        f"the pile-up, true triplets with {growths['true_triplets']:.1f}."
    )


def answer(full: pd.Series, growths: Mapping[str, float], pile_up: float) -> str:
    """Answer the question of the page."""
    many = full["triplets"] / max(full["true_triplets"], 1.0)
    return (
        f"A crossing with a pile-up of {pile_up:g} leaves {_count(full['hits'])} hits. Hits grow in step "
        f"with the pile-up, but candidate triplets with its power {growths['triplets']:.1f}: on the three "
        f"innermost layers {_count(full['triplets'])} of them lie within the windows of a wanted particle, "
        f"{_count(many)} for each true one."
    )


def soft(share: float, pt: float) -> str:
    """Say how few of the particles are wanted."""
    return (
        f"{percent(share)} of the particles have more than {pt:g} GeV: the others make most of the hits, "
        "and need not be found."
    )


def fullness(layers: pd.DataFrame) -> str:
    """Say where modules are fullest, and how empty channels are all the same."""
    most = layers.loc[layers["a_module"].idxmax()]
    disc = layers[layers["shape"] == "disc"]
    other = disc.loc[disc["a_module"].idxmax()]
    place = (
        f"at r = {most['position']:.0f} mm"
        if most["shape"] == "barrel"
        else f"at z = {most['position']:.0f} mm"
    )
    return (
        f"A module of the layer {place} takes {rounded(most['a_module'])} hits in the mean and up to "
        f"{most['fullest']}; the fullest disc, at z = {other['position']:.0f} mm, "
        f"{rounded(other['a_module'])}. "
        f"Of its channels no layer has more than {percent(layers['share'].max(), 3)} hit."
    )


def crowd(table: pd.DataFrame) -> str:
    """Say how seldom hits touch, and how often windows do."""

    def at(kind: str, distance: float) -> float:
        one = table[table["kind"] == kind]
        near = one.loc[(one["distance"] - distance).abs().idxmin()] if len(one) else None
        return 0.0 if near is None else float(near["share"])

    return (
        f"Within 3 standard deviations {percent(at('pixels', 3.0), 2)} of the pixel hits have a foreign "
        f"neighbour, within 30 it is {percent(at('pixels', 30.0), 1)}, and "
        f"{percent(at('long strips', 30.0), 1)} for long strips: it is not the sensor that confuses tracks, "
        "but a prediction that is wider than the sensor."
    )


def changed(table: pd.DataFrame) -> str:
    """Say which of the windows weighs most."""
    first = table.iloc[0]
    others = table.iloc[1:]
    most = others.loc[others["triplets"].idxmax()]
    more, true = (rounded(most[name] / max(first[name], 1.0)) for name in ("triplets", "true_triplets"))
    return f"Triplets become {more} times as many with {most['case']}, and true ones {true} times."


def against(both: pd.DataFrame, turns: pd.DataFrame) -> str:
    """Say how far our muons are like those of ACTS."""
    off = (both["ours"] - both["acts"]).abs().max()
    ratio = turns["ours"] / turns["acts"]
    inner, outer = turns["r"].searchsorted(172.0), turns["r"].searchsorted(260.0)
    lacks = ratio.iloc[outer] < 0.95 * ratio.iloc[inner]
    near, far = rounded(ratio.iloc[inner]), rounded(ratio.iloc[outer])
    said = (
        f"In each step of pseudorapidity the mean number of layers agrees to {off:.2f}. ACTS adds "
        f"{both['again'].mean():.1f} hits a muon where modules overlap. Up to r = 172 mm tracks are turned "
        f"{near} times as far as in ACTS, up to 260 mm {far} times"
    )
    return said + (": between pixels and strips ACTS has material that our table lacks." if lacks else ".")
