"""What does each stage keep at which cut, and what of events unlike those of training."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, get_args

import numpy as np
import pandas as pd

from ecosystem_nb.tracking.events.generate import generate
from ecosystem_nb.tracking.events.setup import Setup
from ecosystem_nb.tracking.gnn import splits
from ecosystem_nb.tracking.gnn.find import Builder, Found, Settings, build, find
from ecosystem_nb.tracking.gnn.graph import radius_graph
from ecosystem_nb.tracking.gnn.truth import FALSE, TRUE, Known, Quality, auc, known, labels, quality
from ecosystem_nb.tracking.scoring.matching import TWO_WAY
from ecosystem_nb.tracking.scoring.score import Scored, score, summary
from ecosystem_nb.tracking.scoring.truth import Selection
from ecosystem_nb.tracking.scoring.truth import truth as particles_of

SELECTION = Selection(pt_min=1.0, hits_min=9)
Pairs = Sequence[tuple[Any, Known, Found]]


def run(setup: Setup, number: int, first: int = 0, settings: Settings | None = None) -> Pairs:
    """Find the tracks of some test events: each event with its truth and what was found."""
    done = []
    for event in generate(setup, splits.part(splits.TEST, number, first)):
        x, y, z, layer = (np.asarray(event.hits[name]) for name in ("x", "y", "z", "layer"))
        done.append((event, known(event), find(x, y, z, layer, settings=settings)))
    return done


def total(qualities: Sequence[Quality]) -> Quality:
    """Add up what graphs of several events keep."""
    return sum(qualities, Quality(0, 0, 0, 0))


def radii(events: Pairs, values: Sequence[float]) -> pd.DataFrame:
    """Return size, efficiency and purity of the graph in the embedding by radius."""
    rows = []
    hits = sum(len(truth.hits) for _, truth, _ in events)
    for radius in values:
        good = total(
            [quality(one, radius_graph(found.places, radius, one.hits.layer)) for _, one, found in events]
        )
        rows.append((radius, good.edges / hits, good.efficiency, good.purity))
    return pd.DataFrame(rows, columns=["radius", "edges", "efficiency", "purity"])


def stages(events: Pairs, settings: Settings | None = None) -> pd.DataFrame:
    """Return edges an event, efficiency and purity after each of the three stages."""
    cut = (settings or Settings()).threshold
    graphs = {
        "embedding": [quality(one, found.graph) for _, one, found in events],
        "filter": [quality(one, found.edges) for _, one, found in events],
        "interaction network": [
            quality(one, found.edges[:, found.scores[-1] >= cut]) for _, one, found in events
        ],
    }
    rows = []
    for name, each in graphs.items():
        good = total(each)
        rows.append((name, good.edges / len(events), good.efficiency, good.purity))
    return pd.DataFrame(rows, columns=["stage", "edges", "efficiency", "purity"])


def judged(events: Pairs, step: int | None = None) -> pd.DataFrame:
    """Return score and kind of each edge that is judged: by the filter, or after a step of messages."""
    scores, right = [], []
    for _, truth, found in events:
        edges, values = (found.graph, found.sifted) if step is None else (found.edges, found.scores[step])
        label = labels(truth, edges, SELECTION.pt_min, 0.0)
        counted = (label == TRUE) | (label == FALSE)
        scores.append(values[counted])
        right.append(label[counted] == TRUE)
    return pd.DataFrame({"score": np.concatenate(scores), "true": np.concatenate(right)})


def roc(of: pd.DataFrame, points: int = 60) -> pd.DataFrame:
    """Return the share of true and of false edges kept at falling cuts, and the cut."""
    cuts = np.quantile(of.loc[of["true"], "score"], np.linspace(0.0, 0.3, points))
    true, false = (np.sort(of.loc[of["true"] == kind, "score"]) for kind in (True, False))
    kept = [1.0 - np.searchsorted(one, cuts) / len(one) for one in (true, false)]
    return pd.DataFrame({"cut": cuts, "true_kept": kept[0], "false_kept": kept[1]})


def steps(events: Pairs) -> pd.DataFrame:
    """Return, after each step of message passing, the chance that a true edge scores above a false one."""
    number = len(events[0][2].scores)
    tables = [judged(events, step) for step in range(number)]
    return pd.DataFrame(
        {"step": range(1, number + 1), "auc": [auc(one["score"], one["true"]) for one in tables]}
    )


def scored(events: Pairs, settings: Settings) -> list[Scored]:
    """Score tracks that are built anew from the scores of edges."""
    done = []
    for event, _, found in events:
        tracks = build(found.hits, found.edges, found.scores[-1], settings)
        truth = particles_of(np.asarray(event.hits.particle), event.particles)
        done.append(score(tracks, truth, SELECTION))
    return done


def thresholds(events: Pairs, values: Sequence[float], settings: Settings | None = None) -> pd.DataFrame:
    """Return efficiency, fakes and duplicates by threshold, for both ways to make tracks."""
    frames = []
    for value in values:
        for way in get_args(Builder):
            chosen = replace(settings or Settings(), threshold=value, build=way)
            rows = summary(scored(events, chosen))
            frames.append(rows.assign(threshold=value, build=way))
    return pd.concat(frames, ignore_index=True)


def conditions(setups: Mapping[str, Setup], number: int, settings: Settings | None = None) -> pd.DataFrame:
    """Return how the networks do on other events: hits, edges and, by the two-way definition, tracks."""
    rows = []
    for name, setup in setups.items():
        events = run(setup, number, settings=settings)
        good = stages(events, settings)
        tracks = summary(scored(events, settings or Settings())).set_index("definition").loc[TWO_WAY.name]
        rows.append(
            {
                "name": name,
                "hits": np.mean([len(one.hits) for _, one, _ in events]),
                "graph": good["edges"].iloc[0],
                "kept": good["edges"].iloc[1],
                "edge_efficiency": good["efficiency"].iloc[2],
                "particles": tracks["particles"],
                "efficiency": tracks["efficiency"],
                "low": tracks["low"],
                "high": tracks["high"],
                "fake_rate": tracks["fake_rate"],
            }
        )
    return pd.DataFrame(rows)
