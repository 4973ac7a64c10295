"""Which workloads has a site, and which tiers may it buy? From ATLAS's model and the page's parameters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from ecosystem_nb.storage.tiers import media
from ecosystem_nb.storage.tiers.parameters import TierForWorkload
from ecosystem_nb.storage.tiers.placement import Placement, place
from ecosystem_nb.storage.tiers.tiers import Tier
from ecosystem_nb.storage.tiers.workloads import Workload, profiles
from ecosystem_nb.tables import Quantity

TIERS = ("disk", "low-QoS disk", "flash", "tape")

MIXES: dict[str, tuple[str, ...]] = {
    "disk alone": ("disk",),
    "disk + tape": ("disk", "tape"),
    "disk + low-QoS": ("disk", "low-QoS disk"),
    "disk + flash": ("disk", "flash"),
    "all four": TIERS,
}


@dataclass(frozen=True)
class Model:
    """What ATLAS needs in one year of its model.

    Parameters
    ----------
    cores : mapping of str to float
        Cores that each workload keeps busy.
    volume : mapping of str to float
        Data that each workload keeps, TB.
    """

    cores: Mapping[str, float]
    volume: Mapping[str, float]


def atlas(cpu: pd.DataFrame, disk: pd.DataFrame, tape: pd.DataFrame, power: float, year: int = 2030) -> Model:
    """Return cores and volumes of the four workloads of ATLAS's model.

    Parameters
    ----------
    cpu, disk, tape : pandas.DataFrame
        ``facilities/atlas_cpu_2018model`` (MHS06), ``…_disk_…`` and ``…_tape_t1_…`` (PB).
    power : float
        Of a core, HS06.
    year : int
        A year of the model.

    Returns
    -------
    Model

    Notes
    -----
    Reconstruction works on RAW and simulated hits, which the model keeps on tape; derivation on AOD and
    analysis on DAOD, with their secondary copies in proportion; simulation keeps what the model calls
    others.  Heavy ions are left out.
    """
    rows = [one.set_index("year").loc[year] for one in (cpu, disk, tape)]
    work, kept, archived = rows
    aod, daod = kept["aod_data"] + kept["aod_sim"], kept["daod_data"] + kept["daod_sim"]
    copies = 1.0 + kept["secondary_copies"] / (aod + daod)
    need = {
        "reconstruction": work["mc_reco"] + work["data_reco"],
        "simulation": work["evgen"] + work["fullsim"] + work["fastsim"],
        "derivation": work["mc_deriv"] + work["data_deriv"],
        "analysis": work["analysis"],
    }
    volume = {
        "reconstruction": archived["data_raw"] + archived["mc_hits"],
        "simulation": kept["others"],
        "derivation": aod * copies,
        "analysis": daod * copies,
    }
    return Model(
        {name: float(one) * 1e6 / power for name, one in need.items()},
        {name: float(one) * 1e3 for name, one in volume.items()},
    )


def workloads(page: TierForWorkload, model: Model, table: Mapping[str, Quantity]) -> list[Workload]:
    """Return the workloads of a site that holds a part of the model.

    Parameters
    ----------
    page : TierForWorkload
    model : Model
        From :func:`atlas`.
    table : mapping of str to Quantity
        ``quantities("storage/workloads")``.
    """
    found = profiles(table)
    found["analysis"] = replace(found["analysis"], rate=page.analysis_rate, request=page.analysis_request)
    share = page.site_share / 100.0
    return [
        profile.on(share * model.cores[name], share * model.volume[name]) for name, profile in found.items()
    ]


def tiers(page: TierForWorkload, table: Mapping[str, Quantity], file: float) -> dict[str, Tier]:
    """Return the four tiers at the page's prices and overheads.

    Parameters
    ----------
    page : TierForWorkload
    table : mapping of str to Quantity
        ``quantities("storage/media")``.
    file : float
        Mean size of a file, MB.
    """
    disk = replace(media.hard_disk(table), capacity=page.disk_capacity, price=page.disk_price)
    poor = replace(
        disk,
        name="low-QoS disk",
        rate=page.low_qos_share * disk.rate,
        iops=page.low_qos_share * disk.iops,
        price=page.low_qos_price,
    )
    flash = replace(media.flash(table), price=page.flash_price)
    drive = replace(
        media.tape_drive(table, page.tape_files * file, in_a_row=True),
        price=page.tape_price,
        drive_price=page.tape_drive_price,
    )
    made = (
        Tier(disk, page.protection, page.fill, page.busy),
        Tier(poor, page.low_qos_protection, page.fill, page.busy),
        Tier(flash, page.flash_protection, page.fill, page.busy),
        Tier(
            drive.medium(page.tape_files, in_a_row=True),
            busy=page.busy,
            behind=disk.name,
            window=page.tape_window,
        ),
    )
    return {tier.name: tier for tier in made}


@dataclass(frozen=True)
class Site:
    """A site's tables, from which any change of the page can be worked out.

    Parameters
    ----------
    model : Model
    media, needs : mapping of str to Quantity
        ``storage/media`` and ``storage/workloads``.
    """

    model: Model
    media: Mapping[str, Quantity]
    needs: Mapping[str, Quantity]

    def workloads(self, page: TierForWorkload) -> list[Workload]:
        """Return the site's workloads."""
        return workloads(page, self.model, self.needs)

    def tiers(self, page: TierForWorkload) -> dict[str, Tier]:
        """Return the tiers that the site may buy, by name."""
        return tiers(page, self.media, media.GB * self.needs["transfer_file"].in_unit("GB"))

    def placed(self, page: TierForWorkload, names: Sequence[str] = TIERS) -> Placement:
        """Place the site's workloads on some of the tiers."""
        made = self.tiers(page)
        return place(self.workloads(page), [made[name] for name in names])
