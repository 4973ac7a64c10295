"""A page with parameters of one's own: run it, keep it, and set it beside the published book."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from ecosystem_nb.book.execute import PageFailed, execute, versions, write_failed
from ecosystem_nb.book.files import write_json, write_whole
from ecosystem_nb.book.freshness import digest, manifest
from ecosystem_nb.book.pages import Page
from ecosystem_nb.book.records import golden, run_record
from ecosystem_nb.book.single_page import single_page
from ecosystem_nb.results import Result, results_of
from ecosystem_nb.wording import number


class OutUnwritable(OSError):
    """The folder for the results can't be made or written."""


@dataclass(frozen=True)
class Compared:
    """One named result, published and as run; a value that one side lacks is None.

    ``moved`` says whether it left the published result's tolerance.
    """

    name: str
    unit: str
    meaning: str
    published: float | None
    yours: float | None
    moved: bool

    @property
    def change(self) -> float | None:
        """Relative change, or None where it has no meaning."""
        if self.published is None or self.yours is None or self.published == 0:
            return None
        return (self.yours - self.published) / abs(self.published)


@dataclass(frozen=True)
class Rerun:
    """What a run wrote, and how it compares with the published book."""

    written: tuple[Path, ...]
    comparison: tuple[Compared, ...]


def rerun(page: Page, given: Mapping[str, object], out: Path, root: Path) -> Rerun:
    """Execute a page with ``given`` parameters and write everything about the run into ``out``.

    Parameters
    ----------
    page : Page
    given : mapping
        Checked parameters; the page's own values stand for the rest.
    out : pathlib.Path
        Folder for ``page.ipynb``, ``page.html``, ``results.json`` and ``run.json``.
    root : pathlib.Path
        The repository's root.

    Raises
    ------
    OutUnwritable
        Before a kernel starts.
    PageFailed, PageTimeout
        When the page raises (its partial notebook is kept as ``page.failed.ipynb``) or hangs.
    """
    _prepare(out)
    model = page.parameters()
    values = model(**given).model_dump() if model else {}
    parts = manifest(page, root, given)
    try:
        done = execute(page, given, digest(parts), root)
    except PageFailed as error:
        write_failed(error, out / "page.failed.ipynb")
        raise
    results = results_of(json.loads(done.notebook))
    table = compare(golden(page, root), results)
    names = ("page.ipynb", "page.html", "results.json", "run.json")
    notebook, html, numbers, run = (out / name for name in names)
    write_whole(notebook, done.notebook)
    write_whole(html, single_page(page, done.notebook, compared_markdown(table), root))
    write_json(numbers, {name: asdict(result) for name, result in results.items()})
    record = run_record(
        page,
        parameters=values,
        parts=parts,
        notebook=done.notebook,
        wall_s=done.wall_s,
        compile_s=done.compile_s,
        versions=versions(),
    )
    write_json(run, record | {"beside_published": [asdict(row) | {"change": row.change} for row in table]})
    return Rerun((notebook, html, numbers, run), table)


def compare(published: Mapping[str, Result], yours: Mapping[str, Result]) -> tuple[Compared, ...]:
    """Set a run's named results beside the published ones."""
    rows = []
    for name, known in {**published, **yours}.items():
        old, new = published.get(name), yours.get(name)
        values = (old.value if old else None, new.value if new else None)
        moved = old is None or new is None or old.unit != new.unit or not old.allows(new.value)
        rows.append(Compared(name, known.unit, known.meaning, *values, moved))
    return tuple(rows)


def compared_text(table: tuple[Compared, ...]) -> str:
    """Return the comparison as a plain table of what moved."""
    moved = [row for row in table if row.moved]
    same = f"{len(table) - len(moved)} of {len(table)} named results are as published"
    if not moved:
        return f"your run beside the published book: {same}"
    rows = [("result", "published", "yours", "unit", "change")]
    rows += [(row.name, _shown(row.published), _shown(row.yours), row.unit, _percent(row)) for row in moved]
    widths = [max(len(row[i]) for row in rows) for i in range(5)]
    lines = [
        f"{a:<{widths[0]}}  {b:>{widths[1]}}  {c:>{widths[2]}}  {d:<{widths[3]}}  {e:>{widths[4]}}"
        for a, b, c, d, e in rows
    ]
    return "\n".join(["your run beside the published book", *lines, same])


def compared_markdown(table: tuple[Compared, ...]) -> str:
    """Return the comparison as Markdown."""
    moved = [row for row in table if row.moved]
    head = "**Your run beside the published book.**"
    if not moved:
        return f"{head} Every named result is as published."
    lines = ["| result | published | yours | unit | change |", "| --- | ---: | ---: | --- | ---: |"]
    for row in moved:
        cells = (row.meaning, _shown(row.published), _shown(row.yours), row.unit, _percent(row))
        lines += [f"| {' | '.join(cells)} |"]
    count = len(table) - len(moved)
    return "\n".join([head, f"{count} of {len(table)} named results are as published.", "", *lines])


def _shown(value: float | None) -> str:
    return "none" if value is None else number(float(f"{value:.6g}"))


def _percent(row: Compared) -> str:
    return "" if row.change is None else f"{100 * row.change:+.3g} %"


def _prepare(out: Path) -> None:
    """Make ``out`` and take an earlier run's record away: a record never stands beside another run."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
        for name in ("run.json", "page.failed.ipynb"):
            (out / name).unlink(missing_ok=True)
    except OSError as error:
        raise OutUnwritable(f"--out {out}: can't be written: {error.strerror}") from None
