"""What the copies of the page showed, in sentences that follow from its numbers."""

from collections.abc import Mapping

import pandas as pd

from ecosystem_nb.network.copies.cost import Cost
from ecosystem_nb.network.copies.loopback_play import Play
from ecosystem_nb.network.copies.parameters import ThirdPartyCopy


def through(played: Play) -> str:
    """Say how many bytes went between the storages, and how many to the client."""
    return (
        f"{played.wire.file_bytes:,} bytes went between the storages, and {played.wire.marker_bytes:,} "
        "bytes "
        "of markers to the client."
    )


def count(plays: pd.DataFrame) -> dict[str, int]:
    """Return how many plays there were, are done, left bytes, were wrongly called a success."""
    done = plays["said"].str.startswith("done")
    return {
        "plays": len(plays),
        "done": int(done.sum()),
        "left": int(((plays["stored"] > 0) & ~done).sum()),
        "called": int(plays["said"].str.startswith("NotVerified").sum()),
    }


def faults(plays: pd.DataFrame) -> str:
    """Say how the plays ended."""
    n = count(plays)
    return (
        f"All {n['plays']} were answered 201, {n['done']} is done. {n['left']} of the failed ones left "
        "bytes at "
        f"the destination, and {n['called']} even ended in the server's own success: only size and "
        "checksum gave "
        "them away."
    )


def cost(page: ThirdPartyCopy, rtt_ms: float, one: Cost) -> str:
    """Say where the time of a copy goes."""
    return (
        f"A file of {page.file_size:g} GB at {page.rate:g} Gbit/s over {rtt_ms:.0f} ms takes "
        f"{one.total:.1f} s: "
        f"{one.asking:.1f} s of asking, {one.starting:.1f} s lost to slow start, {one.moving:.1f} s of "
        "data."
    )


def sensitivity(cases: Mapping[str, float]) -> str:
    """Say what verifying costs and what open connections save, from the shares of time in %."""
    price, gain = (cases[one] - cases["as above"] for one in ("no checksums", "connections kept open"))
    more = "more than" if gain > price else "no more than"
    return (
        f"To verify costs {price:.0f} points of the time at this size; connections kept open would save "
        f"{gain:.0f}, {more} to leave the checksums out."
    )


def answer(page: ThirdPartyCopy, plays: pd.DataFrame, rtt_ms: float, one: Cost) -> str:
    """Say the whole in a few sentences."""
    n = count(plays)
    return (
        f"Not when the server answers 201: all {n['plays']} copies on this page got that answer, and "
        f"{n['done']} "
        "was done. A copy is done when its stream of markers ends in a success and both ends give the same "
        f"checksum. For a file of {page.file_size:g} GB over {rtt_ms:.0f} ms, {100 * one.share:.0f} % of "
        "the time "
        "moves data."
    )
