"""What can a machine do?  Nodes with and without GPUs, and the hours that a year of them has."""

from collections.abc import Mapping
from dataclasses import dataclass

from ecosystem_nb.bounds import within
from ecosystem_nb.facilities.demand.timeline import YEAR
from ecosystem_nb.facilities.offload.activities import Activity
from ecosystem_nb.tables import Quantity

YEAR_HOURS = YEAR / 3600.0


@dataclass(frozen=True)
class Partition:
    """Nodes of one kind.

    Parameters
    ----------
    name : str
    nodes : float
        How many, above 0.
    power : float
        Of the CPU of one node with all threads busy, HS23, above 0.
    threads : float
        Of one node, above 0.
    memory : float
        Of one node, GB, above 0.
    gpus : float
        In one node, 0 or more.

    Raises
    ------
    ValueError
        For a value out of range.
    """

    name: str
    nodes: float
    power: float
    threads: float
    memory: float
    gpus: float = 0.0

    def __post_init__(self) -> None:
        for what, unit in (("nodes", "1"), ("power", "HS23"), ("threads", "1"), ("memory", "GB")):
            within(f"{self.name}: {what}", getattr(self, what), unit, above=0.0)
        within(f"{self.name}: GPUs", self.gpus, "1", least=0.0)

    def busy(self, per_thread: float) -> float:
        """Return the share of the threads for which the memory is enough (1).

        Parameters
        ----------
        per_thread : float
            Memory that a thread needs, GB, above 0.
        """
        within("memory for each thread", per_thread, "GB", above=0.0)
        return min(1.0, self.memory / (self.threads * per_thread))

    def does(self, one: Activity, per_thread: float) -> float:
        """Return the power of a node for an activity, HS23.

        Parameters
        ----------
        one : Activity
        per_thread : float
            Memory that a thread needs, GB, above 0.

        Notes
        -----
        Work that the GPUs take over counts as the CPU work that it replaces.  With too little
        memory some threads stay idle, and the power falls with their number: a lower bound, for
        the threads that are left run faster.
        """
        gain = one.gain if self.gpus else 1.0
        return self.power * self.busy(per_thread) * gain


@dataclass(frozen=True)
class Machine:
    """An HPC machine: its nodes without and with GPUs.

    Parameters
    ----------
    name : str
    cpu, gpu : Partition
    available : float
        Share of the hours of a year that jobs can have (1), above 0 and at most 1.
    """

    name: str
    cpu: Partition
    gpu: Partition
    available: float = 1.0

    def __post_init__(self) -> None:
        within(f"{self.name}: available", self.available, "1", above=0.0, most=1.0)

    def hours(self, partition: Partition) -> float:
        """Return the node-hours that a year of a partition has."""
        return partition.nodes * YEAR_HOURS * self.available


def perlmutter(table: Mapping[str, Quantity]) -> Machine:
    """Build Perlmutter, NERSC's machine of 2021.

    Parameters
    ----------
    table : mapping of str to Quantity
        ``quantities("facilities/hpc")``.

    Returns
    -------
    Machine

    Notes
    -----
    The score of a node of two EPYC 7763 is printed; that of the single one in a node with GPUs is
    taken as half of it.

    Examples
    --------
    >>> from ecosystem_nb.tables import quantities
    >>> perlmutter(quantities("facilities/hpc")).cpu.nodes
    3072.0
    """
    cpu = Partition(
        "Perlmutter CPU",
        table["perlmutter_cpu_nodes"].in_unit("node"),
        table["perlmutter_cpu_power"].in_unit("HS23"),
        table["perlmutter_cpu_threads"].in_unit("1"),
        table["perlmutter_cpu_memory"].in_unit("GB"),
    )
    gpu = Partition(
        "Perlmutter GPU",
        table["perlmutter_gpu_nodes"].in_unit("node"),
        table["perlmutter_gpu_power"].in_unit("HS23"),
        table["perlmutter_gpu_threads"].in_unit("1"),
        table["perlmutter_gpu_memory"].in_unit("GB"),
        table["perlmutter_gpus"].in_unit("1"),
    )
    return Machine("Perlmutter", cpu, gpu, table["perlmutter_available"].in_unit("1"))
