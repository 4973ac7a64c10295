"""The readable twin of the cost of a park: one sample, loops, purchases in lists."""

from collections.abc import Mapping

from ecosystem_nb.facilities.sensitivity.cost import Park
from ecosystem_nb.facilities.vintages.reference import follow_need_reference

_HOURS = 8766.0
_SECONDS = _HOURS * 3600.0


def cost_reference(park: Park, x: Mapping[str, float]) -> dict[str, float]:
    """Return what :func:`~ecosystem_nb.facilities.sensitivity.cost.cost` does, for one sample.

    Parameters
    ----------
    park : Park
    x : mapping of str to float
        All inputs.

    Returns
    -------
    dict of str to float
        By part, USD a year.
    """
    moving = x["recalls"] * 1e6 / _SECONDS / (park.drive_rate * x["drive_use"])  # drives for a TB
    tape = {
        "media": (x["media_price"], x["tape_improvement"], x["media_lifetime"]),
        "library": (x["slot_price"] / park.cartridge, x["tape_improvement"], x["library_lifetime"]),
        "drives": (moving * x["drive_price"], x["drive_improvement"], x["drive_lifetime"]),
    }
    things = {  # column and factor of the need, size of a unit, price, improvement, lifetime
        "CPU": (0, x["cpu_need"] * (1 - x["offload"]), 1e6, x["cpu_price"], x["cpu_improvement"]),
        "disk": (1, x["disk_need"], 1e3, x["disk_price"], x["disk_improvement"]),
    }
    lives = {"CPU": x["cpu_lifetime"], "disk": x["disk_lifetime"]}
    for column, tier in ((2, "T0"), (3, "T1")):
        for part, (price, improvement, life) in tape.items():
            things[f"{tier} {part}"] = (column, x[f"{tier.lower()}_tape_need"], 1e3, price, improvement)
            lives[f"{tier} {part}"] = life
    watts = {"CPU": 1e6 / x["cpu_efficiency"], "disk": 1e3 * x["disk_power"]}
    watts |= {"T0 media": 1e3 * x["tape_power"], "T1 media": 1e3 * x["tape_power"]}
    paid = dict.fromkeys(things, 0.0)
    energy = 0.0
    for name, (column, factor, size, price, improvement) in things.items():
        need = [
            park.need[i, column]
            * factor ** min(1.0, max(0.0, (year - park.known) / (park.first - park.known)))
            for i, year in enumerate(park.years)
        ]
        even = need[0] / lives[name]
        rows = follow_need_reference(need, lives[name], [even] * 50)
        for year, (bought, _, capacity) in zip(park.years, rows, strict=True):
            if park.first <= year <= park.last:
                paid[name] += bought * size * price / (1 + improvement / 100) ** (year - park.known)
                energy += capacity * watts.get(name, 0.0) * x["pue"] * _HOURS / 1000.0
    count = park.last - park.first + 1
    made = {name: sum_ / count for name, sum_ in paid.items()}
    made["overhead"] = sum(made.values()) * x["overhead"] / 100.0
    made["electricity"] = energy * x["electricity"] / count
    return made
