"""What the testbed showed, in sentences that follow from its numbers."""

import pandas as pd

from ecosystem_nb.network.testbed import checks
from ecosystem_nb.network.testbed.copying import TWICE
from ecosystem_nb.network.testbed.record import Run
from ecosystem_nb.network.testbed.shown import Shown
from ecosystem_nb.wording import listed, percent


def admitted(page: Shown) -> str:
    """Say in how many cases server and profile agree, and where they do not."""
    table = page.outcomes.admission
    other = checks.differing(table)
    same = f"Server and check agree in {len(table) - len(other)} of {len(table)} cases"
    if other.empty:
        return f"{same}."
    parts = [
        f"“{row.case[0].upper()}{row.case[1:]}” was {row.server}: "
        f"{checks.KNOWN.get(row.case, 'no reason is known')}."
        for row in other.itertuples()
    ]
    return f"{same}. {' '.join(parts)}"


def copied(page: Shown) -> str:
    """Say how many copies were done, and how many failed after a 201."""
    table = page.outcomes.copies
    done = table[table["outcome"] == "done"]
    late = table[table["outcome"] == "CopyFailed"]
    empty = int((late["left"] == 0).sum())
    return (
        f"{len(done)} of {len(table)} copies were done, {int(done['equal'].sum())} of them with equal bytes. "
        f"{len(late)} failed after a 201; {empty} of these left an empty file at the destination."
    )


def remembered(page: Shown) -> str:
    """Say what became of a name that was used twice in a second."""
    row = page.outcomes.copies.set_index("trial").loc[TWICE]
    if row["outcome"] != "NotVerified":
        return "A name that was used twice in a second had the checksum of its new file."
    return (
        "A name that was used twice in a second still had the checksum of its old file: the server had kept "
        "it, and told the files apart by the second of their last change. The bytes were the new ones, and "
        "the client, which could not know, called the copy not verified."
    )


def announced(page: Shown) -> str:
    """Say who announced which copies."""
    table = page.outcomes.fireflies
    ends = sorted(set(table["end"]))
    return (
        f"{len(table)} fireflies came for {len(table) // 2} copies, a start and an end each, all with the "
        f"mark that the client had set. Pulls were announced by the source, pushes by the destination: "
        "the passive end, which serves the file over HTTP."
        if ends == ["destination", "source"]
        else f"{len(table)} fireflies came, from {listed(ends) if ends else 'nobody'}."
    )


def counted(size: int, told: int, expected: int) -> str:
    """Say how a firefly's count compares with the file, and with what TLS should make of it."""
    rest = told - expected
    left = (
        f"the {rest:,} B that remain, for the heads of HTTP and what else TLS had to say, are"
        if rest >= 0
        else f"{-rest:,} B are missing, which is"
    )
    return (
        f"For a file of {size:,} B the source told {told:,} B sent, {percent(told / size - 1, 2)} more. "
        f"Handshake and records make {expected:,} B; {left} {percent(abs(rest) / size, 3)} of the file."
    )


def raced(table: pd.DataFrame) -> str:
    """Say how far measured and simulated times lie apart."""
    limited, free = table[table["limit"] > 0], table[(table["limit"] == 0) & (table["race"] != "one alone")]
    off = free["taken"] / free["simulated"] - 1
    first = f"With the limit, medians lie {_apart(limited['late'].min(), limited['late'].max())} simulated."
    if (off < 0).all():
        why = "together they get more out of the machine than one alone"
        return f"{first} Without one, copies end up to {percent(-off.min())} sooner than simulated: {why}."
    if (off > 0).all():
        why = "together they cost the machine more than one alone"
        return f"{first} Without one, copies end up to {percent(off.max())} later than simulated: {why}."
    return f"{first} Without one, they differ from the simulated times by up to {percent(off.abs().max())}."


def _apart(least: float, most: float) -> str:
    """Return from where to where differences reach, in s."""
    if most <= 0:
        return f"{-most:.2f} to {-least:.2f} s before what was"
    if least >= 0:
        return f"{least:.2f} to {most:.2f} s after what was"
    return f"between {-least:.2f} s before and {most:.2f} s after what was"


def ruled(run: Run) -> str:
    """Say what became of the rule, in the recorded run."""
    number = checks.mark().flow_id
    last = run.rule.iloc[-1]
    done = "was fulfilled" if last["rule"] == "OK" else f"was {last['rule']}"
    return (
        f"In the recorded run, with Rucio {run.about['rucio']}, the rule {done} after {len(run.rule) - 1} "
        f"steps, and the new replica was {last['replica']}. Rucio read the registry of marks itself and sent "
        f"{number} along, which the source's fireflies then carried."
    )


def sensitivity_table(rows: list[dict[str, float | str]], two: pd.DataFrame) -> pd.DataFrame:
    """Return predicted times for several capacities, and the measured ones in the last row."""
    measured = {
        "run": "measured",
        "rate": float("nan"),
        "first": two["taken"].iloc[0],
        "last": two["taken"].iloc[1],
    }
    return pd.DataFrame([*rows, measured]).round({"rate": 0, "first": 2, "last": 2})


def sensitivity(rows: list[dict[str, float | str]], two: pd.DataFrame) -> str:
    """Say whether the larger copy ended within the times for the fastest and the slowest run, or outside."""
    last = pd.DataFrame(rows)["last"]
    taken = float(two["taken"].iloc[1])
    if taken < last.min():
        return (
            f"Both copies were done after {taken:.2f} s, sooner than even the fastest run alone lets expect: "
            "together they get more out of the machine than one does alone, so its rate is no capacity of a "
            "link."
        )
    if taken > last.max():
        return (
            f"Both copies were done after {taken:.2f} s, later than even the slowest run alone lets expect: "
            "together they cost the machine more than one after the other."
        )
    return (
        f"Both copies were done after {taken:.2f} s, between the times for the fastest and the slowest run "
        "alone."
    )


def answer(page: Shown, races: pd.DataFrame) -> str:
    """Return the answer of the page."""
    table, copies = page.outcomes.admission, page.outcomes.copies
    other = checks.differing(table)
    alike = other[other["case"] == "a name that begins alike"]
    hole = "; with a scope for /data it opened /database" if "allowed" in set(alike["server"]) else ""
    late = int((copies["outcome"] == "CopyFailed").sum())
    two = races[(races["limit"] > 0) & (races["race"] == "two unequal")]
    took, simulated = (" and ".join(f"{one:.1f}" for one in two[name]) for name in ("taken", "simulated"))
    return (
        f"{'Nearly' if len(other) else 'Yes'}. XRootD {page.outcomes.about['xrootd']} decided "
        f"{len(table) - len(other)} of {len(table)} requests as this library's check of the token profile "
        f"does{hole}. Of {len(copies)} copies {late} failed after a status of 201, as the protocol allows. "
        f"Two copies that shared {two['limit'].iloc[0]:g} MB/s took {took} s; the simulator says "
        f"{simulated} s."
    )
