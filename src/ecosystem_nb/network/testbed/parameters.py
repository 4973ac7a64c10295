"""Parameters of the page on the live testbed: what a reader may change."""

from ecosystem_nb.network.testbed.wire import RECORD
from ecosystem_nb.parameters import PageParameters, quantity


class LiveTestbed(PageParameters):
    """Whether servers run for the page, and how TLS packs the file.

    Examples
    --------
    >>> LiveTestbed().live
    True
    """

    live: bool = quantity(
        True,
        unit="1",
        source="a choice of this book",
        status="assumed",
        description="run real servers for this page where XRootD is installed; else show the recorded run",
    )
    record_size: int = quantity(
        RECORD,
        unit="B",
        ge=512,
        le=RECORD,
        source="RFC8446",
        status="printed",
        description="content of a full TLS record: the most that the standard allows",
    )
