"""What the book needs beyond its theme: offline scripts, light pages, area colours, links to seeds."""

import csv
import html
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.nodes import Element
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.roles import XRefRole
from sphinx.util import logging

from ecosystem_nb import palette, paths
from ecosystem_nb.book import vendor

COVERAGE = "about/coverage"
SCRIPT = "charts.js"
_FIGURE = 'class="eco-chart"'
_FOREIGN = re.compile(r"^(?:https?:)?//", re.IGNORECASE)
_MATH = "math notranslate"
_MENDED = (
    (re.compile(r"<script[^>]*scripts/fontawesome\.js[^>]*></script>\n?"), ""),
    (re.compile(r'<summary>(?=<span class="toctree-toggle")'), '<summary aria-label="Pages of this part">'),
    (re.compile(r' role="list"(?= class="citation-list")'), ""),
    (re.compile(r'(?<=class="citation") role="doc-biblioentry"'), ""),
)
_ASKED = re.compile(
    r"<(?:script|img|iframe|source|video|audio|link rel=\"(?:stylesheet|preload|icon)\")[^>]*?"
    r"(?:src|href)=\"((?:https?:)?//[^\"]+)\"",
    re.IGNORECASE,
)
_LOG = logging.getLogger(__name__)

# Search results show the words around a hit by fetching the page, which a browser refuses for a file on disk.
_SEARCH = 'if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;'


def setup(app: Sphinx) -> dict[str, Any]:
    """Register everything with Sphinx."""
    app.add_config_value("ecosystem_seeds", "", "env", [str])
    app.add_role("seed", XRefRole(innernodeclass=nodes.inline))
    app.connect("config-inited", _disconnect_thebe)
    app.connect("builder-inited", _read_seeds)
    app.connect("builder-inited", _write_vendor)
    app.connect("missing-reference", _resolve_seed)
    app.connect("html-page-context", _dress_page, priority=900)
    app.connect("build-finished", _mend_pages)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _read_seeds(app: Sphinx) -> None:
    """Read the ids that a page may cite."""
    given = app.config.ecosystem_seeds
    try:
        table = Path(app.confdir, given) if given else paths.root() / "seeds" / "workshop.csv"
        with table.open(encoding="utf-8", newline="") as lines:
            ids = frozenset(row["id"] for row in csv.DictReader(lines))
    except (FileNotFoundError, KeyError) as error:
        _LOG.info("no table of seeds: %s", error)
        ids = frozenset()
    app.seed_ids = ids  # type: ignore[attr-defined]


def _resolve_seed(
    app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, content: Element
) -> Element | None:
    """Turn a cited seed into a link to its row of the coverage page."""
    if node.get("reftype") != "seed":
        return None
    seed = str(node["reftarget"])
    if seed not in app.seed_ids:  # type: ignore[attr-defined]
        _LOG.warning("seed %r is unknown: expected an id of seeds/workshop.csv", seed, location=node)
        return content
    if COVERAGE not in env.found_docs:
        return content
    address = app.builder.get_relative_uri(node["refdoc"], COVERAGE) + f"#seed-{seed}"
    return nodes.reference(
        "", "", content, internal=True, refuri=address, reftitle=f"what the workshop said: {seed}"
    )


def _disconnect_thebe(app: Sphinx, _config: object) -> None:
    """Take out sphinx-thebe, which Jupyter Book always loads: it wants a script from another host."""
    for name, listeners in app.events.listeners.items():
        app.events.listeners[name] = [
            one for one in listeners if not getattr(one.handler, "__module__", "").startswith("sphinx_thebe")
        ]


def _write_vendor(app: Sphinx) -> None:
    if app.builder.format == "html":
        vendor.write(Path(app.outdir) / "_static")


def _dress_page(app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Give one page its scripts and its area, and take away what would ask another host."""
    body = context.get("body", "")
    for kind in ("script_files", "css_files"):
        assets = context.get(kind, [])
        # The list itself is changed: it is the one that add_js_file appends to.
        assets[:] = [one for one in assets if not _unwanted(one, has_math=_MATH in body)]
    if _FIGURE in body:
        app.add_js_file(vendor.VEGA, loading_method="defer")
        app.add_js_file(SCRIPT, loading_method="defer")
    if page == "search":
        app.add_js_file(None, body=_SEARCH)
    area = area_of(page)
    if area and body:
        context["body"] = f'<div class="eco-page" data-area="{html.escape(area)}">{body}</div>'


def _unwanted(asset: Any, *, has_math: bool) -> bool:
    name = str(getattr(asset, "filename", None) or asset)
    return bool(_FOREIGN.match(name)) or "thebe" in name or (vendor.MATHJAX in name and not has_math)


def _mend_pages(app: Sphinx, error: Exception | None) -> None:
    """Mend what the theme and docutils write past every hook: icons, names of folds, roles of citations.

    The theme's icon script is half a megabyte, compressed; assets/icons.css draws the same icons.
    """
    if error is not None or app.builder.format != "html":
        return
    for page in Path(app.outdir).rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        mended = text
        for pattern, better in _MENDED:
            mended = pattern.sub(better, mended)
        for address in _ASKED.findall(mended):
            _LOG.warning("%s asks another host for %s", page.relative_to(app.outdir), address)
        if mended != text:
            page.write_text(mended, encoding="utf-8")
    for name in ("scripts/fontawesome.js", "scripts/fontawesome.js.map"):
        (Path(app.outdir) / "_static" / name).unlink(missing_ok=True)


def area_of(page: str) -> str | None:
    """Return the area of a page by its place in the book; storage is of one area with the network.

    Examples
    --------
    >>> area_of("chapters/network/wan-need"), area_of("chapters/storage/tiers"), area_of("coverage")
    ('network', 'network', None)
    """
    parts = page.split("/")
    if len(parts) < 2 or parts[0] != "chapters":
        return None
    area = "network" if parts[1] == "storage" else parts[1]
    return area if area in palette.AREAS else None
