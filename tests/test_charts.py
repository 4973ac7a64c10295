"""Charts: alt text, equal bytes, data is never markup, sliders, colours that can be told apart."""

import csv
import io
import itertools
import json
import re
from urllib.parse import unquote

import altair as alt
import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from ecosystem_nb import charts, palette, paths

NASTY = "</script><img src=x onerror=alert(1)>\u2028 & \"quoted\" 'single'"


@pytest.fixture
def rows():
    return pd.DataFrame(
        {
            "burst": [1.0, 1.5, 2.0] * 2,
            "site": ["BNL"] * 3 + [NASTY] * 3,
            "rate": [1.0, 1.5, 2.0, 10.0, 15.0, 0.1],
        }
    )


def bars(rows, *more):
    burst = charts.slider("burst", [1.0, 1.5, 2.0], 2.0, "Burst factor", "1")
    chart = alt.Chart(rows, title="Rate by site").mark_bar().encode(x="rate:Q", y="site:N", color="site:N")
    return chart.add_params(burst, *more).transform_filter(charts.chosen(burst, "burst"))


def shown(chart, **options):
    return charts.show(chart, **({"name": "network-rate", "alt": "Bars."} | options))


def parts(figure):
    soup = BeautifulSoup(figure.markup, "html.parser")
    return soup.figure, json.loads(soup.find("script").string)


@pytest.mark.parametrize("text", ["", "  \n"])
def test_a_chart_without_alt_text_is_refused_with_what_to_do(rows, text):
    with pytest.raises(ValueError, match=r"figure network-rate: alt text is missing; say in alt= "):
        shown(bars(rows), alt=text)


@pytest.mark.parametrize("name", ["", "Network", "a b", 'x" onload="y', "a--b"])
def test_a_name_that_is_no_id_is_refused(rows, name):
    with pytest.raises(ValueError, match="expected small letters, digits and hyphens"):
        shown(bars(rows), name=name)


def test_an_unknown_area_is_refused_with_the_known_ones(rows):
    with pytest.raises(ValueError, match=r"area = 'netwrk': expected one of network, learning, facilities"):
        shown(bars(rows), area="netwrk")


def test_equal_input_gives_equal_bytes(rows):
    """Also where the drawing library counts its clip paths over the life of the process."""
    first, second = shown(bars(rows)), shown(bars(rows.copy()))
    assert "url(#part1)" in first.svg
    assert first == second


def test_layers_that_can_be_dragged_give_equal_bytes(rows):
    def layers():
        point = alt.Chart(rows).mark_point().encode(x="rate:Q", y="burst:Q").interactive()
        return point + alt.Chart(rows).mark_line().encode(x="rate:Q", y="burst:Q")

    assert shown(layers(), data=rows) == shown(layers(), data=rows)


def test_other_numbers_give_other_bytes(rows):
    assert shown(bars(rows)) != shown(bars(rows.assign(rate=rows["rate"] * 2)))


def test_the_bundle_holds_the_live_chart_and_the_picture(rows):
    bundle = shown(bars(rows))._repr_mimebundle_(include=None, exclude=None)
    assert list(bundle) == ["text/html", "image/svg+xml"]
    assert bundle["image/svg+xml"].startswith("<svg")


def test_nothing_from_data_or_prose_becomes_markup(rows):
    figure = shown(bars(rows), alt=NASTY, caption=NASTY)
    element, payload = parts(figure)
    assert [tag.name for tag in element.find_all(True)] == [
        *("img", "script", "figcaption", "span", "span", "a", "a"),
    ]
    assert element.img["alt"] == NASTY
    assert element.find(class_="eco-caption").string == NASTY
    assert "onerror" not in "".join(str(tag.attrs.keys()) for tag in element.find_all(True))
    (dataset,) = payload["spec"]["datasets"].values()
    assert dataset[3]["site"] == NASTY
    script = re.search(r"<script[^>]*>(.*?)</script>", figure.markup, re.DOTALL)[1]
    assert not set("<>&\u2028") & set(script)
    assert "<img" not in figure.svg


def test_the_download_is_the_table_behind_the_chart(rows):
    element, _ = parts(shown(bars(rows)))
    link = element.find("a", class_="eco-csv")
    kind, _, text = link["href"].partition(",")
    assert (kind, link["download"]) == ("data:text/csv;charset=utf-8", "network-rate.csv")
    read = list(csv.DictReader(io.StringIO(unquote(text))))
    assert [float(row["rate"]) for row in read] == [1.0, 1.5, 2.0, 10.0, 15.0, 0.1]
    assert read[3]["site"] == NASTY


def test_a_table_of_its_own_can_be_given_to_download(rows):
    figure = shown(bars(rows), data=pd.DataFrame({"site": ["BNL"], "Gbit/s": [400.0]}))
    assert figure.csv == "site,Gbit/s\nBNL,400.0\n"


def test_layers_with_different_data_need_a_table_to_download(rows):
    layers = alt.Chart(rows).mark_point().encode(x="rate:Q") + alt.Chart(rows.head(1)).mark_rule().encode(
        x="rate:Q"
    )
    with pytest.raises(ValueError, match="give the numbers to download in data="):
        shown(layers)


def test_data_at_an_address_is_refused():
    chart = alt.Chart("https://example.org/rates.csv").mark_point().encode(x="rate:Q")
    with pytest.raises(ValueError, match="the data is an address; give the chart a DataFrame"):
        shown(chart, data=pd.DataFrame({"rate": [1.0]}))


def test_the_picture_is_as_wide_as_the_text_and_names_no_other_host(rows):
    svg = shown(bars(rows)).svg
    assert float(re.search(r'width="([\d.]+)"', svg)[1]) == pytest.approx(charts.WIDTH, abs=1)
    assert set(re.findall(r"https?://[^\"']+", svg)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


@pytest.mark.parametrize("theme", ["dark", "opaque"])
def test_the_session_theme_does_not_leak_in(rows, theme):
    before = shown(bars(rows))
    with alt.theme.enable(theme):
        assert shown(bars(rows)) == before


def test_the_first_word_of_the_name_gives_the_accent(rows):
    _, network = parts(shown(bars(rows)))
    _, plain = parts(shown(bars(rows), name="ramp"))
    assert network["light"]["mark"]["color"] == palette.PALETTE["network"].light
    assert network["dark"]["mark"]["color"] == palette.PALETTE["network"].dark
    assert plain["light"]["mark"]["color"] == palette.NEUTRAL.light


def test_a_slider_filters_the_rows_at_its_position(rows):
    """Only the two rows at 2.0 are drawn: one bar a site."""
    figure = shown(bars(rows))
    _, payload = parts(figure)
    (param,) = payload["spec"]["params"]
    assert param["bind"] == {"input": "range", "min": 1.0, "max": 2.0, "step": 0.5, "name": "Burst factor"}
    assert payload["spec"]["transform"] == [{"filter": 'abs(datum["burst"] - burst) < 0.25'}]
    one_row = shown(bars(rows[rows["burst"] == 2.0]))
    assert one_row.svg == figure.svg


def test_a_slider_shows_its_unit():
    bound = charts.slider("live", [6e6, 7e6, 8e6], 7e6, "Live time", "s").param.bind
    assert bound.name == "Live time (s)"


@pytest.mark.parametrize(
    ("values", "value", "said"),
    [
        ([1.0, 1.5, 3.0], 1.0, "expected at least two values in even steps"),
        ([1.0], 1.0, "expected at least two values in even steps"),
        ([1.0, 1.0, 1.0], 1.0, "expected at least two values in even steps"),
        ([1.0, 1.5, 2.0], 1.75, r"value = 1.75 Gbit/s is not on the grid 1 to 2 by 0.5"),
    ],
)
def test_a_grid_that_a_slider_cannot_reach_is_refused(values, value, said):
    with pytest.raises(ValueError, match=said):
        charts.slider("rate", values, value, "Rate", "Gbit/s")


def test_a_grid_with_rounding_in_it_is_even():
    """0.1 + 0.2 is not 0.3: the filter takes what is nearer than half a step."""
    grid = [0.1 * i for i in range(1, 11)]
    burst = charts.slider("burst", grid, 0.3, "Burst", "1")
    assert burst.param.bind.step == 0.1
    assert charts.chosen(burst, "b") == 'abs(datum["b"] - burst) < 0.05'


def test_captions_follow_the_slider(rows):
    sentences = {b: f"At {b:g}: <b>" for b in (1.0, 1.5, 2.0)}
    element, payload = parts(shown(bars(rows), captions=sentences))
    place = element.find(class_="eco-caption")
    assert (place.string, place["aria-live"]) == ("At 2: <b>", "polite")
    assert payload["captions"] == {
        "params": ["burst"],
        "texts": {"1.00000e+0": "At 1: <b>", "1.50000e+0": "At 1.5: <b>", "2.00000e+0": "At 2: <b>"},
    }


def test_captions_without_the_first_position_are_refused(rows):
    with pytest.raises(ValueError, match="captions= needs a sentence for the sliders' first position"):
        shown(bars(rows), captions={1.0: "one"})


# ---- Colours: expected values from the definitions, not from the library.

SIGHT = {
    "normal": np.eye(3),
    # Machado, Oliveira, Fernandes (2009), severity 1.0, on linear RGB.
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
}


def linear(colour):
    """SRGB transfer function, IEC 61966-2-1."""
    value = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def oklab(light):
    """Ottosson (2020)."""
    to_lms = [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
    to_lab = [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
    return np.array(to_lab) @ np.cbrt(np.array(to_lms) @ light)


def contrast(one, other):
    """WCAG 2.2: (L1 + 0.05) / (L2 + 0.05) with the relative luminance L."""
    low, high = sorted(float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_has_the_contrast_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("area", palette.AREAS)
def test_an_accent_reads_as_text_on_its_page(area, dark):
    """WCAG asks 4.5 for text, 3 for graphics."""
    ground = palette.NIGHT if dark else palette.PAPER
    assert contrast(palette.accent(area, dark=dark), ground) >= 4.5


@pytest.mark.parametrize("hue", [palette.INK, palette.NEUTRAL])
def test_ink_and_grey_read_as_text(hue):
    assert contrast(hue.light, palette.PAPER) >= 4.5
    assert contrast(hue.dark, palette.NIGHT) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("sight", SIGHT)
def test_accents_can_be_told_apart(sight, dark):
    """0.11 in OKLab is several times a just noticeable difference (about 0.02)."""
    seen = {
        area: oklab(np.clip(SIGHT[sight] @ linear(palette.accent(area, dark=dark)), 0, 1))
        for area in palette.AREAS
    }
    for one, other in itertools.combinations(seen, 2):
        assert np.linalg.norm(seen[one] - seen[other]) >= 0.11, (one, other)


def test_the_style_sheet_uses_the_same_accents():
    style = (paths.root() / "assets" / "book.css").read_text(encoding="utf-8")
    for area, hue in palette.PALETTE.items():
        found = re.findall(rf'\.eco-page\[data-area="{area}"\] {{ --eco-accent: (#\w+); }}', style)
        assert found == [hue.light, hue.dark], area
    assert f"--pst-color-background: {palette.NIGHT};" in style


def test_every_written_colour_has_a_twin_for_the_dark_page():
    twins = palette.twins()
    assert {hue.light for hue in palette.PALETTE.values()} <= set(twins)
    assert twins[palette.accent("network")] == palette.accent("network", dark=True)
