"""The built book in a real browser. Without a Chromium these tests are skipped, but never in CI."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from ecosystem_nb.book.html import HTML, is_built
from ecosystem_nb.book.pdf import FLAGS, browser
from ecosystem_nb.paths import root as repository


@pytest.fixture(scope="session")
def book() -> Path:
    """The folder of the built book; it is built first where it is not built from the present sources."""
    root = repository()
    (root / "_build").mkdir(exist_ok=True)
    with (root / "_build" / "tests.lock").open("w") as lock:  # tests run in several processes
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_built(root):
            subprocess.run([sys.executable, "-m", "doit", "-n", "2", "book"], cwd=root, check=True)
    return root / HTML


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where the Chromium is."""
    path = browser()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium in CI: .ci/run installs it")
        pytest.skip(
            "no Chromium installed (apt install chromium, or set CHROMIUM): pages not tried in a browser"
        )
    return path


@pytest.fixture(scope="session")
def chromium(chromium_path: str) -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=chromium_path, args=list(FLAGS))
        yield running
        running.close()


class Visit:
    """One page opened from disk, with everything that went wrong on the way."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.foreign: list[str] = []
        self.errors: list[str] = []
        page.on("request", self._request)
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _request(self, request: object) -> None:
        url = request.url  # type: ignore[attr-defined]
        if not url.startswith(("file:", "data:", "blob:")):
            self.foreign.append(url)

    def open(self, path: Path, *, theme: str = "light", width: int = 1280) -> None:
        """Open a page and wait until its charts are drawn."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.add_init_script(
            f"localStorage.setItem('mode', '{theme}'); localStorage.setItem('theme', '{theme}');"
        )
        self.page.goto(path.as_uri(), wait_until="load")
        self.page.wait_for_function(
            "document.querySelectorAll('figure.eco-chart:not([data-drawn])').length === 0", timeout=20_000
        )

    def theme(self, name: str) -> None:
        """Switch between light and dark as the page's own button does."""
        self.page.evaluate(
            "name => Object.assign(document.documentElement.dataset, { theme: name, mode: name })",
            name,
        )
        self.page.wait_for_timeout(300)


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visit]:
    """A fresh tab that sees nothing of the network."""
    context = chromium.new_context(offline=True)
    page = context.new_page()
    yield Visit(page)
    context.close()
