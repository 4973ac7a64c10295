"""Which colour has a resource?  The same one in every chart of the facilities."""

from ecosystem_nb.palette import PALETTE, accent

RESOURCES = {
    "CPU": accent("facilities"),
    "disk": PALETTE["network"].light,
    "tape": PALETTE["tracking"].light,
}
