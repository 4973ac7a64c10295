"""Set up what is judged, from tables, models of media, codes and tape recalls."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ecosystem_nb.storage.durability.schemes import Scheme
from ecosystem_nb.storage.judging.judge import Technology, Verdict, verdicts
from ecosystem_nb.storage.judging.parameters import Judging
from ecosystem_nb.storage.judging.protect import Code, Protection, Wear, leanest
from ecosystem_nb.storage.tape.drive import drive
from ecosystem_nb.storage.tape.recall import draw, recall
from ecosystem_nb.storage.tiers import media
from ecosystem_nb.storage.tiers import site as tiers_site
from ecosystem_nb.storage.tiers.media import Medium
from ecosystem_nb.storage.tiers.parameters import TierForWorkload
from ecosystem_nb.storage.tiers.tiers import Tier
from ecosystem_nb.storage.tiers.workloads import Workload
from ecosystem_nb.tables import Quantity

TECHNOLOGIES = ("disk", "flash", "tape")
Table = Mapping[str, Quantity]


@dataclass(frozen=True)
class Bench:
    """Everything that judging reads.

    Parameters
    ----------
    model : ecosystem_nb.storage.tiers.site.Model
        Cores and volumes of the experiment.
    media, needs, durability, tape : mapping of str to Quantity
        ``storage/media``, ``storage/workloads``, ``storage/durability`` and ``storage/tape``.
    schemes : pandas.DataFrame
        ``storage/schemes``.
    """

    model: tiers_site.Model
    media: Table
    needs: Table
    durability: Table
    tape: Table
    schemes: pd.DataFrame

    def workloads(self, page: Judging) -> list[Workload]:
        """Return the site's workloads."""
        site = TierForWorkload(site_share=page.site_share, analysis_request=page.analysis_request)
        found = tiers_site.workloads(site, self.model, self.needs)
        return [replace(one, rate=page.demand * one.rate) for one in found]

    def codes(self, kind: str) -> list[Code]:
        """Return the codes in use on one kind of drive, ``disk`` or ``flash``."""
        rows = self.schemes[self.schemes["media"] == kind]
        return [
            Code(Scheme(int(data), int(parity)), float(reads))
            for data, parity, reads in zip(rows["data"], rows["parity"], rows["reads"], strict=True)
        ]

    def medium(self, page: Judging, kind: str) -> Medium:
        """Return disk or flash at the page's price."""
        made = media.hard_disk(self.media) if kind == "disk" else media.flash(self.media)
        return replace(made, price=page.disk_price if kind == "disk" else page.flash_price)

    def protection(self, page: Judging, kind: str, volume: float) -> Protection:
        """Return the leanest code of a kind of drive that is safe enough for a volume in TB."""
        medium = self.medium(page, kind)
        rows = {"disk": "hdd_failures", "flash": "ssd_failures"}
        wear = Wear(
            failures=self.durability[rows[kind]].in_unit("%/yr") / 100.0,
            rate=page.repair_share / 100.0 * medium.rate * 1e6,
            wait=self.durability["repair_wait"].in_unit("s") / 3600.0,
        )
        return leanest(self.codes(kind), volume, medium.capacity, page.fill, wear=wear, target=page.target)

    def drives(self, page: Judging, kind: str, volume: float) -> Technology:
        """Return disk or flash under the leanest safe code for a volume in TB."""
        scheme = self.protection(page, kind, volume).scheme
        tier = Tier(self.medium(page, kind), scheme.overhead, page.fill, page.busy)
        return Technology(tier, scheme.data, page.stripe_unit)

    def recalled(self, page: Judging, file: float) -> float:
        """Return what a tape drive delivers, MB/s.

        Parameters
        ----------
        page : Judging
            Files a mount; they are read nearest first.
        file : float
            Size of a file, MB.
        """
        one = drive(self.media, self.tape)
        rng = np.random.default_rng(page.seed)
        wanted = draw(rng, one, tapes=20, each=page.tape_files, size=file * 1e6)
        return recall(wanted, one, 4, "nearest").rate / 1e6

    def cartridges(self, page: Judging, file: float) -> Technology:
        """Return tape behind disk; the time of mounts and locates is shared by the files."""
        one = drive(self.media, self.tape)
        seconds = file / self.recalled(page, file) - file * 1e6 / one.rate
        medium = Medium(
            "tape",
            capacity=one.capacity / 1e12,
            rate=one.rate / 1e6,
            iops=1.0 / seconds,
            price=page.tape_price,
            latency=one.exchange + one.load + one.locate,
            drive_price=page.tape_drive_price,
        )
        return Technology(Tier(medium, busy=page.busy, behind="disk", window=page.tape_window))

    def judged(self, page: Judging) -> list[Verdict]:
        """Judge the three technologies for each of the site's workloads."""
        workloads = self.workloads(page)
        made = {
            one.name: [
                self.drives(page, "disk", one.volume),
                self.drives(page, "flash", one.volume),
                self.cartridges(page, one.file),
            ]
            for one in workloads
        }
        return verdicts(workloads, made, "disk")
