"""Show charts that work offline, in print, in the dark and without sight."""

import html
import itertools
import json
import math
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import altair as alt
import pandas as pd
import vl_convert

from ecosystem_nb import palette
from ecosystem_nb.palette import AREAS, PALETTE, accent

__all__ = ["AREAS", "PALETTE", "Figure", "accent", "chosen", "show", "slider"]

VEGA_LITE = "6.4"
WIDTH = 680
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_DRAWN_ID = re.compile(r"(?<=<clipPath id=\")\w+|(?<=Gradient id=\")\w+|(?<=url\(#)\w+")
_SAFE = " /:=',;()*+!@[]{}|?-._~"  # left as they are in a data URI: it stays small when compressed

Chart = (
    alt.Chart
    | alt.LayerChart
    | alt.FacetChart
    | alt.HConcatChart
    | alt.VConcatChart
    | alt.ConcatChart
    | alt.RepeatChart
)


@dataclass(frozen=True)
class Figure:
    """A chart ready to be displayed: live, as a picture, and as a table to download.

    Parameters
    ----------
    name : str
        The figure's id on the page.
    markup : str
        The ``<figure>`` element.
    svg : str
        The picture, for print and where no script runs.
    csv : str
        The numbers behind the chart.
    """

    name: str
    markup: str
    svg: str
    csv: str

    def __repr__(self) -> str:
        return f"Figure({self.name!r})"

    def _repr_mimebundle_(self, **_wanted: object) -> dict[str, str]:
        """Give both forms; MyST-NB and JupyterLab take the first, a plain viewer the second."""
        return {"text/html": self.markup, "image/svg+xml": self.svg}


def show(
    chart: Chart,
    *,
    name: str,
    alt: str,
    caption: str | None = None,
    data: pd.DataFrame | None = None,
    area: str | None = None,
    captions: Mapping[float | tuple[float, ...], str] | None = None,
) -> Figure:
    """Return a chart as a figure of the book.

    Parameters
    ----------
    chart : altair chart
        Leave out width, fonts and colours: the book's theme sets them.
        Colours that are written out should come from :func:`accent`; they follow the dark page.
    name : str
        Id of the figure, in small letters, digits and hyphens.
        When its first word is an area, the chart takes that area's colour.
    alt : str
        What a reader who can't see the chart should know.
    caption : str, optional
        The sentence under the figure: what to see, and what follows from it.
    data : pandas.DataFrame, optional
        The table to download; the chart's own data when left out.
    area : str, optional
        One of ``AREAS``, when the name does not begin with it.
    captions : mapping, optional
        Captions that follow the sliders: for each slider position its sentence, as plain text.
        With several sliders the key is the tuple of their values in the order of ``add_params``.

    Returns
    -------
    Figure
        Equal input gives equal bytes.

    Raises
    ------
    ValueError
        For an empty ``alt``, a malformed name, an unknown area, data that is not in the chart,
        or a set of ``captions`` without the sliders' first position.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(
            f"figure name {name!r}: expected small letters, digits and hyphens, as in 'network-need'"
        )
    if not alt.strip():
        raise ValueError(
            f"figure {name}: alt text is missing; say in alt= what the chart shows to one who can't see it"
        )
    first = name.partition("-")[0]
    if area is None and first in AREAS:
        area = first
    light = palette.config(area)
    spec = _spec(chart, name, alt)
    csv = _table(chart, name, data).to_csv(index=False, lineterminator="\n")
    svg = _picture(spec, light)
    payload: dict[str, object] = {
        "spec": spec,
        "light": light,
        "dark": palette.config(area, dark=True),
        "twins": palette.twins(),
    }
    if captions is not None:
        positions, caption = _captions(spec, name, captions)
        payload["captions"] = positions
    return Figure(name, _markup(name, alt, caption, payload, svg=svg, csv=csv), svg, csv)


def slider(name: str, values: Sequence[float], value: float, label: str, unit: str) -> alt.Parameter:
    """Return a slider over a grid of values for which the page has computed its results.

    Parameters
    ----------
    name : str
        Name of the Vega parameter, a plain word such as ``burst``.
    values : sequence of float
        The grid, rising in even steps, at least two values.
    value : float
        Where the slider stands first: one of ``values``.
    label : str
        What the reader turns.
    unit : str
        Unit of the values, ``"1"`` for none.

    Returns
    -------
    altair.Parameter
        For ``chart.add_params(p).transform_filter(chosen(p, "column"))``.

    Raises
    ------
    ValueError
        When the grid is not even or ``value`` is not on it.
    """
    grid = sorted(float(v) for v in values)
    steps = [b - a for a, b in itertools.pairwise(grid)]
    if not name.isidentifier():
        raise ValueError(f"slider name {name!r}: expected a plain word, as in 'burst'")
    if not steps or min(steps) <= 0 or max(steps) - min(steps) > 1e-6 * max(steps):
        raise ValueError(f"slider {name}: expected at least two values in even steps, got {grid[:6]}")
    step = float(f"{steps[0]:.9g}")
    if min(abs(value - v) for v in grid) > step * 1e-6:
        raise ValueError(
            f"slider {name}: value = {value:g} {unit} is not on the grid "
            f"{grid[0]:g} to {grid[-1]:g} by {step:g}"
        )
    shown = label if unit == "1" else f"{label} ({unit})"
    bind = alt.binding_range(min=grid[0], max=grid[-1], step=step, name=shown)
    return alt.param(name=name, value=value, bind=bind)


def chosen(param: alt.Parameter, column: str) -> str:
    """Return the filter that keeps the rows at the slider's position, whatever the rounding of the grid.

    Examples
    --------
    >>> chosen(slider("burst", [1.0, 1.5, 2.0], 2.0, "Burst factor", "1"), "burst_factor")
    'abs(datum["burst_factor"] - burst) < 0.25'
    """
    inside: Any = param.param
    step = float(inside.bind.step)
    return f"abs(datum[{json.dumps(column)}] - {param.name}) < {step / 2:g}"


def _spec(chart: Chart, name: str, description: str) -> dict[str, Any]:
    """Write the chart as Vega-Lite: our width, and no theme of the session."""
    spec: dict[str, Any] = chart.to_dict()
    for key in ("config", "usermeta"):
        spec.pop(key, None)
    if any("url" in part for part in _walk(spec)):
        raise ValueError(
            f"figure {name}: the data is an address; give the chart a DataFrame, the book works offline"
        )
    if not {"hconcat", "vconcat", "concat", "facet", "repeat"} & spec.keys():
        spec["width"] = "container"
        spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    spec["description"] = description
    return spec


def _walk(part: object) -> Iterator[dict[str, Any]]:
    """Go through every mapping of a specification but its rows of data."""
    if isinstance(part, dict):
        yield part
        for key, value in part.items():
            if key not in ("datasets", "values"):
                yield from _walk(value)
    elif isinstance(part, list):
        for value in part:
            yield from _walk(value)


def _picture(spec: dict[str, Any], config: dict[str, Any]) -> str:
    """Draw the chart once, at the width of the text, with ids that start anew on each picture."""
    if "width" in spec:
        spec = {**spec, "width": WIDTH}
    beside = len(spec.get("hconcat", ())) or len(spec.get("vconcat", ())[:1])
    if beside:
        config = {**config, "view": {**config["view"], "continuousWidth": WIDTH // beside - 100}}
    if isinstance(spec.get("title"), str):
        spec = {**spec, "title": textwrap.wrap(spec["title"], 76)}
    svg = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, config=config, allowed_base_urls=[])
    seen: dict[str, str] = {}
    return _DRAWN_ID.sub(lambda hit: seen.setdefault(hit[0], f"part{len(seen) + 1}"), svg)


def _table(chart: Chart, name: str, data: pd.DataFrame | None) -> pd.DataFrame:
    table: object = chart.data if data is None else data
    if isinstance(table, alt.InlineData):
        table = pd.DataFrame(table.to_dict()["values"])
    if not isinstance(table, pd.DataFrame):
        raise ValueError(
            f"figure {name}: no one table is behind the chart; give the numbers to download in data="
        )
    return table


def _captions(
    spec: dict[str, Any], name: str, captions: Mapping[float | tuple[float, ...], str]
) -> tuple[dict[str, object], str]:
    """Return what the script needs to follow the sliders, and the caption at their first position."""
    sliders = [one for one in spec.get("params", ()) if "bind" in one and "value" in one]
    first = _position([one["value"] for one in sliders])
    texts = {_position(key if isinstance(key, tuple) else (key,)): text for key, text in captions.items()}
    if not sliders or first not in texts:
        raise ValueError(
            f"figure {name}: captions= needs a sentence for the sliders' first position "
            f"({first or 'there is no slider'}); given: {', '.join(list(texts)[:5])}"
        )
    return {"params": [one["name"] for one in sliders], "texts": texts}, texts[first]


def _position(values: Sequence[float]) -> str:
    """Write slider positions so that script and Python agree: six significant digits.

    Examples
    --------
    >>> _position([0.1 + 0.2, 2])
    '3.00000e-1 2.00000e+0'
    """
    if not all(math.isfinite(value) for value in values):
        raise ValueError(f"captions= has the position {tuple(values)}: expected finite numbers")
    return " ".join(re.sub(r"e([+-])0*(\d)", r"e\1\2", f"{value:.5e}") for value in values)


def _uri(kind: str, text: str) -> str:
    return f"data:{kind};charset=utf-8,{quote(text, safe=_SAFE)}"


def _markup(
    name: str, text: str, caption: str | None, payload: dict[str, object], *, svg: str, csv: str
) -> str:
    """Write the figure; whatever comes from data or prose is escaped for where it stands."""
    script = json.dumps(payload, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        script = script.replace(sign, f"\\u{ord(sign):04x}")
    picture = html.escape(_uri("image/svg+xml", svg))
    follow = ' aria-live="polite"' if "captions" in payload else ""
    said = f'<span class="eco-caption"{follow}>{html.escape(caption)}</span>' if caption else ""
    return (
        f'<figure class="eco-chart" id="{name}">'
        f'<img class="eco-still" alt="{html.escape(text)}" src="{picture}" width="{WIDTH}">'
        f'<script type="application/json" class="eco-spec">{script}</script>'
        f"<figcaption>{said}"
        f'<span class="eco-links"><a class="eco-csv" download="{name}.csv" '
        f'href="{html.escape(_uri("text/csv", csv))}">Data (CSV)</a> '
        f'<a class="eco-svg" download="{name}.svg" href="{picture}">Picture (SVG)</a></span>'
        "</figcaption></figure>"
    )
