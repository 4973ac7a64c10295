"""The command line: list the pages, describe one, run one with other parameters."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import yaml

from ecosystem_nb.book.pages import Page, PageError, UnknownPage, pages
from ecosystem_nb.book.pages import page as named
from ecosystem_nb.parameters import BadParameters, PageParameters, describe, validated
from ecosystem_nb.paths import root as repository
from ecosystem_nb.wording import number

REFUSED = 2
FAILED = 1

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(argv: Sequence[str] | None = None, more: Callable[[Commands], None] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    argv : sequence of str, optional
        Words after the program's name; those of this process when absent.
    more : callable, optional
        Adds commands of other parts of the library; each sets ``action`` as those here do.

    Returns
    -------
    int
        0 done; 1 the page raised; 2 the call was refused and nothing ran.
    """
    chosen = _parser(more).parse_args(argv)
    try:
        root = repository()
        return int(chosen.action(chosen, root))
    except (PageError, FileNotFoundError) as error:
        return refuse([str(error)])
    except KeyboardInterrupt:
        print("interrupted: nothing was kept", file=sys.stderr)
        return 130


def _parser(more: Callable[[Commands], None] | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ecosystem-nb", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    listing = commands.add_parser("list", help="name the pages")
    listing.set_defaults(action=_list)
    about = commands.add_parser("describe", help="a page's parameters: unit, range, default, source")
    about.add_argument("page")
    about.set_defaults(action=_describe)
    run = commands.add_parser("run", help="execute a page with parameters of your own")
    run.add_argument("page")
    run.add_argument("-p", metavar="name=value", action="append", default=[], dest="given")
    run.add_argument("--params", metavar="FILE", type=Path, help="a YAML file of name: value")
    run.add_argument("--out", metavar="DIR", type=Path, help="where to write (default: runs/PAGE)")
    run.set_defaults(action=_run)
    if more is not None:
        more(commands)
    return parser


def _list(_: argparse.Namespace, root: Path) -> int:
    book = [page for page in pages(root) if page.executable]
    width = max(len(page.name) for page in book)
    for page in book:
        count = len(model.model_fields) if (model := page.parameters()) else 0
        print(f"{page.name:<{width}}  {count:>2} parameters  {page.title}")
    return 0


def _describe(chosen: argparse.Namespace, root: Path) -> int:
    page = named(chosen.page, root)
    print(f"{page.name}: {page.title}")
    model = page.parameters()
    if model is None:
        print("no parameters")
        return 0
    for about in describe(model):
        unit = "" if about.unit == "1" else f" {about.unit}"
        allowed = f"; {about.allowed}{unit}" if about.allowed else ""
        print(f"\n{about.name} = {number(about.default)}{unit}")
        print(f"    {about.meaning}")
        print(f"    {about.kind}{allowed}; {about.status}, source: {about.source}")
    return 0


def _run(chosen: argparse.Namespace, root: Path) -> int:
    faults: list[str] = []
    page: Page | None = None
    try:
        page = named(chosen.page, root)
    except UnknownPage as error:
        faults.append(str(error))
    values, file_faults = _read_file(chosen.params)
    texts, text_faults = _read_texts(chosen.given)
    faults += file_faults + text_faults
    out = chosen.out or Path("runs", chosen.page.replace("/", "-"))
    faults += _unwritable(out)
    params: PageParameters | None = None
    model = page.parameters() if page else None
    if page and model is None and (values or texts):
        faults.append(f"{page.name} takes no parameters: got {', '.join((*values, *texts))}")
    elif model:
        try:
            params = validated(model, values, texts)
        except BadParameters as error:
            faults += [str(fault) for fault in error.faults]
    if faults or page is None:
        return refuse(faults)
    return _start(page, params, sorted({*values, *texts}), out, root)


def _start(page: Page, params: PageParameters | None, names: list[str], out: Path, root: Path) -> int:
    from ecosystem_nb.book.execute import PageFailed, PageTimeout  # slow to import: only for a run that runs
    from ecosystem_nb.book.rerun import OutUnwritable, compared_text, rerun

    given = {name: getattr(params, name) for name in names}
    print(f"running {page.name} (budget {page.budget_s:g} s) …", flush=True)
    try:
        done = rerun(page, given, out, root)
    except OutUnwritable as error:
        return refuse([str(error)])
    except (PageFailed, PageTimeout) as error:
        print(error, file=sys.stderr)
        if isinstance(error, PageFailed):
            print(f"partial notebook: {out / 'page.failed.ipynb'}", file=sys.stderr)
        return FAILED
    print(compared_text(done.comparison))
    for path in done.written:
        print(f"wrote {path}")
    return 0


def _read_file(path: Path | None) -> tuple[dict[str, object], list[str]]:
    if path is None:
        return {}, []
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        return {}, [f"--params {path}: can't be read: {getattr(error, 'strerror', None) or 'not UTF-8 text'}"]
    except yaml.YAMLError as error:
        return {}, [f"--params {path}: not YAML: {str(error).splitlines()[0]}"]
    if loaded is None:
        return {}, []
    if not isinstance(loaded, dict) or not all(isinstance(name, str) for name in loaded):
        return {}, [f"--params {path}: expected a mapping of name: value"]
    return loaded, []


def _read_texts(given: list[str]) -> tuple[dict[str, str], list[str]]:
    texts: dict[str, str] = {}
    faults = []
    for one in given:
        name, mark, text = one.partition("=")
        if not mark or not name:
            faults.append(f"-p {one}: expected name=value")
        elif name in texts:
            faults.append(f"-p {one}: {name} is given twice")
        else:
            texts[name] = text
    return texts, faults


def _unwritable(out: Path) -> list[str]:
    """Look, without making anything, whether ``out`` can be a folder to write in."""
    place = out
    while not place.exists() and place != place.parent:
        place = place.parent
    if not place.is_dir():
        return [f"--out {out}: {place} is not a folder"]
    if not os.access(place, os.W_OK | os.X_OK):
        return [f"--out {out}: {place} can't be written"]
    return []


def refuse(faults: Sequence[str]) -> int:
    """Print each fault in a line of its own, and return the exit code of a refusal."""
    for fault in faults:
        print(f"ecosystem-nb: {fault}", file=sys.stderr)
    return REFUSED


if __name__ == "__main__":
    sys.exit(main())
