"""Do the files that say the same thing twice agree, and can a newcomer rely on what they say?"""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from ecosystem_nb.paths import root

ROOT = root()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
LISTED = [*PROJECT["dependencies"], *EXTRAS["learning"], *EXTRAS["test"]]
WANTED = [Requirement(one) for one in LISTED]
# conda-forge's playwright is the Node program, its pytorch may be built for CUDA
ON_CONDA = {"playwright": "playwright-python", "torch": "pytorch-cpu"}
NOT_ON_CONDA = {
    "axe-playwright-python",
    "da4ml",
    "hls4ml",
    "nvidia-cuda-nvrtc",
    "nvidia-nvvm",
    "pyacts",
    "sphinx-mathjax-offline",
}


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def tracked() -> list[Path]:
    """Every file that is committed, or would be."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def lock_lines() -> list[str]:
    return [line for line in text("requirements.lock").splitlines() if line and not line.startswith("#")]


# The lock


def test_every_dependency_is_pinned_in_the_lock_within_its_range():
    pins: dict[str, list[Requirement]] = {}
    for line in lock_lines():
        pin = Requirement(line)
        pins.setdefault(canonicalize_name(pin.name), []).append(pin)
    for want in WANTED:
        found = pins.get(canonicalize_name(want.name))
        assert found, f"{want.name} is not in requirements.lock"
        for pin in found:
            (one,) = pin.specifier
            assert want.specifier.contains(one.version), f"{pin}: pyproject.toml wants {want}"


def test_the_lock_holds_exact_versions_and_nothing_else():
    for line in lock_lines():
        assert not line.lstrip().startswith("-"), line
        assert "://" not in line, line
        pin = Requirement(line)
        assert pin.url is None
        assert [one.operator for one in pin.specifier] == ["=="], line
        assert "*" not in str(pin.specifier), line


# conda


def conda() -> tuple[dict[str, Requirement], list[str]]:
    entries = yaml.safe_load(text("environment.yml"))["dependencies"]
    plain = [Requirement(one) for one in entries if isinstance(one, str)]
    (pip,) = [one["pip"] for one in entries if isinstance(one, dict)]
    assert len({one.name for one in plain}) == len(plain), "a package stands twice"
    return {one.name: one for one in plain}, pip


def test_environment_and_pyproject_name_the_same_packages_with_the_same_ranges():
    packages, pip = conda()
    assert packages.pop("python").specifier == Requirement(f"python{PROJECT['requires-python']}").specifier
    assert not packages.pop("pip").specifier
    assert pip.pop() == "-e ."
    wanted = {
        ON_CONDA.get(one.name, one.name): one.specifier for one in WANTED if one.name not in NOT_ON_CONDA
    }
    assert {name: one.specifier for name, one in packages.items()} == wanted
    assert {one.name: one.specifier for one in map(Requirement, pip)} == {
        one.name: one.specifier for one in WANTED if one.name in NOT_ON_CONDA
    }


def test_environment_takes_nothing_from_other_channels():
    assert yaml.safe_load(text("environment.yml"))["channels"] == ["conda-forge", "nodefaults"]


# Versions, licence, citation


def test_every_place_that_states_the_version_states_the_same():
    version = PROJECT["version"]
    assert yaml.safe_load(text("CITATION.cff"))["version"] == version
    assert re.findall(r"version = \{(.+?)\}", text("about/cite.md")) == [version]
    top = re.search(r"^## \[(.+?)\] - (\d{4}-\d\d-\d\d)$", text("CHANGELOG.md"), re.MULTILINE)
    assert top
    assert top[1] == version
    assert str(yaml.safe_load(text("CITATION.cff"))["date-released"]) == top[2]


def test_every_place_that_states_the_licence_states_the_same():
    licence = text("LICENSE")
    assert licence.startswith("BSD 3-Clause License")
    assert licence.count("\n1. ") == licence.count("\n2. ") == licence.count("\n3. ") == 1
    assert "The ecosystem-nb developers" in licence
    assert PROJECT["license"] == yaml.safe_load(text("CITATION.cff"))["license"] == "BSD-3-Clause"
    assert "BSD-3-Clause" in text("about/cite.md")
    assert "BSD-3-Clause" in text("README.md")


def test_the_citation_has_what_the_format_asks_for_and_is_titled_as_the_page_says():
    record = yaml.safe_load(text("CITATION.cff"))
    assert record["cff-version"] == "1.2.0"
    assert {"message", "title", "authors", "version"} <= set(record)
    assert all(one["name"] == "The ecosystem-nb developers" for one in record["authors"])
    said = re.search(r"title +=\s*\{(.+)\},", text("about/cite.md"))
    assert said
    assert re.sub(r"[{}\\]", "", said[1]) == record["title"]


# pre-commit


def test_the_hooks_use_the_locked_ruff_and_pin_the_rest():
    (locked,) = [pin.specifier for pin in map(Requirement, lock_lines()) if pin.name == "ruff"]
    hooks = {one["repo"]: one for one in yaml.safe_load(text(".pre-commit-config.yaml"))["repos"]}
    local = hooks.pop("local")
    assert f"=={hooks['https://github.com/astral-sh/ruff-pre-commit']['rev'].removeprefix('v')}" == str(
        locked
    )
    assert all(re.fullmatch(r"v\d+\.\d+\.\d+", one["rev"]) for one in hooks.values())
    assert {"mypy", "no-notebooks"} <= {one["id"] for one in local["hooks"]}


def test_no_notebook_is_committed_for_pages_are_text():
    assert [path.name for path in tracked() if path.suffix == ".ipynb"] == []


def test_no_big_file_is_committed():
    big = {path.name: path.stat().st_size for path in tracked() if path.stat().st_size > 500_000}
    assert big == {}  # bytes; the hook has the same bound


# Nothing of the machine on which a file was written


MACHINE = re.compile(
    r"(?<![\w./:<>-])/(?:home|root|Users|tmp|work|workspace)/[\w.]"  # absolute paths of somebody's machine
    r"|file:///[a-z]"
    r"|[A-Z]:\\\\?Users"
    r"|(?:^|\s)--?(?:extra-)?index-url|find-links|trusted-host"
    r"|://[^\s/]*pypi[^\s/]*/simple"
    r"|://[^\s/@]+:[^\s/@]+@"  # credentials in an address
)


def test_no_file_names_a_machine_or_a_package_index():
    found = []
    binary = {".png", ".ico", ".onnx", ".safetensors", ".woff2"}
    for path in tracked():
        if path == Path(__file__).resolve() or path.suffix in binary:
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        found += [
            f"{path.relative_to(ROOT)}:{i}: {line[:120]}"
            for i, line in enumerate(lines, 1)
            if MACHINE.search(line)
        ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "open /home/me/book",
        '"/tmp/x.csv"',
        "--extra-index-url here",
        "pip install --find-links wheels",
        "https://pypi.example.org/simple",
        "see file:///srv/book",
        "https://me:word@example.org",
    ],
)
def test_a_line_that_names_a_machine_is_seen(line):
    assert MACHINE.search(line)


@pytest.mark.parametrize(
    "line", ["https://example.org/work/x", "notebooks/home/x", "chapters/tmp/x", "a </root/> b"]
)
def test_an_innocent_line_is_not(line):
    assert not MACHINE.search(line)


# The API pages


def test_every_module_stands_on_exactly_one_api_page():
    source = ROOT / "src"
    modules = {
        ".".join(path.relative_to(source).with_suffix("").parts)
        for path in source.rglob("*.py")
        if not path.stem.startswith("_")
    }
    named = [
        one
        for page in sorted((ROOT / "about" / "api").glob("*.md"))
        for one in re.findall(
            r"^\.\. automodule:: (\S+)\n   :members:$", page.read_text("utf-8"), re.MULTILINE
        )
    ]
    assert len(named) == len(set(named)), "a module stands twice"
    assert set(named) == modules


def test_every_api_page_is_in_the_table_of_contents():
    for page in (ROOT / "about" / "api").glob("*.md"):
        assert f"file: about/api/{page.stem}\n" in text("_toc.yml")


# What a newcomer reads


GUIDES = ("README.md", "CONTRIBUTING.md", "about/rerun.md", "about/learn.md")


@pytest.mark.parametrize("name", GUIDES)
def test_every_make_target_that_a_guide_names_exists(name):
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^\$ |^)make ([a-z]+)", text(name), re.MULTILINE))
    assert named <= targets
    assert named


@pytest.mark.parametrize("name", [*GUIDES, "CHANGELOG.md"])
def test_every_link_of_a_guide_leads_to_a_file(name):
    links = re.findall(r"\]\(([^)#]+)", text(name))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not ((ROOT / name).parent / link).exists()] == []


@pytest.mark.parametrize("name", GUIDES)
def test_every_file_that_a_guide_names_exists(name):
    """Paths in backticks below folders of the repository; `<area>` and `*` mark patterns."""
    folders = r"(?:about|assets|chapters|data|seeds|src|tests|tools|benchmarks|\.ci|\.github)"
    named = re.findall(rf"`({folders}/[^`\s]*)`", text(name))
    assert [one for one in named if not re.search(r"[<*…]", one) and not (ROOT / one).exists()] == []


def test_the_readme_gives_the_two_commands_and_the_least_python():
    readme = text("README.md")
    assert "make book" in readme
    assert "make test" in readme
    assert PROJECT["requires-python"].removeprefix(">=") in readme
