"""Take the scripts of others out of installed packages into the built book, never over the network."""

import importlib.metadata
import importlib.util
from collections.abc import Callable, Mapping
from pathlib import Path

import vl_convert

VEGA_LITE = "6.4"
VEGA = "vendor/vega.js"
MATHJAX = "vendor/tex-svg.js"


def vega_bundle() -> str:
    """Return Vega, Vega-Lite and vega-embed as one script that defines ``window.vegaEmbed``."""
    bundle = vl_convert.javascript_bundle(snippet="window.vegaEmbed = vegaEmbed;", vl_version=VEGA_LITE)
    return "(()=>{" + bundle + "})();"


def mathjax_script() -> bytes:
    """Return MathJax with its SVG output as one script.

    Raises
    ------
    FileNotFoundError
        When the package ``sphinx-mathjax-offline`` is not installed.
    """
    found = importlib.util.find_spec("sphinx-mathjax-offline")
    if found is None or found.origin is None:
        raise FileNotFoundError(
            "MathJax is missing: install sphinx-mathjax-offline (it is in requirements.lock)"
        )
    return (Path(found.origin).parent / "static" / "mathjax" / "tex-svg.js").read_bytes()


def write(static: Path) -> list[Path]:
    """Write both scripts below a book's static folder; a script of the right version is left alone.

    Parameters
    ----------
    static : pathlib.Path
        The ``_static`` folder of the built book.

    Returns
    -------
    list of pathlib.Path
        The scripts that were written.
    """
    makers: Mapping[str, tuple[str, Callable[[], bytes]]] = {
        VEGA: ("vl-convert-python", lambda: vega_bundle().encode()),
        MATHJAX: ("sphinx-mathjax-offline", mathjax_script),
    }
    written = []
    for name, (package, make) in makers.items():
        target = static / name
        head = f"/* from {package} {importlib.metadata.version(package)} */\n".encode()
        if target.is_file() and target.read_bytes().startswith(head):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(".part")
        part.write_bytes(head + make())
        part.replace(target)
        written.append(target)
    return written
