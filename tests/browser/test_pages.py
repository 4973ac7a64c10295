"""Every page: opens from disk alone, draws, reads in both themes and on a phone, accessible."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from ecosystem_nb.book.pages import pages
from ecosystem_nb.paths import root as repository
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
ALL = [page.path.with_suffix(".html").as_posix() for page in pages(repository())]
# Pages of the library come from one template: two of them are opened, and all once a week.
LIKE_OTHERS = {one for one in ALL if one.startswith("about/api/")} - {
    "about/api/index.html",
    "about/api/network-transfers.html",
}
WITH_SLIDERS = ["chapters/network/wan-need.html", "chapters/network/challenge-ramp.html"]


# Rows of a table are written by one loop, and axe-core takes its time for each: the first are looked at.
LIKE_ROWS = [["tbody tr:nth-child(n+6)"]]


def serious(visit: Visit, **options: object) -> list[str]:
    """Return what axe-core calls serious or critical."""
    told = {"resultTypes": ["violations"], **options}
    found = Axe().run(visit.page, context={"exclude": LIKE_ROWS}, options=told).response["violations"]
    return [
        f"{one['id']}: {one['help']}: {node['html'][:200]} | {node.get('failureSummary', '')[:300]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"][:3]
    ]


def too_wide(visit: Visit) -> list[str]:
    """Return the elements that make a page scroll sideways."""
    return visit.page.evaluate(
        """() => {
            if (Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) <= innerWidth)
                return [];
            const over = [...document.querySelectorAll(".bd-article :not(pre *, mjx-container *)")]
                .filter(one => one.getBoundingClientRect().right > innerWidth + 1);
            return over.slice(-3).map(one => one.outerHTML.slice(0, 200));
        }"""
    )


@pytest.mark.parametrize("name", ALL)
def test_a_page_draws_alone_reads_in_both_themes_and_fits_a_phone(
    book: Path, visit: Visit, name: str
) -> None:
    """One tab for all, for opening a page and looking through it is what takes the time."""
    if name in LIKE_OTHERS and not os.environ.get("EVERY_PAGE"):
        pytest.skip("made from the same template as two that are opened: once a week, or with EVERY_PAGE=1")
    visit.open(book / name)
    undrawn = visit.page.locator("figure.eco-chart:not([data-drawn='true'])")
    found = {"undrawn": undrawn.count(), "errors": list(visit.errors), "light": [], "dark": []}
    found["light"] = serious(visit)
    visit.theme("dark")
    colours = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
    found["dark"] = serious(visit, runOnly=colours)
    visit.errors.clear()  # axe-core asks for style sheets, which a browser refuses on a page from disk
    visit.open(book / name, width=400)
    found["too wide"] = too_wide(visit)
    found["errors"] += visit.errors
    assert found == {"undrawn": 0, "errors": [], "light": [], "dark": [], "too wide": []}
    assert visit.foreign == []


@pytest.mark.parametrize("name", WITH_SLIDERS)
def test_a_slider_changes_its_chart(book: Path, visit: Visit, name: str) -> None:
    visit.open(book / name)
    figure = visit.page.locator("figure.eco-chart:has(input[type=range])").first
    before = figure.locator("svg").first.inner_html()
    slider = figure.locator("input[type=range]").first
    slider.focus()
    slider.press("ArrowRight")
    visit.page.wait_for_timeout(400)
    assert figure.locator("svg").first.inner_html() != before


def test_a_slider_keeps_its_place_when_the_theme_changes(book: Path, visit: Visit) -> None:
    visit.open(book / WITH_SLIDERS[0])
    slider = visit.page.locator("figure.eco-chart input[type=range]").first
    slider.focus()
    slider.press("ArrowRight")
    moved = slider.input_value()
    visit.theme("dark")
    assert visit.page.locator("figure.eco-chart input[type=range]").first.input_value() == moved


def test_charts_have_a_picture_without_scripts_and_in_print(book: Path, chromium: object) -> None:
    context = chromium.new_context(java_script_enabled=False, offline=True)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto((book / WITH_SLIDERS[0]).as_uri())
    pictures = page.locator("figure.eco-chart img")
    assert pictures.count() >= 3
    for place in range(pictures.count()):
        assert pictures.nth(place).is_visible()
        assert pictures.nth(place).evaluate("img => img.naturalWidth") > 100
        assert pictures.nth(place).get_attribute("alt")
    context.close()


def test_each_chart_carries_its_data_and_its_picture(book: Path, visit: Visit) -> None:
    visit.open(book / WITH_SLIDERS[0])
    for place in range(visit.page.locator("figure.eco-chart").count()):
        figure = visit.page.locator("figure.eco-chart").nth(place)
        names = [link.get_attribute("download") or "" for link in figure.locator("a[download]").all()]
        assert {Path(name).suffix for name in names} == {".csv", ".svg"}
