"""The sentences of the page follow the numbers, also when a run turns them round."""

from dataclasses import replace

import pandas as pd
import pytest

from ecosystem_nb.network.testbed import charts, checks, pacing, record, sentences
from ecosystem_nb.network.testbed import shown as show
from ecosystem_nb.network.testbed.copying import TWICE
from ecosystem_nb.network.testbed.shown import Shown
from ecosystem_nb.network.testbed.tools import Missing, TestbedError


@pytest.fixture
def kept() -> Shown:
    run = record.recorded()
    return Shown(run, run, False, "XRootD is not installed here.")


def with_cases(page: Shown, **servers: str) -> Shown:
    """The page as if the server had decided some cases otherwise."""
    table = page.outcomes.admission.copy()
    for case, server in servers.items():
        table.loc[table["case"] == case.replace("_", " "), "server"] = server
    return replace(page, outcomes=replace(page.outcomes, admission=table))


def agreeing(page: Shown) -> Shown:
    table = page.outcomes.admission
    return replace(page, outcomes=replace(page.outcomes, admission=table.assign(server=table["profile"])))


def test_the_label_says_recorded_when_with_what_and_why(kept: Shown) -> None:
    about = kept.recorded.about
    assert kept.label.startswith(f"Recorded run of {about['date']}: XRootD {about['xrootd']}, ")
    assert about["machine"] in kept.label
    assert kept.label.endswith("XRootD is not installed here.")


def test_the_label_says_live_and_whose_times_are_shown(kept: Shown) -> None:
    newer = kept.recorded.run.assign(value=lambda t: t["value"].where(t["item"] != "xrootd", "5.9.1"))
    live = Shown(replace(kept.recorded, run=newer), kept.recorded, True)
    assert live.label.startswith("Live: run with XRootD 5.9.1 while this page was executed. Times and byte")
    assert f"recorded run of {kept.recorded.about['date']}: XRootD 5.5.3" in live.label


def test_what_a_live_run_decides_otherwise_is_named(kept: Shown) -> None:
    assert kept.differences == []
    other = with_cases(kept, a_name_that_begins_alike="refused")
    assert other.differences == ["a name that begins alike"]
    copies = kept.outcomes.copies.copy()
    copies.loc[2, "left"] = 17
    assert replace(kept, outcomes=replace(kept.outcomes, copies=copies)).differences == [
        "may not read there, pull"
    ]


def test_a_hole_is_told_and_no_longer_when_it_is_mended(kept: Shown) -> None:
    races = pacing.beside(kept.recorded.races)
    assert "with a scope for /data it opened /database" in sentences.answer(kept, races)
    assert "/database" not in sentences.answer(with_cases(kept, a_name_that_begins_alike="refused"), races)
    assert sentences.answer(kept, races).startswith("Nearly. ")
    assert sentences.answer(agreeing(kept), races).startswith("Yes. XRootD 5.5.3 decided 25 of 25 requests")


def test_each_difference_has_its_reason(kept: Shown) -> None:
    said = sentences.admitted(kept)
    assert said.startswith("Server and check agree in 22 of 25 cases. ")
    assert all(why in said for why in checks.KNOWN.values())
    assert sentences.admitted(agreeing(kept)) == "Server and check agree in 25 of 25 cases."
    assert "“Expired” was allowed: no reason is known." in sentences.admitted(
        with_cases(kept, expired="allowed")
    )


def test_copies_are_counted(kept: Shown) -> None:
    said = sentences.copied(kept)
    table = kept.outcomes.copies
    assert said.startswith(
        f"3 of {len(table)} copies were done, 3 of them with equal bytes. 4 failed after a 201"
    )
    assert "2 of these left an empty file" in said


def test_a_checksum_that_is_up_to_date_is_no_alarm(kept: Shown) -> None:
    assert "still had the checksum of its old file" in sentences.remembered(kept)
    table = kept.outcomes.copies.copy()
    table.loc[table["trial"] == TWICE, "outcome"] = "done"
    newer = replace(kept, outcomes=replace(kept.outcomes, copies=table))
    assert sentences.remembered(newer).endswith("had the checksum of its new file.")


def test_who_announced_what(kept: Shown) -> None:
    assert sentences.announced(kept).startswith("6 fireflies came for 3 copies")
    none = replace(kept, outcomes=replace(kept.outcomes, fireflies=kept.outcomes.fireflies.iloc[:0]))
    assert sentences.announced(none) == "0 fireflies came, from nobody."


@pytest.mark.parametrize(
    ("told", "words"),
    [(1_002_000, "the 500 B that remain, for the heads of HTTP"), (1_001_000, "500 B are missing, which is")],
)
def test_what_is_left_of_a_count(told: int, words: str) -> None:
    assert words in sentences.counted(1_000_000, told, 1_001_500)


def table(*late: float, free: tuple[float, ...] = (1.0, 1.0)) -> pd.DataFrame:
    limited = pd.DataFrame({"limit": 10.0, "race": "two equal", "late": late, "taken": 1.0, "simulated": 1.0})
    other = pd.DataFrame({"limit": 0.0, "race": "two equal", "late": 0.0, "taken": free, "simulated": 1.0})
    return pd.concat([limited, other], ignore_index=True)


@pytest.mark.parametrize(
    ("late", "said"),
    [
        ((-0.2, -0.1), "lie 0.10 to 0.20 s before what was simulated"),
        ((0.1, 0.2), "lie 0.10 to 0.20 s after what was simulated"),
        ((-0.1, 0.2), "lie between 0.10 s before and 0.20 s after what was simulated"),
    ],
)
def test_before_and_after(late: tuple[float, float], said: str) -> None:
    assert said in sentences.raced(table(*late))


@pytest.mark.parametrize(
    ("free", "said"),
    [
        ((0.9, 0.8), "up to 20 % sooner than simulated: together they get more"),
        ((1.1, 1.3), "up to 30 % later than simulated: together they cost the machine more"),
        ((0.9, 1.05), "they differ from the simulated times by up to 10 %"),
    ],
)
def test_sooner_and_later_without_a_limit(free: tuple[float, float], said: str) -> None:
    assert said in sentences.raced(table(0.0, free=free)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("last", "said"), [(0.5, "sooner than even"), (3.0, "later than even"), (1.5, "between the times")]
)
def test_two_copies_beside_the_runs_of_one_alone(last: float, said: str) -> None:
    rows = [{"run": "fastest", "last": 1.0}, {"run": "slowest", "last": 2.0}]
    assert said in sentences.sensitivity(rows, pd.DataFrame({"taken": [0.4, last]}))


def test_the_table_of_predictions_ends_with_what_was_measured() -> None:
    rows = [{"run": "median", "rate": 100.04, "first": 1.0, "last": 2.0}]
    made = sentences.sensitivity_table(rows, pd.DataFrame({"taken": [0.4, 0.9]}))
    assert list(made["run"]) == ["median", "measured"]
    assert made.iloc[-1][["first", "last"]].tolist() == [0.4, 0.9]


def test_the_rule_is_told_with_its_end(kept: Shown) -> None:
    run = kept.recorded
    assert f"Rucio {run.about['rucio']}, the rule was fulfilled after 4 steps" in sentences.ruled(run)
    stuck = run.rule.assign(rule="STUCK")
    assert "the rule was STUCK" in sentences.ruled(replace(run, rule=stuck))


def test_the_chart_holds_every_copy_and_names_the_worst(kept: Shown) -> None:
    """Ten copies; the ratio is measured over simulated time, by hand."""
    races = pacing.beside(kept.recorded.races)
    data = charts.ratios(races)
    assert len(data) == 10
    for made, row in zip(data.itertuples(), races.itertuples(), strict=True):
        assert made.ratio == pytest.approx(row.taken / row.simulated, abs=6e-4)
        assert made.low <= made.ratio <= made.high
    worst = data.loc[(data["ratio"] - 1).abs().idxmax()]
    assert f"{worst['ratio']:.2f} ({worst['copy']}" in charts.races(races).markup


def test_nothing_runs_when_a_live_run_is_not_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(show.tools, "find", lambda: pytest.fail("looked for XRootD"))
    page = show.shown(False)
    assert (page.live, page.why) == (False, "A live run was not asked for.")
    assert page.outcomes is page.recorded


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (Missing("xrootd is not installed: apt install …"), "XRootD is not installed here."),
        (TestbedError("source: x"), "XRootD is installed here, but the live run failed: source: x"),
    ],
)
def test_a_live_run_that_can_not_be_falls_back_to_the_record_and_says_so(
    monkeypatch: pytest.MonkeyPatch, error: Exception, why: str
) -> None:
    def fails() -> None:
        raise error

    monkeypatch.setattr(show.tools, "find", fails)
    page = show.shown(True)
    assert (page.live, page.why) == (False, why)
    assert page.label.startswith("Recorded run of ")


def test_numbers_of_the_registry_become_names(kept: Shown) -> None:
    made = show.fireflies(kept.recorded)
    assert set(made["experiment"]) == {"atlas"}
    assert set(made["activity"]) == {"T0 Export"}
    assert list(made.columns) == show.OUTCOMES["fireflies"]
