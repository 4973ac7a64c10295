"""Parameters of the page on vertices."""

from ecosystem_nb.parameters import PageParameters, quantity


class CollisionVertices(PageParameters):
    """A bunch crossing at the HL-LHC, and how its tracks are grouped.

    Examples
    --------
    >>> CollisionVertices().pile_up
    200.0
    """

    pile_up: float = quantity(
        200.0,
        unit="1",
        ge=1,
        le=300,
        source="HLLHC2020",
        status="recalled",
        description="mean number of collisions of a crossing at the ultimate luminosity",
    )
    sigma_z: float = quantity(
        47.0,
        unit="mm",
        gt=0,
        le=200,
        source="between the 45 and 50 mm that are quoted for the HL-LHC",
        status="assumed",
        description="spread of the collisions along the beam",
    )
    tracks: float = quantity(
        14.4,
        unit="1",
        gt=0,
        le=200,
        source="ATLAS2016MinBias",
        status="recalled",
        description="mean number of tracks of a collision: 2.87 a unit of pseudorapidity, times 5",
    )
    pt_min: float = quantity(
        0.5,
        unit="GeV",
        ge=0.1,
        le=5,
        source="the selection of ATLAS2016MinBias",
        status="assumed",
        description="least transverse momentum of a track",
    )
    t_min: float = quantity(
        2.0,
        unit="1",
        ge=0.5,
        le=50,
        source="CMSSWVertexing",
        status="printed",
        description="lowest temperature at which prototypes split",
    )
    vertex_size: float = quantity(
        0.06,
        unit="mm",
        ge=0,
        le=1,
        source="CMSSWVertexing",
        status="printed",
        description="added in quadrature to each track's uncertainty of z",
    )
    events: int = quantity(
        10, unit="1", ge=1, le=200, source="a choice of this book", status="assumed", description="crossings"
    )
    seed: int = quantity(
        1,
        unit="1",
        ge=0,
        le=2**31,
        source="a choice of this book",
        status="assumed",
        description="the first crossing's seed",
    )
