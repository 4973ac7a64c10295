"""Marks: every one survives the way into 20 bits and back, and published numbers come out."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.network.marking.labels import (
    LAYOUT,
    MOST_ACTIVITY,
    MOST_ENTROPY,
    MOST_EXPERIMENT,
    Mark,
    MarkingError,
    encode,
    find,
    flow_id,
    names,
    spelled,
)
from ecosystem_nb.tables import read

REGISTRY = read("network/scitags")


def by_layout(experiment: int, activity: int, entropy: int) -> int:
    """The draft's picture read letter by letter: C begins with its least significant bit, A and E do not."""
    digits = {"C": f"{experiment:09b}"[::-1], "A": f"{activity:06b}", "E": f"{entropy:05b}"}
    sources = {letter: iter(text) for letter, text in digits.items()}
    return int("".join(next(sources[letter]) for letter in LAYOUT), 2)


def test_every_mark_survives_the_round_trip() -> None:
    """All 512 x 64 experiments and activities at two entropies, and all 32 entropies for each experiment."""
    wide = itertools.product(range(MOST_EXPERIMENT + 1), range(MOST_ACTIVITY + 1), (0, MOST_ENTROPY))
    deep = itertools.product(range(MOST_EXPERIMENT + 1), (0, 21, 63), range(MOST_ENTROPY + 1))
    for triple in itertools.chain(wide, deep):
        mark = Mark.from_label(encode(*triple))
        assert (mark.experiment, mark.activity, mark.entropy) == triple


def test_every_registered_mark_survives_with_every_entropy() -> None:
    for row in REGISTRY.itertuples():
        for entropy in range(32):
            mark = Mark(row.experiment_id, row.activity_id, entropy)
            assert Mark.from_label(mark.label) == mark
            assert names(REGISTRY, mark.experiment, mark.activity) == (row.experiment, row.activity)


def test_labels_are_a_permutation() -> None:
    """Each of the 2^20 labels stands for one mark, so no two marks share one: checked on every 97th."""
    for label in range(0, 2**20, 97):
        assert Mark.from_label(label).label == label


@given(st.integers(0, 511), st.integers(0, 63), st.integers(0, 31))
def test_the_code_follows_the_picture_of_the_draft(experiment: int, activity: int, entropy: int) -> None:
    assert encode(experiment, activity, entropy) == by_layout(experiment, activity, entropy)


@pytest.mark.parametrize(
    ("number", "experiment", "activity", "label"),
    [
        (148, 2, 20, 65_616),  # ATLAS, T0 export: 010000000 and 010100, as flowd-go's shifts give it
        (206, 3, 14, 196_664),  # CMS' own example, as cmssw reads it off the wire
        (65, 1, 1, 131_076),  # the least flow id that XRootD takes
    ],
)
def test_published_numbers(number: int, experiment: int, activity: int, label: int) -> None:
    assert flow_id(experiment, activity) == number
    mark = Mark.from_flow_id(number)
    assert (mark.experiment, mark.activity, mark.label) == (experiment, activity, label)


def test_148_is_the_export_of_atlas() -> None:
    assert find(REGISTRY, "atlas", "T0 Export").flow_id == 148
    assert names(REGISTRY, 2, 20) == ("atlas", "T0 Export")
    assert names(REGISTRY, 2, 63) == ("atlas", "unknown")
    assert names(REGISTRY, 500, 1) == ("unknown", "unknown")


def test_entropy_stands_at_both_ends_and_in_the_middle() -> None:
    assert spelled(encode(0, 0, 31)) == "11 000000000 1 000000 11"
    assert spelled(encode(511, 0)) == "00 111111111 0 000000 00"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: encode(512, 1), "experiment = 512: expected a whole number, 0 to 511"),
        (lambda: encode(1, 64), "activity = 64: expected a whole number, 0 to 63"),
        (lambda: encode(1, 1, 32), "entropy = 32: expected a whole number, 0 to 31"),
        (lambda: encode(True, 1), "experiment = True"),
        (lambda: encode(1.0, 1), "experiment = 1.0"),  # type: ignore[arg-type]
        (lambda: Mark(-1, 1), "experiment = -1"),
        (lambda: Mark.from_label(2**20), "flow label = 1048576: expected a whole number, 0 to 1,048,575"),
        (lambda: Mark.from_flow_id(64), "flow id = 64: expected a whole number, 65 to 65,535"),
        (lambda: Mark.from_flow_id(65_535), "experiment = 1023: expected a whole number, 0 to 511"),
        (lambda: flow_id(0, 1), "experiment = 0: expected a whole number, 1 to 511"),
        (
            lambda: find(REGISTRY, "Atlas", "default"),
            "experiment 'Atlas': expected one of default, atlas, cms",
        ),
        (lambda: find(REGISTRY, "lhcb", "Staging"), "activity 'Staging' of lhcb: expected one of default"),
    ],
)
def test_a_bad_number_is_named(call, said: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(MarkingError, match=said.replace("(", r"\(")):
        call()


def test_the_registry_fits_into_the_label() -> None:
    """114 rows of 14 experiments; within an experiment no number and no name stands twice."""
    assert len(REGISTRY) == 114
    assert REGISTRY["experiment_id"].between(1, MOST_EXPERIMENT).all()
    assert REGISTRY["activity_id"].between(1, MOST_ACTIVITY).all()
    assert not REGISTRY.duplicated(["experiment_id", "activity_id"]).any()
    assert not REGISTRY.duplicated(["experiment", "activity"]).any()
    assert (REGISTRY.groupby("experiment")["experiment_id"].nunique() == 1).all()
