"""What the registry holds, and what stays true of it whatever happens."""

import sqlite3
import threading
import warnings

import pytest
from tests.learning.registry.conftest import BLIND, GOOD, OTHER, judged, lineage

from ecosystem_nb.learning.registry import aliases
from ecosystem_nb.learning.registry.errors import Conflict, Damaged, Locked, NotPromoted, RegistryError
from ecosystem_nb.learning.registry.gate import Sample
from ecosystem_nb.learning.registry.store import Registry


def test_a_version_is_what_was_registered(served: Registry) -> None:
    first, second = served.versions()
    assert (first.number, second.number) == (1, 2)
    assert second.lineage == lineage(1, 2, parent=1)
    assert served.load(2) == OTHER.content()
    assert second.report.passed
    assert served.aliases() == {"production": 1, "candidate": 2}
    assert served.faults() == []
    assert served.left_over() == []


def test_mlflow_reads_the_same(served: Registry) -> None:
    """The aliases that we move in MLflow's table are those that its own client sees."""
    served.promote(2, seen=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from mlflow import MlflowClient
    client = MlflowClient(f"sqlite:///{served.database}", f"sqlite:///{served.database}")
    assert client.get_registered_model("egamma").aliases == {"production": 2, "rollback": 1}
    one = client.get_model_version_by_alias("egamma", "production")
    assert (int(one.version), one.tags["verdict"]) == (2, "passed all 6 checks")
    client._get_registry_client().store.engine.dispose()


def test_promotion_and_rollback_move_all_aliases(served: Registry) -> None:
    served.promote(2, seen=1)
    assert served.aliases() == {"production": 2, "rollback": 1}
    assert served.roll_back(seen=2) == 1
    assert served.aliases() == {"production": 1}
    with pytest.raises(NotPromoted, match="no version stands as rollback"):
        served.roll_back(seen=1)
    assert aliases.moves(served.database, "egamma")[-2:] == [("production", 2, 1), ("rollback", 1, None)]


def test_a_model_that_fails_is_never_promoted(served: Registry, sample: Sample) -> None:
    number = served.register(BLIND.content(), lineage(2, 3, parent=1), judged(BLIND, sample))
    with pytest.raises(
        NotPromoted, match=r"version 3 is not promoted: it failed efficiency = 0\.\d+, allowed at"
    ):
        served.promote(number, seen=1)
    assert served.production() == 1


def test_a_report_on_another_file_is_refused(served: Registry, sample: Sample) -> None:
    with pytest.raises(RegistryError, match="about another file"):
        served.register(BLIND.content(), lineage(), judged(GOOD, sample))
    assert len(served.versions()) == 2


def test_an_unknown_parent_is_refused(served: Registry, sample: Sample) -> None:
    with pytest.raises(RegistryError, match="no version 9: expected one of 1, 2"):
        served.register(GOOD.content(), lineage(parent=9), judged(GOOD, sample))


def test_an_interval_that_no_version_holds(served: Registry) -> None:
    assert [one.number for one in served.valid_at(1.0)] == [2]
    with pytest.raises(RegistryError, match="no version is valid at interval 7: known are 0 to 1, 1 to 2"):
        served.valid_at(7)
    with pytest.raises(RegistryError, match="interval of validity is missing or empty"):
        lineage(float("nan"))


def test_of_two_promotions_one_wins_and_the_other_is_told(served: Registry, sample: Sample) -> None:
    third = served.register(GOOD.content(), lineage(2, 3), judged(GOOD, sample))
    start, told, won = threading.Barrier(2), [], []

    def promote(number: int) -> None:
        mine = Registry(served.folder)
        start.wait()
        try:
            mine.promote(number, seen=1)
            won.append(number)
        except Conflict as error:
            told.append(str(error))

    both = [threading.Thread(target=promote, args=(number,)) for number in (2, third)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(won) == len(told) == 1
    assert told[0].startswith(f"production is version {won[0]} by now, not version 1")
    assert served.aliases() == {"production": won[0], "rollback": 1} | (
        {} if won == [third] else {"candidate": third}
    )


def test_a_corrupt_model_is_not_promoted_nor_loaded(served: Registry) -> None:
    path = served.models / served.version(2).file
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    for action in (lambda: served.promote(2, seen=1), lambda: served.load(2)):
        with pytest.raises(Damaged, match="is corrupt: its bytes have the digest"):
            action()
    path.unlink()
    with pytest.raises(Damaged, match="is missing"):
        served.promote(2, seen=1)
    assert served.production() == 1
    assert served.faults() == [
        f"version 2: model file {path.name[:12]}… is missing: no such file or directory"
    ]


def test_a_locked_database(served: Registry, sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aliases, "WAIT_S", 0.05)
    report = judged(GOOD, sample)
    with sqlite3.connect(served.database) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Locked, match=r"locked by another process, for more than 0\.05 s"):
            served.promote(2, seen=1)
        with pytest.raises(Locked, match="try again"):
            served.register(GOOD.content(), lineage(), report)
    other.close()
    assert served.aliases() == {"production": 1, "candidate": 2}
    assert len(served.versions()) == 2


@pytest.mark.parametrize("left", [0, 100, 40_000, 500_000])
def test_a_truncated_database(served: Registry, left: int) -> None:
    whole = served.database.read_bytes()
    served.database.write_bytes(whole[:left])
    with pytest.raises(Damaged, match="database is damaged"):
        Registry(served.folder)
    assert served.database.read_bytes() == whole[:left]
    served.database.write_bytes(whole)
    assert Registry(served.folder).production() == 1


def test_a_registry_whose_database_is_gone_is_not_made_anew(served: Registry) -> None:
    served.database.unlink()
    with pytest.raises(RegistryError, match=r"no registry at .*: expected mlflow\.db"):
        Registry(served.folder)
    with pytest.raises(Damaged, match=r"holds models but no mlflow\.db"):
        Registry.create(served.folder)


def test_creating_twice_keeps_what_is_there(served: Registry) -> None:
    assert Registry.create(served.folder).production() == 1
