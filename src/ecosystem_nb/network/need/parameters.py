"""Parameters of the network pages: what a reader may change, with unit, range and source."""

from ecosystem_nb.parameters import PageParameters, quantity

_MODEL = "ZenodoNetwork2021"


class WanNeed(PageParameters):
    """How much network the HL-LHC needs.

    Examples
    --------
    >>> WanNeed().burst_factor
    2.0
    """

    raw_volume: float = quantity(
        350.0,
        unit="PB",
        gt=0,
        le=5000,
        source="CMSBlogChallenge",
        status="printed",
        description="RAW data of each of ATLAS and CMS in one run",
    )
    raw_volume_spread: float = quantity(
        0.43,
        unit="1",
        ge=0,
        le=0.95,
        source="reaches up to the 0.5 EB a year that SENSE prints for CMS",
        status="assumed",
        description="relative half-width of the range of the RAW volume",
    )
    live_time: float = quantity(
        7e6,
        unit="s",
        gt=1e5,
        le=3.16e7,
        source="CMSBlogChallenge",
        status="printed",
        description="live time of one run",
    )
    live_time_spread: float = quantity(
        0.15,
        unit="1",
        ge=0,
        le=0.95,
        source="no source states a range",
        status="assumed",
        description="relative half-width of the range of the live time",
    )
    other_traffic: float = quantity(
        100.0,
        unit="Gbit/s",
        ge=0,
        le=5000,
        source=_MODEL,
        status="recalled",
        description="exports other than RAW of each of ATLAS and CMS",
    )
    alice_export: float = quantity(
        100.0,
        unit="Gbit/s",
        ge=0,
        le=5000,
        source=_MODEL,
        status="recalled",
        description="exports of ALICE",
    )
    lhcb_export: float = quantity(
        100.0,
        unit="Gbit/s",
        ge=0,
        le=5000,
        source=_MODEL,
        status="recalled",
        description="exports of LHCb",
    )
    other_spread: float = quantity(
        0.5,
        unit="1",
        ge=0,
        le=0.95,
        source="no source states a range",
        status="assumed",
        description="relative half-width of the ranges of the three exports above",
    )
    burst_factor: float = quantity(
        2.0,
        unit="1",
        ge=1,
        le=10,
        source=_MODEL,
        status="recalled",
        description="peak over mean rate",
    )
    provisioning_factor: float = quantity(
        2.0,
        unit="1",
        ge=1,
        le=10,
        source=_MODEL,
        status="recalled",
        description="capacity built over peak rate",
    )
    flexible_factor: float = quantity(
        2.0,
        unit="1",
        ge=1,
        le=10,
        source=_MODEL,
        status="recalled",
        description="flexible over minimal model",
    )
    factor_spread: float = quantity(
        0.25,
        unit="1",
        ge=0,
        le=0.95,
        source="no source states a range",
        status="assumed",
        description="relative half-width of the ranges of the three factors above",
    )
    today: float = quantity(
        500.0,
        unit="Gbit/s",
        gt=0,
        le=1e6,
        source="Ecosystem2022",
        status="printed",
        description="network in use in 2022, as the workshop gives it",
    )
    scale_sites: bool = quantity(
        False,
        unit="1",
        source="the thirteen stated needs sum to 10 Gbit/s more than the model",
        status="assumed",
        description="scale the Tier-1 needs so that they sum to the model's total",
    )
    samples: int = quantity(
        20_000,
        unit="1",
        ge=100,
        le=1_000_000,
        source="a choice of this book",
        status="assumed",
        description="Monte-Carlo samples",
    )
    seed: int = quantity(
        2022,
        unit="1",
        ge=0,
        le=999_999,
        source="a choice of this book",
        status="assumed",
        description="seed of the random numbers",
    )


class ChallengeRamp(PageParameters):
    """What each data challenge asks of the network, and the growth that leads there.

    Examples
    --------
    >>> ChallengeRamp().flexible_factor
    2.0
    """

    minimal_need: float = quantity(
        4800.0,
        unit="Gbit/s",
        gt=0,
        le=1e6,
        source="this book, network/wan-need",
        status="computed",
        description="need of the minimal model at 100 %",
    )
    flexible_factor: float = quantity(
        2.0,
        unit="1",
        ge=1,
        le=10,
        source=_MODEL,
        status="recalled",
        description="flexible over minimal model; 1 makes the minimal model the full need",
    )
    today: float = quantity(
        500.0,
        unit="Gbit/s",
        gt=0,
        le=1e6,
        source="Ecosystem2022",
        status="printed",
        description="network in use at the time of the workshop",
    )
    base_year: float = quantity(
        2022.85,
        unit="yr",
        ge=2015,
        le=2027,
        source="Ecosystem2022",
        status="printed",
        description="when the workshop met: 7 to 9 November 2022, as a decimal year",
    )
    middle_of_year: float = quantity(
        0.5,
        unit="yr",
        ge=0,
        le=1,
        source="sources print only a year",
        status="assumed",
        description="where in its year a date without a month is put",
    )
