"""Are lines, instructions and bounds counted as one would by hand?"""

import sys
from types import ModuleType

import pandas as pd

from ecosystem_nb.tracking.portability.compiled import (
    bound,
    gpu_rows,
    instructions,
    lines,
    operations,
    source,
)

PTX = """
.local .align 16 .b8 \t__local_depot0[96];
\tld.global.f32 \t%f1, [%rd1];
\tfma.rn.f32 \t%f2, %f1, %f1, %f1;
\tadd.f32 \t%f3, %f2, %f1;
\tsqrt.rn.f32 \t%f4, %f3;
@%p1 bra \t$L1;
\tst.local.f32 \t[%rd2], %f4;
\tmul.f64 \t%fd1, %fd2, %fd3;
"""


def test_instructions_are_counted_by_kind():
    assert instructions(PTX) == {
        "products and sums": 2,
        "divisions and roots": 1,
        "global memory": 1,
        "own memory": 1,
        "jumps": 1,
        "double": 1,
        "own bytes": 96,
    }


def test_docstrings_comments_and_imports_are_no_lines(tmp_path, monkeypatch):
    (tmp_path / "counted.py").write_text(
        '"""Says."""\n\nimport math\n\n# a comment\ndef one(x):\n    """Say."""\n'
        "    y = x + 1\n    return y\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert lines(["counted"]) == 3
    assert isinstance(sys.modules.pop("counted"), ModuleType)


def test_the_bound_is_the_slower_of_arithmetic_and_memory():
    found = bound(200.0, 10.0, 1e3, 1e2)
    assert found == {"arithmetic": 0.2, "memory": 0.1, "intensity": 20.0}


def test_a_step_takes_hundreds_of_operations_and_moves_its_state_twice():
    work, moved = operations()
    # two 6 x 6 products alone would be 864; the library says about 600 for the way and 150 for the hit
    assert 500 < work < 1000
    assert moved == 4 * (28 + 28 + 9)


def test_without_a_measurement_the_page_says_so():
    empty = pd.DataFrame(columns=["stage", "batch", "time", "device"])
    assert gpu_rows(empty).startswith("Not measured")
    one = pd.DataFrame([{"stage": "fit", "batch": 4, "time": 0.01, "device": "a GPU"}])
    assert gpu_rows(one) == "Measured on a GPU: 0.01 μs a track for fit, 4 events at once."


def test_the_source_shown_is_the_code_without_its_docstring():
    text = source(bound)
    assert text.startswith("def bound(")
    assert "roofline" not in text
