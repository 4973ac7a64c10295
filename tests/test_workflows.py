"""Do the workflows stay valid, unprivileged, and in step with the Makefile?"""

import copy
import re
import tomllib
from typing import Any

import pytest
import yaml
from packaging.specifiers import SpecifierSet

from ecosystem_nb.book.html import HTML
from ecosystem_nb.network.testbed.tools import INSTALL
from ecosystem_nb.paths import root

ROOT = root()
XROOTD = "xrootd-server xrootd-server-plugins xrootd-scitokens-plugins"
FILES = sorted((ROOT / ".github" / "workflows").glob("*.y*ml"))
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
ON = True  # YAML 1.1 reads the key `on` as a boolean

TOP = {"name", ON, "permissions", "concurrency", "jobs"}
JOB = {
    "name",
    "needs",
    "runs-on",
    "timeout-minutes",
    "permissions",
    "environment",
    "container",
    "strategy",
    "steps",
}
STEP = {"id", "name", "uses", "with", "run"}
EVENTS = {"push", "pull_request", "schedule", "workflow_dispatch"}
PINNED = re.compile(r"actions/[a-z-]+@(v\d+(\.\d+){0,2}|[0-9a-f]{40})")
MAY_WRITE = {"actions/deploy-pages": {"pages": "write", "id-token": "write"}}


def load(name: str) -> dict[Any, Any]:
    return yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8"))


def faults(workflow: dict[Any, Any]) -> list[str]:
    """Everything in a workflow that is not what this project allows."""
    found = [f"unknown key {key}" for key in set(workflow) - TOP]
    found += [f"missing key {key}" for key in {"name", ON, "permissions", "jobs"} - set(workflow)]
    if set(workflow.get(ON) or {}) - EVENTS:
        found.append(f"event: {sorted(set(workflow[ON]) - EVENTS)}")
    if workflow.get("permissions") != {"contents": "read"}:
        found.append(f"permissions: {workflow.get('permissions')}")
    jobs = workflow.get("jobs") or {}
    for name, job in jobs.items():
        found += [f"{name}: {fault}" for fault in job_faults(job, set(jobs) - {name})]
    return found


def job_faults(job: dict[str, Any], others: set[str]) -> list[str]:
    found = [f"unknown key {key}" for key in set(job) - JOB]
    found += [f"missing key {key}" for key in {"runs-on", "timeout-minutes", "steps"} - set(job)]
    needs = job.get("needs", [])
    found += [f"needs {one}" for one in ([needs] if isinstance(needs, str) else needs) if one not in others]
    used = {step["uses"].split("@")[0] for step in job.get("steps", []) if "uses" in step}
    allowed = {key: right for one in used for key, right in MAY_WRITE.get(one, {}).items()}
    if job.get("permissions", {}) != allowed:
        found.append(f"permissions: {job.get('permissions')}, expected {allowed}")
    for step in job.get("steps", []):
        found += step_faults(step)
    return found


def step_faults(step: dict[str, Any]) -> list[str]:
    found = [f"unknown key {key}" for key in set(step) - STEP]
    if ("uses" in step) == ("run" in step):
        found.append(f"expected either uses or run: {sorted(step)}")
    uses, run = step.get("uses", ""), step.get("run", "")
    if uses and not PINNED.fullmatch(uses):
        found.append(f"not a pinned action of GitHub's own: {uses}")
    if uses.startswith("actions/checkout@") and step.get("with", {}).get("persist-credentials") is not False:
        found.append("checkout keeps its credentials")
    if "${{" in run:
        found.append(f"an expression in a shell command: {run}")
    found += [f"make {one} is no target" for one in make_targets(run) - TARGETS]
    if "secrets." in str(step):
        found.append("a secret")
    return found


def make_targets(run: str) -> set[str]:
    """The targets that a shell text calls; `-o env` (take env as done) names one too."""
    return {
        word for call in re.findall(r"\bmake\b([^\n&;]*)", run) for word in re.findall(r"\b[a-z]{2,}\b", call)
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_workflow_is_as_this_project_allows(path):
    assert faults(load(path.name)) == []


def test_there_are_the_three_workflows_that_the_project_promises():
    assert [path.name for path in FILES] == ["book.yml", "test.yml", "weekly.yml"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda w: w.pop("permissions"), "missing key permissions"),
        (lambda w: w["permissions"].update(contents="write"), "permissions: {'contents': 'write'}"),
        (lambda w: w[ON].update(pull_request_target=None), "event: ['pull_request_target']"),
        (lambda w: w["jobs"]["build"].pop("timeout-minutes"), "build: missing key timeout-minutes"),
        (lambda w: w["jobs"]["build"].update(permissions={"pages": "write"}), "build: permissions: {'pages'"),
        (lambda w: w["jobs"]["deploy"].update(needs="tests"), "deploy: needs tests"),
        (
            lambda w: w["jobs"]["build"]["steps"][0].update(uses="actions/checkout@main"),
            "build: not a pinned",
        ),
        (lambda w: w["jobs"]["build"]["steps"][0].update(uses="who/checkout@v5"), "build: not a pinned"),
        (lambda w: w["jobs"]["build"]["steps"][0].pop("with"), "build: checkout keeps its credentials"),
        (lambda w: w["jobs"]["build"]["steps"][2].update(run="make boko"), "build: make boko is no target"),
        (lambda w: w["jobs"]["build"]["steps"][2].update(uses="actions/cache@v4"), "build: expected either"),
        (
            lambda w: w["jobs"]["build"]["steps"][2].update(run="echo ${{ github.ref }}"),
            "build: an expression",
        ),
        (lambda w: w["jobs"]["build"]["steps"][2].update(rum="make book"), "build: unknown key rum"),
    ],
)
def test_a_broken_workflow_is_found(change, fault):
    broken = copy.deepcopy(load("book.yml"))
    change(broken)
    found = faults(broken)
    assert any(one.startswith(fault) for one in found), found


def test_the_tests_run_on_every_push_and_pull_request_and_on_each_python_that_is_allowed():
    workflow = load("test.yml")
    assert set(workflow[ON]) == {"push", "pull_request"}
    assert workflow[ON]["push"] is None, "every branch"
    pythons = workflow["jobs"]["test"]["strategy"]["matrix"]["python"]
    assert pythons == ["3.11", "3.12", "3.13"]  # text: YAML would read 3.10 as 3.1
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert all(SpecifierSet(project["requires-python"]).contains(one) for one in pythons)
    assert not SpecifierSet(project["requires-python"]).contains("3.10")


def test_ci_runs_both_commands_and_has_the_browser_and_the_servers_that_the_tests_need():
    for name, job in (("test.yml", "test"), ("weekly.yml", "newest")):
        run = "\n".join(step.get("run", "") for step in load(name)["jobs"][job]["steps"])
        assert {"book", "test"} <= make_targets(run)
        assert "apt-get install -y -qq chromium" in run
        assert run.index("chromium") < run.index("make")
        assert f"apt-get install -y -qq {XROOTD}" in run
        assert run.index(XROOTD) < run.index("make")
    assert XROOTD in INSTALL
    assert XROOTD in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_book_is_published_from_main_alone_and_one_at_a_time():
    workflow = load("book.yml")
    assert workflow[ON]["push"] == {"branches": ["main"]}
    assert workflow["concurrency"] == {"group": "pages", "cancel-in-progress": False}
    upload = next(s for s in workflow["jobs"]["build"]["steps"] if "upload-pages" in s.get("uses", ""))
    assert upload["with"]["path"] == HTML.as_posix()
    assert workflow["jobs"]["deploy"]["environment"]["name"] == "github-pages"


def test_the_weekly_run_takes_the_newest_versions_and_never_the_lock():
    workflow = load("weekly.yml")
    assert len(workflow[ON]["schedule"]) == 1
    assert re.fullmatch(r"[0-5]?\d [12]?\d \* \* [0-6]", workflow[ON]["schedule"][0]["cron"])
    runs = [step["run"] for step in workflow["jobs"]["newest"]["steps"] if "run" in step]
    assert not any("requirements.lock" in run for run in runs)
    assert any("--editable '.[test,learning]'" in run for run in runs)
    makes = [run for run in runs if "make " in run]
    assert makes
    assert all(run.startswith("make -o env ") for run in makes), "env would install the lock"


def test_the_file_that_ci_calls_can_be_called():
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert {"book", "test"} <= make_targets(script.read_text(encoding="utf-8"))
