"""Tables of the page on tape recalls: they hold what the recalls say, and parameters are checked together."""

import numpy as np
import pytest

from ecosystem_nb.parameters import BadParameters, validated
from ecosystem_nb.storage.tape import study
from ecosystem_nb.storage.tape.drive import drive
from ecosystem_nb.storage.tape.parameters import TapeRecall
from ecosystem_nb.storage.tape.recall import POLICIES, recall
from ecosystem_nb.tables import quantities

MEDIA, TAPE = quantities("storage/media"), quantities("storage/tape")
PAGE = TapeRecall(tapes=4, files=6, drives=2)
DRIVE = study.drive_of(PAGE, MEDIA, TAPE)


def test_the_defaults_are_the_half_high_drive_of_the_tables() -> None:
    assert drive(MEDIA, TAPE) == study.drive_of(TapeRecall(), MEDIA, TAPE)


def test_the_table_holds_the_recalls() -> None:
    recalls = study.compare(PAGE, DRIVE)
    table = study.table(recalls).set_index("policy")
    assert list(table.index) == list(POLICIES)
    for name in POLICIES:
        got = recall(study.wanted(PAGE, DRIVE), DRIVE, 2, name)
        assert table.loc[name, "hours"] == got.done.max() / 3600
        assert table.loc[name, "rate"] == pytest.approx(24 * 2e9 / got.drive_time / 1e6, rel=1e-12)


def test_time_a_file_adds_up_to_the_drive_time() -> None:
    recalls = study.compare(PAGE, DRIVE)
    total = study.spent(recalls).groupby("policy")["seconds"].sum()
    for name, got in recalls.items():
        assert total[name] * 24 == pytest.approx(got.drive_time, rel=1e-12)


def test_the_head_s_way_ends_when_the_last_file_is_read() -> None:
    way = study.path(PAGE, DRIVE, ["linear"])
    one = recall(study.wanted(PAGE.model_copy(update={"tapes": 1}), DRIVE), DRIVE, 1, "linear")
    mounted = DRIVE.load + DRIVE.exchange
    assert way["minutes"].max() * 60 == pytest.approx(one.makespan - mounted, rel=1e-12)
    assert way["along"].between(0, 1).all()
    assert (np.diff(way["minutes"]) >= 0).all()


def test_rates_and_spans_cover_their_grids() -> None:
    rates = study.rates(PAGE, DRIVE, [1, 4], [2.0, 4.0], tapes=3)
    assert len(rates) == 2 * 2 * 4
    one_file = rates[(rates["files"] == 1) & (rates["size"] == 2)]["rate"]
    assert one_file.max() == pytest.approx(one_file.min(), rel=1e-12)
    spans = study.spans(PAGE, DRIVE, [1, 4])
    assert len(spans) == 2 * 4


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"files": 2000, "file_size": 10.0}, "files = 2000 of 10 GB are out of range"),
        ({"files": 30, "together": 7}, "together = 7 is out of range: expected a divisor of files = 30"),
    ],
)
def test_parameters_that_do_not_fit_each_other_are_refused(given: dict[str, object], said: str) -> None:
    with pytest.raises(BadParameters, match=said):
        validated(TapeRecall, given)
