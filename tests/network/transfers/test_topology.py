"""Sites, links and the routes over them."""

import pandas as pd
import pytest

from ecosystem_nb.network.transfers.topology import Link, Topology, both_ways, dumbbell, from_tables

DIAMOND = (
    Link("up", "A", "M", 10.0),
    Link("on", "M", "B", 10.0),
    Link("direct", "A", "B", 1.0, cost=3.0),
)


def test_the_shortest_path_is_the_one_of_least_cost() -> None:
    """Two links of cost 1 beat one of cost 3; at cost 1.5 the one beats the two."""
    assert Topology(("A", "B"), DIAMOND, ("M",)).route("A", "B") == ("up", "on")
    nearer = (*DIAMOND[:2], Link("direct", "A", "B", 1.0, cost=1.5))
    assert Topology(("A", "B"), nearer, ("M",)).route("A", "B") == ("direct",)


def test_a_fixed_route_goes_before_the_shortest_path() -> None:
    """Where a route is given it holds."""
    topology = Topology(("A", "B"), DIAMOND, ("M",), {("A", "B"): ("direct",)})
    assert topology.route("A", "B") == ("direct",)


def test_a_dumbbell_has_one_core_link_between_its_halves() -> None:
    """Across: access, core, access; within a half: two access links, in their directions."""
    topology = dumbbell(6, 100.0, 250.0)
    assert len(topology.sites) == 6
    assert len(topology.links) == 2 * (6 + 1)
    assert topology.route("L2", "R0") == ("L2", "core", "R0 back")
    assert topology.route("R0", "L2") == ("R0", "core back", "L2 back")
    assert topology.route("L0", "L1") == ("L0", "L1 back")
    capacities = {link.name: link.capacity for link in topology.links}
    assert capacities["core"] == capacities["core back"] == 250.0
    assert {capacities[name] for name in capacities if "core" not in name} == {100.0}


def test_tables_make_the_same_topology_as_links() -> None:
    """A row is both directions of a link; ends that are no sites are routers."""
    rows = [("a", "A", "hub", 10.0), ("b", "B", "hub", 20.0)]
    table = pd.DataFrame(rows, columns=["link", "source", "target", "capacity"])
    made = from_tables(table, ["A", "B"])
    links = (*both_ways("a", "A", "hub", 10.0), *both_ways("b", "B", "hub", 20.0))
    assert made == Topology(("A", "B"), links, ("hub",))
    assert made.route("A", "B") == ("a", "b back")


def test_a_table_of_routes_lists_the_links_of_a_pair_in_order() -> None:
    """Rows of one pair are its route; other pairs take the shortest path."""
    columns = ["link", "source", "target", "capacity"]
    links = pd.DataFrame([("x", "A", "B", 1.0), ("y", "B", "C", 1.0), ("z", "A", "C", 1.0)], columns=columns)
    routes = pd.DataFrame({"source": "A", "destination": "C", "link": ["x", "y"]})
    made = from_tables(links, ["A", "B", "C"], routes=routes, duplex=False)
    assert made.route("A", "C") == ("x", "y")
    assert made.route("A", "B") == ("x",)


@pytest.mark.parametrize("capacity", [0.0, -5.0, float("nan"), float("inf")])
def test_a_capacity_out_of_range_is_one_clear_line(capacity: float) -> None:
    """Link, value, unit and bound are named."""
    line = rf"^link up: capacity = {capacity:g} Gbit/s is out of range: expected above 0 and finite$"
    with pytest.raises(ValueError, match=line):
        Link("up", "A", "B", capacity)


@pytest.mark.parametrize("cost", [0.0, -1.0, float("nan")])
def test_a_cost_out_of_range_is_one_clear_line(cost: float) -> None:
    """A path of cost 0 or less would make no shortest path."""
    with pytest.raises(ValueError, match=rf"^link up: cost = {cost:g} is out of range: expected above 0"):
        Link("up", "A", "B", 1.0, cost)


def test_an_unreachable_pair_is_one_clear_line() -> None:
    """Links have a direction: the way back is missing."""
    with pytest.raises(ValueError, match=r"^A cannot be reached from B: no path of links leads there$"):
        Topology(("A", "B"), DIAMOND, ("M",)).route("B", "A")


def test_unknown_places_are_named_with_the_nearest_known() -> None:
    """A slip of the pen is answered with what was meant."""
    topology = dumbbell(4, 1.0, 1.0)
    with pytest.raises(ValueError, match=r"^unknown site 'R00': did you mean 'R0'\?$"):
        topology.route("L0", "R00")
    with pytest.raises(ValueError, match=r"^unknown site 'left'"):
        topology.route("L0", "left")
    with pytest.raises(ValueError, match=r"^link up: unknown end 'M'"):
        Topology(("A", "B"), DIAMOND)


@pytest.mark.parametrize(
    ("route", "line"),
    [
        (("up",), "its links end at M"),
        ((), "its links end at A"),
        (("on",), "link on begins at M, expected A"),
        (("upp",), "unknown link 'upp': did you mean 'up'"),
        (("up", "up"), "link 'up' stands twice"),
    ],
)
def test_a_route_that_does_not_lead_there_is_one_clear_line(route: tuple[str, ...], line: str) -> None:
    """A fixed route is a chain of known links from the source to the destination."""
    with pytest.raises(ValueError, match=f"^route A to B: {line}"):
        Topology(("A", "B"), DIAMOND, ("M",), {("A", "B"): route})


def test_names_stand_once() -> None:
    """A name that stands twice would hide a link or a site."""
    with pytest.raises(ValueError, match=r"^site or router 'A' stands twice: expected each name once$"):
        Topology(("A", "A"), ())
    with pytest.raises(ValueError, match=r"^link 'up' stands twice"):
        Topology(("A", "B"), (*DIAMOND, DIAMOND[0]), ("M",))
    with pytest.raises(ValueError, match=r"^link loop: both ends are A: expected two places$"):
        Link("loop", "A", "A", 1.0)
    with pytest.raises(ValueError, match=r"^a transfer from A to itself: expected two different sites$"):
        Topology(("A", "B"), DIAMOND, ("M",)).route("A", "A")


@pytest.mark.parametrize("sites", [0, 1, 3, -2])
def test_a_dumbbell_needs_two_equal_halves(sites: int) -> None:
    """Odd or no sites are refused."""
    with pytest.raises(ValueError, match=rf"^sites = {sites} is out of range: expected an even number"):
        dumbbell(sites, 1.0, 1.0)


def test_a_table_without_a_column_is_one_clear_line() -> None:
    """The missing column is named."""
    with pytest.raises(
        ValueError, match=r"^table of links: no column target, capacity: expected link, source"
    ):
        from_tables(pd.DataFrame({"link": ["a"], "source": ["A"]}), ["A"])
