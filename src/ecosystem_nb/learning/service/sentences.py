"""What the page on inference as a service says of its figures."""

import pandas as pd

from ecosystem_nb.learning.service.costs import Costs
from ecosystem_nb.wording import percent, rounded


def calls(small: float, large: float, most: int) -> str:
    """Say how much a batch saves an event in the process: the factor for each network."""
    return (
        f"In a batch of {most} an event of the small network takes {rounded(small)} times less, and one "
        "of the "
        f"large network {rounded(large)} times less: a call costs something, whatever is in it."
    )


def waits(rows: pd.DataFrame) -> str:
    """Say how well the closed form meets the simulation, and what spread does."""
    off = (rows["simulated"] / rows["closed"] - 1).abs().max()
    last = rows[rows["load"] == rows["load"].max()].set_index("service")["closed"]
    ratio = last["one in five long"] / last["constant"]
    return (
        f"Lines are the formula, dots a simulation; they differ by {percent(off)} at most. At the same load, "
        f"service times that spread make a request wait up to {ratio:.0f} times as long."
    )


def open_batches(costs: Costs, most: int) -> str:
    """Say what batches carry."""
    one, many = costs.most_rate(1), costs.most_rate(most)
    return (
        f"One by one the server carries {rounded(one)} requests a second, in batches of up to {most} it "
        "carries "
        f"{rounded(many)}, {many / one:.1f} times as many. Dashed: a bound in closed form, without a "
        "largest batch."
    )


def agreement(measured: pd.DataFrame, model: pd.DataFrame, column: str) -> str:
    """Say how far measured and modelled values are apart, at equal numbers of clients."""
    both = measured.merge(model, on=["server", "clients"], suffixes=("", "_model"))
    ratio = both[column] / both[f"{column}_model"]
    return (
        f"Measured over modelled is {ratio.min():.2f} to {ratio.max():.2f}, {ratio.median():.2f} in the "
        "middle, "
        f"over {len(both)} points."
    )


def capacity(rows: pd.DataFrame, faster: float, think: float, limit: float) -> str:
    """Say how many clients are served for a speed, at the think time (ms) that is nearest."""
    now = rows[rows["faster"] == faster]
    near = min(now["think"].unique(), key=lambda one: abs(one - think))
    at = now[now["think"] == near].set_index("server")["clients"]
    (alone, single), (batched, many) = at.items()
    pace = "as fast as" if faster == 1 else f"{faster:g} times as fast as"
    return (
        f"A coprocessor {pace} the core that was measured serves {single} clients that "
        f"compute for {near:.3g} ms, {alone}, and {many} with {batched}, before one request in a hundred "
        "takes "
        f"longer than {limit:g} ms."
    )


def pays(inside: float, costs: Costs, most: int, name: str) -> str:
    """Say whether a service on a core of the same kind saves computing; the time in the process in s."""
    outside = 1.0 / costs.most_rate(most)
    factor = inside / outside
    said = f"An event of the {name} network takes {rounded(1e6 * inside)} µs of a core in the process, and "
    said += f"{rounded(1e6 * outside)} µs of the server's core in full batches"
    if factor > 1.0:
        return f"{said}: the service saves a factor of {factor:.1f} without any faster hardware."
    return f"{said}: the service costs {1 / factor:.1f} times as much, for what it does around the network."


def answer(served: str, saves: float, small: float) -> str:
    """Answer the question of the page; factors of computing saved, for the large and the small network."""
    words = ["saves" if one > 1 else "costs" for one in (saves, small)]
    sizes = [max(one, 1 / one) for one in (saves, small)]
    return (
        f"{served} Batches over all clients are what makes it so: for the large network the service "
        f"{words[0]} a "
        f"factor of {sizes[0]:.1f} of computing even on the same kind of core; for a network as small as "
        "this "
        f"part's own it {words[1]} a factor of {sizes[1]:.1f}."
    )
