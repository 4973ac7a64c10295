"""What is called a fault, on results made up here."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from ecosystem_nb.network.testbed import checks, copying, files, record
from ecosystem_nb.network.testbed.record import Run
from ecosystem_nb.paths import root
from ecosystem_nb.tables import describe


@pytest.fixture
def run() -> Run:
    """The recorded run."""
    return record.recorded()


def changed(table: pd.DataFrame, row: int, **values: object) -> pd.DataFrame:
    made = table.copy()
    for name, value in values.items():
        made.loc[row, name] = value
    return made


def row_of(table: pd.DataFrame, column: str, value: str) -> int:
    return int(table.index[table[column] == value][0])


def test_the_recorded_run_has_no_fault(run: Run) -> None:
    assert checks.faults(run) == []


def test_the_record_tried_what_the_library_tries_now(run: Run) -> None:
    tried = [(one.name, one.mode) for one in copying.TRIALS] + [(copying.TWICE, "pull")]
    assert list(zip(run.copies["trial"], run.copies["mode"], strict=True)) == tried
    assert set(checks.KNOWN) <= set(run.admission["case"])


def test_the_record_holds_every_refusal_that_a_server_must_know(run: Run) -> None:
    """The refusals that the notes of the token profile ask of a real server."""
    server = run.admission.set_index("case")["server"]
    for case in (
        "no token",
        "wrong path",
        "expired",
        "wrong audience",
        "another VO's issuer",
        "unknown issuer",
        "bad signature",
        "write with a read scope",
        "create overwrites",
    ):
        assert server[case] == "refused"
    assert server["a good token"] == "allowed"


@pytest.mark.parametrize("case", ["expired", "a good token"])
def test_a_wrong_decision_is_a_fault(run: Run, case: str) -> None:
    row = row_of(run.admission, "case", case)
    wrong = "allowed" if run.admission.loc[row, "server"] == "refused" else "refused"
    (fault,) = checks.faults(replace(run, admission=changed(run.admission, row, server=wrong, http=299)))
    assert (
        fault == f"{case}: GET /atlas/data/x was {wrong} (299): expected {run.admission.loc[row, 'profile']}"
    )


def test_a_known_difference_is_none_either_way(run: Run) -> None:
    for case in checks.KNOWN:
        row = row_of(run.admission, "case", case)
        agreed = changed(run.admission, row, server=run.admission.loc[row, "profile"])
        assert checks.faults(replace(run, admission=agreed)) == []


def test_a_copy_that_should_not_be_done_is_a_fault_and_so_is_one_that_is_not(run: Run) -> None:
    bad = row_of(run.copies, "trial", "may not write")
    (fault,) = checks.faults(replace(run, copies=changed(run.copies, bad, outcome="done")))
    assert fault.startswith("pull, may not write: done")
    assert fault.endswith("expected it not done")
    (fault,) = checks.faults(
        replace(run, copies=changed(run.copies, 0, outcome="CopyStalled", said="no byte"))
    )
    assert fault == "pull, good tokens: CopyStalled (no byte): expected it done"


def test_other_bytes_are_a_fault(run: Run) -> None:
    (fault,) = checks.faults(replace(run, copies=changed(run.copies, 1, equal=False)))
    assert fault == "push, good tokens: done, but the bytes differ: expected equal ones"


@pytest.mark.parametrize("state", ["start", "end"])
def test_a_firefly_that_did_not_come_is_a_fault(run: Run, state: str) -> None:
    fewer = run.fireflies.drop(index=row_of(run.fireflies, "state", state))
    (fault,) = checks.faults(replace(run, fireflies=fewer))
    assert fault == f"fireflies: 2 of the state {state}: expected 3, one a copy"


def test_a_rule_that_is_not_fulfilled_is_a_fault(run: Run) -> None:
    stuck = run.rule.assign(rule="STUCK", replica="COPYING")
    (fault,) = checks.faults(replace(run, rule=stuck))
    assert fault == "rule: STUCK, replica COPYING: expected OK and AVAILABLE"
    run.rule.attrs = {"equal": False, "came": 1}
    assert checks.faults(run) == [
        "rule: the copy's bytes differ: expected equal ones",
        "rule: 1 fireflies: expected 2, a start and an end",
    ]


def test_the_summary_says_what_was_found(run: Run) -> None:
    text = checks.summary(run)
    differ = checks.differing(run.admission)
    assert f"{len(run.admission)} cases, {len(differ)} decided otherwise than the profile" in text
    assert "3 done, 3 of them with equal bytes" in text
    assert "experiment 2, activity 20" in text
    assert "rule added: PREPARING → preparer: QUEUED" in text
    assert len(text.splitlines()) == 3 + 6 + 1


def test_a_run_is_written_and_read_again(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data" / "network").mkdir(parents=True)
    written = record.write(run, tmp_path)
    assert len(written) == len(record.TABLES)
    for path in written:
        assert (tmp_path / path).read_bytes() == (root() / path).read_bytes()


def test_the_record_says_when_with_what_and_on_what_class_of_machine(run: Run) -> None:
    about = run.about
    assert set(about) == {"date", "xrootd", "system", "kernel", "python", "machine", "load", "rucio"}
    assert dt.date.fromisoformat(about["date"])
    assert all(describe(f"network/testbed_{one}").status == "measured" for one in record.TABLES)


def test_a_record_names_no_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.release", lambda: "6.1.0-secret-name")
    monkeypatch.setattr("platform.node", lambda: "secret-name")
    made = record.about("5.5.3", dt.datetime(2026, 1, 2, tzinfo=dt.UTC))
    told = dict(zip(made["item"], made["value"], strict=True))
    assert "secret" not in json.dumps(told)
    assert (told["kernel"], told["date"], told["xrootd"]) == ("6.1", "2026-01-02", "5.5.3")


def test_content_is_the_same_for_the_same_seed_and_not_to_be_compressed() -> None:
    import zlib

    assert files.content(5000) == files.content(5000, 0)
    assert files.content(5000) != files.content(5000, 1)
    assert len(zlib.compress(files.content(100_000))) > 99_000
    with pytest.raises(ValueError, match="size = 0 B is out of range: expected at least 1 B"):
        files.content(0)
