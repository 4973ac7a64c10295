"""Hold the colours, fonts and sizes that the book draws with; needs no packages."""

from dataclasses import dataclass
from typing import Any

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
PAPER = "#ffffff"
NIGHT = "#14181e"


@dataclass(frozen=True)
class Accent:
    """One hue, in the shade for the light page and the one for the dark page.

    Parameters
    ----------
    light, dark : str
        Colours as ``#rrggbb``; each has a contrast of 4.5 or more with its own background,
        so that it serves for text as well as for marks.
    """

    light: str
    dark: str

    def on(self, *, dark: bool) -> str:
        """Return the shade for the dark or the light page."""
        return self.dark if dark else self.light


# Found by a search for the largest of the smallest distances in OKLab, as seen with normal sight and with
# simulated deuteranopia and protanopia (Machado et al. 2009); a test holds the distances.
PALETTE: dict[str, Accent] = {
    "network": Accent("#2f6fc4", "#96bdff"),
    "learning": Accent("#6d0076", "#c074c8"),
    "facilities": Accent("#7d4a00", "#efa62d"),
    "tracking": Accent("#14826a", "#9fe3b4"),
    "community": Accent("#6b1024", "#e0645c"),
}
AREAS = tuple(PALETTE)
NEUTRAL = Accent("#5a6472", "#a8b3c2")
INK = Accent("#1f2933", "#e4e9f0")
GRID = Accent("#dde2e8", "#343c47")


def accent(area: str, *, dark: bool = False) -> str:
    """Return the colour of an area.

    Parameters
    ----------
    area : str
        One of ``AREAS``.
    dark : bool
        The shade for the dark page.

    Returns
    -------
    str
        ``#rrggbb``.

    Raises
    ------
    ValueError
        For an area that the book does not have.

    Examples
    --------
    >>> accent("network")
    '#2f6fc4'
    """
    return _of(area).on(dark=dark)


def categories(area: str | None = None, *, dark: bool = False) -> list[str]:
    """Return the colours of a chart's series: the area's own first, then the others, then a grey.

    Examples
    --------
    >>> categories("facilities")[0] == accent("facilities")
    True
    """
    if area is not None:
        _of(area)
    order = sorted(AREAS, key=lambda name: name != area)
    return [*(PALETTE[name].on(dark=dark) for name in order), NEUTRAL.on(dark=dark)]


def twins() -> dict[str, str]:
    """Return for each colour of the light page the one that takes its place on the dark page."""
    return {hue.light: hue.dark for hue in (*PALETTE.values(), NEUTRAL, INK, GRID)} | {PAPER: NIGHT}


def mix(low: str, high: str, share: float) -> str:
    """Mix two colours channel by channel.

    Parameters
    ----------
    low, high : str
        ``#rrggbb``.
    share : float
        Part of ``high``, 0 to 1.

    Examples
    --------
    >>> mix("#000000", "#ffffff", 0.2)
    '#333333'
    """
    pairs = ((int(low[i : i + 2], 16), int(high[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def config(area: str | None = None, *, dark: bool = False) -> dict[str, Any]:
    """Return the Vega-Lite ``config`` of the book: colours, fonts and sizes in pixels."""
    ink, grey, grid = INK.on(dark=dark), NEUTRAL.on(dark=dark), GRID.on(dark=dark)
    main = _of(area).on(dark=dark) if area else grey
    paper = NIGHT if dark else PAPER
    text = {
        "labelFontSize": 13,
        "titleFontSize": 13,
        "labelColor": ink,
        "titleColor": ink,
        "titleFontWeight": 500,
    }
    return {
        "aria": False,
        "font": FONT,
        "background": "transparent",
        "padding": 4,
        "view": {"stroke": None, "continuousHeight": 300, "discreteHeight": {"step": 30}},
        "title": {
            "anchor": "start",
            "color": ink,
            "fontSize": 16,
            "fontWeight": 600,
            "subtitleColor": ink,
            "subtitleFontSize": 13,
            "lineHeight": 20,
            "offset": 10,
        },
        "axis": {
            **text,
            "domainColor": grey,
            "tickColor": grey,
            "gridColor": grid,
            "labelLimit": 220,
            "labelOverlap": True,
            "titlePadding": 8,
        },
        "axisQuantitative": {"domain": False, "ticks": False, "labelPadding": 6, "tickCount": 6},
        "axisBand": {"grid": False, "ticks": False, "labelPadding": 6},
        "legend": {**text, "orient": "top", "labelLimit": 260, "symbolType": "circle"},
        "header": text,
        "range": {
            "category": categories(area, dark=dark),
            "ordinal": [mix(paper, main, share) for share in (0.3, 0.5, 0.75, 1.0)],
            "ramp": [mix(paper, main, share) for share in (0.1, 0.4, 0.7, 1.0)],
            "heatmap": [mix(paper, main, share) for share in (0.1, 0.4, 0.7, 1.0)],
        },
        "mark": {"color": main},
        "line": {"strokeWidth": 2.5},
        "area": {"opacity": 0.25, "line": False},
        "bar": {"cornerRadiusEnd": 2},
        "point": {"filled": True, "size": 60},
        "rule": {"color": ink},
        "text": {"color": ink, "fontSize": 13},
    }


def _of(area: str) -> Accent:
    if area not in PALETTE:
        raise ValueError(f"area = {area!r}: expected one of {', '.join(AREAS)}")
    return PALETTE[area]
