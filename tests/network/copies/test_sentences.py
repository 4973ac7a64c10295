"""The sentences on copies follow the numbers, also when a parameter turns them round."""

import pandas as pd

from ecosystem_nb.network.copies import sentences
from ecosystem_nb.network.copies.cost import Cost
from ecosystem_nb.network.copies.parameters import ThirdPartyCopy


def test_plays_are_counted() -> None:
    plays = pd.DataFrame(
        {
            "said": ["done, both", "NotVerified: x", "CopyFailed: y", "MarkerError: z"],
            "stored": [8.0, 8.0, 4.0, 0.0],
        }
    )
    assert sentences.count(plays) == {"plays": 4, "done": 1, "left": 2, "called": 1}
    assert sentences.faults(plays).startswith("All 4 were answered 201, 1 is done. 2 of the failed")


def test_where_the_time_goes() -> None:
    said = sentences.cost(ThirdPartyCopy(), 91.0, Cost(1.1, 0.9, 6.0))
    assert "takes 8.0 s: 1.1 s of asking, 0.9 s lost to slow start, 6.0 s of data" in said
    cases = {"as above": 75.0, "no checksums": 81.0, "connections kept open": 83.0}
    assert "6 points" in sentences.sensitivity(cases)
    assert "save 8, more than" in sentences.sensitivity(cases)
    assert "no more than" in sentences.sensitivity(cases | {"no checksums": 90.0})
