"""Print the book: one long HTML page through a headless Chromium."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def browser() -> str | None:
    """Return the Chromium to use: ``$CHROMIUM`` or the first one on the path, or None."""
    chosen = os.environ.get("CHROMIUM")
    return chosen or next((found for name in _NAMES if (found := shutil.which(name))), None)


def print_book(folder: Path, root: Path) -> Path:
    """Print ``folder/index.html`` to ``_build/ecosystem-nb.pdf``.

    Raises
    ------
    RuntimeError
        When there is no Chromium, or it wrote nothing.
    """
    chromium = browser()
    if chromium is None:
        raise RuntimeError("no Chromium found: install it, or set CHROMIUM to its path")
    target = root / "_build" / "ecosystem-nb.pdf"
    with tempfile.TemporaryDirectory() as profile:
        part = Path(profile, "book.pdf")
        command = [chromium, *FLAGS, f"--user-data-dir={profile}/profile", "--no-pdf-header-footer"]
        command += ["--virtual-time-budget=20000", f"--print-to-pdf={part}", (folder / "index.html").as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        if done.returncode or not part.is_file() or not part.read_bytes().startswith(b"%PDF"):
            raise RuntimeError(f"{chromium} printed no PDF:\n{done.stderr[-2000:]}")
        shutil.copyfile(part, target)
    return target
