"""What `make book` does, in which order, and what is stale. Freshness itself is in ecosystem_nb.book.

`python dodo.py TASK` is `doit TASK` that ends with one line on Ctrl-C.
"""

import sys

from doit.cmd_base import ModuleTaskLoader
from doit.doit_cmd import DoitMain

from ecosystem_nb.book.html import is_built
from ecosystem_nb.book.pages import pages
from ecosystem_nb.book.records import is_fresh
from ecosystem_nb.paths import root

ROOT = root()
STEP = [sys.executable, "-m", "ecosystem_nb.book.publish"]
DOIT_CONFIG = {
    "default_tasks": ["book"],
    "dep_file": str(ROOT / "_build" / "doit.json"),
    "backend": "json",
    "verbosity": 2,
    "par_type": "thread",  # each action is a process of its own
}


def task_page():
    """Execute each stale page."""
    for page in pages(ROOT):
        if page.executable:
            yield {
                "name": page.name,
                "actions": [[*STEP, "execute", page.name]],
                "uptodate": [lambda page=page: is_fresh(page, ROOT)],
            }


def task_golden():
    """Compare every published number with tests/expected."""
    return {"actions": [[*STEP, "golden"]], "task_dep": ["page"]}


def task_html():
    """Build the HTML when anything in it changed."""
    return {"actions": [[*STEP, "html"]], "task_dep": ["golden"], "uptodate": [lambda: is_built(ROOT)]}


def task_book():
    """Everything, and where to open it."""
    return {"actions": [[*STEP, "status"]], "task_dep": ["html"]}


if __name__ == "__main__":
    try:
        sys.exit(DoitMain(ModuleTaskLoader(globals())).run(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("interrupted; the next call goes on from here")
