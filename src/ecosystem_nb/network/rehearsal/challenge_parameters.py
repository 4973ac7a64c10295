"""Parameters of the rehearsal of a data challenge: what a reader may change, with unit, range and source."""

from ecosystem_nb.parameters import PageParameters, quantity

_CHOICE = "a choice of this book"


class DataChallenge(PageParameters):
    """A data challenge with the rules of FTS and Rucio in the loop.

    Examples
    --------
    >>> DataChallenge().shipped
    200
    """

    provisioning_factor: float = quantity(
        2.0,
        unit="1",
        ge=1,
        le=10,
        source="ZenodoNetwork2021",
        status="recalled",
        description="capacity built over peak rate",
    )
    hours: float = quantity(
        1.5, unit="h", ge=0.25, le=12, source=_CHOICE, status="assumed", description="length of a rehearsal"
    )
    file_size: float = quantity(
        1.5, unit="GB", gt=0, le=1000, source="FTS", status="computed", description="size of every file"
    )
    server_rate: float = quantity(
        2.0,
        unit="Gbit/s",
        gt=0,
        le=1000,
        source="about what one hard disk reads in sequence",
        status="assumed",
        description="most that one transfer gets from the disk servers, whatever the network",
    )
    loss: float = quantity(
        1e-6,
        unit="1",
        ge=0,
        le=0.02,
        source=_CHOICE,
        status="assumed",
        description="share of packets lost on every path",
    )
    window: float = quantity(
        64.0,
        unit="MB",
        gt=0,
        le=10_000,
        source=_CHOICE,
        status="assumed",
        description="largest TCP window of a transfer",
    )
    route_factor: float = quantity(
        1.5,
        unit="1",
        ge=1,
        le=5,
        source=_CHOICE,
        status="assumed",
        description="length of the fibre over the great circle",
    )
    failure: float = quantity(
        1.0,
        unit="%",
        ge=0,
        le=50,
        source=_CHOICE,
        status="assumed",
        description="transfers that fail, whatever the load, at their end",
    )
    shipped: int = quantity(
        200,
        unit="1",
        ge=2,
        le=100_000,
        source="FTS3",
        status="printed",
        description="transfers at once out of or into a storage, as FTS's database is set up",
    )
    raised_source: int = quantity(
        4000,
        unit="1",
        ge=2,
        le=1_000_000,
        source=_CHOICE,
        status="assumed",
        description="transfers at once out of CERN's storage, when its limit is raised",
    )
    raised_site: int = quantity(
        2000,
        unit="1",
        ge=2,
        le=1_000_000,
        source=_CHOICE,
        status="assumed",
        description="transfers at once into a Tier-1's storage, when its limit is raised",
    )
    max_transfers: int = quantity(
        2000,
        unit="1",
        ge=1,
        le=1_000_000,
        source=_CHOICE,
        status="assumed",
        description="limit of Rucio's throttler for each destination, where it is on",
    )
    throttler: float = quantity(
        600.0,
        unit="s",
        ge=60,
        le=7200,
        source="RucioCode",
        status="printed",
        description="how often Rucio's throttler runs; taken as whole minutes",
    )
    cables: int = quantity(
        2,
        unit="1",
        ge=2,
        le=20,
        source=_CHOICE,
        status="assumed",
        description="equal cables that make up the transatlantic capacity",
    )
    down: float = quantity(
        0.5, unit="h", gt=0, le=6, source=_CHOICE, status="assumed", description="how long one cable is down"
    )
    fails_after: float = quantity(
        0.25, unit="h", gt=0, le=6, source=_CHOICE, status="assumed", description="when the cable fails"
    )
    tight_factor: float = quantity(
        1.25,
        unit="1",
        ge=1.01,
        le=10,
        source=_CHOICE,
        status="assumed",
        description="provisioning factor of the rehearsal in which a cable fails",
    )
    campaign: float = quantity(
        5.0,
        unit="PB/d",
        gt=0,
        le=1000,
        source=_CHOICE,
        status="assumed",
        description="what an AI training campaign reads from a Tier-1 in Europe",
    )
    hpc_link: float = quantity(
        1000.0,
        unit="Gbit/s",
        gt=0,
        le=100_000,
        source=_CHOICE,
        status="assumed",
        description="capacity between the HPC centre and the Tier-1 next to it",
    )
    seed: int = quantity(
        2027, unit="1", ge=0, le=999_999, source=_CHOICE, status="assumed", description="seed of the arrivals"
    )
