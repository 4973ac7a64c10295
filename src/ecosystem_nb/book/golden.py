"""Did a published number move? Compare executed pages with tests/expected."""

from dataclasses import asdict, dataclass
from pathlib import Path

from ecosystem_nb.book.files import write_json
from ecosystem_nb.book.pages import Page, pages
from ecosystem_nb.book.records import golden, golden_path, published_results
from ecosystem_nb.results import Result


@dataclass(frozen=True)
class Moved:
    """A number that is not what ``tests/expected`` says."""

    page: Page
    name: str
    expected: Result | None
    got: Result | None
    quoted: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f"; quoted in {', '.join(self.quoted)}" if self.quoted else ""
        if self.expected is None and self.got is not None:
            new = f"got {self.got.value!r} {self.got.unit}"
            return f"{self.name}: new, {new}: not in tests/expected{where}"
        if self.got is None or self.expected is None:
            return f"{self.name}: gone from {self.page.path}, but still in tests/expected{where}"
        if self.got.unit != self.expected.unit:
            return f"{self.name}: expected unit {self.expected.unit}, got {self.got.unit}{where}"
        change = _change(self.expected.value, self.got.value)
        return (
            f"{self.name}: expected {self.expected.value!r}, got {self.got.value!r} {self.got.unit} "
            f"({change}), "
            f"tolerance rel {self.expected.rel_tol:g} abs {self.expected.abs_tol:g}{where}"
        )


def compared(page: Page, expected: dict[str, Result], got: dict[str, Result]) -> list[Moved]:
    """Return every named result that left its tolerance, changed its unit, came or went."""
    moved = []
    for name in sorted(expected | got):
        old, new = expected.get(name), got.get(name)
        if old is None or new is None or old.unit != new.unit or not old.allows(new.value):
            moved.append(Moved(page, name, old, new))
    return moved


def moved_numbers(root: Path) -> list[Moved]:
    """Compare every executed page with its golden file, and say where each moved number is quoted."""
    book = pages(root)
    found = []
    for page in book:
        if page.executable:
            moved = compared(page, golden(page, root), published_results(page, root))
            found += [Moved(page, one.name, one.expected, one.got, quotes(one.name, book)) for one in moved]
    return found


def quotes(name: str, book: list[Page]) -> tuple[str, ...]:
    """Return ``file:line`` of each place in the book whose prose shows a result."""
    return tuple(
        f"{page.path}:{number}"
        for page in book
        for number, line in enumerate(page.text.splitlines(), start=1)
        if any(f"{mark}{name}{end}" in line for mark in ("`", "::") for end in ("`", ":"))
    )


def refresh(root: Path) -> list[Path]:
    """Write the golden file of every executed page from its results; return what was written."""
    written = []
    for page in pages(root):
        if not page.executable:
            continue
        path, results = golden_path(page, root), published_results(page, root)
        if not results:
            path.unlink(missing_ok=True)
            continue
        fields = {name: {k: v for k, v in asdict(r).items() if k != "name"} for name, r in results.items()}
        write_json(path, {"page": page.name, "results": fields})
        written.append(path)
    return written


def _change(old: float, new: float) -> str:
    return f"{(new - old) / abs(old):+.3g} relative" if old else f"{new - old:+.3g} absolute"
