"""The steps of `make book`, one a command: execute a page, check the numbers, build the HTML."""

import argparse
import sys
from pathlib import Path

from ecosystem_nb.book import golden, html, status
from ecosystem_nb.book.files import write_whole
from ecosystem_nb.book.freshness import digest, manifest
from ecosystem_nb.book.pages import page as named
from ecosystem_nb.book.pages import pages
from ecosystem_nb.book.pdf import print_book
from ecosystem_nb.book.records import Place, is_fresh, run_record, store
from ecosystem_nb.paths import root as repository


def execute_page(name: str, root: Path) -> int:
    """Execute one page of the published book, from its own parameters."""
    from ecosystem_nb.book.execute import PageFailed, PageTimeout, execute, versions, write_failed

    page = named(name, root)
    place = Place.of(page, root)
    parts = manifest(page, root, {})
    failed = place.notebook.with_name("page.failed.ipynb")
    failed.unlink(missing_ok=True)
    try:
        done = execute(page, {}, digest(parts), root)
    except PageFailed as error:
        write_failed(error, failed)
        print(f"{error}\npartial notebook: {failed.relative_to(root)}", file=sys.stderr)
        return 1
    except PageTimeout as error:
        print(error, file=sys.stderr)
        return 1
    record = run_record(
        page,
        parameters={},
        parts=parts,
        notebook=done.notebook,
        wall_s=done.wall_s,
        compile_s=done.compile_s,
        versions=versions(),
    )
    if done.wall_s > page.budget_s:
        print(f"{page.path}: took {done.wall_s:.1f} s: its budget is {page.budget_s:g} s", file=sys.stderr)
        return 1
    store(place, done.notebook, record)
    apart = f" and {done.compile_s:.1f} s of compilation" if done.compile_s else ""
    print(f"  executed {page.name} in {done.wall_s:.1f} s{apart}", flush=True)
    return 0


def check_numbers(root: Path) -> int:
    """Compare every executed page's numbers with tests/expected."""
    moved = golden.moved_numbers(root)
    for one in moved:
        print(f"  {one}", file=sys.stderr)
    if moved:
        print(
            f"{len(moved)} number(s) moved; if on purpose: `make expected`, in a commit of its own",
            file=sys.stderr,
        )
    return 1 if moved else 0


def build_html(root: Path) -> int:
    """Build the HTML and say where to open it."""
    try:
        place = html.build(root)
    except (html.BuildFailed, html.StaleBook) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"  built {place.relative_to(root)}", flush=True)
    return 0


def build_pdf(root: Path) -> int:
    """Build the PDF from one long HTML page."""
    try:
        place = print_book(html.build(root, builder="singlehtml"), root)
    except (html.BuildFailed, html.StaleBook, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"the book as a PDF: {place.relative_to(root)}")
    return 0


def refresh_expected(root: Path) -> int:
    """Write tests/expected from the executed pages."""
    stale = [page.name for page in pages(root) if page.executable and not is_fresh(page, root)]
    if stale:
        print(f"stale: {', '.join(stale)}: execute them first", file=sys.stderr)
        return 1
    for path in golden.refresh(root):
        print(f"  wrote {path.relative_to(root)}")
    return 0


def write_notebooks(root: Path) -> int:
    """Write every page as a plain notebook under notebooks/, without outputs."""
    import nbformat

    from ecosystem_nb.book.execute import notebook_of

    for page in pages(root):
        if page.executable:
            path = root / "notebooks" / f"{page.name}.ipynb"
            write_whole(path, nbformat.writes(notebook_of(page)).encode())
            print(f"  wrote {path.relative_to(root)}")
    return 0


def show_status(root: Path) -> int:
    """Print time beside budget, and where to open the book."""
    print(status.budget_report(root))
    print(f"open {(root / html.HTML / 'index.html').as_uri()}")
    return 0


_STEPS = {
    "golden": check_numbers,
    "html": build_html,
    "pdf": build_pdf,
    "expected": refresh_expected,
    "notebooks": write_notebooks,
    "status": show_status,
}


def main(argv: list[str] | None = None) -> int:
    """Run one step; its exit code is 0 when it is done."""
    parser = argparse.ArgumentParser(prog="python -m ecosystem_nb.book.publish", description=__doc__)
    parser.add_argument("step", choices=["execute", *_STEPS])
    parser.add_argument("page", nargs="?")
    chosen = parser.parse_args(argv)
    if chosen.step == "execute" and not chosen.page:
        parser.error("execute: which page?")
    root = repository()
    try:
        return execute_page(chosen.page, root) if chosen.step == "execute" else _STEPS[chosen.step](root)
    except KeyboardInterrupt:
        return 130  # whoever called says it once


if __name__ == "__main__":
    sys.exit(main())
