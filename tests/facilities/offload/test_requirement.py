"""What an HPC centre must give: work over node power, bytes over time, and the network's direction."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.facilities.demand import parts as of
from ecosystem_nb.facilities.offload.activities import Activity, activities
from ecosystem_nb.facilities.offload.history import allocations
from ecosystem_nb.facilities.offload.machine import Machine, Partition, perlmutter
from ecosystem_nb.facilities.offload.requirement import Terms, by_year, in_hs23, made_there, requirements
from ecosystem_nb.tables import quantities, read

YEAR = 365 * 86_400.0
RECO = Activity("reconstruction", 1.0, 0.8, 0.5, 5.0, 500.0, 4000.0, 400.0)
GEN = Activity("generation", 1.0, 0.9, 0.0, 1.0, 2000.0, 0.0, 100.0)
BOTH = {one.name: one for one in (RECO, GEN)}
MACHINE = Machine(
    "M", Partition("M CPU", 100, 4000.0, 256, 512.0), Partition("M GPU", 50, 2000.0, 128, 256.0, 4), 0.9
)


def left(reconstruction: float = 1.0, generation: float = 2.0, unit: str = "MHS23") -> pd.DataFrame:
    rows = [(2030, "reconstruction", reconstruction), (2030, "generation", generation)]
    table = pd.DataFrame(rows, columns=["year", "part", "need"])
    return table.assign(experiment="A", resource="CPU", unit=unit)


def asked(terms: Terms, **amounts: float) -> pd.DataFrame:
    return requirements(left(**amounts), BOTH, MACHINE, terms).set_index("part")


@given(st.floats(0.0, 1.0), st.floats(0.5, 8.0))
def test_node_hours_times_what_a_node_does_are_the_work(share: float, memory: float) -> None:
    """Over both partitions, with efficiency, memory and GPU gain put back by hand."""
    made = asked(Terms(gpu_share=share, memory=memory))
    busy = min(1.0, 512.0 / (256.0 * memory))
    gain = {"reconstruction": 1.0 / (0.5 + 0.5 / 5.0), "generation": 1.0}
    for name, one in BOTH.items():
        row = made.loc[name]
        done = row["cpu_hours"] * 4000.0 * busy + row["gpu_hours"] * 2000.0 * busy * gain[name]
        assert done * 3600.0 * one.efficiency == pytest.approx(row["work"])


def test_work_is_the_mean_power_over_the_year_less_what_is_booked_and_idle() -> None:
    assert asked(Terms())["work"].tolist() == pytest.approx([1e6 * YEAR, 2e6 * YEAR])
    assert asked(Terms(cpu_efficiency=0.8))["work"].tolist() == pytest.approx([0.8e6 * YEAR, 1.6e6 * YEAR])


def test_only_what_is_ported_goes_to_gpus() -> None:
    made = asked(Terms(gpu_share=0.4))
    assert made.loc["generation", "gpu_hours"] == 0.0
    assert made.loc["reconstruction", "by_gpu"] == pytest.approx(0.4 * 0.5 * 1e6 * YEAR)


def test_shares_of_the_machine_are_of_the_hours_that_jobs_can_have() -> None:
    row = asked(Terms()).loc["generation"]
    assert row["cpu_share"] == pytest.approx(row["cpu_hours"] / (100 * 8760.0 * 0.9))


def test_data_follow_the_events() -> None:
    row = asked(Terms(burst=3.0)).loc["reconstruction"]
    events = 1e6 * YEAR / 500.0
    assert row["events"] == pytest.approx(events)
    assert row["read"] == pytest.approx(events * 4e6 / 1e15)
    assert row["rate_in"] == pytest.approx(3.0 * 8.0 * events * 4e6 / YEAR / 1e9)
    assert row["rate_out"] == pytest.approx(row["rate_in"] / 10.0)


@given(st.floats(0.0, 30.0), st.floats(0.0, 30.0))
def test_the_buffer_is_rate_times_residence(before: float, after: float) -> None:
    row = asked(Terms(residence_in=before, residence_out=after, burst=2.0)).loc["reconstruction"]
    bytes_in, bytes_out = row["rate_in"] * 1e9 / 8.0, row["rate_out"] * 1e9 / 8.0
    assert row["buffer"] * 1e15 == pytest.approx(86_400.0 * (bytes_in * before + bytes_out * after))


def test_what_is_read_locally_stays_in_the_buffer_but_off_the_network() -> None:
    far = asked(Terms(residence_in=5.0)).loc["reconstruction"]
    near = asked(Terms(residence_in=5.0, local={"reconstruction": 0.75})).loc["reconstruction"]
    assert near["rate_in"] == pytest.approx(0.25 * far["rate_in"])
    assert near["buffer"] == pytest.approx(far["buffer"])


def test_data_reduction_writes_the_part_that_is_asked_for() -> None:
    made = {"reconstruction": RECO.reduced(20.0), "generation": GEN}
    row = requirements(left(), made, MACHINE, Terms()).set_index("part").loc["reconstruction"]
    assert row["rate_in"] / row["rate_out"] == pytest.approx(20.0)


@given(st.floats(0.0, 10.0), st.floats(0.0, 10.0), st.floats(1.0, 5.0))
def test_what_is_asked_grows_with_the_work_and_is_linear(one: float, other: float, times: float) -> None:
    few = by_year(requirements(left(one, other), BOTH, MACHINE, Terms(0.2, residence_in=3.0)))
    many = by_year(
        requirements(left(times * one, times * other), BOTH, MACHINE, Terms(0.2, residence_in=3.0))
    )
    values = [name for name in few if name not in ("experiment", "year")]
    assert many[values].to_numpy() == pytest.approx(times * few[values].to_numpy())


def test_sums_of_a_year_are_those_of_its_activities() -> None:
    table = requirements(left(), BOTH, MACHINE, Terms(0.3, residence_out=2.0))
    assert by_year(table)["buffer"].item() == pytest.approx(table["buffer"].sum())
    assert "events" not in by_year(table)


def test_too_little_memory_leaves_threads_idle() -> None:
    assert MACHINE.cpu.busy(2.0) == 1.0
    assert MACHINE.cpu.busy(4.0) == pytest.approx(0.5)
    assert asked(Terms(memory=4.0)).loc["generation", "cpu_hours"] == pytest.approx(
        2.0 * asked(Terms(memory=2.0)).loc["generation", "cpu_hours"]
    )


def test_a_reader_finds_at_most_what_was_made() -> None:
    table = requirements(left(1.0, 2.0), BOTH, MACHINE, Terms())
    assert made_there(table, ["generation"], "reconstruction") == pytest.approx(1000.0 / 2000.0)
    assert made_there(table, ["reconstruction"], "generation") == 1.0
    assert made_there(table, [], "generation") == 0.0
    with pytest.raises(ValueError, match="activity 'x': expected one of generation, reconstruction"):
        made_there(table, ["x"], "generation")


def test_hs06_is_refused_and_renamed_on_purpose() -> None:
    old = left(unit="MHS06")
    with pytest.raises(ValueError, match="MHS06 is not HS23"):
        requirements(old, BOTH, MACHINE, Terms())
    made = in_hs23(old)
    assert made["unit"].unique().tolist() == ["MHS23"]
    assert made["need"].tolist() == old["need"].tolist()
    assert in_hs23(made)["unit"].unique().tolist() == ["MHS23"]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Terms(cpu_efficiency=0.0), "CPU efficiency of the sites = 0 is out of range"),
        (lambda: Terms(gpu_share=1.5), "share on nodes with GPUs = 1.5 is out of range"),
        (lambda: Terms(memory=0.0), "memory for each thread = 0 GB is out of range: expected above 0 GB"),
        (lambda: Terms(residence_in=-1.0), "residence before use = -1 d is out of range"),
        (lambda: Terms(burst=0.5), "burst = 0.5 is out of range: expected at least 1"),
        (lambda: Terms(local={"a": 2.0}), "a: read locally = 2 is out of range"),
        (lambda: Activity("a", 1.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0), "a: efficiency = 0 is out of range"),
        (lambda: Activity("a", 1.0, 1.0, 0.0, 1.0, 0.0, 1.0, 1.0), "a: work = 0 HS06 s is out of range"),
        (lambda: RECO.reduced(0.5), "data read over data written = 0.5 is out of range"),
        (lambda: Partition("p", 0, 1.0, 1.0, 1.0), "p: nodes = 0 is out of range"),
        (lambda: Machine("m", MACHINE.cpu, MACHINE.gpu, 1.1), "m: available = 1.1 is out of range"),
        (lambda: requirements(left(-1.0), BOTH, MACHINE, Terms()), "work = .* HS23 s is out of range"),
        (lambda: requirements(left(), {"generation": GEN}, MACHINE, Terms()), "activity 'reconstruction'"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(make: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        make()  # type: ignore[operator]


def test_perlmutter_is_its_printed_numbers() -> None:
    """3072 nodes of 3629.3 HS23: 11.1 MHS23; the CPU of a node with GPUs is half of such a node."""
    made = perlmutter(quantities("facilities/hpc"))
    assert made.cpu.nodes * made.cpu.power == pytest.approx(11.149e6, rel=1e-4)
    assert made.gpu.power == pytest.approx(made.cpu.power / 2.0)
    assert made.cpu.busy(2.0) == made.gpu.busy(2.0) == 1.0


def test_the_activities_are_those_of_the_table() -> None:
    table = read("facilities/hpc_activities")
    made = activities(table)
    assert made["derivation and analysis"].eligible == 0.0
    assert made["reconstruction of data"].gain == pytest.approx(1.0 / (0.625 + 0.0375))
    wrong = table.assign(unit=table["unit"].where(table["quantity"] != "read", "MB"))
    with pytest.raises(ValueError, match="read in MB: expected kB"):
        activities(wrong)
    with pytest.raises(ValueError, match="no write: expected eligible"):
        activities(table[table["quantity"] != "write"])


def test_the_first_allocation_in_haswell_nodes() -> None:
    """175e6 NERSC hours over 80 an hour of a node: 2.19e6 node-hours, 0.16 MHS23 all year."""
    made = allocations(quantities("facilities/hpc")).iloc[0]
    assert made["node_hours"] == pytest.approx(2.1875e6)
    assert made["khs23"] == pytest.approx(2.1875e6 * 623.5 / 8760.0 / 1e3)


def test_inputs_that_other_tables_hold_are_theirs() -> None:
    """Work and sizes that the model of ATLAS has too."""
    mine = activities(read("facilities/hpc_activities"))
    model = read("facilities/demand_inputs")
    model = model[model["model"] == "ATLAS-like"].set_index(["quantity", "of"])["value"]
    time = model["time_simulation"]
    assert mine["generation"].work == time["generation"]
    half = np.mean([time["full simulation"], time["fast simulation"]])
    assert mine["simulation"].work == pytest.approx(half)
    assert mine["reconstruction of simulation"].work == time["digitisation"] + time["reconstruction"]
    assert mine["derivation and analysis"].work == time["derivation"]
    assert mine["simulation"].write == model["size", "HITS"]
    assert mine["reconstruction of data"].write == model["size", "AOD data"]
    assert mine["reconstruction of simulation"].write == model["size", "AOD simulation"]


def test_the_events_of_the_model_come_back() -> None:
    """All of ATLAS-like's work, turned into events, is the 2e11 simulated events of a year of running."""
    name = "ATLAS-like"
    parts = of.parts(name)
    work = in_hs23(parts[(parts["resource"] == "CPU") & (parts["year"] == 2028)])
    efficiency = read("facilities/demand_rules").query("model == @name and quantity == 'efficiency'")
    terms = Terms(cpu_efficiency=efficiency["value"].item())
    table = activities(read("facilities/hpc_activities"))
    made = requirements(work, table, perlmutter(quantities("facilities/hpc")), terms).set_index("part")
    for part in (of.GENERATION, of.SIMULATION, of.RECO_SIMULATION):
        assert made.loc[part, "events"] == pytest.approx(2e11, rel=1e-3)
