"""Charts and sentences of the rehearsal follow its numbers."""

import numpy as np
import pandas as pd
import pytest

from ecosystem_nb import charts
from ecosystem_nb.network.rehearsal import beside, binding, loop, outage
from ecosystem_nb.network.rehearsal import challenge_charts as draw
from ecosystem_nb.network.rehearsal import challenge_sentences as says
from ecosystem_nb.network.rehearsal.challenge_parameters import DataChallenge

PAGE = DataChallenge()
PLAN = pd.DataFrame({"site": ["FNAL", "KIT"], "streams": [584.0, 150.0]})


def reached(bindings: dict[str, str]) -> pd.DataFrame:
    """Two sites at two shares in each stage; FNAL is short where something binds."""
    rows = []
    for share in (10, 100):
        for stage in binding.STAGES:
            for site in ("FNAL", "KIT"):
                what = bindings.get(stage, loop.NOTHING) if site == "FNAL" and share == 100 else loop.NOTHING
                part = 40.0 if what != loop.NOTHING else 100.0
                rows.append(
                    {
                        "share": share, "stage": stage, "site": site, "planned": 100.0, "reached": part,
                        "part": part, "binding": what, "rule": "GROWING", "waiting": 0.0, "held": 0.0,
                    }
                )  # fmt: skip
    return pd.DataFrame(rows)


def fares(gone: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "way": [outage.WITH, outage.WITHOUT], "most": [2000, 90_000], "wire": [0.7, 20.0],
            "total": [17.0, 20.0], "peak": [99.0, 99.0], "gone": [gone, 0.75],
        }
    )  # fmt: skip


def test_tiles_name_only_what_binds() -> None:
    table = reached({binding.SHIPPED: loop.SLOTS_OUT, binding.RAISED: "across the Atlantic"})
    spec = draw.tiles(table, 100).to_dict()
    domain = spec["layer"][0]["encoding"]["color"]["scale"]["domain"]
    assert domain == [loop.NOTHING, loop.SLOTS_OUT, "a link"]
    assert spec["params"][0]["value"] == 2
    made = charts.show(draw.tiles(table, 10), name="network-tiles", alt="tiles", data=table)
    assert "FNAL" in made.csv


def test_climb_lines_are_the_closed_form() -> None:
    """400 Gbit/s with 0.8 each: 500 transfers, 249 min."""
    table = draw.climb_table((400.0, 800.0), [0.8, 8.0])
    assert table["hours"].tolist() == pytest.approx([249 / 60, 24 / 60, 499 / 60, 49 / 60])
    found = pd.DataFrame({"cap": [0.8], "hours": [4.2]})
    assert len(draw.climbs((400.0, 800.0), [0.8, 8.0], found).to_dict()["layer"]) == 2


def test_backlogs_keep_all_three_curves() -> None:
    one = pd.DataFrame({"hour": [0.0, 1.0], "way": outage.WITH, "backlog": [0.0, 5.0]})
    smooth = pd.DataFrame({"hour": [0.0, 1.0], "backlog": [0.0, 4.0]})
    table = draw.backlog_table({60: one, 80: one}, {60: smooth, 80: smooth})
    assert table.groupby(["share", "way"]).size().to_dict() == {
        (60, outage.WITH): 2, (60, draw.CLOSED): 2, (80, outage.WITH): 2, (80, draw.CLOSED): 2,
    }  # fmt: skip
    assert draw.backlogs(table, 80).to_dict()["params"][0]["value"] == 80


def test_what_binds_is_said_with_its_share() -> None:
    whole = binding.summed(reached({binding.SHIPPED: loop.SLOTS_OUT, binding.THROTTLED: loop.THROTTLER}))
    text = says.stages(PAGE, whole)
    assert "the limit of CERN's storage, which all its links share, binds from 100 % on (70 %" in text
    assert "With CERN's raised to 4,000, nothing binds up to 100 %" in text
    assert "the throttler binds from 100 % on" in text
    assert "FNAL" in says.tiles(reached({binding.SOURCE_RAISED: loop.AT_LIMIT}), whole, 100)


def test_what_is_needed_is_said() -> None:
    assert "1 of 2 Tier-1s alone need more than 200, most of all FNAL with 584" in says.needs(PLAN, PAGE)
    few = PAGE.model_copy(update={"shipped": 1000})
    assert "no Tier-1 alone needs more than 1000" in says.needs(PLAN, few)


def test_the_failed_cable_is_said_either_way() -> None:
    slow = says.failure(fares(1.6), 0.75, "SMALL_LOSS")
    assert "The backlog is the same" in slow
    assert "throughput falls a little: hold" in slow
    assert "gone 96 min after the repair, without it after 45 min" in slow
    assert "as without it (45 min)" in says.failure(fares(0.76), 0.75, "GROWING")
    assert "not gone 1.75 h after the repair" in says.failure(fares(np.inf), 0.75, "GROWING")
    assert "more than 105 min with FTS" in says.curve(fares(np.inf), 100)
    calm = fares(0.0).assign(peak=[0.9, 0.9])
    assert "no backlog" in says.curve(calm, 60)


def test_company_is_said_either_way() -> None:
    made = pd.DataFrame(
        {"case": beside.CASES, "challenge": [100.0, 100.0, 99.0, 91.0, 75.0], "slow": [0.3, 0.3, 1, 9, 30]}
    )
    room = pd.Series({"CC-IN2P3, outwards": 570.0, "FNAL": 400.0})
    text = says.company(PAGE, made, room, 30.0)
    assert "does not feel it" in text
    assert "on the link of FNAL: it does not fit" in text
    small = PAGE.model_copy(update={"campaign": 1.0})
    assert ": it fits" in says.company(small, made.assign(slow=[0.3, 0.6, 1, 9, 30]), room, 30.0)
    assert "2.00 times" in says.company(small, made.assign(slow=[0.3, 0.6, 1, 9, 30]), room, 30.0)


def test_sensitivity_names_the_largest_change() -> None:
    table = pd.DataFrame(
        {"change": ["as above", "ten times more loss", "5 % of transfers fail"],
         "streams": [2000.0, 9000.0, 2000.0], "part": [96.0, 66.0, 60.0]}
    )  # fmt: skip
    text = says.sensitivity(table)
    assert "from 2,000 to 9,000 with ten times more loss" in text
    assert "5 % of transfers fail: 60 %" in text


def test_the_answer_says_what_binds_first() -> None:
    table = reached({binding.SHIPPED: loop.SLOTS_OUT, binding.SOURCE_RAISED: loop.AT_LIMIT})
    table.loc[(table["share"] == 10) & (table["stage"] == binding.SHIPPED), "binding"] = loop.SLOTS_OUT
    table.loc[(table["share"] == 10) & (table["stage"] == binding.SHIPPED), "reached"] = 50.0
    text = says.answer(PAGE, PLAN, binding.summed(table), fares(1.6), 4.85)
    assert text.startswith(
        "The limit of CERN's storage, which all its links share, binds first, already at 10 %"
    )
    assert "Rules bind before links" in text
    assert "2.1 times as long to clear" in text
    linked = binding.summed(reached({binding.RAISED: "FNAL"}))
    assert "Links bind too" in says.answer(PAGE, PLAN, linked, fares(0.75), 4.85)
