"""The Sphinx extension on a book of three pages: nothing foreign, few scripts, seeds linked."""

import re
import shutil
import textwrap

import pytest
from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from ecosystem_nb import paths
from ecosystem_nb.book import sphinx_ext, vendor

CONF = """
project = "Mini"
extensions = ["myst_parser", "sphinx_thebe", "sphinx.ext.mathjax", "ecosystem_nb.book.sphinx_ext"]
html_theme = "sphinx_book_theme"
html_static_path = ["assets"]
html_css_files = ["book.css", "icons.css", "https://cdn.example.org/x.css"]
html_js_files = ["https://cdn.example.org/x.js", "//cdn.example.org/y.js"]
mathjax_path = "vendor/tex-svg.js"
myst_enable_extensions = ["dollarmath"]
ecosystem_seeds = "seeds.csv"
"""
FIGURE = '<figure class="eco-chart" id="network-a"><img alt="a" src="data:,"></figure>'
PAGES = {
    "index.md": "# Mini\n\n```{toctree}\nchapters/network/index\nabout/coverage\n```\n",
    "chapters/network/index.md": "# Network\n\n```{toctree}\npage\n```\n",
    "chapters/network/page.md": f"# Page\n\nSaid {{seed}}`wan-total`, and $x^2$.\n\n{FIGURE}\n",
    "about/coverage.md": '# Coverage\n\n<p id="seed-wan-total">wan-total</p>\n',
}


def build(folder, builder="html", **pages):
    source = folder / "source"
    for name, text in {**PAGES, **pages}.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(textwrap.dedent(text), encoding="utf-8")
    (source / "conf.py").write_text(CONF, encoding="utf-8")
    (source / "seeds.csv").write_text("id,text\nwan-total,x\n", encoding="utf-8")
    shutil.copytree(paths.root() / "assets", source / "assets", dirs_exist_ok=True)
    warnings = folder / "warnings"
    with warnings.open("w", encoding="utf-8") as said, patch_docutils(), docutils_namespace():
        app = Sphinx(source, source, folder / builder, folder / "trees", builder, status=None, warning=said)
        app.build(force_all=True)
    return folder / builder, warnings.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return build(tmp_path_factory.mktemp("mini"))


def read(built, page):
    return BeautifulSoup((built[0] / page).read_text(encoding="utf-8"), "html.parser")


def scripts(soup):
    return [
        re.sub(r"\?.*", "", tag["src"]).rpartition("_static/")[2] for tag in soup.find_all("script", src=True)
    ]


def test_it_builds_without_a_warning(built):
    assert built[1] == ""


PAGE = "chapters/network/page.html"


@pytest.mark.parametrize("page", ["index.html", PAGE, "about/coverage.html", "search.html"])
def test_no_page_asks_another_host(built, page):
    text = (built[0] / page).read_text(encoding="utf-8")
    asked = re.findall(r'<(?:script|img|iframe|link)[^>]*(?:src|href)="((?:https?:)?//[^"]*)"', text)
    assert asked == []
    assert "unpkg" not in text
    assert "thebe" not in text
    assert "fontawesome" not in text


def test_a_page_with_a_chart_gets_the_scripts_in_order_and_deferred(built):
    soup = read(built, "chapters/network/page.html")
    names = scripts(soup)
    assert names.index(vendor.VEGA) < names.index("charts.js")
    for tag in soup.find_all("script", src=re.compile("vega.js|charts.js|tex-svg.js")):
        assert tag.has_attr("defer")


def test_other_pages_do_not_carry_charts_or_mathematics(built):
    assert not {vendor.VEGA, "charts.js", vendor.MATHJAX} & set(scripts(read(built, "about/coverage.html")))
    assert vendor.MATHJAX in scripts(read(built, "chapters/network/page.html"))


def test_the_scripts_are_in_the_book(built):
    static = built[0] / "_static"
    assert "window.vegaEmbed" in (static / vendor.VEGA).read_text(encoding="utf-8")
    assert b"MathJax" in (static / vendor.MATHJAX).read_bytes()
    assert not (static / "scripts" / "fontawesome.js").exists()


def test_scripts_of_the_right_version_are_not_written_again(tmp_path):
    assert len(vendor.write(tmp_path)) == 2
    assert vendor.write(tmp_path) == []
    (tmp_path / vendor.VEGA).write_text("/* from an older one */\n", encoding="utf-8")
    assert vendor.write(tmp_path) == [tmp_path / vendor.VEGA]


def test_a_page_says_its_area(built):
    assert read(built, "chapters/network/page.html").find(class_="eco-page")["data-area"] == "network"
    assert read(built, "about/coverage.html").find(class_="eco-page") is None


@pytest.mark.parametrize("page", ["network", "chapters/other/page", "about/network/page", "chapters"])
def test_pages_outside_the_areas_have_none(page):
    assert sphinx_ext.area_of(page) is None


def test_a_seed_links_to_its_row(built):
    link = read(built, PAGE).find("a", href="../../about/coverage.html#seed-wan-total")
    assert link.get_text() == "wan-total"
    assert read(built, "about/coverage.html").find(id="seed-wan-total")


def test_an_unknown_seed_is_warned_of_with_its_place(tmp_path):
    _, said = build(tmp_path, **{"chapters/network/page.md": "# Page\n\nSaid {seed}`wan-totl`.\n"})
    assert "page.md:3: WARNING: seed 'wan-totl' is unknown: expected an id of seeds/workshop.csv" in said


@pytest.mark.parametrize("page", ["index.html", "chapters/network/page.html", "search.html"])
def test_every_icon_of_the_theme_is_drawn(built, page):
    drawn = (built[0] / "_static" / "icons.css").read_text(encoding="utf-8")
    sizes = {"fa-solid", "fa-lg", "fa-sm", "fa-regular"}
    used = set(
        re.findall(
            r"\bfa-[a-z-]+", " ".join(" ".join(tag["class"]) for tag in read(built, page)(class_=True))
        )
    )
    assert {name for name in used - sizes if not re.search(rf"\.{name}(?![\w-])", drawn)} == set()


def test_every_fold_has_a_name(built):
    """A screen reader reads it; the theme's own folds in the sidebar hold an icon only."""
    folds = read(built, "chapters/network/page.html").find_all("summary")
    assert folds
    assert all(fold.get_text().strip() or fold.get("aria-label") for fold in folds)


def test_search_from_disk_fetches_nothing(built):
    """A browser refuses to fetch file: addresses; results then come without the words around them."""
    text = (built[0] / "search.html").read_text(encoding="utf-8")
    assert text.index("documentation_options.js") < text.index("SHOW_SEARCH_SUMMARY = false")


def test_one_long_page_can_be_built_too(tmp_path):
    folder, said = build(tmp_path, "singlehtml")
    assert said == ""
    text = (folder / "index.html").read_text(encoding="utf-8")
    assert 'href="index.html#seed-wan-total"' in text
    assert "charts.js" in text
    assert "fontawesome" not in text


def test_what_still_asks_another_host_is_warned_of(tmp_path):
    _, said = build(
        tmp_path, **{"about/coverage.md": '# Coverage\n\n<img alt="x" src="https://cdn.example.org/x.png">\n'}
    )
    assert "coverage.html asks another host for https://cdn.example.org/x.png" in said
